"""Which ways of trading a listed order a market opens, and how much of the book a taker sees."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from market.matching.taking import LEVELS_SHOWN
from market.rules.profiles import LISTED
from market.rules.refused_orders import MatchingNotOpen, TakingNotOpen
from market.venue.finding import find_instrument
from registry.rules import RuleBook, rule_book
from registry.worlds import WorldSession, words

_TANLAB: Final = words("TanLab", "TanLab")


class Way(StrEnum):
    """Match: the book finds the counterparty. Take: the taker chooses among the best prices."""

    MATCH = "match"
    TAKE = "take"


class OpenWays(NamedTuple):
    """The ways that are open on a market, from where that is known, and the levels shown."""

    ways: frozenset[Way]
    source: Mapping[str, str]
    levels: int


def open_ways(rules: RuleBook, market: str, day: date) -> OpenWays:
    """Return the ways of listed trading that are open; both where no rule says otherwise.

    Args:
        rules: the rule book of the world.
        market: scheme whose rules of trading count.
        day: on which they hold.
    """
    row = rules.find(market, "trading_listed_ways", day, LISTED)
    levels = rules.find(market, "trading_levels_shown", day, LISTED)
    named = frozenset(way for way in Way if row is not None and way in row.value.split())
    return OpenWays(
        named or frozenset(Way),
        _TANLAB if row is None else row.cited,
        LEVELS_SHOWN if levels is None else min(levels.whole, LEVELS_SHOWN),
    )


def check_taking_open(found: OpenWays, instrument: str) -> None:
    """Let a counterparty be chosen.

    Raises:
        TakingNotOpen: the market matches by itself.
    """
    if Way.TAKE not in found.ways:
        raise TakingNotOpen(instrument=instrument, source=found.source, field="order_id")


def check_matching_open(found: OpenWays, instrument: str) -> None:
    """Let an order trade at once.

    Raises:
        MatchingNotOpen: trades are made by taking only.
    """
    if Way.MATCH not in found.ways:
        raise MatchingNotOpen(instrument=instrument, source=found.source, field="price_fen")


def ways_of(session: WorldSession, instrument: str) -> OpenWays:
    """Return the ways that are open today for an instrument.

    Args:
        session: any session of the world, whose amendments count.
        instrument: its code.

    Raises:
        UnknownInstrument: none has the code.
    """
    market = find_instrument(session, instrument).market
    return open_ways(rule_book(session), market, session.clock.today())
