"""Equations of Hebei's rural clean heating, as a public copy of V01 gives them.

Their numbering was not seen, so the numbers are ours.
"""

from methodologies.engine.trace import Number, equation

TEXT = "《河北省农村地区清洁取暖方法学》V01"
ARTICLE = f"{TEXT}（条文编号未见） · Hebei rural clean heating V01 (numbering not seen)"
KG_PER_T = KWH_PER_MWH = MJ_PER_GJ = 1000


@equation(
    "(1)",
    "BE",
    "t CO2e",
    meaning={"zh": "基准线排放量", "en": "baseline emissions"},
    operands=("DE", "A"),
    source=f"{ARTICLE} (1)",
)
def equation_1(per_square_metre: Number, area: Number) -> Number:
    """Emissions of heating the same area with coal."""
    return per_square_metre * area / KG_PER_T


@equation(
    "(2)",
    "PE_gas",
    "t CO2",
    meaning={"zh": "用气排放量", "en": "emissions of gas"},
    operands=("EG_gas", "NCV", "CC", "OF", "M_CO2", "M_C"),
    source=f"{ARTICLE} (2)",
)
def equation_2(  # the operands of the equation
    gas: Number,
    heating_value: Number,
    carbon_content: Number,
    oxidation: Number,
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Carbon of the gas that turns into CO2; MJ become GJ, and the masses are 44 and 12."""
    energy = gas * heating_value / MJ_PER_GJ
    return energy * carbon_content * oxidation * (carbon_dioxide_mass / carbon_mass)


@equation(
    "(3)",
    "PE_elec",
    "t CO2",
    meaning={"zh": "用电排放量", "en": "emissions of electricity"},
    operands=("EG_elec", "EF_CM"),
    source=f"{ARTICLE} (3)",
)
def equation_3(electricity: Number, combined_margin: Number) -> Number:
    """Emissions of the grid for the electricity used."""
    return electricity / KWH_PER_MWH * combined_margin


@equation(
    "(4)",
    "EF_CM",
    "t CO2/MWh",
    meaning={"zh": "组合边际排放因子", "en": "combined margin emission factor"},
    operands=("EF_OM", "ω_OM", "EF_BM", "ω_BM"),
    source=f"{ARTICLE} (4)",
)
def equation_4(
    operating_margin: Number, operating_weight: Number, build_margin: Number, build_weight: Number
) -> Number:
    """Weighted mean of the operating and the build margin."""
    return operating_margin * operating_weight + build_margin * build_weight


@equation(
    "(5)",
    "PE",
    "t CO2e",
    meaning={"zh": "项目排放量", "en": "project emissions"},
    operands=("PE_gas", "PE_elec"),
    source=f"{ARTICLE} (5)",
)
def equation_5(gas: Number, electricity: Number) -> Number:
    """Gas and electricity together."""
    return gas + electricity


@equation(
    "(6)",
    "LE",
    "t CO2e",
    meaning={"zh": "泄漏", "en": "leakage"},
    source=f"{ARTICLE} (6)",
)
def equation_6() -> int:
    """No leakage is counted."""
    return 0


@equation(
    "(7)",
    "ER",
    "t CO2e",
    meaning={"zh": "减排量", "en": "emission reductions"},
    operands=("BE", "PE"),
    source=f"{ARTICLE} (7)",
)
def equation_7(baseline: Number, project: Number) -> Number:
    """Baseline emissions less project emissions."""
    return baseline - project
