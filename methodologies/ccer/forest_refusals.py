"""What the rules of forests, mangroves and their plots refuse."""

from methodologies.engine.errors import InconsistentInputs, NotApplicable, both

AFFORESTATION_SCOPE = "CCER-14-001-V01 适用条件 · CCER-14-001-V01 applicability"
MANGROVE_SCOPE = "CCER-14-002-V01 适用条件 · CCER-14-002-V01 applicability"
UNNUMBERED = "条号未见 · numbering not seen"


class NotAfforestation(NotApplicable):
    """Planting that is not trees, bamboo or shrubs of the eligible kinds."""

    code = "methodologies.not_afforestation"
    text = both(
        "“{value}”不属于可计入的造林类型。", "“{value}” is not an eligible kind of planting."
    )
    rule = both(
        "乔木、竹、灌木造林（防护林、特种用途林、用材林）；不含经济林、非林地上的通道绿化和城镇、厂区绿化。",
        "Trees, bamboo or shrubs as protective, special-use or timber forest; "
        "not economic forest, corridors on non-forest land, or greening of towns and factories.",
    )
    source = f"{AFFORESTATION_SCOPE}; {UNNUMBERED}"
    fix = both("仅就符合类型的地块申请。", "Apply for the parcels of an eligible kind only.")


class ForestTooRecently(NotApplicable):
    """Land that was forest within three years before planting."""

    code = "methodologies.forest_too_recently"
    text = both(
        "项目地块在开工前不满三年为无林地。",
        "The land was not without forest for three years before the start.",
    )
    rule = both(
        "项目土地在项目开工前至少三年为规划造林的无林地。",
        "For at least three years before the start the land was non-forest land planned for "
        "afforestation.",
    )
    source = f"{AFFORESTATION_SCOPE} (a); {UNNUMBERED}"
    fix = both(
        "以影像或调查资料证明；不满足的地块须剔除。",
        "Show it by imagery or surveys; leave out parcels that do not comply.",
    )


class TenureUnclear(NotApplicable):
    """Land whose tenure is not clear."""

    code = "methodologies.tenure_unclear"
    text = both("项目土地权属不清晰。", "The tenure of the land is not clear.")
    rule = both("项目土地权属清晰。", "The tenure of the land is clear.")
    source = f"{AFFORESTATION_SCOPE} (b); {UNNUMBERED}"
    fix = both("取得不动产权证书等权属证明后再申请。", "Obtain proof of tenure before applying.")


class ParcelTooSmall(NotApplicable):
    """A parcel below the smallest area."""

    code = "methodologies.parcel_too_small"
    text = both(
        "最小地块 {value} m²，小于 {least} m²。",
        "The smallest parcel has {value} m², less than {least} m².",
    )
    rule = both(
        "单个地块连续面积不小于 400 m²；2019 年及以前开工的不小于 667 m²。",
        "Each parcel has at least 400 m²; at least 667 m² if started in 2019 or before.",
    )
    source = f"{AFFORESTATION_SCOPE} (c); {UNNUMBERED}"
    fix = both(
        "剔除过小的地块；检查单位（1 亩 = 666.7 m²）。",
        "Leave out smaller parcels; check the unit (1 mu = 666.7 m²).",
    )


class OnWetland(NotApplicable):
    """Afforestation of a wetland."""

    code = "methodologies.on_wetland"
    text = both("项目土地属于湿地。", "The land is wetland.")
    rule = both("项目土地不属于湿地。", "The land is not wetland.")
    source = f"{AFFORESTATION_SCOPE} (d); {UNNUMBERED}"
    fix = both(
        "剔除湿地地块；红树林请用 CCER-14-002。",
        "Leave wetlands out; for mangroves see CCER-14-002.",
    )


class TreesRemoved(NotApplicable):
    """Scattered trees or bamboo removed before planting."""

    code = "methodologies.trees_removed"
    text = both("项目移除了原有散生林木或竹子。", "Scattered trees or bamboo were removed.")
    rule = both("项目不移除原有的散生乔木和竹子。", "Scattered trees and bamboo are not removed.")
    source = f"{AFFORESTATION_SCOPE} (e); {UNNUMBERED}"
    fix = both("移除过散生木的地块须剔除。", "Leave out the parcels where they were removed.")


class ShrubsRemoved(NotApplicable):
    """More shrubs and small bamboo removed than allowed."""

    code = "methodologies.shrubs_removed"
    text = both(
        "移除灌木和胸径小于 2 cm 竹子的面积占 {value} %，超过 20 %。",
        "Shrubs and bamboo below 2 cm DBH were removed from {value} % of the area, above 20 %.",
    )
    rule = both(
        "移除原有灌木和胸径小于 2 cm 的竹子，总面积比例不超过 20 %。",
        "Shrubs and bamboo below 2 cm DBH are removed from at most 20 % of the area.",
    )
    source = f"{AFFORESTATION_SCOPE} (e); {UNNUMBERED}"
    fix = both("核对整地面积占比（填百分数）。", "Check the share cleared, entered in per cent.")


class NotMangroveCreation(NotApplicable):
    """A site that is neither bare tidal flat nor abandoned pond."""

    code = "methodologies.not_mangrove_creation"
    text = both("“{value}”上的项目不适用本方法学。", "A project on “{value}” is outside the scope.")
    rule = both(
        "在无植被潮滩或退养的养殖塘上人工种植红树林。",
        "Mangroves planted on tidal flats without vegetation or on abandoned ponds.",
    )
    source = f"{MANGROVE_SCOPE}; {UNNUMBERED}"
    fix = both(
        "已有植被的滩涂和修复现有林分不能采用本方法学。",
        "Vegetated flats and the care of existing stands are outside the scope.",
    )


class SiteUnsuitable(NotApplicable):
    """A site neither suitable for mangroves nor repaired to be."""

    code = "methodologies.site_unsuitable"
    text = both(
        "立地不适宜红树林生长，且未作生境修复。",
        "The site neither suits mangroves nor was its habitat repaired.",
    )
    rule = both(
        "立地适宜红树林生长，或经生境修复后适宜。",
        "The site suits mangroves, or does so after its habitat was repaired.",
    )
    source = f"{MANGROVE_SCOPE}; {UNNUMBERED}"
    fix = both("先完成高程、水文等生境修复。", "Repair elevation and hydrology of the site first.")


class TidelandTenureUnproven(NotApplicable):
    """A mangrove site without proof of tenure from county level or above."""

    code = "methodologies.tideland_tenure_unproven"
    text = both(
        "缺少县级以上人民政府的权属证明。",
        "There is no proof of tenure from a government of county level or above.",
    )
    rule = both(
        "海域或土地权属清晰，具有县级以上人民政府核发的权属证明。",
        "Tenure of sea or land is clear, proven by a government of county level or above.",
    )
    source = f"{MANGROVE_SCOPE}; {UNNUMBERED}"
    fix = both(
        "取得海域使用权或土地权属证明后再申请。", "Obtain the proof of tenure before applying."
    )


class CreditingPeriodOutOfBounds(NotApplicable):
    """A crediting period shorter or longer than a sink project may have."""

    code = "methodologies.crediting_period_out_of_bounds"
    text = both(
        "计入期 {start} 至 {value} 不在 {least}–{most} 年之间。",
        "The crediting period from {start} to {value} is not between {least} and {most} years.",
    )
    rule = both(
        "计入期有下限和上限（凭记忆的参数，可替换）。",
        "A crediting period has a least and a most (parameters from memory, replaceable).",
    )
    source = (
        "CCER-14-001-V01、CCER-14-002-V01，条号未见 · "
        "CCER-14-001-V01, CCER-14-002-V01; numbering not seen"
    )
    fix = both(
        "计入期结束日应在 {earliest} 至 {latest} 之间。",
        "End the crediting period between {earliest} and {latest}.",
    )


class IntervalMissing(InconsistentInputs):
    """A period to report without the interval in which the carbon was stored."""

    code = "methodologies.interval_missing"
    text = both(
        "填写了核算期，但缺少监测间隔期的起止日期。",
        "There is a period to report, but not the interval between the two measurements.",
    )
    rule = both(
        "两次监测之间的碳汇量按天数分摊到各日历年（假定）。",
        "What was stored between two measurements is shared by days over the calendar years "
        "(an assumption).",
    )
    fix = both(
        "填写监测间隔期的起始日和结束日。", "Enter the first and the last day of the interval."
    )


class OutsideInterval(InconsistentInputs):
    """A period to report that reaches beyond the two measurements."""

    code = "methodologies.outside_interval"
    text = both(
        "核算期 {value} 超出监测间隔期（{start} 至 {end}）。",
        "The period to report, {value}, reaches beyond the interval ({start} to {end}).",
    )
    fix = both("核算期须在监测间隔期之内。", "Report a period within the interval.")


class IntervalDiffers(InconsistentInputs):
    """A stated number of years that the dates contradict."""

    code = "methodologies.interval_differs"
    text = both(
        "填写的 {value} 年与监测间隔期 {start} 至 {end}（{days} 天）不符。",
        "{value} years do not fit the interval from {start} to {end} ({days} days).",
    )
    fix = both("改正年数或日期。", "Correct the years or the dates.")


class SpeciesParameterMissing(InconsistentInputs):
    """A species without a default, in a stratum that does not state its own value."""

    code = "methodologies.species_parameter_missing"
    text = both(
        "碳层 {stratum}（{species}）缺少参数“{parameter}”。",
        "Stratum {stratum} ({species}) lacks the parameter “{parameter}”.",
    )
    rule = both(
        "没有缺省值的树种须逐项填写参数。",
        "A species without defaults states each parameter itself.",
    )
    fix = both(
        "在该碳层填写该参数，或改选有缺省值的树种。",
        "Enter it in the stratum, or choose a species with defaults.",
    )


class NoStrata(InconsistentInputs):
    """A project without any stratum."""

    code = "methodologies.no_strata"
    text = both("没有填写碳层。", "There is no stratum.")
    fix = both("至少填写一个碳层。", "Enter one stratum or more.")


class StockMissing(InconsistentInputs):
    """A stratum without the figures that its method of measuring needs."""

    code = "methodologies.stock_missing"
    text = both("碳层 {stratum} 缺少“{parameter}”。", "Stratum {stratum} lacks “{parameter}”.")
    rule = both(
        "按所选方法填写期初和期末的数值。",
        "The chosen method needs its figures at the start and at the end.",
    )
    fix = both("补填该数值，或改选方法。", "Enter it, or choose the other method.")


class SamplingErrorMissing(InconsistentInputs):
    """Neither plots nor a stated sampling error, or both."""

    code = "methodologies.sampling_error_missing"
    text = both(
        "抽样误差须由样地数据得出或直接填写，二者取其一。",
        "Give either the plots or the sampling error they led to, not both and not neither.",
    )
    rule = both(
        "林木碳储量由样地调查估计，扣减率取决于抽样相对误差。",
        "Stocks are estimated from plots, and the relative sampling error sets the deduction.",
    )
    source = "AR-CM-001，条号未见 · AR-CM-001; numbering not seen"
    fix = both(
        "填写样地，或填写抽样误差（事前估算可填目标值）。",
        "Enter plots, or the error; for an estimate before planting, the target.",
    )


class TooFewPlots(InconsistentInputs):
    """A stratum with fewer than two plots."""

    code = "methodologies.too_few_plots"
    text = both("碳层 {stratum} 只有 {value} 个样地。", "Stratum {stratum} has {value} plots only.")
    rule = both(
        "每个碳层至少需要两个样地才能估计方差。",
        "A variance needs at least two plots in each stratum.",
    )
    fix = both("补充样地，或合并碳层。", "Measure more plots, or merge strata.")


class UnknownStratum(InconsistentInputs):
    """A plot in a stratum that is not listed."""

    code = "methodologies.unknown_stratum"
    text = both(
        "样地所属碳层 {value} 不存在，碳层编号为 1 至 {most}。",
        "A plot names stratum {value}; the strata are numbered 1 to {most}.",
    )
    fix = both("改正碳层编号。", "Correct the number of the stratum.")


class PlotsTwice(InconsistentInputs):
    """A stratum that states a summary and has plots of its own too, or half a summary."""

    code = "methodologies.plots_twice"
    text = both(
        "碳层 {stratum} 的样地数据须为逐个样地，或完整的平均值、方差、样地数，二者取其一。",
        "Stratum {stratum} needs either its plots or all of mean, variance and number of plots.",
    )
    fix = both("只保留一种。", "Keep one of the two.")


class NothingMeasured(InconsistentInputs):
    """Plots whose mean is zero, or strata without area."""

    code = "methodologies.nothing_measured"
    text = both(
        "样地平均值或面积为零，无法计算相对误差。",
        "With a mean or an area of zero there is no relative error.",
    )
    fix = both("检查样地数值和面积。", "Check the values of the plots and the areas.")


class MorePlotsNeeded(InconsistentInputs):
    """A sampling error too large for any deduction to make up for."""

    code = "methodologies.more_plots_needed"
    text = both(
        "抽样相对误差 {value} % 超过 {most} %。",
        "The relative sampling error of {value} % is above {most} %.",
    )
    rule = both(
        "相对误差超过扣减表最后一档时须增加样地。",
        "Beyond the last band of the table of deductions more plots are measured.",
    )
    source = "AR-CM-001，条号未见 · AR-CM-001; numbering not seen"
    fix = both(
        "增设样地后重新计算；所需样地数见“森林样地抽样”。",
        "Measure more plots and calculate again; “forest-plots” tells how many it takes.",
    )


class AgeWithoutCombustion(InconsistentInputs):
    """A fire in a stand too young for the table of combustion factors."""

    code = "methodologies.age_without_combustion"
    text = both(
        "林龄 {value} 年没有燃烧指数缺省值。", "There is no combustion factor for age {value}."
    )
    rule = both(
        "缺省燃烧指数自某一林龄起列出。", "The table of combustion factors starts at some age."
    )
    source = "CCER-14-001-V01，条号未见 · CCER-14-001-V01; numbering not seen"
    fix = both("填写该次火灾的燃烧指数。", "Enter the combustion factor of this fire.")


class BurntAboveArea(InconsistentInputs):
    """A fire larger than all strata."""

    code = "methodologies.burnt_above_area"
    text = both(
        "过火面积 {value} ha 超过项目面积 {most} ha。",
        "A burnt area of {value} ha is above the project's {most} ha.",
    )
    fix = both("检查单位（公顷，不是亩）。", "Check the unit: hectares, not mu.")
