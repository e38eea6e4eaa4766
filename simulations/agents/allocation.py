"""A scenario's plans of allocation: by benchmark, by own history, around a balance value."""

import math
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from registry.compliance import PowerUnit, entity_allocation_t
from registry.rules import PowerBenchmarks, power_benchmarks
from simulations.scenarios import Allocation, Benchmarks

LAW_YEAR = 2024
"""Year of the legal plan whose numbers hold where a scenario sets none."""

_LOAD_STEP = Decimal("0.0001")
_BISECTIONS = 60


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


@lru_cache(maxsize=256)
def benchmarks_of(plan: Allocation, year: int, years_later: int) -> PowerBenchmarks:
    """Return the benchmarks of an emission year: its own row, or the common ones tightened.

    Args:
        plan: The scenario's plan.
        year: The emission year.
        years_later: Years after the first of the run.
    """
    own = next((row for row in plan.year_benchmarks or () if row.year == year), None)
    if own is not None:
        return _benchmarks(own, year, Decimal(1))
    assert plan.benchmarks is not None, "the scenario was checked"
    scale = (1 - Decimal(str(plan.tighten_per_year))) ** years_later
    return _benchmarks(plan.benchmarks, year, scale)


@lru_cache(maxsize=256)
def reference_benchmarks(plan: Allocation) -> PowerBenchmarks:
    """Return the benchmarks to which the gaps of firms refer: the common ones, or the first row."""
    if plan.benchmarks is not None:
        return _benchmarks(plan.benchmarks, 0, Decimal(1))
    assert plan.year_benchmarks, "the scenario was checked"
    first = min(plan.year_benchmarks, key=lambda row: row.year)
    return _benchmarks(first, 0, Decimal(1))


def _benchmarks(row: Benchmarks, year: int, scale: Decimal) -> PowerBenchmarks:
    law = power_benchmarks(LAW_YEAR)

    def value(name: str) -> Decimal:
        return Decimal(str(getattr(row, name))) * scale

    return PowerBenchmarks(
        year=year,
        electricity_t_per_mwh={kind.value: value(f"{kind.value}_t_mwh") for kind in UnitClass},
        heat_t_per_gj={fuel: value(f"heat_{fuel}_t_gj") for fuel in ("coal", "gas")},
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


def historical_t(base_t: float, gap: float, plan: Allocation, years_later: int) -> int:
    """Return an allocation by the firm's own history, rounded down, t CO2.

    Args:
        base_t: What its history gives for this year: its first year's intensity times this year's
            output, or its first year's emissions, t.
        gap: Share of it that is not covered.
        plan: The plan, for its yearly tightening.
        years_later: Years after the first.
    """
    return max(0, int(base_t * (1.0 - gap) * (1.0 - plan.tighten_per_year) ** years_later))


def balance_share(deviation: float, slope: float, share_max: float) -> float:
    """Return by what share of its emissions a firm's allocation exceeds them.

    Args:
        deviation: X = (balance value − its intensity) / balance value.
        slope: Share per X.
        share_max: Largest share on either side.

    Source:
        国环规气候〔2025〕2号: α = 0.15 X for −20 % < X < 20 %, ±3 % beyond.
    """
    return min(max(slope * deviation, -share_max), share_max)


def balance_value(firms: Iterable[tuple[float, float]], slope: float, share_max: float) -> float:
    """Return the intensity at which a sector as a whole is neither long nor short.

    Args:
        firms: Emissions, t, and intensity of each firm of the sector, above 0.
        slope: As `balance_share` takes it.
        share_max: As `balance_share` takes it.

    Returns:
        The value, by bisection to a relative precision of 2 ** −60; 1 without any firm.
    """
    known = [(emissions_t, intensity) for emissions_t, intensity in firms if emissions_t > 0]
    if not known:
        return 1.0
    low = min(intensity for _, intensity in known)
    high = max(intensity for _, intensity in known)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        surplus_t = math.fsum(
            emissions_t * balance_share(1.0 - intensity / middle, slope, share_max)
            for emissions_t, intensity in known
        )
        low, high = (low, middle) if surplus_t > 0 else (middle, high)
    return (low + high) / 2
