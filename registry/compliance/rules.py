"""Rules of the national compliance cycle: allocation, offset limit, carry-over, penalty.

Pure functions on tonnes, MWh, GJ and fen. The numbers of a rule are arguments: the legal ones are
looked up by date in `law`, a scenario brings its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from registry.rules.benchmarks import PowerBenchmarks

_ADJUSTMENT_STEP = Decimal("0.000001")
ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerUnit:
    """A generating unit's year.

    Args:
        unit_class: coal_large (400 MW and more), coal_small, coal_unconventional or gas.
        generation_mwh: gross generation.
        heat_gj: heat supplied.
        load_factor: output share, a fraction from 0 to 1.
        emissions_t: verified emissions, t CO2.
    """

    unit_class: str
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal
    emissions_t: int


def load_adjustment(load_factor: Decimal, unit_class: str, threshold: Decimal) -> Decimal:
    """Return Ff, which helps conventional coal units that run little.

    Args:
        load_factor: output share, a fraction from 0 to 1.
        unit_class: as in `PowerUnit`.
        threshold: load factor from which on there is no help.

    Returns:
        1.015^(16 - 20 F) below the threshold, rounded half-up to six decimals; 1 otherwise.

    Source:
        国环规气候〔2024〕1号, 发电机组配额计算公式.
    """
    if unit_class not in {"coal_large", "coal_small"} or load_factor >= threshold:
        return ONE
    factor = Decimal("1.015") ** (16 - 20 * load_factor)
    return factor.quantize(_ADJUSTMENT_STEP, rounding=ROUND_HALF_UP)


def unit_allocation_t(unit: PowerUnit, benchmarks: PowerBenchmarks) -> int:
    """Return a power unit's allowances of 2023 or 2024.

    Returns:
        Qe Be Ff + Qh Bh rounded down to tonnes; for a gas unit at least its emissions.

    Source:
        国环规气候〔2024〕1号, 发电机组配额计算公式; 燃气机组豁免.
    """
    electricity = benchmarks.electricity_t_per_mwh[unit.unit_class]
    heat = benchmarks.heat_t_per_gj["gas" if unit.unit_class == "gas" else "coal"]
    threshold = benchmarks.load_factor_threshold
    adjustment = load_adjustment(unit.load_factor, unit.unit_class, threshold)
    allocation = floor_t(unit.generation_mwh * electricity * adjustment + unit.heat_gj * heat)
    return max(allocation, unit.emissions_t) if unit.unit_class == "gas" else allocation


def entity_allocation_t(units: Iterable[PowerUnit], benchmarks: PowerBenchmarks) -> int:
    """Return an entity's allowances: the sum of its units', the gap capped as in the plan."""
    known = list(units)
    allocated = sum(unit_allocation_t(unit, benchmarks) for unit in known)
    emissions_t = sum(unit.emissions_t for unit in known)
    return capped_allocation_t(allocated, emissions_t, benchmarks.allocation_share_min)


def capped_allocation_t(allocation_t: int, emissions_t: int, share_min: Decimal) -> int:
    """Return an entity's allocation after the cap on its gap.

    Args:
        allocation_t: sum over its units, t.
        emissions_t: its verified emissions, t CO2.
        share_min: share of the emissions that allowances cover at least, 0.8 in the plan.

    Returns:
        max(allocation, share × emissions), the latter rounded down, t.

    Source:
        国环规气候〔2024〕1号, 履约豁免 (重点排放单位层面).
    """
    return max(allocation_t, floor_t(share_min * emissions_t))


def industry_adjustment(
    intensity: Decimal, balance_value: Decimal, slope: Decimal, deviation_max: Decimal
) -> Decimal:
    """Return α of steel, cement and aluminium.

    Args:
        intensity: the entity's t CO2 per t of product, above 0.
        balance_value: the value at which all allowances equal all emissions, the same unit.
        slope: α per unit of deviation, 0.15 in 2025.
        deviation_max: most the deviation counts to either side, 0.2 in 2025.

    Returns:
        slope × X with X = (BP - I) / BP held within the most, unrounded.

    Source:
        国环规气候〔2025〕2号.
    """
    deviation = (balance_value - intensity) / balance_value
    return slope * max(-deviation_max, min(deviation_max, deviation))


def industry_allocation_t(emissions_t: int, adjustment: Decimal) -> int:
    """Return E (1 + α) rounded down, t."""
    return floor_t(emissions_t * (ONE + adjustment))


def credit_limit_t(obligation_t: int, share: Decimal) -> int:
    """Return the most credits that may be surrendered for an obligation, t, rounded down.

    Args:
        obligation_t: the year's obligation.
        share: of it that credits may cover, 0 to 1.

    Source:
        碳排放权交易管理办法(试行) 第二十九条: a share of the obligation.
    """
    return floor_t(share * obligation_t)


def net_sales_t(sold_t: int, bought_t: int) -> int:
    """Return net sales, not below zero, t."""
    return max(0, sold_t - bought_t)


def carry_over_t(net_sales: int, holdings_t: int, base_t: Decimal, multiple: Decimal) -> int:
    """Return how many old allowances may be carried over.

    Args:
        net_sales: sales minus purchases of the old vintages, t, not below 0.
        holdings_t: old vintages held at the end of the year, t.
        base_t: what may be carried over without any sale, t.
        multiple: what may be carried over for each unit of net sales.

    Returns:
        min(floor(base + multiple × net sales), holdings), t.

    Source:
        国环规气候〔2024〕1号, 附5.
    """
    return min(floor_t(base_t + multiple * net_sales), holdings_t)


def fine_fen(missing_t: int, mean_price_fen: Decimal | int, multiple: Decimal) -> int:
    """Return the fine for allowances not surrendered.

    Args:
        missing_t: not surrendered, t.
        mean_price_fen: mean market price of the month before the deadline, fen per t.
        multiple: of the price.

    Returns:
        multiple × missing × price, fen, rounded half-up.

    Source:
        碳排放权交易管理暂行条例 (国务院令第775号) 第二十四条.
    """
    fine = multiple * missing_t * mean_price_fen
    return int(fine.to_integral_value(rounding=ROUND_HALF_UP))


def floor_t(quantity_t: Decimal) -> int:
    """Return a quantity rounded down to whole tonnes."""
    return int(quantity_t.to_integral_value(rounding=ROUND_FLOOR))
