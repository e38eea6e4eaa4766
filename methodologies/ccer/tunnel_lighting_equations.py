"""Equations of CCER-07-001-V01 as reconstructed from the design guideline, numbered R1 to R15.

The text's own equations were not seen; another numbering, and other coefficients, are possible.
"""

from collections.abc import Sequence

from methodologies.ccer.combined_margin import margin_equation
from methodologies.ccer.tunnel_lighting_sections import STRUCTURE
from methodologies.engine.functions import larger, smaller
from methodologies.engine.trace import Number, equation, total


@equation(
    "R1",
    "L_th1",
    "cd/m2",
    meaning={"zh": "入口段亮度", "en": "luminance of the entrance"},
    operands=("k", "L_20"),
    source=STRUCTURE,
)
def equation_r1(reduction: Number, outside: Number) -> Number:
    """A share of the luminance outside."""
    return reduction * outside


@equation(
    "R2",
    "L_LED",
    "cd/m2",
    meaning={"zh": "LED 光源的基本照明亮度", "en": "basic luminance with LED"},
    operands=("L_basic", "r_LED", "L_LED,min"),
    source=STRUCTURE,
)
def equation_r2(basic: Number, share: Number, floor: Number) -> Number:
    """Half the luminance of other lamps, but not below the least."""
    return larger(basic * share, floor)


@equation(
    "R3",
    "L_s",
    "cd/m2",
    meaning={"zh": "照明段亮度", "en": "luminance of the section"},
    operands=("r_s", "L_reference"),
    source=STRUCTURE,
)
def equation_r3(share: Number, reference: Number) -> Number:
    """A share of the luminance of the entrance or of the basic section."""
    return share * reference


@equation(
    "R4",
    "L_s",
    "cd/m2",
    meaning={"zh": "照明段亮度（不高于细则）", "en": "luminance, not above the guideline's"},
    operands=("L_design,s", "r_s", "L_reference"),
    source=STRUCTURE,
)
def equation_r4(designed: Number, share: Number, reference: Number) -> Number:
    """The design's luminance where it is below the guideline's."""
    return smaller(designed, share * reference)


@equation(
    "R5",
    "P_s",
    "kW",
    meaning={"zh": "照明段基准线功率", "en": "baseline power of the section"},
    operands=("L_s", "k_E", "l_s", "W_s", "η", "M", "U"),
    source=STRUCTURE,
)
def equation_r5(  # noqa: PLR0913, PLR0917  # the symbols of the average-illuminance formula
    luminance: Number,
    illuminance: Number,
    length: Number,
    width: Number,
    efficacy: Number,
    maintenance: Number,
    utilisation: Number,
) -> Number:
    """Average illuminance times area, by what the luminaires deliver; from W to kW."""
    lumens = luminance * illuminance * (length * width)
    return lumens / (efficacy * maintenance * utilisation) / 1000


@equation(
    "R6",
    "P_basic",
    "kW",
    meaning={"zh": "基本照明功率", "en": "power of the basic lighting"},
    operands=("P_s",),
    each=("P_s",),
    source=STRUCTURE,
)
def equation_r6(powers: Sequence[Number]) -> Number:
    """All basic sections."""
    return total(powers)


@equation(
    "R7",
    "P_enhanced",
    "kW",
    meaning={"zh": "加强照明功率", "en": "power of the enhanced lighting"},
    operands=("P_s",),
    each=("P_s",),
    source=STRUCTURE,
)
def equation_r7(powers: Sequence[Number]) -> Number:
    """All entrance, transition and exit sections."""
    return total(powers)


def _no_section() -> int:
    return 0


no_basic = equation(
    "R6",
    "P_basic",
    "kW",
    meaning={"zh": "基本照明功率", "en": "power of the basic lighting"},
    source=STRUCTURE,
)(_no_section)

no_enhanced = equation(
    "R7",
    "P_enhanced",
    "kW",
    meaning={"zh": "加强照明功率", "en": "power of the enhanced lighting"},
    source=STRUCTURE,
)(_no_section)


@equation(
    "R8",
    "P",
    "kW",
    meaning={"zh": "基准线总功率", "en": "baseline power"},
    operands=("P_basic", "P_enhanced"),
    source=STRUCTURE,
)
def equation_r8(basic: Number, enhanced: Number) -> Number:
    """Basic and enhanced lighting."""
    return basic + enhanced


@equation(
    "R9",
    "E_BL,y",
    "MWh",
    meaning={"zh": "基准线用电量", "en": "baseline electricity"},
    operands=("P_basic", "h_basic", "P_enhanced", "h_enhanced"),
    source=STRUCTURE,
)
def equation_r9(
    basic: Number, basic_hours: Number, enhanced: Number, enhanced_hours: Number
) -> Number:
    """Power times hours, without control by traffic and daylight; from kWh to MWh."""
    return (basic * basic_hours + enhanced * enhanced_hours) / 1000


@equation(
    "R10 a",
    "E_PJ,k",
    "MWh",
    meaning={
        "zh": "缺测时段的用电量（按装机功率）",
        "en": "electricity of an interval not metered",
    },
    operands=("P_installed", "h_k"),
    source=STRUCTURE,
)
def not_metered(installed: Number, hours: Number) -> Number:
    """Full power at all hours; from kWh to MWh."""
    return installed * hours / 1000


@equation(
    "R10 b",
    "E_PJ,k",
    "MWh",
    meaning={"zh": "修正后的用电量", "en": "corrected electricity"},
    operands=("E_metered,k", "error_k"),
    source=STRUCTURE,
)
def metered_up(metered: Number, error: Number) -> Number:
    """Increase a reading by the error of a doubtful meter in %."""
    return metered * (1 + error / 100)


@equation(
    "R10",
    "E_PJ,y",
    "MWh",
    meaning={"zh": "项目用电量", "en": "project electricity"},
    operands=("E_PJ,k",),
    each=("E_PJ,k",),
    source=STRUCTURE,
)
def equation_r10(readings: Sequence[Number]) -> Number:
    """All intervals k."""
    return total(readings)


equation_r11 = margin_equation("R11", STRUCTURE)


@equation(
    "R12",
    "BE_y",
    "t CO2e",
    meaning={"zh": "基准线排放量", "en": "baseline emissions"},
    operands=("E_BL,y", "EF_grid,CM,y"),
    source=STRUCTURE,
)
def equation_r12(baseline: Number, margin: Number) -> Number:
    """Emissions of the grid for the baseline electricity."""
    return baseline * margin


@equation(
    "R13",
    "PE_y",
    "t CO2e",
    meaning={"zh": "项目排放量", "en": "project emissions"},
    operands=("E_PJ,y", "EF_grid,CM,y"),
    source=STRUCTURE,
)
def equation_r13(project: Number, margin: Number) -> Number:
    """Emissions of the grid for the project's electricity."""
    return project * margin


@equation(
    "R14",
    "LE_y",
    "t CO2e",
    meaning={"zh": "泄漏（假设为 0）", "en": "leakage (taken as 0)"},
    source=STRUCTURE,
)
def equation_r14() -> int:
    """No leakage is assumed."""
    return 0


@equation(
    "R15",
    "ER_y",
    "t CO2e",
    meaning={"zh": "减排量", "en": "emission reductions"},
    operands=("BE_y", "PE_y", "LE_y"),
    source=STRUCTURE,
)
def equation_r15(baseline: Number, project: Number, leakage: Number) -> Number:
    """Baseline emissions less project emissions and leakage."""
    return baseline - project - leakage


EQUATIONS = (
    equation_r1,
    equation_r2,
    equation_r3,
    equation_r4,
    equation_r5,
    equation_r6,
    equation_r7,
    equation_r8,
    equation_r9,
    not_metered,
    metered_up,
    equation_r10,
    equation_r11,
    equation_r12,
    equation_r13,
    equation_r14,
    equation_r15,
)
