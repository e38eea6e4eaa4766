"""The surrender status of an operator in an emissions trading scheme of the European kind."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class SurrenderStatus(StrEnum):
    """How an operator stands at the end of a year.

    A: has surrendered at least its emissions so far; B: fewer; C: a year's verified emissions are
    missing; EXCLUDED: is excluded in that year; NOT_APPLICABLE: had no emissions yet.
    """

    A = "A"
    B = "B"
    C = "C"
    EXCLUDED = "EXCLUDED"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class OperatorYear(NamedTuple):
    """One year of an operator; quantities in t CO2e, None where nothing is reported.

    `surrendered` is what it surrendered for or in that year, not the sum so far.
    """

    year: int
    verified: int | None
    surrendered: int | None
    excluded: bool = False


def statuses(years: Iterable[OperatorYear]) -> dict[int, SurrenderStatus]:
    """Return an operator's dynamic status at the end of each of its years.

    The sums run from the first year with verified emissions; years without a row count as missing
    between the first and the last year that has one, excluded years count nothing.

    Args:
        years: at most one for each year, in any order.

    Source:
        UK ETS registry: dynamic surrender status from the first year of verified emissions, yearly
        emissions, exclusions and cumulative surrenders.
    """
    known = {each.year: each for each in years}
    first = min((year for year, each in known.items() if each.verified is not None), default=None)
    found: dict[int, SurrenderStatus] = {}
    emitted = surrendered = 0
    missing = False
    for year in range(min(known, default=0), max(known, default=-1) + 1):
        each = known.get(year, OperatorYear(year, None, None))
        surrendered += each.surrendered or 0
        if first is not None and year >= first and not each.excluded:
            missing = missing or each.verified is None
            emitted += each.verified or 0
        if year in known:
            begun = first is not None and year >= first
            found[year] = _status(each.excluded, begun, missing, emitted <= surrendered)
    return found


def _status(excluded: bool, begun: bool, missing: bool, covered: bool) -> SurrenderStatus:
    if excluded:
        return SurrenderStatus.EXCLUDED
    if not begun:
        return SurrenderStatus.NOT_APPLICABLE
    if missing:
        return SurrenderStatus.C
    return SurrenderStatus.A if covered else SurrenderStatus.B
