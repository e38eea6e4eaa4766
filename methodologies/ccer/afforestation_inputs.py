"""What an afforestation project reports, CCER-14-001-V01 as reconstructed."""

from decimal import Decimal
from typing import Literal

from methodologies.ccer.forest_period import WARMING_SETS, ForestInputs
from methodologies.ccer.forest_survey import AREA_HA_MAX, STOCK_T_HA_MAX, STRATA_MAX, MeasuredPlot
from methodologies.engine.inputs import Amount, Count, MethodologyInputs, asked
from methodologies.engine.replacing import ReplacingInputs

ID = "ccer-14-001"
TEXT = "CCER-14-001-V01"
DATES = ("start", "end")
PARAMETERS = {
    "wood_density": "D",
    "expansion": "BEF",
    "root_ratio": "R",
    "carbon_fraction": "CF",
}
"""Species' parameters, as fields and columns, with their symbols."""
SCOPE = f"{TEXT} 适用条件 · {TEXT} applicability"
FIRES_MAX = 200
PLOTS_MAX = 2_000
VOLUME_M3_HA_MAX = 2_000

Species = Literal["chinese_fir", "masson_pine", "eucalyptus", "poplar", "larch", "other"]
SPECIES = {
    "chinese_fir": {"zh": "杉木", "en": "Chinese fir"},
    "masson_pine": {"zh": "马尾松", "en": "Masson pine"},
    "eucalyptus": {"zh": "桉树", "en": "Eucalyptus"},
    "poplar": {"zh": "杨树", "en": "Poplar"},
    "larch": {"zh": "落叶松", "en": "Larch"},
    "other": {"zh": "其他树种（须填参数）", "en": "Other (state its parameters)"},
}
PLANTINGS = {
    "trees": {"zh": "乔木林", "en": "trees"},
    "bamboo": {"zh": "竹林", "en": "bamboo"},
    "shrubs": {"zh": "灌木林", "en": "shrubs"},
    "economic_forest": {"zh": "经济林", "en": "economic forest"},
    "corridor_greening": {"zh": "非林地通道绿化", "en": "corridors on non-forest land"},
    "town_greening": {"zh": "城镇、厂区绿化", "en": "greening of towns and factories"},
}
ELIGIBLE_PLANTINGS = frozenset(["trees", "bamboo", "shrubs"])
METHODS = {
    "volume": {"zh": "蓄积量—生物量扩展因子法", "en": "volume and expansion factor"},
    "biomass": {"zh": "生物量方程法", "en": "allometric biomass"},
}


class PlantedStratum(MethodologyInputs):
    """One stratum: a species on an area, measured at two dates."""

    species: Species = asked(
        "树种", "Species", group="strata", kind="choice", choices=SPECIES, first=True
    )
    area_ha: Amount = asked(
        "面积",
        "Area",
        group="strata",
        kind="decimal",
        unit="ha",
        at_most=AREA_HA_MAX,
        help={"zh": "公顷；15 亩 = 1 公顷。", "en": "In hectares; 15 mu make one."},
    )
    method: Literal["volume", "biomass"] = asked(
        "方法", "Method", group="strata", kind="choice", choices=METHODS, default="volume"
    )
    volume_start_m3_ha: Amount | None = asked(
        "期初蓄积量",
        "Volume at the start",
        group="strata",
        kind="decimal",
        unit="m3/ha",
        at_most=VOLUME_M3_HA_MAX,
        default=None,
        help={"zh": "每公顷，不是每亩。", "en": "Per hectare, not per mu."},
    )
    volume_end_m3_ha: Amount | None = asked(
        "期末蓄积量",
        "Volume at the end",
        group="strata",
        kind="decimal",
        unit="m3/ha",
        at_most=VOLUME_M3_HA_MAX,
        default=None,
        help={"zh": "每公顷，不是每亩。", "en": "Per hectare, not per mu."},
    )
    biomass_start_t_ha: Amount | None = asked(
        "期初地上生物量",
        "Biomass at the start",
        group="strata",
        kind="decimal",
        unit="t d.m./ha",
        at_most=STOCK_T_HA_MAX,
        default=None,
        help={
            "zh": "由胸径、树高的生物量方程得出的地上部分，每公顷干物质。",
            "en": "Above ground, from an equation of diameter and height; dry matter.",
        },
    )
    biomass_end_t_ha: Amount | None = asked(
        "期末地上生物量",
        "Biomass at the end",
        group="strata",
        kind="decimal",
        unit="t d.m./ha",
        at_most=STOCK_T_HA_MAX,
        default=None,
        help={"zh": "同期初。", "en": "As at the start."},
    )
    wood_density: Amount | None = asked(
        "基本木材密度",
        "Wood density",
        group="strata",
        kind="decimal",
        unit="t d.m./m3",
        at_most=2,
        default=None,
        help={"zh": "不填则用树种缺省值。", "en": "Left empty, the species' default."},
    )
    expansion: Amount | None = asked(
        "生物量扩展因子",
        "Expansion factor",
        group="strata",
        kind="decimal",
        unit="1",
        at_most=10,
        default=None,
        help={"zh": "不填则用树种缺省值。", "en": "Left empty, the species' default."},
    )
    root_ratio: Amount | None = asked(
        "根茎比",
        "Root-to-shoot ratio",
        group="strata",
        kind="decimal",
        unit="1",
        at_most=5,
        default=None,
        help={"zh": "不填则用树种缺省值。", "en": "Left empty, the species' default."},
    )
    carbon_fraction: Amount | None = asked(
        "含碳率",
        "Carbon fraction",
        group="strata",
        kind="decimal",
        unit="t C/t d.m.",
        at_most=1,
        default=None,
        help={"zh": "不填则用树种缺省值。", "en": "Left empty, the species' default."},
    )


class Fire(MethodologyInputs):
    """One fire in the interval."""

    area_ha: Amount = asked(
        "过火面积",
        "Burnt area",
        group="fire",
        kind="decimal",
        unit="ha",
        at_most=AREA_HA_MAX,
        first=True,
    )
    biomass_t_ha: Amount = asked(
        "火灾前生物量",
        "Biomass before the fire",
        group="fire",
        kind="decimal",
        unit="t d.m./ha",
        at_most=STOCK_T_HA_MAX,
        help={"zh": "最近一次监测的每公顷干物质。", "en": "Dry matter of the last measurement."},
    )
    age_years: Count = asked(
        "林龄",
        "Age of the stand",
        group="fire",
        kind="integer",
        unit="a",
        at_least=0,
        at_most=300,
        help={"zh": "决定缺省燃烧指数。", "en": "Sets the default of the combustion factor."},
    )
    combustion_factor: Amount | None = asked(
        "燃烧指数",
        "Combustion factor",
        group="fire",
        kind="decimal",
        unit="1",
        at_most=1,
        default=None,
        help={"zh": "不填则按林龄取缺省值。", "en": "Left empty, the default of the age."},
    )


class AfforestationInputs(ReplacingInputs, ForestInputs):
    """One interval between two measurements of an afforestation project."""

    planting: Literal[
        "trees", "bamboo", "shrubs", "economic_forest", "corridor_greening", "town_greening"
    ] = asked(
        "造林类型",
        "Kind of planting",
        group="site",
        kind="choice",
        choices=PLANTINGS,
        help={
            "zh": "经济林、通道绿化和城镇绿化不适用。",
            "en": "Economic forest, corridors and greening of towns are outside the scope.",
        },
        source=SCOPE,
    )
    non_forest_three_years: bool | None = asked(
        "开工前至少三年为无林地",
        "Without forest for three years",
        group="site",
        kind="boolean",
        default=None,
        help={
            "zh": "项目土地在开工前至少三年为规划造林的无林地。",
            "en": "Non-forest land planned for afforestation, for three years before the start.",
        },
        source=f"{SCOPE} (a)",
    )
    tenure_clear: bool | None = asked(
        "土地权属清晰",
        "Tenure is clear",
        group="site",
        kind="boolean",
        default=None,
        source=f"{SCOPE} (b)",
    )
    smallest_parcel_m2: Amount = asked(
        "最小地块面积",
        "Smallest parcel",
        group="site",
        kind="decimal",
        unit="m²",
        help={
            "zh": "至少 400 m²；2019 年及以前开工的至少 667 m²（1 亩）。",
            "en": "At least 400 m², or 667 m² (1 mu) if started in 2019 or before.",
        },
        source=f"{SCOPE} (c)",
    )
    on_wetland: bool | None = asked(
        "属于湿地",
        "On wetland",
        group="site",
        kind="boolean",
        default=None,
        help={"zh": "须为“否”。", "en": "Must be no."},
        source=f"{SCOPE} (d)",
    )
    trees_removed: bool | None = asked(
        "移除原有散生林木或竹子",
        "Scattered trees or bamboo removed",
        group="site",
        kind="boolean",
        default=None,
        help={"zh": "须为“否”。", "en": "Must be no."},
        source=f"{SCOPE} (e)",
    )
    shrubs_removed_pct: Amount | None = asked(
        "移除灌木和小竹的面积占比",
        "Area cleared of shrubs",
        group="site",
        kind="decimal",
        unit="%",
        at_most=100,
        default=None,
        help={
            "zh": "灌木和胸径小于 2 cm 的竹子，不超过 20 %。",
            "en": "Of shrubs and bamboo below 2 cm DBH; at most 20 %.",
        },
        source=f"{SCOPE} (e)",
    )
    strata: tuple[PlantedStratum, ...] = asked(
        "碳层",
        "Strata",
        group="strata",
        kind="rows",
        rows_max=STRATA_MAX,
        help={
            "zh": "按树种、年龄划分，每层一行；枯落物、枯死木、土壤和木产品保守地不计。",
            "en": "One row for each species and age; dead wood, litter, soil and wood products "
            "are left out, which is conservative.",
        },
    )
    baseline_change_t_co2: Amount = asked(
        "基线碳储量变化量",
        "Change of stock without the project",
        group="strata",
        kind="decimal",
        unit="t CO2",
        default=Decimal(0),
        help={
            "zh": "符合条件的无林地一般为 0（假定）。",
            "en": "Usually 0 on eligible bare land (an assumption).",
        },
    )
    plots: tuple[MeasuredPlot, ...] = asked(
        "样地",
        "Plots",
        group="plots",
        kind="rows",
        default=(),
        rows_max=PLOTS_MAX,
        help={
            "zh": "期末样地的每公顷碳储量，用于计算抽样误差；已有误差的不填。",
            "en": "Stocks of the plots at the end, for the sampling error; none if it is stated.",
        },
    )
    sampling_error_pct: Amount | None = asked(
        "抽样相对误差",
        "Relative sampling error",
        group="plots",
        kind="decimal",
        unit="%",
        at_most=1_000,
        default=None,
        help={
            "zh": "调查报告在 90 % 置信水平下的相对误差；填写样地的不填。",
            "en": "Of the survey report, at 90 % confidence; empty if plots are listed.",
        },
    )
    fires: tuple[Fire, ...] = asked(
        "火灾",
        "Fires",
        group="fire",
        kind="rows",
        default=(),
        rows_max=FIRES_MAX,
        help={
            "zh": "间隔期内的每次火灾一行；没有则不填。",
            "en": "One row for each fire in the interval; none otherwise.",
        },
    )
    warming_set: Literal["ar4", "ar5", "ar6"] = asked(
        "全球变暖潜势",
        "Warming potentials",
        group="fire",
        kind="choice",
        choices=WARMING_SETS,
        default="ar5",
        help={
            "zh": "仅用于火灾的 CH4 和 N2O；方法学采用哪一版未见（假定）。",
            "en": "For CH4 and N2O of fires; which report the text takes was not seen.",
        },
    )
