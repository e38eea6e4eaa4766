"""Allowances given ahead of the verified figures, what they are trued up to, and borrowing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.compliance.power_allocation import gap_rate_percent
from registry.compliance.rules import floor_t
from registry.rules.benchmarks import SCHEME
from registry.rules.book import RuleBook

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TrueUp:
    """What is still issued or taken back once the final allocation is known, t; one is 0."""

    issued_t: int
    recalled_t: int


def pre_allocation_t(base_t: int, share: Decimal) -> int:
    """Return the allowances given ahead: a share of a base, rounded down, t.

    Args:
        base_t: verified emissions of the year the plan names, or in 2019–20 the output of 2018
            times the benchmark.
        share: 0.7, in the draft of 2025–26 0.5.
    """
    return floor_t(share * base_t)


def deducted_t(final_t: int, missing_t: int) -> int:
    """Return what a fine takes from the next year's allowances: what is still missing, t.

    Args:
        final_t: the next year's allowances; no more than these can be taken.
        missing_t: of the fined year, not handed in by now.

    Source:
        国务院令第775号 第二十四条: 等量核减下一年度碳排放配额, where the missing is not made good.
    """
    return min(final_t, missing_t)


def true_up(final_t: int, given_t: int) -> TrueUp:
    """Return what makes the allowances given ahead equal to the final ones (多退少补)."""
    return TrueUp(max(0, final_t - given_t), max(0, given_t - final_t))


def borrowing_max_t(emissions_t: int, allocation_t: int, year: int, rules: RuleBook) -> int:
    """Return how much of the next year's pre-allocation an entity may borrow, t.

    Args:
        emissions_t: verified, t CO2.
        allocation_t: final, t.
        year: of the emissions.
        rules: the book to look in.

    Returns:
        Half the gap, rounded down, where the gap rate is 10 % or more; 0 where it is less.

    Raises:
        RuleNotInForce: there is no borrowing for this year.

    Source:
        国环规气候〔2023〕1号: 预支配额.
    """
    day = date(year, 12, 31)
    least = rules.parameter(SCHEME, "borrowing_gap_rate_min", day, "power").decimal
    share = rules.parameter(SCHEME, "borrowing_share_max", day, "power").decimal
    if gap_rate_percent(emissions_t, allocation_t) < least * _HUNDRED:
        return 0
    return floor_t(share * (emissions_t - allocation_t))
