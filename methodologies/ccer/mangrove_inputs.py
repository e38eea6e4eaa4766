"""What a mangrove project reports, CCER-14-002-V01 as reconstructed."""

from decimal import Decimal
from typing import Literal

from methodologies.ccer.forest_period import WARMING_SETS, ForestInputs
from methodologies.ccer.forest_refusals import (
    MANGROVE_SCOPE,
    NotMangroveCreation,
    SiteUnsuitable,
    TidelandTenureUnproven,
)
from methodologies.ccer.forest_survey import AREA_HA_MAX, STOCK_T_HA_MAX, STRATA_MAX
from methodologies.engine.contract import Clause
from methodologies.engine.inputs import Amount, MethodologyInputs, asked
from methodologies.engine.replacing import ReplacingInputs

ID = "ccer-14-002"
TEXT = "CCER-14-002-V01"
SITES = {
    "bare_flat": {"zh": "无植被潮滩", "en": "tidal flat without vegetation"},
    "abandoned_pond": {"zh": "退养的养殖塘", "en": "abandoned aquaculture pond"},
    "vegetated_flat": {"zh": "已有植被的滩涂", "en": "flat with vegetation"},
    "existing_stand": {"zh": "现有红树林", "en": "existing mangrove"},
}
ELIGIBLE_SITES = frozenset(["bare_flat", "abandoned_pond"])
CLIMATES = {
    "tropical_wet": {"zh": "热带湿润", "en": "tropical wet"},
    "tropical_dry": {"zh": "热带干旱", "en": "tropical dry"},
    "subtropical": {"zh": "亚热带", "en": "subtropical"},
}
METHODS = {
    "increment": {"zh": "年增量法", "en": "yearly increment"},
    "biomass": {"zh": "生物量方程法", "en": "allometric biomass"},
}


class MangroveStratum(MethodologyInputs):
    """One stratum: an area planted alike, with the salinity of its water."""

    area_ha: Amount = asked(
        "面积",
        "Area",
        group="strata",
        kind="decimal",
        unit="ha",
        at_most=AREA_HA_MAX,
        help={"zh": "公顷；15 亩 = 1 公顷。", "en": "In hectares; 15 mu make one."},
        first=True,
    )
    salinity_permille: Amount = asked(
        "水体平均盐度",
        "Mean salinity",
        group="strata",
        kind="decimal",
        unit="‰",
        at_most=60,
        help={
            "zh": "低于阈值的计 CH4 排放；海水约 35 ‰。",
            "en": "Below a threshold CH4 counts; sea water has about 35 ‰.",
        },
    )
    method: Literal["increment", "biomass"] = asked(
        "方法", "Method", group="strata", kind="choice", choices=METHODS, default="increment"
    )
    increment_t_c_ha_a: Amount | None = asked(
        "生物量碳年增量",
        "Yearly increment",
        group="strata",
        kind="decimal",
        unit="t C/(ha·a)",
        at_most=50,
        default=None,
        help={
            "zh": "地上与地下生物量的碳之和，每公顷每年；以碳计，不是 CO2。",
            "en": "Carbon of whole trees, roots included; t of carbon, not of CO2.",
        },
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
            "zh": "由胸径（基径）、株高的生物量方程得出的地上部分。",
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
    soil_t_c_ha_a: Amount | None = asked(
        "实测土壤碳累积速率",
        "Measured soil accumulation",
        group="strata",
        kind="decimal",
        unit="t C/(ha·a)",
        at_most=50,
        default=None,
        help={
            "zh": "不填则用 IPCC 2013 湿地增补指南备用值（非 CCER 文本）。",
            "en": "Left empty, the fallback of the IPCC 2013 Wetlands Supplement, "
            "which is not the CCER text.",
        },
    )


class MangroveInputs(ReplacingInputs, ForestInputs):
    """One interval of a mangrove project."""

    site: Literal["bare_flat", "abandoned_pond", "vegetated_flat", "existing_stand"] = asked(
        "营造地类型",
        "Kind of site",
        group="site",
        kind="choice",
        choices=SITES,
        help={
            "zh": "仅限无植被潮滩和退养的养殖塘。",
            "en": "Only bare tidal flats and abandoned ponds are eligible.",
        },
        source=MANGROVE_SCOPE,
    )
    site_suitable: bool | None = asked(
        "立地适宜或经生境修复",
        "Suitable, or repaired",
        group="site",
        kind="boolean",
        default=None,
        source=MANGROVE_SCOPE,
    )
    tenure_proven: bool | None = asked(
        "县级以上政府的权属证明",
        "Tenure proven by the government",
        group="site",
        kind="boolean",
        default=None,
        help={"zh": "县级及以上。", "en": "Of county level or above."},
        source=MANGROVE_SCOPE,
    )
    climate: Literal["tropical_wet", "tropical_dry", "subtropical"] = asked(
        "气候带",
        "Climate",
        group="site",
        kind="choice",
        choices=CLIMATES,
        help={"zh": "决定备用根茎比。", "en": "Sets the fallback of the root-to-shoot ratio."},
    )
    years: Amount = asked(
        "间隔期年数",
        "Years of the interval",
        group="period",
        kind="decimal",
        unit="a",
        at_most=40,
        help={
            "zh": "两次监测之间的年数，须与间隔期日期一致。",
            "en": "Between the two measurements; must fit the dates of the interval.",
        },
        first=True,
    )
    strata: tuple[MangroveStratum, ...] = asked(
        "碳层", "Strata", group="strata", kind="rows", rows_max=STRATA_MAX
    )
    fish_kg: Amount = asked(
        "养殖产量",
        "Fish and shrimp produced",
        group="strata",
        kind="decimal",
        unit="kg",
        default=Decimal(0),
        help={
            "zh": "间隔期内项目范围内的水产养殖总产量；没有则为 0。",
            "en": "In the project area over the interval; 0 if none.",
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
            "zh": "无植被潮滩一般为 0（假定）。",
            "en": "Usually 0 on bare flats (an assumption).",
        },
    )
    warming_set: Literal["ar4", "ar5", "ar6"] = asked(
        "全球变暖潜势",
        "Warming potentials",
        group="methane",
        kind="choice",
        choices=WARMING_SETS,
        default="ar5",
        help={
            "zh": "用于 CH4 和 N2O；方法学采用哪一版未见（假定）。",
            "en": "For CH4 and N2O; which report the text takes was not seen.",
        },
    )


CLAUSES = (
    Clause(
        id="site",
        article=NotMangroveCreation.source,
        text=NotMangroveCreation.rule,
        fields=("site",),
        holds=lambda inputs: inputs.site in ELIGIBLE_SITES,
        refusal=lambda inputs: NotMangroveCreation(field="site", value=SITES[inputs.site]),
    ),
    Clause(
        id="suitable",
        article=SiteUnsuitable.source,
        text=SiteUnsuitable.rule,
        fields=("site_suitable",),
        holds=lambda inputs: inputs.site_suitable,
        refusal=lambda _: SiteUnsuitable(field="site_suitable", value="false"),
    ),
    Clause(
        id="tenure",
        article=TidelandTenureUnproven.source,
        text=TidelandTenureUnproven.rule,
        fields=("tenure_proven",),
        holds=lambda inputs: inputs.tenure_proven,
        refusal=lambda _: TidelandTenureUnproven(field="tenure_proven", value="false"),
    ),
)
