"""What an account bought today and has at hand: what T+1 asks of a world on disk.

Units that were bought today and then moved to another account of the same party stay so.
"""

from sqlalchemy import select

from market.rules.market_rules import check_resale
from market.venue.models import Instrument, TradingDay
from registry.worlds import WORLD_METADATA, WorldSession, date_value, fetch

_BOUGHT = (
    "SELECT coalesce(sum(quantity_t), 0) FROM trade"
    " WHERE buyer_account_id = ? AND instrument_id = ? AND id > coalesce("
    "(SELECT id FROM trade WHERE buyer_account_id = ? AND instrument_id = ? AND business_date < ?"
    " ORDER BY id DESC LIMIT 1), 0)"
)
"""Trades are numbered in time, so the index is read backwards through one day only."""


def bought_today_t(session: WorldSession, account_id: int, day: TradingDay) -> int:
    """Return how much of an instrument an account has bought on a day, t.

    Args:
        session: the unit of work, or a reading.
        account_id: whose purchases.
        day: the instrument's day; trades after it do not exist.
    """
    session.flush()
    own = (account_id, day.instrument_id)
    today = date_value(session, day.business_date)
    ((bought_t,),) = fetch(session, _BOUGHT, (*own, *own, today))
    return int(bought_t)


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
