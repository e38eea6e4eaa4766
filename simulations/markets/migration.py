"""Sectors that leave a pilot for the national market: who owes what where, and what units become.

Source: 《碳排放权交易管理暂行条例》(国务院令第775号) 第二十九条, one market for the same gas and
sector. What becomes of surplus differs: Tianjin has free surplus cancelled, Shanghai lets surplus
be carried over for three years.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from simulations.markets.linkage import ONE_FOR_ONE
from simulations.markets.refused_markets import (
    MarketTermRefused,
    MigrationRefused,
    require_whole,
)

_YEARS_MAX: Final = 100
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


class Surplus(StrEnum):
    """What becomes of pilot units left after a mover's last surrender there."""

    CANCEL_FREE = "cancel_free"
    KEEP = "keep"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A sector's move from a pilot to the national market.

    Args:
        sector: The sector.
        pilot: Name of the market it leaves.
        national: Name of the market it joins.
        first_year: First emission year that it owes in the national market; the year before is
            its last in the pilot.
        surplus: What becomes of pilot units left after the last surrender there.
        keep_years: How many years after its last emission year units that it keeps can be traded.
        units_for_one: National units for one pilot unit, where surplus is exchanged.
    """

    sector: str
    pilot: str
    national: str
    first_year: int
    surplus: Surplus
    keep_years: int
    units_for_one: Fraction = ONE_FOR_ONE

    def __post_init__(self) -> None:
        require_whole("first_year", self.first_year, _FIRST_YEAR, _LAST_YEAR)
        require_whole("keep_years", self.keep_years, 0, _YEARS_MAX)
        if not 0 <= self.units_for_one <= 1:
            raise MarketTermRefused(
                field="units_for_one", value=self.units_for_one, least=0, most=1
            )


class Exit(NamedTuple):
    """What becomes of a mover's pilot units, t; the first three add up to what was left.

    Attributes:
        kept_t: Still its own, to be sold in the pilot.
        cancelled_t: Cancelled.
        exchanged_t: Given up for units of the national market.
        received_t: Those units.
        kept_until: Last year in which kept units can be traded.
    """

    kept_t: int
    cancelled_t: int
    exchanged_t: int
    received_t: int
    kept_until: int


def check_migrations(migrations: Sequence[Migration]) -> None:
    """Refuse moves that would put a firm into two markets, or lead it on.

    Raises:
        MigrationRefused: A sector leaves a market twice, goes nowhere, or goes to a market that it
            also leaves.
    """
    left = [(move.sector, move.pilot) for move in migrations]
    for place, move in enumerate(migrations):
        twice = left[place] in left[:place]
        if twice or (move.sector, move.national) in left:
            raise MigrationRefused(sector=move.sector, market=move.pilot)


def settle_exit(left_t: int, free_t: int, obligation_t: int, move: Migration) -> Exit:
    """Return what becomes of a mover's pilot units after its last surrender there.

    Args:
        left_t: Units left, t.
        free_t: Units received free of charge for the last year, t.
        obligation_t: Its emissions of that year, t.
        move: The terms of the move.

    Returns:
        Kept, cancelled and exchanged units. Free surplus is what the free units of the last year
        exceed its emissions by; units bought are never cancelled. An exchange gives up only as
        many units as it receives whole ones for.

    Raises:
        MarketTermRefused: A negative quantity.

    Source:
        天津市 and 上海市 rules on entities moved to the national market (2025).
    """
    for field, quantity_t in (
        ("left_t", left_t),
        ("free_t", free_t),
        ("obligation_t", obligation_t),
    ):
        require_whole(field, quantity_t, 0)
    cancelled_t = exchanged_t = received_t = 0
    if move.surplus is Surplus.CANCEL_FREE:
        cancelled_t = min(left_t, max(0, free_t - obligation_t))
    elif move.surplus is Surplus.EXCHANGE and move.units_for_one:
        received_t = math.floor(left_t * move.units_for_one)
        exchanged_t = math.ceil(received_t / move.units_for_one)
    return Exit(
        left_t - cancelled_t - exchanged_t,
        cancelled_t,
        exchanged_t,
        received_t,
        move.first_year - 1 + move.keep_years,
    )
