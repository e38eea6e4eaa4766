"""What an auction sets aside: cash of those who buy, units of those who sell."""

from market.rules.clearing import fee_fen
from market.rules.market_rules import MarketRules
from market.rules.orders import Side, cny_text
from market.rules.refused_orders import InsufficientCash
from market.venue.days import roll_day
from market.venue.models import Instrument
from market.venue.resale import check_resale_today
from registry.ledger import CASH_UNIT_TYPE_ID, InsufficientUnits, Reservation, reserve
from registry.worlds import WorldSession

PER_CENT = 100


def cash_needed_fen(turnover_fen: int, fee_rate: int, part_pct: int = PER_CENT) -> int:
    """Return the cash to set aside for a turnover and its fee, rounded up, fen.

    Args:
        turnover_fen: sum of prices times quantities, fen.
        fee_rate: parts of 100,000 of the turnover.
        part_pct: how much of it a deposit covers, per cent.
    """
    whole_fen = turnover_fen + fee_fen(turnover_fen, 1, fee_rate)
    return -(-whole_fen * part_pct // PER_CENT)


def set_cash_aside(
    session: WorldSession, account_id: int, amount_fen: int, memo: str
) -> Reservation:
    """Reserve a buyer's cash.

    Raises:
        InsufficientCash: there is too little.
        AccountNotOpen, QuantityOutOfRange: it cannot be reserved.
    """
    try:
        return reserve(session, account_id, CASH_UNIT_TYPE_ID, amount_fen, memo)
    except InsufficientUnits as error:
        available_fen = error.facts["available"]
        assert isinstance(available_fen, int)
        raise InsufficientCash(
            account=error.facts["account"],
            needed_cny=cny_text(amount_fen),
            available_cny=cny_text(available_fen),
            field="quantity_t",
        ) from None


def set_units_aside(
    session: WorldSession,
    instrument: Instrument,
    rules: MarketRules,
    account_id: int,
    quantity_t: int,
    memo: str,
) -> Reservation:
    """Reserve a seller's units.

    Raises:
        SameDayResale: they were bought today.
        InsufficientUnits: there are too few.
        AccountNotOpen, QuantityOutOfRange: they cannot be reserved.
    """
    if not rules.same_day_resale:
        day = roll_day(session, instrument)
        check_resale_today(session, instrument, day, account_id, quantity_t)
    return reserve(session, account_id, instrument.unit_type_id, quantity_t, memo)


def buys(auction_side: str, *, announcer: bool) -> bool:
    """Tell whether the announcer, or a bidder, of an auction pays."""
    return (auction_side == Side.BUY) is announcer
