"""What an account bought today and has at hand: what T+1 asks of a world on disk.

Units that were bought today and then moved to another account of the same party stay so.
"""

from sqlalchemy import func, select
from sqlmodel import col

from market.rules.market_rules import check_resale
from market.venue.models import Instrument, TradeRow, TradingDay
from registry.worlds import WORLD_METADATA, WorldSession


def bought_today_t(session: WorldSession, account_id: int, day: TradingDay) -> int:
    """Return how much of an instrument an account has bought on a day, t.

    Args:
        session: the unit of work, or a reading.
        account_id: whose purchases.
        day: the instrument's day; trades after it do not exist.
    """
    own = (
        col(TradeRow.buyer_account_id) == account_id,
        col(TradeRow.instrument_id) == day.instrument_id,
    )
    # Trades are numbered in time, so the index is read backwards through this day only.
    last_earlier = (
        select(col(TradeRow.id))
        .where(*own, col(TradeRow.business_date) < day.business_date)
        .order_by(col(TradeRow.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    bought = select(func.coalesce(func.sum(col(TradeRow.quantity_t)), 0)).where(
        *own, col(TradeRow.id) > func.coalesce(last_earlier, 0)
    )
    return int(session.connection().execute(bought).scalar_one())


def available_t(session: WorldSession, account_id: int, unit_type_id: int) -> int:
    """Return what an account holds of a unit type and has not set aside, locked, t.

    Args:
        session: the unit of work.
        account_id: whose holding.
        unit_type_id: of what.
    """
    holding = WORLD_METADATA.tables["holding"]
    statement = (
        select(holding.c.quantity - holding.c.reserved)
        .where(holding.c.account_id == account_id, holding.c.unit_type_id == unit_type_id)
        .with_for_update()
    )
    return int(session.connection().execute(statement).scalar() or 0)


def check_resale_today(
    session: WorldSession,
    instrument: Instrument,
    day: TradingDay,
    account_id: int,
    quantity_t: int,
) -> None:
    """Refuse to sell what an account has only because it bought it today, in whatever mode.

    Args:
        session: the unit of work.
        instrument: what is to be sold.
        day: its day.
        account_id: whose holding; it is locked.
        quantity_t: how much is to be sold, t.

    Raises:
        SameDayResale: more than the account, or all accounts of its party, have available beyond
            the units bought today.
    """
    bought_t = bought_today_t(session, account_id, day)
    if bought_t:
        at_hand_t = available_t(session, account_id, instrument.unit_type_id)
        check_resale(quantity_t, at_hand_t, bought_t)
    ids = _other_accounts(session, account_id)
    elsewhere_t = sum(bought_today_t(session, id_, day) for id_ in ids)
    if elsewhere_t:
        at_hand_t = sum(
            available_t(session, id_, instrument.unit_type_id) for id_ in sorted([account_id, *ids])
        )
        check_resale(quantity_t, at_hand_t, bought_t + elsewhere_t)


def _other_accounts(session: WorldSession, account_id: int) -> list[int]:
    """Return the other accounts of an account's party, by id."""
    account = WORLD_METADATA.tables["account"]
    own = account.alias()
    statement = (
        select(account.c.id)
        .join(own, own.c.party_id == account.c.party_id)
        .where(own.c.id == account_id, account.c.id != account_id)
    )
    return list(session.connection().execute(statement).scalars())
