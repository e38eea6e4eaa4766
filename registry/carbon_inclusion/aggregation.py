"""Platform aggregation (平台归集): which part of a reduction goes to the platform's enterprise.

A platform collects what a person reduced if the person agreed and was rewarded, up to a threshold
per person and period; the rest stays the person's. Amounts are whole milligrams of CO2e.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class AggregationPeriod(StrEnum):
    """How long a threshold counts before it begins anew."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ALWAYS = "always"


class ConsentStep(StrEnum):
    """What a person told the platform about aggregation."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Terms(NamedTuple):
    """The terms of aggregation on a day: threshold per person and period, mg CO2e."""

    threshold_mg: int
    period: AggregationPeriod


@dataclass(frozen=True, slots=True)
class Reduction:
    """One activity's reduction that waits to be shared out.

    Args:
        activity_id: of the record.
        account_id: of the person's carbon account.
        day: when it happened.
        reduction_mg: mg CO2e.
        collectable: the person agreed on that day and was rewarded for it.
    """

    activity_id: int
    account_id: int
    day: date
    reduction_mg: int
    collectable: bool


class Shared(NamedTuple):
    """How one reduction is shared out, mg CO2e."""

    activity_id: int
    enterprise_mg: int
    personal_mg: int


Collected = Mapping[tuple[int, date], int]
"""What was collected before, mg CO2e, by account and first day of the period."""


def period_bounds(day: date, period: AggregationPeriod) -> tuple[date, date]:
    """Return the first and the last day of the period that a day lies in."""
    if period is AggregationPeriod.DAY:
        return day, day
    if period is AggregationPeriod.MONTH:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return day.replace(day=1), following - timedelta(days=1)
    if period is AggregationPeriod.YEAR:
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    return date.min, date.max


def agreed_on(steps: Iterable[tuple[date, str]], day: date) -> bool:
    """Tell whether a person's consent held on a day.

    Args:
        steps: the days on which consent was given or withdrawn; a withdrawal holds from its own
            day on, whatever else was said that day.
        day: the day of the activity.
    """
    known = [(said_on, step == ConsentStep.WITHDRAWN) for said_on, step in steps if said_on <= day]
    return bool(known) and not max(known)[1]


def share_out(
    reductions: Iterable[Reduction], terms_on: Callable[[date], Terms], collected: Collected
) -> list[Shared]:
    """Share reductions between enterprise and persons.

    Args:
        reductions: those of one platform that wait, in any order; the earlier day goes first.
        terms_on: the terms in force on a day.
        collected: what the platform collected from each person before.

    Returns:
        One share for each reduction; the parts add up to it exactly.

    Source:
        Wuhan, platform aggregation (平台归集): room = max(0, θ − collected); the enterprise gets
        min(ER, room) if the person agreed and was rewarded, the person the rest.
    """
    so_far = dict(collected)
    shares = []
    for each in sorted(reductions, key=lambda one: (one.day, one.activity_id)):
        enterprise_mg = 0
        if each.collectable:
            terms = terms_on(each.day)
            place = (each.account_id, period_bounds(each.day, terms.period)[0])
            room = max(0, terms.threshold_mg - so_far.get(place, 0))
            enterprise_mg = min(each.reduction_mg, room)
            so_far[place] = so_far.get(place, 0) + enterprise_mg
        shares.append(Shared(each.activity_id, enterprise_mg, each.reduction_mg - enterprise_mg))
    return shares
