"""The counterparties that a taker may choose from: single orders at the best prices, five at most.

A participant is shown under the number of its first order of the day, so that takers can tell one
from another without knowing who they are; the next day the labels are new.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from market.listed.ways import open_ways
from market.matching.taking import LEVELS_SHOWN
from market.rules.orders import Side
from market.venue.finding import find_instrument
from market.venue.models import Instrument, MarketOrder
from market.venue.resting import may_trade
from registry.rules import rule_book
from registry.worlds import Actor, WorldSession

ORDERS_A_LEVEL_MAX = 50


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
    price = col(MarketOrder.price_fen)
    statement = (
        select(price)
        .where(*may_trade(instrument, side, session.clock.today()))
        .distinct()
        .order_by(price.desc() if side is Side.BUY else price)
        .limit(levels)
    )
    return [price_fen for price_fen in session.exec(statement).all() if price_fen is not None]


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
    orders = [order for _, resting in (*bids, *asks) for order in resting]
    labels = _labels(session, found, {order.party_id for order in orders})

    def shown(side: Sequence[tuple[int, Sequence[MarketOrder]]]) -> tuple[ShownLevel, ...]:
        return tuple(
            ShownLevel(
                price_fen,
                place == 0,
                tuple(
                    ShownOrder(
                        order.id or 0,
                        labels[order.party_id],
                        order.remaining_t,
                        order.party_id in own,
                    )
                    for order in resting
                ),
            )
            for place, (price_fen, resting) in enumerate(side)
        )

    return Counterparties(shown(bids), shown(asks))


def _orders_at(
    session: WorldSession, instrument: Instrument, side: Side, price_fen: int
) -> Sequence[MarketOrder]:
    statement = (
        select(MarketOrder)
        .where(
            *may_trade(instrument, side, session.clock.today()),
            MarketOrder.price_fen == price_fen,
        )
        .order_by(col(MarketOrder.id))
        .limit(ORDERS_A_LEVEL_MAX)
    )
    return session.exec(statement).all()


def _labels(session: WorldSession, instrument: Instrument, party_ids: set[int]) -> dict[int, str]:
    """Return the label of each party: the number of its first order of the day in this book.

    As in the book, orders of a later day count too: a class may set its clock back.
    """
    party, first = col(MarketOrder.party_id), func.min(MarketOrder.id)
    statement = (
        select(party, first)
        .where(
            MarketOrder.instrument_id == instrument.id,
            col(MarketOrder.business_date) >= session.clock.today(),
            party.in_(sorted(party_ids)),
        )
        .group_by(party)
    )
    return {party_id: f"P{number}" for party_id, number in session.exec(statement).all()}
