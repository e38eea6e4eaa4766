"""What a trade moves: units one way, cash the other, fees to the exchange."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import NamedTuple, cast

from market.rules.market_rules import FEE_DENOMINATOR


class Movement(NamedTuple):
    """Units or cash that go from one account to another."""

    from_account_id: int
    to_account_id: int
    unit_type_id: int
    quantity: int


# A named tuple made without its Python-level constructor: a simulation makes millions.
_movement = cast(Callable[[tuple[int, int, int, int]], Movement], partial(tuple.__new__, Movement))


class Trade(NamedTuple):
    """A match of two orders: price in fen per t, quantity in t, the two accounts."""

    price_fen: int
    quantity_t: int
    buyer_account_id: int
    seller_account_id: int


class Venue(NamedTuple):
    """Where a trade is cleared: its unit type, the cash, the fee and who receives it.

    Attributes:
        unit_type_id: what is traded.
        cash_unit_type_id: what pays, in fen.
        fee_rate: fee of each side in parts of 100,000 of the turnover.
        exchange_account_id: receives the fees; any number when the rate is zero.
    """

    unit_type_id: int
    cash_unit_type_id: int
    fee_rate: int = 0
    exchange_account_id: int = 0


def fee_fen(price_fen: int, quantity_t: int, fee_rate: int) -> int:
    """Work out one side's fee of a trade.

    Args:
        price_fen: price, fen per t.
        quantity_t: quantity, t.
        fee_rate: parts of 100,000 of the turnover.

    Returns:
        The fee in fen, rounded down, so that the fees of the parts of an order never exceed the
        fee of the whole. No market publishes how it rounds; this is chosen here.
    """
    return price_fen * quantity_t * fee_rate // FEE_DENOMINATOR


def cash_to_reserve_fen(price_fen: int, quantity_t: int, fee_rate: int = 0) -> int:
    """Work out what a buyer must set aside for an order or for the rest of one.

    Args:
        price_fen: limit price, fen per t.
        quantity_t: quantity, t.
        fee_rate: parts of 100,000 of the turnover.

    Returns:
        Turnover at the limit price and its fee, fen.
    """
    turnover_fen = price_fen * quantity_t
    return turnover_fen + fee_fen(price_fen, quantity_t, fee_rate) if fee_rate else turnover_fen


def clear(trade: Trade, venue: Venue) -> tuple[Movement, ...]:
    """Turn a trade into its movements: delivery, payment and, if any, both fees.

    Args:
        trade: the match.
        venue: where it is cleared.

    Returns:
        First units from seller to buyer, then cash from buyer to seller, then the buyer's and the
        seller's fee, the latter out of the proceeds.

    Source:
        碳排放权结算管理规则(试行) (生态环境部, 2021-05-14): 逐笔全额清算, 货银对付.
    """
    price_fen, quantity_t, buyer, seller = trade
    units, cash, fee_rate, exchange = venue
    movements = (
        _movement((seller, buyer, units, quantity_t)),
        _movement((buyer, seller, cash, price_fen * quantity_t)),
    )
    fee = fee_fen(price_fen, quantity_t, fee_rate) if fee_rate else 0
    if not fee:
        return movements
    return (*movements, Movement(buyer, exchange, cash, fee), Movement(seller, exchange, cash, fee))


def net(movements: Iterable[Movement]) -> dict[tuple[int, int], int]:
    """Add movements up.

    Args:
        movements: any.

    Returns:
        Change by (account, unit type), in units or fen; the changes of a unit type sum to zero.
    """
    change: defaultdict[tuple[int, int], int] = defaultdict(int)
    for source, target, unit_type_id, quantity in movements:
        change[source, unit_type_id] -= quantity
        change[target, unit_type_id] += quantity
    return dict(change)


def withdrawable_fen(available_fen: int, traded_fen: int) -> int:
    """Work out what may leave an account where today's proceeds stay until tomorrow.

    Args:
        available_fen: cash that is not set aside, fen.
        traded_fen: what today's trades brought less what they cost, fees included, fen.

    Returns:
        What is available beyond today's net proceeds, never below 0, fen.
    """
    return max(0, available_fen - max(0, traded_fen))


def reserve_share_fen(fees_fen: int, share: Decimal) -> int:
    """Work out what the settlement reserve receives of a day's fees.

    Args:
        fees_fen: fees of the day, fen.
        share: from 0 to 1.

    Returns:
        The share, rounded down, at most the fees themselves, fen.
    """
    return int(fees_fen * max(Decimal(0), min(share, Decimal(1))))


def recovered(amount_fen: int, to_creditor_fen: int) -> tuple[int, int]:
    """Share a payment towards a claim out: the creditor first, then the settlement reserve.

    Args:
        amount_fen: what is paid, fen.
        to_creditor_fen: what the creditor is still owed, fen.

    Returns:
        What the creditor receives and what the reserve receives, fen.
    """
    first = min(amount_fen, to_creditor_fen)
    return first, amount_fen - first


def rest_after_fill_fen(price_fen: int, rest_t: int, part_t: int, fee_rate: int) -> int:
    """Work out what rounding leaves of a buyer's reservation after a trade at its limit price.

    Args:
        price_fen: limit price, fen per t.
        rest_t: what was unfilled before the trade, t.
        part_t: quantity of the trade, t.
        fee_rate: parts of 100,000 of the turnover.

    Returns:
        What neither the trade nor the new rest needs: 0 or 1 fen.
    """
    before = cash_to_reserve_fen(price_fen, rest_t, fee_rate)
    drawn = cash_to_reserve_fen(price_fen, part_t, fee_rate)
    return before - drawn - cash_to_reserve_fen(price_fen, rest_t - part_t, fee_rate)
