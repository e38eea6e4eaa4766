"""CCER-10-001-V01, low-concentration coal-mine gas and ventilation air methane, reconstructed.

Source: 《温室气体自愿减排项目方法学 甲烷体积浓度低于8%的煤矿低浓度瓦斯和风排瓦斯利用》,
Ministry of Ecology and Environment and others, 3 January 2025: scope and conditions. Its
equations were not seen.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from methodologies.activity.fuels import FUEL_UNITS
from methodologies.activity.metering import Reading, corrected
from methodologies.ccer.combined_margin import combined_margin
from methodologies.ccer.mine_gas_checks import check, corrections
from methodologies.ccer.mine_gas_clauses import CLAUSES
from methodologies.ccer.mine_gas_equations import (
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
    equation_r16,
    equation_r17,
    inlet_corrected,
    metered_down,
    metered_up,
    no_fuels,
    no_inlet,
    no_outlet,
    outlet_corrected,
)
from methodologies.ccer.mine_gas_flows import GasFlow, stated
from methodologies.ccer.mine_gas_inputs import EnergyMeter, MineGasInputs
from methodologies.ccer.mine_gas_refusals import SCOPE
from methodologies.ccer.programme import BUILT_SINCE
from methodologies.engine.answers import Fit
from methodologies.engine.contract import Methodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.outputs import FLOOR_TO_TONNES, REDUCTION_OUTPUTS, reduction_results
from methodologies.engine.trace import Calculation, Equation, N

ID = "ccer-10-001"
INLET = "flows.inlet_flow_m3_h"

EXAMPLE: Mapping[str, Any] = {
    "mine": "working_underground",
    "gas": "ventilation_air",
    "technique": "flameless_oxidation",
    "heat_use": "power_and_heat",
    "grid": "north",
    "factor_year": 2019,
    "flows": [
        {
            "hours_h": "7600",
            "inlet_flow_m3_h": "600000",
            "inlet_ch4_pct": "0.42",
            "outlet_ch4_pct": "0.012",
        },
    ],
    "generated_mwh": "36500",
    "auxiliary_mwh": "9800",
    "heat_gj": "42000",
}


def model(
    calculation: Calculation[N], inputs: MineGasInputs, factors: FactorLibrary
) -> dict[str, N]:
    """Carry the inputs through the equations, exactly or on arrays."""
    entering = _entering(calculation, inputs, factors)
    leaving = _leaving(calculation, inputs, factors)
    destroyed = calculation.step(equation_r3, entering, leaving)
    if _methane_enters(inputs):
        calculation.step(equation_r4, destroyed, entering)
    margin = combined_margin(calculation, equation_r5, ID, inputs, factors)
    warming = calculation.factor("GWP_CH4", factors["gwp"].get("methane", inputs.gwp_set))
    heat_factor = factors["mine_gas"].get("heat_emissions", "displaced_heat")
    baseline = calculation.step(
        equation_r9,
        calculation.step(equation_r6, entering, warming),
        calculation.step(equation_r7, _metered(calculation, inputs, "generated"), margin),
        calculation.step(
            equation_r8,
            _metered(calculation, inputs, "heat"),
            calculation.factor("EF_heat", heat_factor),
        ),
    )
    project = calculation.step(
        equation_r15,
        calculation.step(equation_r10, leaving, warming),
        calculation.step(equation_r11, destroyed, *_masses(calculation, factors, "methane")),
        calculation.step(equation_r12, _metered(calculation, inputs, "auxiliary"), margin),
        _fuel_emissions(calculation, inputs, factors),
    )
    leakage = calculation.step(equation_r16)
    reductions = calculation.step(equation_r17, baseline, project, leakage)
    return reduction_results(
        baseline=baseline, project=project, leakage=leakage, reductions=reductions
    )


def _methane_enters(inputs: MineGasInputs) -> bool:
    return any(
        row.hours_h and row.inlet_flow_m3_h and row.inlet_ch4_pct
        for _, row in inputs.measured_flows
    )


def _entering(calculation: Calculation[N], inputs: MineGasInputs, factors: FactorLibrary) -> N:
    rows = inputs.measured_flows
    if not rows:
        return calculation.step(no_inlet)
    return calculation.step(
        equation_r1,
        [calculation.given(f"Q_in,{k}", stated(row.inlet_flow_m3_h), INLET) for k, row in rows],
        [calculation.given(f"h_{k}", row.hours_h, "flows.hours_h") for k, row in rows],
        [_concentration(calculation, inlet_corrected, f"c_in,{k}", row) for k, row in rows],
        _density(calculation, inputs, factors),
    )


def _leaving(calculation: Calculation[N], inputs: MineGasInputs, factors: FactorLibrary) -> N:
    rows = inputs.measured_flows
    if not rows:
        return calculation.step(no_outlet)
    return calculation.step(
        equation_r2,
        [_outlet_flow(calculation, k, row) for k, row in rows],
        [calculation.given(f"h_{k}", row.hours_h, "flows.hours_h") for k, row in rows],
        [_concentration(calculation, outlet_corrected, f"c_out,{k}", row) for k, row in rows],
        _density(calculation, inputs, factors),
    )


def _outlet_flow(calculation: Calculation[N], number: int, row: GasFlow) -> N:
    """Take the flow at the outlet, else the very symbol of the inlet."""
    if row.outlet_flow_m3_h is None:
        return calculation.given(f"Q_in,{number}", stated(row.inlet_flow_m3_h), INLET)
    return calculation.given(f"Q_out,{number}", row.outlet_flow_m3_h, "flows.outlet_flow_m3_h")


def _concentration(
    calculation: Calculation[N],
    correction: Equation,
    symbol: str,
    row: GasFlow,
) -> N:
    name = "inlet_ch4_pct" if correction is inlet_corrected else "outlet_ch4_pct"
    measured_pct: Decimal | None = getattr(row, name)
    field = f"flows.{name}"
    if not row.meter_error_pct:
        return calculation.given(symbol, stated(measured_pct), field)
    return calculation.step(
        correction,
        calculation.given(f"{symbol},metered", stated(measured_pct), field),
        calculation.given(f"error_{symbol}", row.meter_error_pct, "flows.meter_error_pct"),
        symbol=symbol,
    )


def _density(calculation: Calculation[N], inputs: MineGasInputs, factors: FactorLibrary) -> N:
    table = factors["mine_gas"]
    return calculation.factor("ρ_CH4", table.get("density", inputs.reference_temperature))


def _masses(calculation: Calculation[N], factors: FactorLibrary, burned: str) -> tuple[N, N]:
    """Take the molar masses of CO2 and of what turns into it: methane or carbon."""
    constants = factors["constants"]
    symbol = {"methane": "M_CH4", "carbon": "M_C"}[burned]
    return (
        calculation.factor("M_CO2", constants.get("molar_mass", "carbon_dioxide")),
        calculation.factor(symbol, constants.get("molar_mass", burned)),
    )


def _metered(calculation: Calculation[N], inputs: MineGasInputs, meter: EnergyMeter) -> N:
    reading, correction = {
        "generated": (Reading("EG_y", inputs.generated_mwh, "generated_mwh", "MWh"), metered_down),
        "heat": (Reading("HG_y", inputs.heat_gj, "heat_gj", "GJ"), metered_down),
        "auxiliary": (Reading("EC_y", inputs.auxiliary_mwh, "auxiliary_mwh", "MWh"), metered_up),
    }[meter]
    return corrected(calculation, correction, reading, corrections(inputs)[meter])


def _fuel_emissions(
    calculation: Calculation[N], inputs: MineGasInputs, factors: FactorLibrary
) -> N:
    if not inputs.fuels:
        return calculation.step(no_fuels)
    quantities = [
        calculation.given(f"FC_{use.fuel},y", use.quantity, "fuels.quantity")
        for use in inputs.fuels
    ]
    coefficients = [_coefficient(calculation, use.fuel, factors) for use in inputs.fuels]
    return calculation.step(equation_r14, quantities, coefficients)


def _coefficient(calculation: Calculation[N], fuel: str, factors: FactorLibrary) -> N:
    fuels = factors["fuels"]
    return calculation.step(
        equation_r13,
        calculation.factor(f"NCV_{fuel}", fuels.get("heating_value", fuel)),
        calculation.factor(f"CC_{fuel}", fuels.get("carbon_content", fuel)),
        calculation.factor(f"OF_{fuel}", fuels.get("oxidation", fuel)),
        *_masses(calculation, factors, "carbon"),
        symbol=f"COEF_{fuel},y",
        unit=f"t CO2/{FUEL_UNITS[fuel]}",
    )


MINE_GAS_V01 = Methodology(
    id=ID,
    version="V01",
    status="reconstructed",
    purpose="credits",
    title={
        "zh": "甲烷体积浓度低于8%的煤矿低浓度瓦斯和风排瓦斯利用",
        "en": "Low-concentration coal-mine gas (below 8 % methane) and ventilation air methane",
    },
    scope={
        "zh": "生产中的井工煤矿以无焰氧化销毁风排瓦斯或低于 8 % 的抽采瓦斯，并利用其热能。",
        "en": "Working underground coal mines that destroy ventilation air methane, or drained gas "
        "below 8 % methane, by flameless oxidation and use the heat.",
    },
    source="《温室气体自愿减排项目方法学 甲烷体积浓度低于8%的煤矿低浓度瓦斯和风排瓦斯利用"
    "（CCER-10-001-V01）》 (MEE, NEA, NMSA): scope and conditions; equations after ACM0008",
    published="2025-01-03",
    Inputs=MineGasInputs,
    clauses=CLAUSES,
    equations=EQUATIONS,
    model=model,
    check=check,
    outputs=REDUCTION_OUTPUTS,
    issues="emission_reductions_t_co2e",
    rounding=FLOOR_TO_TONNES,
    tables=("gwp", "mine_gas", "grid_margins", "margin_weights", "fuels", "constants"),
    fit=Fit(
        activities=("mine_gas_oxidation",),
        places=("underground_mine",),
        since=BUILT_SINCE,
        article=SCOPE,
        near={
            "mine_gas_otherwise": (
                "flameless_oxidation",
                "heat_used",
                "below_8_percent",
                "not_diluted",
            ),
            "other_mine": ("working_underground_mine",),
        },
    ),
    remarks=(
        {
            "zh": "官方公式未见：公式按 ACM0008 的结构重构，条款号未见，系数可替换。",
            "en": "The official equations were not seen: these follow the structure of ACM0008; "
            "section numbers are unknown and assumed coefficients can be replaced.",
        },
        {
            "zh": "缺测的时段不计甲烷减排量；出口流量未测时取入口流量；泄漏取 0（均为假设）。",
            "en": "Intervals without data earn nothing for methane, an outlet flow not measured is "
            "that of the inlet, and leakage is 0: all three are assumptions.",
        },
        {
            "zh": "计入期长度未见，按不超过 10 年检查。",
            "en": "The length of the crediting period was not seen; 10 years are the limit here.",
        },
    ),
    examples={"one_year": EXAMPLE},
)
