"""What a live page shows of a reader's own at one instrument: balances, orders and fills.

These are read for each reader several times a second: one plain statement each.
"""

from dataclasses import dataclass
from datetime import datetime

from market.data.views import OrderView
from market.rules.orders import OrderState, Side
from registry.ledger import CASH_UNIT_TYPE_ID
from registry.worlds import Actor, WorldSession, day_read, fetch, instant_read

RECENT_ORDERS = 30
OPEN_ORDERS = 200
FILLS = 20

_INSTRUMENT = "(SELECT id FROM instrument WHERE code = ?)"
_BALANCES = (
    "SELECT a.number, p.name_zh, p.name_en, coalesce(u.quantity, 0), coalesce(u.reserved, 0),"
    " coalesce(c.quantity, 0), coalesce(c.reserved, 0)"
    " FROM account a JOIN party p ON p.id = a.party_id"
    " LEFT JOIN holding u ON u.account_id = a.id"
    " AND u.unit_type_id = (SELECT unit_type_id FROM instrument WHERE code = ?)"
    " LEFT JOIN holding c ON c.account_id = a.id AND c.unit_type_id = ?"
    " WHERE a.party_id IN ({parties}) ORDER BY a.number"
)
_MINE = "SELECT id FROM market_order WHERE instrument_id = {instrument} AND party_id IN ({parties})"
_ORDERS = (
    "SELECT o.id, a.number, o.party_id, o.side, o.kind, o.price_fen, o.quantity_t, o.remaining_t,"
    " o.state, o.business_date, o.placed_at, o.closed_at"
    " FROM market_order o JOIN account a ON a.id = o.account_id"
    " WHERE o.id IN (SELECT id FROM ({mine} ORDER BY id DESC LIMIT ?) AS recent)"
    " OR o.id IN (SELECT id FROM ({mine} AND state = 'open' ORDER BY id DESC LIMIT ?) AS still)"
    " ORDER BY o.id DESC"
)
_FILLS = (
    "SELECT t.id, t.buy_order_id, t.sell_order_id,"
    " t.buyer_account_id IN (SELECT id FROM account WHERE party_id IN ({parties})),"
    " t.price_fen, t.quantity_t, t.traded_at"
    " FROM trade t WHERE t.instrument_id = {instrument} AND t.mode = 'listed'"
    " AND (t.buyer_account_id IN (SELECT id FROM account WHERE party_id IN ({parties}))"
    " OR t.seller_account_id IN (SELECT id FROM account WHERE party_id IN ({parties})))"
    " ORDER BY t.id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class BalanceView:
    """What an account of the reader's has for trading an instrument: units in t, cash in fen."""

    account: str
    party_zh: str
    party_en: str
    units_available: int
    units_reserved: int
    cash_available_fen: int
    cash_reserved_fen: int


@dataclass(frozen=True, slots=True)
class FillView:
    """A trade of one of the reader's orders."""

    trade_id: int
    order_id: int
    side: str
    price_fen: int
    quantity_t: int
    traded_at: datetime


def balances_of_room(session: WorldSession, instrument: str, actor: Actor) -> list[BalanceView]:
    """Return what each account of the actor's parties has for an instrument, by number.

    Args:
        session: a reading.
        instrument: code of a listed instrument.
        actor: whose accounts.
    """
    parties = sorted(actor.party_ids)
    text = _BALANCES.format(parties=_marks(parties))
    return [
        BalanceView(
            account=number,
            party_zh=name_zh,
            party_en=name_en,
            units_available=units - units_reserved,
            units_reserved=units_reserved,
            cash_available_fen=cash_fen - cash_reserved_fen,
            cash_reserved_fen=cash_reserved_fen,
        )
        for number, name_zh, name_en, units, units_reserved, cash_fen, cash_reserved_fen in fetch(
            session, text, (instrument, CASH_UNIT_TYPE_ID, *parties)
        )
    ]


def orders_of_room(session: WorldSession, instrument: str, actor: Actor) -> list[OrderView]:
    """Return the last orders of the actor's parties, and every open one, newest first.

    Args:
        session: a reading.
        instrument: code of a listed instrument.
        actor: whose orders.
    """
    parties = sorted(actor.party_ids)
    mine = _MINE.format(instrument=_INSTRUMENT, parties=_marks(parties))
    wanted = (instrument, *parties, RECENT_ORDERS, instrument, *parties, OPEN_ORDERS)
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
            state=_state_on(row[8], day_read(row[9]) < today),
            business_date=day_read(row[9]),
            placed_at=instant_read(row[10]),
            closed_at=row[11] and instant_read(row[11]),
        )
        for row in fetch(session, _ORDERS.format(mine=mine), wanted)
    ]


def fills_of_room(session: WorldSession, instrument: str, actor: Actor) -> list[FillView]:
    """Return the last trades of the actor's orders at the open book, newest first.

    Args:
        session: a reading.
        instrument: code of a listed instrument.
        actor: whose trades.
    """
    parties = sorted(actor.party_ids)
    text = _FILLS.format(instrument=_INSTRUMENT, parties=_marks(parties))
    wanted = (*parties, instrument, *parties, *parties, FILLS)
    return [
        FillView(
            trade_id=row[0],
            order_id=row[1] if row[3] else row[2],
            side=Side.BUY.value if row[3] else Side.SELL.value,
            price_fen=row[4],
            quantity_t=row[5],
            traded_at=instant_read(row[6]),
        )
        for row in fetch(session, text, wanted)
    ]


def _marks(parties: list[int]) -> str:
    """Return as many parameters as there are parties; none of them: one that no party has."""
    return ",".join("?" * len(parties)) or "-1"


def _state_on(state: str, earlier_day: bool) -> str:
    return OrderState.EXPIRED.value if state == OrderState.OPEN and earlier_day else state
