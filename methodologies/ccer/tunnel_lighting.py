"""CCER-07-001-V01, energy saving in highway tunnel lighting, reconstructed.

Source: 《温室气体自愿减排项目方法学 公路隧道照明系统节能（CCER-07-001-V01）》, Ministry of Ecology
and Environment and Ministry of Transport, 3 January 2025: title and scope. Its equations were not
seen; those here follow the design guideline JTG/T D70/2-01-2014.
"""

from collections.abc import Mapping
from typing import Any

from methodologies.ccer.combined_margin import combined_margin
from methodologies.ccer.intervals import days_of
from methodologies.ccer.programme import BUILT_SINCE
from methodologies.ccer.tunnel_lighting_checks import CLAUSES, check, has_good_led
from methodologies.ccer.tunnel_lighting_equations import (
    EQUATIONS,
    equation_r1,
    equation_r2,
    equation_r3,
    equation_r4,
    equation_r5,
    equation_r6,
    equation_r7,
    equation_r8,
    equation_r9,
    equation_r10,
    equation_r11,
    equation_r12,
    equation_r13,
    equation_r14,
    equation_r15,
    metered_up,
    no_basic,
    no_enhanced,
    not_metered,
)
from methodologies.ccer.tunnel_lighting_inputs import TunnelLightingInputs
from methodologies.ccer.tunnel_lighting_refusals import SCOPE
from methodologies.ccer.tunnel_lighting_sections import (
    LightingConsumption,
    TunnelSection,
    hours_of,
)
from methodologies.engine.answers import Fit
from methodologies.engine.contract import Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.outputs import FLOOR_TO_TONNES, REDUCTION_OUTPUTS, reduction_results
from methodologies.engine.trace import Calculation, Equation, N

ID = "ccer-07-001"

EXAMPLE: Mapping[str, Any] = {
    "site": "highway_tunnel",
    "design_speed": "kmh_80",
    "design_traffic": "dense",
    "road_surface": "concrete",
    "road_width_m": "10.25",
    "outside_luminance_cd_m2": "3500",
    "entrance_reduction": "0.025",
    "light_source": "other",
    "luminous_efficacy_lm_w": "95",
    "utilisation": "0.4",
    "sections": [
        {"kind": "entrance_1", "length_m": "41"},
        {"kind": "entrance_2", "length_m": "41"},
        {"kind": "transition_1", "length_m": "72"},
        {"kind": "transition_2", "length_m": "89"},
        {"kind": "basic", "length_m": "1700"},
        {"kind": "exit_1", "length_m": "60"},
    ],
    "basic_hours_h": "8760",
    "enhanced_hours_h": "4380",
    "consumption": [{"metered_mwh": "168.45"}],
    "grid": "east",
    "factor_year": 2019,
    "replaced_factors": [
        {"symbol": "k_E", "value": "13", "source": "illuminance measured on the concrete road"}
    ],
}


def model(
    calculation: Calculation[N], inputs: TunnelLightingInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry the inputs through the equations, exactly or on arrays."""
    baseline_mwh = _baseline_electricity(calculation, inputs, factors)
    project_mwh = calculation.step(
        equation_r10,
        [
            _electricity(calculation, inputs, number, row)
            for number, row in enumerate(inputs.consumption, start=1)
        ],
    )
    margin = combined_margin(calculation, equation_r11, ID, inputs, factors)
    baseline = calculation.step(equation_r12, baseline_mwh, margin)
    project = calculation.step(equation_r13, project_mwh, margin)
    leakage = calculation.step(equation_r14)
    reductions = calculation.step(equation_r15, baseline, project, leakage)
    return reduction_results(
        baseline=baseline, project=project, leakage=leakage, reductions=reductions
    )


def _baseline_electricity(
    calculation: Calculation[N], inputs: TunnelLightingInputs, factors: FactorLibrary
) -> N:
    references = _references(calculation, inputs, factors)
    powers: dict[bool, list[N]] = {True: [], False: []}
    for number, section in enumerate(inputs.sections, start=1):
        luminance = _luminance(calculation, number, section, references, factors)
        powers[section.is_basic].append(
            _power(calculation, inputs, number, section, luminance, factors)
        )
    basic = _added(calculation, (equation_r6, no_basic), powers[True])
    enhanced = _added(calculation, (equation_r7, no_enhanced), powers[False])
    calculation.step(equation_r8, basic, enhanced)
    return calculation.step(
        equation_r9,
        basic,
        calculation.given("h_basic", inputs.basic_hours_h, "basic_hours_h"),
        enhanced,
        calculation.given("h_enhanced", inputs.enhanced_hours_h, "enhanced_hours_h"),
    )


def _added(calculation: Calculation[N], equations: tuple[Equation, Equation], powers: list[N]) -> N:
    some, none = equations
    return calculation.step(some, powers) if powers else calculation.step(none)


def _references(
    calculation: Calculation[N], inputs: TunnelLightingInputs, factors: FactorLibrary
) -> dict[bool, N]:
    """Return the luminance that shares refer to: of the entrance (True), of the basic section."""
    year = inputs.year
    assert year is not None
    table = factors["tunnel_luminance"]
    basic = calculation.factor(
        "L_basic", table.of_year(inputs.design_traffic, inputs.design_speed, year)
    )
    if has_good_led(inputs, factors):
        lamps = factors["tunnel_lighting"]
        basic = calculation.step(
            equation_r2,
            basic,
            calculation.factor("r_LED", lamps.get("led_share", "lamps")),
            calculation.factor("L_LED,min", lamps.get("led_floor", "lamps")),
        )
    outside, reduction = inputs.outside_luminance_cd_m2, inputs.entrance_reduction
    if outside is None or reduction is None:
        return {False: basic}
    entrance = calculation.step(
        equation_r1,
        calculation.given("k", reduction, "entrance_reduction"),
        calculation.given("L_20", outside, "outside_luminance_cd_m2"),
    )
    return {False: basic, True: entrance}


def _luminance(
    calculation: Calculation[N],
    number: int,
    section: TunnelSection,
    references: dict[bool, N],
    factors: FactorLibrary,
) -> N:
    share = factors["tunnel_lighting"].get("share", section.kind)
    operands = (
        calculation.factor(f"r_{section.kind}", share),
        references[section.follows_entrance],
    )
    symbol = f"L_{number}"
    if section.luminance_cd_m2 is None:
        return calculation.step(equation_r3, *operands, symbol=symbol)
    designed = calculation.given(
        f"L_design,{number}", section.luminance_cd_m2, "sections.luminance_cd_m2"
    )
    return calculation.step(equation_r4, designed, *operands, symbol=symbol)


def _power(  # what a section's power depends on
    calculation: Calculation[N],
    inputs: TunnelLightingInputs,
    number: int,
    section: TunnelSection,
    luminance: N,
    factors: FactorLibrary,
) -> N:
    table = factors["tunnel_lighting"]
    width = (
        calculation.given("W", inputs.road_width_m, "road_width_m")
        if section.width_m is None
        else calculation.given(f"W_{number}", section.width_m, "sections.width_m")
    )
    return calculation.step(
        equation_r5,
        luminance,
        calculation.factor("k_E", table.get("illuminance", inputs.road_surface)),
        calculation.given(f"l_{number}", section.length_m, "sections.length_m"),
        width,
        calculation.given("η", inputs.luminous_efficacy_lm_w, "luminous_efficacy_lm_w"),
        calculation.factor("M", table.get("maintenance", "lamps")),
        calculation.given("U", inputs.utilisation, "utilisation"),
        symbol=f"P_{number}",
    )


def _electricity(
    calculation: Calculation[N],
    inputs: TunnelLightingInputs,
    number: int,
    row: LightingConsumption,
) -> N:
    symbol = f"E_PJ,{number}"
    if row.metered_mwh is None:
        hours_h = hours_of(row, days_of(row))
        assert hours_h is not None
        assert inputs.installed_power_kw is not None
        return calculation.step(
            not_metered,
            calculation.given("P_installed", inputs.installed_power_kw, "installed_power_kw"),
            calculation.given(f"h_{number}", hours_h, "consumption"),
            symbol=symbol,
        )
    if not row.meter_error_pct:
        return calculation.given(symbol, row.metered_mwh, "consumption.metered_mwh")
    return calculation.step(
        metered_up,
        calculation.given(f"E_metered,{number}", row.metered_mwh, "consumption.metered_mwh"),
        calculation.given(f"error_{number}", row.meter_error_pct, "consumption.meter_error_pct"),
        symbol=symbol,
    )


TUNNEL_LIGHTING_V01 = Methodology(
    id=ID,
    version="V01",
    status="reconstructed",
    purpose="credits",
    title={"zh": "公路隧道照明系统节能", "en": "Energy saving in highway tunnel lighting"},
    scope={
        "zh": "公路隧道照明以节能灯具和按需调光减少用电，基准线为按设计细则点亮而不调光的用电。",
        "en": "Highway tunnels that save electricity by better lamps and by control; the baseline "
        "is lighting by the design guideline without control.",
    },
    source="《温室气体自愿减排项目方法学 公路隧道照明系统节能（CCER-07-001-V01）》 "
    "(MEE and Ministry of Transport): title and scope; equations after JTG/T D70/2-01-2014",
    published="2025-01-03",
    Inputs=TunnelLightingInputs,
    clauses=CLAUSES,
    equations=EQUATIONS,
    model=model,
    check=check,
    outputs=REDUCTION_OUTPUTS,
    issues="emission_reductions_t_co2e",
    rounding=FLOOR_TO_TONNES,
    tables=("tunnel_luminance", "tunnel_lighting", "grid_margins", "margin_weights"),
    fit=Fit(
        activities=("lighting",),
        places=("highway_tunnel",),
        since=BUILT_SINCE,
        article=SCOPE,
        near={"other_road": ("highway_tunnel",)},
    ),
    remarks=(
        {
            "zh": "官方文本未见：适用条件和公式均为重构，条款号未见，系数可替换。",
            "en": "The official text was not seen: conditions and equations are reconstructed, "
            "section numbers are unknown and assumed coefficients can be replaced.",
        },
        {
            "zh": "基准线灯具光效和利用系数没有默认值，须自行提供依据。",
            "en": "Efficacy and utilisation of the baseline have no default; give evidence.",
        },
        {
            "zh": "缺测时段按装机功率计入项目用电；泄漏取 0（均为假设）。",
            "en": "Intervals without a reading count at the installed power, and leakage is 0: "
            "both are assumptions.",
        },
        {
            "zh": "计入期长度未见，按不超过 10 年检查。",
            "en": "The length of the crediting period was not seen; 10 years are the limit here.",
        },
    ),
    examples={"one_year": EXAMPLE},
)
