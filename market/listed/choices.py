"""The counterparties that a taker may choose from: single orders at the best prices, five at most.

A participant is shown under the number of its first order of the day, so that takers can tell one
from another without knowing who they are; the next day the labels are new.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from market.listed.ways import open_ways
from market.matching.taking import LEVELS_SHOWN
from market.rules.orders import Side
from market.venue.finding import find_instrument
from market.venue.models import Instrument
from market.venue.resting import may_trade, query_of_resting
from registry.rules import rule_book
from registry.worlds import Actor, WorldSession, date_value, fetch

ORDERS_A_LEVEL_MAX = 50

Row = Sequence[Any]

_PRICES_OF = {
    Side.BUY: query_of_resting("DISTINCT price_fen", "ORDER BY price_fen DESC LIMIT ?"),
    Side.SELL: query_of_resting("DISTINCT price_fen", "ORDER BY price_fen LIMIT ?"),
}
_ORDERS_AT = query_of_resting("id, party_id, remaining_t", "AND price_fen = ? ORDER BY id LIMIT ?")
_LABELS = (
    "SELECT party_id, min(id) FROM market_order"
    " WHERE instrument_id = ? AND business_date >= ? AND party_id IN ({parties}) GROUP BY party_id"
)


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """One resting order as everybody sees it; `own` if a party of the reader placed it."""

    order_id: int
    participant: str
    quantity_t: int
    own: bool


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """One price, fen per t, with its first fifty orders in time; `takeable` at the best price."""

    price_fen: int
    takeable: bool
    orders: tuple[ShownOrder, ...]


@dataclass(frozen=True, slots=True)
class Counterparties:
    """The best levels of both sides that the market shows, best first."""

    bids: tuple[ShownLevel, ...]
    asks: tuple[ShownLevel, ...]


def best_prices_fen(
    session: WorldSession, instrument: Instrument, side: Side, levels: int = LEVELS_SHOWN
) -> list[int]:
    """Return the best prices of a side, best first, fen per t.

    Args:
        session: the unit of work, or a reading.
        instrument: whose book.
        side: which side of it.
        levels: how many at most.
    """
    wanted = (*may_trade(session, instrument, side), levels)
    return [price_fen for (price_fen,) in fetch(session, _PRICES_OF[side], wanted)]


def counterparties(
    session: WorldSession, instrument: str, actor: Actor | None = None, levels: int = LEVELS_SHOWN
) -> Counterparties:
    """Show the single orders at the best prices of both sides.

    Args:
        session: a reading.
        instrument: its code.
        actor: whose own orders are marked; None for a visitor.
        levels: how many prices of each side, at most those that the market shows.

    Raises:
        UnknownInstrument: none has the code.
    """
    found = find_instrument(session, instrument)
    today = session.clock.today()
    shown_levels = open_ways(rule_book(session), found.market, today).levels
    own = actor.party_ids if actor else frozenset()
    bids, asks = (
        [
            (price_fen, _orders_at(session, found, side, price_fen))
            for price_fen in best_prices_fen(session, found, side, min(levels, shown_levels))
        ]
        for side in (Side.BUY, Side.SELL)
    )
    parties = {party_id for _, resting in (*bids, *asks) for _, party_id, _ in resting}
    labels = _labels(session, found, parties)

    def shown(side: Sequence[tuple[int, Sequence[Row]]]) -> tuple[ShownLevel, ...]:
        return tuple(
            ShownLevel(
                price_fen,
                place == 0,
                tuple(
                    ShownOrder(order_id, labels[party_id], remaining_t, party_id in own)
                    for order_id, party_id, remaining_t in resting
                ),
            )
            for place, (price_fen, resting) in enumerate(side)
        )

    return Counterparties(shown(bids), shown(asks))


def _orders_at(
    session: WorldSession, instrument: Instrument, side: Side, price_fen: int
) -> Sequence[Row]:
    """Return number, party and remaining quantity, t, of the first orders at a price."""
    wanted = (*may_trade(session, instrument, side), price_fen, ORDERS_A_LEVEL_MAX)
    return fetch(session, _ORDERS_AT, wanted)


def _labels(session: WorldSession, instrument: Instrument, party_ids: set[int]) -> dict[int, str]:
    """Return the label of each party: the number of its first order of the day in this book.

    As in the book, orders of a later day count too: a class may set its clock back.
    """
    marks = ",".join("?" * len(party_ids)) or "NULL"
    today = date_value(session, session.clock.today())
    wanted = (instrument.id, today, *sorted(party_ids))
    rows = fetch(session, _LABELS.format(parties=marks), wanted)
    return {party_id: f"P{number}" for party_id, number in rows}
