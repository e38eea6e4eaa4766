"""Biomass, soil and gases of mangroves: the equations of CCER-14-002-V01 as reconstructed."""

from collections.abc import Sequence
from decimal import Decimal

from methodologies.ccer.forest_carbon import STRUCTURE
from methodologies.engine.cells import Constant, called, joined
from methodologies.engine.trace import Number, Quantity, equation, total


@equation(
    "M1",
    "ΔC_i",
    "t CO2",
    meaning={"zh": "生物量碳变化量（年增量法）", "en": "change in biomass, from increment"},
    operands=("A_i", "t", "b_i", "M_CO2", "M_C"),
    source=STRUCTURE,
)
def change_by_increment(
    area: Number,
    years: Number,
    increment: Number,
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Carbon that the whole trees of a stratum take up in the interval, as CO2."""
    return area * years * increment * (carbon_dioxide_mass / carbon_mass)


@equation(
    "M2",
    "ΔC_i",
    "t CO2",
    meaning={"zh": "生物量碳变化量（生物量方程法）", "en": "change in biomass, from two stocks"},
    operands=("A_i", "c_i,t2", "c_i,t1"),
    source=STRUCTURE,
)
def change_by_stocks(area: Number, end: Number, start: Number) -> Number:
    """Stock of a stratum at the end less that at the start."""
    return area * (end - start)


@equation(
    "M3",
    "ΔC_BIO",
    "t CO2",
    meaning={"zh": "生物量碳储量变化量", "en": "change of carbon in biomass"},
    operands=("ΔC_i",),
    each=("ΔC_i",),
    source=STRUCTURE,
)
def biomass_change(changes: Sequence[Number]) -> Number:
    """Changes of all strata i."""
    return total(changes)


@equation(
    "M4",
    "ΔC_SOC",
    "t CO2",
    meaning={"zh": "土壤有机碳储量变化量", "en": "change of carbon in soil"},
    operands=("A_i", "SOC_i", "t", "M_CO2", "M_C"),
    each=("A_i", "SOC_i"),
    source=STRUCTURE,
)
def soil_change(
    areas: Sequence[Number],
    rates: Sequence[Number],
    years: Number,
    carbon_dioxide_mass: Number,
    carbon_mass: Number,
) -> Number:
    """Carbon that the soil of all strata i takes up in the interval, as CO2."""
    carbon = total(area * rate for area, rate in zip(areas, rates, strict=True))
    return carbon * years * (carbon_dioxide_mass / carbon_mass)


@equation(
    "M5",
    "EF_CH4,i",
    "kg CH4/(ha·a)",
    meaning={"zh": "碳层的 CH4 排放因子", "en": "CH4 emission factor of the stratum"},
    operands=("S_i", "S_min", "EF_CH4"),
    source=STRUCTURE,
)
def methane_rate(salinity: Number, salinity_min: Number, rate: Number) -> Number:
    """The rate in water less saline than the threshold, nil from the threshold on."""
    if isinstance(salinity, Quantity):
        emits = salinity.value < salinity_min.value
        return Quantity(
            rate.value if emits else Decimal(0),
            f"{rate.text if emits else 0} ({salinity.text} {'<' if emits else '≥'} "
            f"{salinity_min.text})",
            f"{rate.formula} if {salinity.formula} < {salinity_min.formula}, else 0",
            called(
                "IF", joined("<", salinity.cell, salinity_min.cell), rate.cell, Constant(Decimal(0))
            ),
        )
    if isinstance(salinity, Decimal):
        return rate if salinity < salinity_min else Decimal(0)
    return rate * (salinity < salinity_min)


@equation(
    "M6",
    "GHG_CH4",
    "t CO2e",
    meaning={"zh": "土壤 CH4 排放", "en": "CH4 emissions of soil"},
    operands=("A_i", "EF_CH4,i", "t", "GWP_CH4"),
    each=("A_i", "EF_CH4,i"),
    source=STRUCTURE,
)
def methane_emissions(
    areas: Sequence[Number], rates: Sequence[Number], years: Number, warming: Number
) -> Number:
    """Methane of all strata i in the interval, in kg and so over 1000."""
    methane = total(area * rate for area, rate in zip(areas, rates, strict=True))
    return methane * years * warming / 1000


@equation(
    "M7",
    "GHG_N2O",
    "t CO2e",
    meaning={"zh": "养殖 N2O 排放", "en": "N2O emissions of aquaculture"},
    operands=("F", "EF_N2O", "M_N2O", "M_N2", "GWP_N2O"),
    source=STRUCTURE,
)
def nitrous_oxide_emissions(
    fish: Number,
    factor: Number,
    nitrous_oxide_mass: Number,
    nitrogen_mass: Number,
    warming: Number,
) -> Number:
    """Nitrogen lost as N2O by what was raised, in kg and so over 1000; the masses are 44 and 28."""
    return fish * factor * (nitrous_oxide_mass / nitrogen_mass) * warming / 1000


@equation(
    "M8",
    "ΔC_PROJ",
    "t CO2e",
    meaning={"zh": "项目碳汇量", "en": "project removals"},
    operands=("ΔC_BIO", "ΔC_SOC", "GHG_CH4", "GHG_N2O"),
    source=STRUCTURE,
)
def project_removals(
    biomass: Number, soil: Number, methane: Number, nitrous_oxide: Number
) -> Number:
    """Carbon taken up by biomass and soil less other gases."""
    return biomass + soil - methane - nitrous_oxide
