"""A scenario's benchmarks and plants, in the form in which the registry's rules take them."""

from decimal import Decimal
from enum import StrEnum

from registry.compliance import PowerUnit, entity_allocation_t
from registry.rules import PowerBenchmarks, power_benchmarks
from simulations.scenarios import Allocation

LAW_YEAR = 2024
"""Year of the legal plan whose numbers hold where a scenario sets none."""

_LOAD_STEP = Decimal("0.0001")


class UnitClass(StrEnum):
    """Class of a power unit, as the registry's allocation rules name it."""

    COAL_LARGE = "coal_large"
    COAL_SMALL = "coal_small"
    COAL_UNCONVENTIONAL = "coal_unconventional"
    GAS = "gas"

    @property
    def fuel(self) -> str:
        """Return the row of the heat benchmark."""
        return "gas" if self is UnitClass.GAS else "coal"


def benchmarks_of(plan: Allocation, year: int, years_later: int) -> PowerBenchmarks:
    """Return the benchmarks of a year, tightened yearly after the first.

    Args:
        plan: The scenario's plan.
        year: The emission year.
        years_later: Years after the first of the run.
    """
    law = power_benchmarks(LAW_YEAR)
    assert plan.benchmarks is not None, "the scenario was checked"
    scale = (1 - Decimal(str(plan.tighten_per_year))) ** years_later
    values = {
        name: Decimal(str(value)) * scale for name, value in plan.benchmarks.model_dump().items()
    }
    return PowerBenchmarks(
        year=year,
        electricity_t_per_mwh={kind.value: values[f"{kind.value}_t_mwh"] for kind in UnitClass},
        heat_t_per_gj={fuel: values[f"heat_{fuel}_t_gj"] for fuel in ("coal", "gas")},
        load_factor_threshold=law.load_factor_threshold,
        allocation_share_min=law.allocation_share_min,
        source="scenario",
        confidence="scenario",
    )


def power_unit(
    kind: UnitClass, generation_mwh: float, heat_gj: float, load_factor: float, emissions_t: int
) -> PowerUnit:
    """Return a plant's year in whole MWh and GJ.

    Args:
        kind: Class of the unit.
        generation_mwh: Gross generation, MWh.
        heat_gj: Heat supplied, GJ.
        load_factor: Output share, 0 to 1; rounded to four decimals.
        emissions_t: Verified emissions, t CO2.
    """
    return PowerUnit(
        unit_class=kind.value,
        generation_mwh=Decimal(round(generation_mwh)),
        heat_gj=Decimal(round(heat_gj)),
        load_factor=Decimal(str(load_factor)).quantize(_LOAD_STEP),
        emissions_t=emissions_t,
    )


def allocation_t(unit: PowerUnit, benchmarks: PowerBenchmarks) -> int:
    """Return the final allocation of a firm with one plant, t CO2, by the registry's rule."""
    return entity_allocation_t([unit], benchmarks)
