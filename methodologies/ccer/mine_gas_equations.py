"""Equations of CCER-10-001-V01 as reconstructed after ACM0008, numbered R1 to R19.

The text's own equations were not seen; another numbering, and other coefficients, are possible.
"""

from collections.abc import Sequence
from dataclasses import replace

from methodologies.activity.metering import corrected_down, corrected_up
from methodologies.ccer.combined_margin import margin_equation
from methodologies.ccer.mine_gas_flows import STRUCTURE
from methodologies.engine.trace import Number, equation, total


@equation(
    "R1",
    "M_in,y",
    "t CH4",
    meaning={"zh": "进入氧化装置的甲烷", "en": "methane entering the oxidisers"},
    operands=("Q_in,k", "h_k", "c_in,k", "ρ_CH4"),
    each=("Q_in,k", "h_k", "c_in,k"),
    source=STRUCTURE,
)
def equation_r1(
    flows: Sequence[Number],
    hours: Sequence[Number],
    concentrations: Sequence[Number],
    density: Number,
) -> Number:
    """Methane of all intervals k; flows in m3/h, concentrations in %, density in kg/m3."""
    return (
        total(
            flow * hour * (concentration / 100)
            for flow, hour, concentration in zip(flows, hours, concentrations, strict=True)
        )
        * density
        / 1000
    )


equation_r2 = equation(
    "R2",
    "M_out,y",
    "t CH4",
    meaning={"zh": "未被氧化的甲烷", "en": "methane leaving the oxidisers"},
    operands=("Q_out,k", "h_k", "c_out,k", "ρ_CH4"),
    each=("Q_out,k", "h_k", "c_out,k"),
    source=STRUCTURE,
)(equation_r1.function)


def _nothing_measured() -> int:
    return 0


no_inlet = replace(equation_r1, operands=(), each=(), function=_nothing_measured)
no_outlet = replace(equation_r2, operands=(), each=(), function=_nothing_measured)


@equation(
    "R1 a",
    "c_in,k",
    "%",
    meaning={"zh": "修正后的入口甲烷浓度", "en": "corrected methane at the inlet"},
    operands=("c_metered,k", "error_k"),
    source=STRUCTURE,
)
def inlet_corrected(concentration: Number, error: Number) -> Number:
    """Reduce what enters by the error of a doubtful meter in %."""
    return concentration * (1 - error / 100)


@equation(
    "R2 a",
    "c_out,k",
    "%",
    meaning={"zh": "修正后的出口甲烷浓度", "en": "corrected methane at the outlet"},
    operands=("c_metered,k", "error_k"),
    source=STRUCTURE,
)
def outlet_corrected(concentration: Number, error: Number) -> Number:
    """Increase what leaves by the error of a doubtful meter in %."""
    return concentration * (1 + error / 100)


@equation(
    "R3",
    "M_dest,y",
    "t CH4",
    meaning={"zh": "销毁的甲烷", "en": "methane destroyed"},
    operands=("M_in,y", "M_out,y"),
    source=STRUCTURE,
)
def equation_r3(entering: Number, leaving: Number) -> Number:
    """What enters and does not leave."""
    return entering - leaving


@equation(
    "R4",
    "η_y",
    "1",
    meaning={"zh": "销毁率", "en": "destruction efficiency"},
    operands=("M_dest,y", "M_in,y"),
    source=STRUCTURE,
)
def equation_r4(destroyed: Number, entering: Number) -> Number:
    """Share of the methane that is destroyed, as measured."""
    return destroyed / entering


equation_r5 = margin_equation("R5", STRUCTURE)


@equation(
    "R6",
    "BE_CH4,y",
    "t CO2e",
    meaning={"zh": "基准线：甲烷排空", "en": "baseline: methane vented"},
    operands=("M_in,y", "GWP_CH4"),
    source=STRUCTURE,
)
def equation_r6(entering: Number, warming_potential: Number) -> Number:
    """Without the project all methane would be vented."""
    return entering * warming_potential


@equation(
    "R7",
    "BE_EG,y",
    "t CO2e",
    meaning={"zh": "基准线：电网供电", "en": "baseline: electricity of the grid"},
    operands=("EG_y", "EF_grid,CM,y"),
    source=STRUCTURE,
)
def equation_r7(generated: Number, margin: Number) -> Number:
    """Emissions of the grid that the generation displaces."""
    return generated * margin


@equation(
    "R8",
    "BE_HG,y",
    "t CO2e",
    meaning={"zh": "基准线：供热", "en": "baseline: heat supply"},
    operands=("HG_y", "EF_heat"),
    source=STRUCTURE,
)
def equation_r8(heat: Number, heat_factor: Number) -> Number:
    """Emissions of the heat supply that is displaced."""
    return heat * heat_factor


@equation(
    "R9",
    "BE_y",
    "t CO2e",
    meaning={"zh": "基准线排放量", "en": "baseline emissions"},
    operands=("BE_CH4,y", "BE_EG,y", "BE_HG,y"),
    source=STRUCTURE,
)
def equation_r9(methane: Number, electricity: Number, heat: Number) -> Number:
    """Methane, electricity and heat."""
    return methane + electricity + heat


@equation(
    "R10",
    "PE_CH4,y",
    "t CO2e",
    meaning={"zh": "项目：未氧化的甲烷", "en": "project: methane not oxidised"},
    operands=("M_out,y", "GWP_CH4"),
    source=STRUCTURE,
)
def equation_r10(leaving: Number, warming_potential: Number) -> Number:
    """Methane that passes the oxidisers."""
    return leaving * warming_potential


@equation(
    "R11",
    "PE_CO2,y",
    "t CO2e",
    meaning={"zh": "项目：甲烷氧化产生的 CO2", "en": "project: CO2 of the oxidised methane"},
    operands=("M_dest,y", "M_CO2", "M_CH4"),
    source=STRUCTURE,
)
def equation_r11(destroyed: Number, carbon_dioxide_mass: Number, methane_mass: Number) -> Number:
    """CO2 of the methane destroyed; the masses are 44 and 16."""
    return destroyed * (carbon_dioxide_mass / methane_mass)


@equation(
    "R12",
    "PE_EC,y",
    "t CO2e",
    meaning={"zh": "项目：辅助用电", "en": "project: auxiliary electricity"},
    operands=("EC_y", "EF_grid,CM,y"),
    source=STRUCTURE,
)
def equation_r12(consumed: Number, margin: Number) -> Number:
    """Electricity that the project's equipment uses."""
    return consumed * margin


@equation(
    "R13",
    "COEF_i,y",
    "t CO2/t, t CO2/10^4 Nm3",
    meaning={"zh": "燃料的 CO2 排放系数", "en": "CO2 emission coefficient of the fuel"},
    operands=("NCV_i", "CC_i", "OF_i", "M_CO2", "M_C"),
    source=STRUCTURE,
)
def equation_r13(
    heating_value: Number,
    carbon_content: Number,
    oxidation: Number,
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Carbon of a fuel that turns into CO2; the masses are 44 and 12."""
    return heating_value * carbon_content * oxidation * (carbon_dioxide_mass / carbon_mass)


@equation(
    "R14",
    "PE_FC,y",
    "t CO2e",
    meaning={"zh": "项目：化石燃料", "en": "project: fossil fuels"},
    operands=("FC_i,y", "COEF_i,y"),
    each=("FC_i,y", "COEF_i,y"),
    source=STRUCTURE,
)
def equation_r14(quantities: Sequence[Number], coefficients: Sequence[Number]) -> Number:
    """Emissions of all fossil fuels i."""
    return total(q * c for q, c in zip(quantities, coefficients, strict=True))


no_fuels = replace(equation_r14, operands=(), each=(), function=_nothing_measured)


@equation(
    "R15",
    "PE_y",
    "t CO2e",
    meaning={"zh": "项目排放量", "en": "project emissions"},
    operands=("PE_CH4,y", "PE_CO2,y", "PE_EC,y", "PE_FC,y"),
    source=STRUCTURE,
)
def equation_r15(methane: Number, oxidised: Number, electricity: Number, fuels: Number) -> Number:
    """Methane, its CO2, electricity and fuels."""
    return methane + oxidised + electricity + fuels


@equation(
    "R16",
    "LE_y",
    "t CO2e",
    meaning={"zh": "泄漏（假设为 0）", "en": "leakage (taken as 0)"},
    source=STRUCTURE,
)
def equation_r16() -> int:
    """No leakage is assumed."""
    return 0


@equation(
    "R17",
    "ER_y",
    "t CO2e",
    meaning={"zh": "减排量", "en": "emission reductions"},
    operands=("BE_y", "PE_y", "LE_y"),
    source=STRUCTURE,
)
def equation_r17(baseline: Number, project: Number, leakage: Number) -> Number:
    """Baseline emissions less project emissions and leakage."""
    return baseline - project - leakage


metered_down = equation(
    "R18",
    "EG_y, HG_y",
    "MWh, GJ",
    meaning={"zh": "修正后的发电量或供热量", "en": "corrected generation or heat"},
    operands=("E_metered", "E_k", "error_k"),
    each=("E_k", "error_k"),
    source=STRUCTURE,
)(corrected_down.function)

metered_up = equation(
    "R19",
    "EC_y",
    "MWh",
    meaning={"zh": "修正后的辅助用电量", "en": "corrected auxiliary electricity"},
    operands=("E_metered", "E_k", "error_k"),
    each=("E_k", "error_k"),
    source=STRUCTURE,
)(corrected_up.function)

EQUATIONS = (
    inlet_corrected,
    equation_r1,
    outlet_corrected,
    equation_r2,
    equation_r3,
    equation_r4,
    equation_r5,
    equation_r6,
    metered_down,
    equation_r7,
    equation_r8,
    equation_r9,
    equation_r10,
    equation_r11,
    metered_up,
    equation_r12,
    equation_r13,
    equation_r14,
    equation_r15,
    equation_r16,
    equation_r17,
)
