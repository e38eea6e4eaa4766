"""Which orders of a book can trade now."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from market.rules.orders import OrderState, Side
from market.venue.models import Instrument, MarketOrder
from registry.worlds import WORLD_METADATA

_OPEN = "open"


def may_trade(instrument: Instrument, side: Side, today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions: open, of this day or later, and of an account that is not frozen.

    Args:
        instrument: whose book.
        side: which side of it.
        today: the date in the world's market zone.
    """
    return (
        col(MarketOrder.instrument_id) == instrument.id,
        col(MarketOrder.state) == OrderState.OPEN.value,
        col(MarketOrder.side) == side.value,
        col(MarketOrder.business_date) >= today,
        of_open_account(),
    )


def of_open_account() -> ColumnElement[bool]:
    """Return the condition that an order's account is neither frozen nor closed."""
    account = WORLD_METADATA.tables["account"]
    open_accounts = select(account.c.id).where(account.c.status == _OPEN)
    return col(MarketOrder.account_id).in_(open_accounts)
