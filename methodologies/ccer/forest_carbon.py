"""Carbon in biomass and gases of fires: the equations that sink methodologies share.

They follow the structure of the CDM's A/R tools and of AR-CM-001; the numbers that CCER-14-001 and
CCER-14-002 give their own equations were not seen, so those here are of this package.
"""

from collections.abc import Sequence

from methodologies.engine.factors import FactorLibrary
from methodologies.engine.trace import Calculation, N, Number, equation, total

STRUCTURE = "结构重构，编号未见 · structure, numbering not seen"


@equation(
    "B1",
    "B_i",
    "t d.m./ha",
    meaning={"zh": "地上生物量（蓄积量法）", "en": "above-ground biomass, from volume"},
    operands=("V_i", "D_i", "BEF_i"),
    source=STRUCTURE,
)
def biomass_from_volume(volume: Number, wood_density: Number, expansion: Number) -> Number:
    """Stem volume to dry mass, expanded by branches and leaves."""
    return volume * wood_density * expansion


@equation(
    "B2",
    "c_i",
    "t CO2/ha",
    meaning={"zh": "单位面积碳储量", "en": "carbon stock per hectare"},
    operands=("B_i", "R_i", "CF_i", "M_CO2", "M_C"),
    source=STRUCTURE,
)
def carbon_stock(
    biomass: Number,
    root_ratio: Number,
    carbon_fraction: Number,
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Above-ground biomass with its roots, as carbon, as CO2; the masses are 44 and 12."""
    return biomass * (1 + root_ratio) * carbon_fraction * (carbon_dioxide_mass / carbon_mass)


@equation(
    "B3",
    "C_t",
    "t CO2",
    meaning={"zh": "项目区碳储量", "en": "carbon stock of the project area"},
    operands=("A_i", "c_i,t"),
    each=("A_i", "c_i,t"),
    source=STRUCTURE,
)
def project_stock(areas: Sequence[Number], stocks: Sequence[Number]) -> Number:
    """Stock of all strata i at one date."""
    return total(area * stock for area, stock in zip(areas, stocks, strict=True))


@equation(
    "B4",
    "ΔC",
    "t CO2",
    meaning={"zh": "碳储量变化量", "en": "change of carbon stock"},
    operands=("C_t2", "C_t1"),
    source=STRUCTURE,
)
def stock_change(end: Number, start: Number) -> Number:
    """Stock at the end less stock at the start."""
    return end - start


@equation(
    "F1",
    "B_burn",
    "t d.m.",
    meaning={"zh": "火灾烧掉的生物量", "en": "biomass burnt by fires"},
    operands=("A_f", "b_f", "COMF_f"),
    each=("A_f", "b_f", "COMF_f"),
    source=STRUCTURE,
)
def burnt_biomass(
    areas: Sequence[Number], biomass: Sequence[Number], combustion: Sequence[Number]
) -> Number:
    """Biomass on the burnt areas of all fires f, as far as it burns."""
    return total(
        area * density * share
        for area, density, share in zip(areas, biomass, combustion, strict=True)
    )


@equation(
    "F2",
    "GHG_E",
    "t CO2e",
    meaning={"zh": "火灾的非 CO2 排放", "en": "non-CO2 emissions of fires"},
    operands=("B_burn", "EF_CH4", "GWP_CH4", "EF_N2O", "GWP_N2O"),
    source=STRUCTURE,
)
def fire_emissions(
    burnt: Number,
    methane: Number,
    methane_warming: Number,
    nitrous_oxide: Number,
    nitrous_oxide_warming: Number,
) -> Number:
    """Methane and nitrous oxide, their factors in g/kg and so over 1000."""
    return burnt * (methane * methane_warming + nitrous_oxide * nitrous_oxide_warming) / 1000


@equation(
    "F2",
    "GHG_E",
    "t CO2e",
    meaning={"zh": "火灾的非 CO2 排放（无火灾）", "en": "non-CO2 emissions without fires"},
    source=STRUCTURE,
)
def no_fire() -> int:
    """The sum over no fire."""
    return 0


@equation(
    "L1",
    "LK",
    "t CO2e",
    meaning={"zh": "泄漏", "en": "leakage"},
    source=STRUCTURE,
)
def no_leakage() -> int:
    """Leakage is counted as zero."""
    return 0


def molar_masses(calculation: Calculation[N], factors: FactorLibrary) -> tuple[N, N]:
    """Take the 44 and the 12 of CO2 and carbon into a calculation."""
    constants = factors["constants"]
    return (
        calculation.factor("M_CO2", constants.get("molar_mass", "carbon_dioxide")),
        calculation.factor("M_C", constants.get("molar_mass", "carbon")),
    )
