"""Setting aside what a side of a block must deliver or pay."""

from typing import NamedTuple

from market.rules.clearing import cash_to_reserve_fen
from market.rules.orders import Side
from market.venue.settlement import MarketDay, set_cash_aside, set_units_aside
from registry.worlds import WorldSession


class Due(NamedTuple):
    """What one side of a block owes when it settles.

    Args:
        account_id: whose.
        side: whether it buys or sells.
        price_fen: price, fen per t.
        quantity_t: quantity, t.
        fee_rate: parts of 100,000 of the turnover.
    """

    account_id: int
    side: Side
    price_fen: int
    quantity_t: int
    fee_rate: int

    @property
    def cash_fen(self) -> int:
        """Return what a buyer pays with its fee, fen."""
        return cash_to_reserve_fen(self.price_fen, self.quantity_t, self.fee_rate)


def set_aside(session: WorldSession, market_day: MarketDay, due: Due, memo: str) -> str:
    """Reserve a buyer's cash or a seller's units.

    Args:
        session: the unit of work.
        market_day: where the block is traded.
        due: what is owed.
        memo: what for.

    Returns:
        The id of the reservation.

    Raises:
        InsufficientCash, InsufficientUnits: the account has too little.
        SameDayResale: the seller has the units only because it bought them today.
        AccountNotOpen: the account is frozen or closed.
    """
    if due.side is Side.BUY:
        return set_cash_aside(session, due.account_id, due.cash_fen, memo).id
    return set_units_aside(session, market_day, due.account_id, due.quantity_t, memo).id
