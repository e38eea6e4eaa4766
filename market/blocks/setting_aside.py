"""Setting aside what a side of a block must deliver or pay."""

from typing import NamedTuple

from market.rules.clearing import cash_to_reserve_fen
from market.rules.market_rules import MarketRules
from market.rules.orders import Side, cny_text
from market.rules.refused_orders import InsufficientCash
from market.venue.models import Instrument, TradingDay
from market.venue.resale import check_resale_today
from registry.ledger import CASH_UNIT_TYPE_ID, InsufficientUnits, reserve
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


def set_aside(
    session: WorldSession,
    instrument: Instrument,
    day: TradingDay,
    rules: MarketRules,
    due: Due,
    memo: str,
) -> str:
    """Reserve a buyer's cash or a seller's units.

    Args:
        session: the unit of work.
        instrument: what is traded, locked.
        day: its day.
        rules: of block agreements.
        due: what is owed.
        memo: what for.

    Returns:
        The id of the reservation.

    Raises:
        InsufficientCash, InsufficientUnits: the account has too little.
        SameDayResale: the seller has the units only because it bought them today.
        AccountNotOpen: the account is frozen or closed.
    """
    buys = due.side is Side.BUY
    if not buys and not rules.same_day_resale:
        check_resale_today(session, instrument, day, due.account_id, due.quantity_t)
    unit_type_id = CASH_UNIT_TYPE_ID if buys else instrument.unit_type_id
    quantity = due.cash_fen if buys else due.quantity_t
    try:
        return reserve(session, due.account_id, unit_type_id, quantity, memo).id
    except InsufficientUnits as error:
        error.facts["field"] = "quantity_t"
        if not buys:
            raise
        available_fen = error.facts["available"]
        assert isinstance(available_fen, int)
        raise InsufficientCash(
            account=error.facts["account"],
            needed_cny=cny_text(quantity),
            available_cny=cny_text(available_fen),
            field="quantity_t",
        ) from None
