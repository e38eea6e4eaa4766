"""What a project on highway tunnel lighting reports, CCER-07-001-V01."""

from typing import Literal

from methodologies.ccer.combined_margin import GridYearInputs
from methodologies.ccer.intervals import HOURS_PER_LEAP_YEAR
from methodologies.ccer.tunnel_lighting_refusals import SCOPE
from methodologies.ccer.tunnel_lighting_sections import (
    STRUCTURE,
    LightingConsumption,
    TunnelSection,
)
from methodologies.engine.inputs import Amount, asked
from methodologies.engine.replacing import ReplacingInputs

ROWS_MAX = 1_000

SITES = {
    "highway_tunnel": {"zh": "公路隧道", "en": "highway tunnel"},
    "other": {"zh": "其他（城市道路、铁路隧道等）", "en": "elsewhere (street, railway tunnel, …)"},
}
SPEEDS = {
    "kmh_120": {"zh": "120 km/h", "en": "120 km/h"},
    "kmh_100": {"zh": "100 km/h", "en": "100 km/h"},
    "kmh_80": {"zh": "80 km/h", "en": "80 km/h"},
    "kmh_60": {"zh": "60 km/h", "en": "60 km/h"},
    "kmh_20_40": {"zh": "20 至 40 km/h", "en": "20 to 40 km/h"},
}
TRAFFIC = {
    "dense": {"zh": "≥ 1200 辆/(h·车道)", "en": "≥ 1200 vehicles per hour and lane"},
    "medium": {"zh": "350 至 1200 辆/(h·车道)", "en": "350 to 1200 vehicles per hour and lane"},
    "sparse": {"zh": "≤ 350 辆/(h·车道)", "en": "≤ 350 vehicles per hour and lane"},
}
SURFACES = {
    "asphalt": {"zh": "沥青路面", "en": "asphalt"},
    "concrete": {"zh": "水泥混凝土路面", "en": "concrete"},
}
LAMPS = {
    "led": {"zh": "LED 灯", "en": "LED"},
    "other": {"zh": "其他光源", "en": "another light source"},
}


class TunnelLightingInputs(ReplacingInputs, GridYearInputs):
    """One year, or part of a year, of the lighting of a highway tunnel."""

    site: Literal["highway_tunnel", "other"] = asked(
        "照明场所", "Place", group="site", kind="choice", choices=SITES, source=SCOPE
    )
    separately_metered: bool | None = asked(
        "照明用电单独计量",
        "Lighting metered separately",
        group="site",
        kind="boolean",
        default=None,
        help={"zh": "不含通风等其他设施。", "en": "Without fans and other equipment."},
        source=SCOPE,
    )
    complies_with_law_and_guideline: bool | None = asked(
        "符合法律法规、产业政策和设计细则",
        "Complies with law, policy and the design guideline",
        group="site",
        kind="boolean",
        default=None,
        source=SCOPE,
    )
    design_speed: Literal["kmh_120", "kmh_100", "kmh_80", "kmh_60", "kmh_20_40"] = asked(
        "设计速度",
        "Design speed",
        group="lighting",
        kind="choice",
        choices=SPEEDS,
        source=STRUCTURE,
    )
    design_traffic: Literal["dense", "medium", "sparse"] = asked(
        "设计小时交通量",
        "Design traffic",
        group="lighting",
        kind="choice",
        choices=TRAFFIC,
        source=STRUCTURE,
    )
    road_surface: Literal["asphalt", "concrete"] = asked(
        "路面", "Road surface", group="lighting", kind="choice", choices=SURFACES, source=STRUCTURE
    )
    road_width_m: Amount = asked(
        "路面宽度",
        "Road width",
        group="lighting",
        kind="decimal",
        unit="m",
        at_most=100,
        help={"zh": "照明覆盖的路面宽度。", "en": "Width of the road that is lit."},
        source=STRUCTURE,
    )
    outside_luminance_cd_m2: Amount | None = asked(
        "洞外亮度 L20",
        "Outside luminance L20",
        group="lighting",
        kind="decimal",
        unit="cd/m2",
        at_most=20_000,
        default=None,
        help={
            "zh": "有入口段或过渡段时必填。",
            "en": "Needed for entrance and transition sections.",
        },
        source=STRUCTURE,
    )
    entrance_reduction: Amount | None = asked(
        "入口段亮度折减系数 k",
        "Reduction coefficient k of the entrance",
        group="lighting",
        kind="decimal",
        at_most=1,
        default=None,
        help={
            "zh": "按设计速度和交通量查设计细则。",
            "en": "From the guideline, by design speed and traffic.",
        },
        source=STRUCTURE,
    )
    light_source: Literal["led", "other"] = asked(
        "基准线光源",
        "Light source of the baseline",
        group="lighting",
        kind="choice",
        choices=LAMPS,
        help={
            "zh": "符合显色指数和色温条件的 LED，基本照明亮度减半。",
            "en": "LED of good colour may light the basic section at half the luminance.",
        },
        source=STRUCTURE,
    )
    colour_rendering_index: Amount | None = asked(
        "显色指数 Ra",
        "Colour rendering index Ra",
        group="lighting",
        kind="decimal",
        at_most=100,
        default=None,
        help={"zh": "仅 LED；不填视为符合减半条件。", "en": "LED only; empty counts as good."},
        source=STRUCTURE,
    )
    colour_temperature_k: Amount | None = asked(
        "色温",
        "Colour temperature",
        group="lighting",
        kind="decimal",
        unit="K",
        at_most=20_000,
        default=None,
        help={"zh": "仅 LED；不填视为符合减半条件。", "en": "LED only; empty counts as good."},
        source=STRUCTURE,
    )
    luminous_efficacy_lm_w: Amount = asked(
        "灯具光效",
        "Efficacy of the luminaires",
        group="lighting",
        kind="decimal",
        unit="lm/W",
        at_most=300,
        help={
            "zh": "基准线灯具的光效；方法学的规定未见，须有依据。",
            "en": "Of the baseline; the methodology's rule was not seen, so give evidence.",
        },
        source=STRUCTURE,
    )
    utilisation: Amount = asked(
        "利用系数",
        "Utilisation factor",
        group="lighting",
        kind="decimal",
        at_most=1,
        help={
            "zh": "由灯具配光曲线查得，小于 1；方法学的规定未见。",
            "en": "From the luminaires' light distribution, below 1; no default was seen.",
        },
        source=STRUCTURE,
    )
    sections: tuple[TunnelSection, ...] = asked(
        "照明段",
        "Sections",
        group="lighting",
        kind="rows",
        rows_max=ROWS_MAX,
        help={
            "zh": "入口段、过渡段、基本段和出口段各一行，左右洞分行。",
            "en": "One row for each entrance, transition, basic and exit section of each tube.",
        },
        source=STRUCTURE,
    )
    basic_hours_h: Amount = asked(
        "基本照明时间",
        "Hours of the basic lighting",
        group="lighting",
        kind="decimal",
        unit="h",
        at_most=HOURS_PER_LEAP_YEAR,
        help={
            "zh": "核算期内基本段的照明小时数，全年为 8760 h。",
            "en": "Hours of the basic section in the period, 8760 h for a year.",
        },
        source=STRUCTURE,
    )
    enhanced_hours_h: Amount = asked(
        "加强照明时间",
        "Hours of the enhanced lighting",
        group="lighting",
        kind="decimal",
        unit="h",
        at_most=HOURS_PER_LEAP_YEAR,
        help={
            "zh": "核算期内入口段、过渡段和出口段的照明小时数。",
            "en": "Hours of entrance, transition and exit sections in the period.",
        },
        source=STRUCTURE,
    )
    installed_power_kw: Amount | None = asked(
        "项目装机功率",
        "Installed power of the project",
        group="lighting",
        kind="decimal",
        unit="kW",
        at_most=1_000_000,
        default=None,
        help={
            "zh": "填写后检查用电量，并用于估计缺测时段。",
            "en": "If given, it bounds the readings and stands in for those missing.",
        },
        source=STRUCTURE,
    )
    consumption: tuple[LightingConsumption, ...] = asked(
        "照明用电量",
        "Electricity of the lighting",
        group="lighting",
        kind="rows",
        rows_max=ROWS_MAX,
        help={
            "zh": "每个月或每个时段一行，取电能表读数。",
            "en": "One row for each month or interval, as metered.",
        },
        source=STRUCTURE,
    )
