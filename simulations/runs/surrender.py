"""The end of a compliance year: abatement, surrender, fine, carry-over."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from registry.compliance import carry_over_t, credit_limit_t
from simulations.behaviour import FirmAbatement
from simulations.scenarios import Market


class Accounting(NamedTuple):
    """What a firm owes and does at the deadline, t CO2e.

    Args:
        abatement_t: Abatement of the year.
        obligation_t: Emissions after abatement, and units still owed from before.
        offsets_t: Credits surrendered.
        surrendered_t: Allowances surrendered.
        shortfall_t: What is missing.
        left_t: Allowances that remain.
        borrowed_t: Allowances of the next cycle surrendered in advance.
    """

    abatement_t: int
    obligation_t: int
    offsets_t: int
    surrendered_t: int
    shortfall_t: int
    left_t: int
    borrowed_t: int


class Books(NamedTuple):
    """What decides a firm's accounting.

    Args:
        emissions_t: Emissions without abatement, t.
        held_t: Allowances held, t.
        offsets_t: Credits held, t.
        expected_cny: Price it reckons with, CNY/t.
        abatement: What it can abate and at what cost.
        offset_limit_share: Share of the obligation that credits may cover.
        fine_cny: Fine on a missing tonne, CNY/t.
        owed_t: Units still owed from before, t.
        borrowing_share_max: Share of the obligation that units of the next cycle may cover.
    """

    emissions_t: int
    held_t: int
    offsets_t: int
    expected_cny: float
    abatement: FirmAbatement
    offset_limit_share: float
    fine_cny: float
    owed_t: int
    borrowing_share_max: float


def account_for_year(books: Books) -> Accounting:
    """Return a firm's accounting at the deadline.

    A firm abates until marginal cost equals the price it expects, and further while that is
    cheaper than the fine on what it still lacks and cannot borrow.
    """
    used_t = min(
        books.offsets_t,
        usable_offsets_t(books.emissions_t, books.abatement.most_t, books.offset_limit_share),
    )
    gap_t = books.emissions_t + books.owed_t - books.held_t - used_t
    planned_t = books.abatement.at(books.expected_cny)
    most_t = books.abatement.at(books.fine_cny)
    lent_t = int(books.borrowing_share_max * (books.emissions_t - planned_t))
    abatement_t = max(planned_t, min(gap_t - lent_t, most_t))
    obligation_t = books.emissions_t - abatement_t + books.owed_t
    own_t = min(books.held_t, obligation_t - used_t)
    missing_t = obligation_t - used_t - own_t
    borrowed_t = min(missing_t, lent_t)
    return Accounting(
        abatement_t=abatement_t,
        obligation_t=obligation_t,
        offsets_t=used_t,
        surrendered_t=own_t + borrowed_t,
        shortfall_t=missing_t - borrowed_t,
        left_t=books.held_t - own_t,
        borrowed_t=borrowed_t,
    )


def usable_offsets_t(emissions_t: int, abatement_max_t: int, limit_share: float) -> int:
    """Return how many credits a firm can use however much it abates, t."""
    return credit_limit_t(emissions_t - abatement_max_t, Decimal(str(limit_share)))


def carried_t(rules: Market, left_t: int, net_sales_t: int) -> int:
    """Return how many of the units left stay usable, by the registry's rule where one limits it.

    Args:
        rules: The market's rules at the deadline.
        left_t: Units left, t.
        net_sales_t: Sales less purchases, t; may be negative.
    """
    carry = rules.carry_over
    if carry.rule == "unlimited":
        return left_t
    if carry.rule == "none":
        return 0
    multiple = Decimal(str(carry.multiple))
    return carry_over_t(max(0, net_sales_t), left_t, Decimal(carry.base_t), multiple)


def month_mean_fen(closes_fen: Sequence[int], days: Sequence[date], deadline: int) -> int:
    """Return the mean close of the 30 days up to the deadline, rounded half up, fen.

    Source:
        碳排放权交易管理暂行条例 (Order 775), Art. 24: mean price of the month before the deadline.
    """
    first = days[deadline].toordinal() - 30
    recent = [
        close
        for close, day in zip(closes_fen, days, strict=False)
        if first < day.toordinal() <= days[deadline].toordinal()
    ]
    return (2 * sum(recent) + len(recent)) // (2 * len(recent))
