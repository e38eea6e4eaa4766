"""What a live page shows of a reader's own at one instrument: orders and fills.

These are read for each reader several times a second: one statement each, of columns alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, or_, select, union
from sqlmodel import col

from market.data.views import OrderView
from market.rules.orders import OrderState, Side
from market.venue.models import Instrument, MarketOrder, TradeRow
from registry.worlds import WORLD_METADATA, Actor, WorldSession

RECENT_ORDERS = 30
OPEN_ORDERS = 200
FILLS = 20


@dataclass(frozen=True, slots=True)
class FillView:
    """A trade of one of the reader's orders."""

    trade_id: int
    order_id: int
    side: str
    price_fen: int
    quantity_t: int
    traded_at: datetime


_SHOWN = (
    MarketOrder.party_id,
    MarketOrder.side,
    MarketOrder.kind,
    MarketOrder.price_fen,
    MarketOrder.quantity_t,
    MarketOrder.remaining_t,
    MarketOrder.state,
    MarketOrder.business_date,
    MarketOrder.placed_at,
    MarketOrder.closed_at,
)


def orders_of_room(session: WorldSession, instrument: str, actor: Actor) -> list[OrderView]:
    """Return the last orders of the actor's parties, and every open one, newest first.

    Args:
        session: a reading.
        instrument: code of a listed instrument.
        actor: whose orders.
    """
    account = WORLD_METADATA.tables["account"]
    number = col(MarketOrder.id)
    mine = (
        col(MarketOrder.party_id).in_(sorted(actor.party_ids)),
        col(MarketOrder.instrument_id) == _id_of(instrument),
    )
    newest = select(number).where(*mine).order_by(number.desc())
    recent = newest.limit(RECENT_ORDERS).subquery()
    still = newest.where(col(MarketOrder.state) == "open").limit(OPEN_ORDERS).subquery()
    shown = union(select(recent.c.id), select(still.c.id))
    statement = (
        select(
            number,
            account.c.number,
            *(col(each) for each in _SHOWN),
        )
        .join(account, account.c.id == col(MarketOrder.account_id))
        .where(number.in_(shown))
        .order_by(number.desc())
    )
    today = session.clock.today()
    return [
        OrderView(
            order_id=row[0],
            instrument=instrument,
            account=row[1],
            party_id=row[2],
            side=row[3],
            order_kind=row[4],
            price_fen=row[5],
            quantity_t=row[6],
            filled_t=row[6] - row[7],
            remaining_t=row[7],
            state="expired" if row[8] == OrderState.OPEN and row[9] < today else row[8],
            business_date=row[9],
            placed_at=row[10],
            closed_at=row[11],
        )
        for row in session.connection().execute(statement)
    ]


def fills_of_room(session: WorldSession, instrument: str, actor: Actor) -> list[FillView]:
    """Return the last trades of the actor's orders at the open book, newest first.

    Args:
        session: a reading.
        instrument: code of a listed instrument.
        actor: whose trades.
    """
    account = WORLD_METADATA.tables["account"]
    own = select(account.c.id).where(account.c.party_id.in_(sorted(actor.party_ids)))
    buyer, seller = col(TradeRow.buyer_account_id), col(TradeRow.seller_account_id)
    statement: Any = (
        select(
            col(TradeRow.id),
            col(TradeRow.buy_order_id),
            col(TradeRow.sell_order_id),
            buyer.in_(own),
            col(TradeRow.price_fen),
            col(TradeRow.quantity_t),
            col(TradeRow.traded_at),
        )
        .where(
            col(TradeRow.instrument_id) == _id_of(instrument),
            col(TradeRow.mode) == "listed",
            or_(buyer.in_(own), seller.in_(own)),
        )
        .order_by(col(TradeRow.id).desc())
        .limit(FILLS)
    )
    return [
        FillView(
            trade_id=row[0],
            order_id=row[1] if row[3] else row[2],
            side=Side.BUY.value if row[3] else Side.SELL.value,
            price_fen=row[4],
            quantity_t=row[5],
            traded_at=row[6],
        )
        for row in session.connection().execute(statement).all()
    ]


def _id_of(code: str) -> ScalarSelect[int | None]:
    return select(col(Instrument.id)).where(col(Instrument.code) == code).scalar_subquery()
