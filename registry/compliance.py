"""Rules of the national compliance cycle: allocation, offset limit, carry-over, penalty.

Pure functions on tonnes, MWh, GJ and fen. The numbers of the rules come from `rule_parameters`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from registry.refused_moves import CreditLimitExceeded
from registry.rule_parameters import PowerBenchmarks, rule_parameter

_ADJUSTMENT_STEP = Decimal("0.000001")
_PLAN_START = date(2024, 1, 1)
_ORDER_775_START = date(2024, 5, 1)
_INDUSTRY_START = date(2025, 1, 1)
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


def load_adjustment(load_factor: Decimal, unit_class: str) -> Decimal:
    """Return Ff, which helps conventional coal units that run little.

    Args:
        load_factor: output share, a fraction from 0 to 1.
        unit_class: as in `PowerUnit`.

    Returns:
        1.015^(16 - 20 F) below 65 %, rounded half-up to six decimals; 1 otherwise.

    Source:
        国环规气候〔2024〕1号, 发电机组配额计算公式.
    """
    threshold = rule_parameter("load_factor_threshold", _PLAN_START).value
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
    adjustment = load_adjustment(unit.load_factor, unit.unit_class)
    allocation = floor_t(unit.generation_mwh * electricity * adjustment + unit.heat_gj * heat)
    return max(allocation, unit.emissions_t) if unit.unit_class == "gas" else allocation


def entity_allocation_t(units: Iterable[PowerUnit], benchmarks: PowerBenchmarks) -> int:
    """Return an entity's allowances: the sum of its units', the gap capped at 20 % of emissions."""
    known = list(units)
    allocated = sum(unit_allocation_t(unit, benchmarks) for unit in known)
    return capped_allocation_t(allocated, sum(unit.emissions_t for unit in known))


def capped_allocation_t(allocation_t: int, emissions_t: int) -> int:
    """Return an entity's allocation after the 20 % gap cap.

    Args:
        allocation_t: sum over its units, t.
        emissions_t: its verified emissions, t CO2.

    Returns:
        max(allocation, 0.8 × emissions), the latter rounded down, t.

    Source:
        国环规气候〔2024〕1号, 履约豁免 (重点排放单位层面).
    """
    share = rule_parameter("allocation_share_min", _PLAN_START).value
    return max(allocation_t, floor_t(share * emissions_t))


def industry_adjustment(intensity: Decimal, balance_value: Decimal) -> Decimal:
    """Return α of steel, cement and aluminium for 2025.

    Args:
        intensity: the entity's t CO2 per t of product, above 0.
        balance_value: the value at which all allowances equal all emissions, the same unit.

    Returns:
        0.15 X with X = (BP - I) / BP held within ±20 %, unrounded.

    Source:
        国环规气候〔2025〕2号.
    """
    limit = rule_parameter("industry_deviation_max", _INDUSTRY_START).value
    deviation = (balance_value - intensity) / balance_value
    held = max(-limit, min(limit, deviation))
    return rule_parameter("industry_slope", _INDUSTRY_START).value * held


def industry_allocation_t(emissions_t: int, adjustment: Decimal) -> int:
    """Return E (1 + α) rounded down, t."""
    return floor_t(emissions_t * (ONE + adjustment))


def credit_limit_t(obligation_t: int, day: date = _ORDER_775_START) -> int:
    """Return the most credits that may be surrendered for an obligation, t, rounded down.

    Source:
        碳排放权交易管理办法(试行) 第二十九条: 5 % of the obligation.
    """
    return floor_t(rule_parameter("credit_share_max", day).value * obligation_t)


def check_credit_use(
    credits_t: int, obligation_t: int, already_t: int = 0, day: date = _ORDER_775_START
) -> None:
    """Refuse credits above the limit.

    Args:
        credits_t: to be surrendered now.
        obligation_t: the year's obligation.
        already_t: surrendered for it before.
        day: when, for the limit then in force.

    Raises:
        CreditLimitExceeded: now and before together they exceed it.
    """
    limit = credit_limit_t(obligation_t, day)
    if credits_t + already_t > limit:
        raise CreditLimitExceeded(
            quantity=credits_t + already_t,
            limit=limit,
            obligation=obligation_t,
            left=max(0, limit - already_t),
            field="quantity",
        )


def net_sales_t(sold_t: int, bought_t: int) -> int:
    """Return net sales, not below zero, t."""
    return max(0, sold_t - bought_t)


def carry_over_t(net_sales: int, holdings_t: int, day: date = _PLAN_START) -> int:
    """Return how many old allowances may be carried over.

    Args:
        net_sales: sales minus purchases of the old vintages, t, not below 0.
        holdings_t: old vintages held at the end of the year, t.
        day: when, for the parameters then in force.

    Returns:
        min(floor(10,000 + 1.5 × net sales), holdings), t.

    Source:
        国环规气候〔2024〕1号, 附5.
    """
    base = rule_parameter("carry_over_base_t", day).value
    multiple = rule_parameter("carry_over_net_sales_multiple", day).value
    return min(floor_t(base + multiple * net_sales), holdings_t)


def penalty_range_fen(
    missing_t: int, mean_price_fen: Decimal | int, day: date = _ORDER_775_START
) -> tuple[int, int]:
    """Return the least and the highest fine for allowances not surrendered.

    Args:
        missing_t: not surrendered, t.
        mean_price_fen: mean market price of the month before the deadline, fen per t.
        day: the deadline, for the multiples then in force.

    Returns:
        5 and 10 × missing × price, fen, each rounded half-up.

    Source:
        碳排放权交易管理暂行条例 (国务院令第775号) 第二十四条.
    """
    base = Decimal(missing_t) * Decimal(mean_price_fen)
    least, most = (
        int((rule_parameter(key, day).value * base).to_integral_value(rounding=ROUND_HALF_UP))
        for key in ("penalty_multiple_min", "penalty_multiple_max")
    )
    return least, most


def floor_t(quantity_t: Decimal) -> int:
    """Return a quantity rounded down to whole tonnes."""
    return int(quantity_t.to_integral_value(rounding=ROUND_FLOOR))
