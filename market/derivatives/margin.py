"""What positions gain, owe and must keep as margin, on whole fen; pure.

A position is a whole number of contracts, above zero if bought, below if sold, and the value at
which it was taken over or last marked. Every counterparty is the clearing house, so the positions
of a series add up to zero, and so do their values and their variations.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

BASIS_POINTS: Final = 10_000
NOTIONAL_FEN_MAX: Final = 10**13
"""Largest value of a position, fen, so that no payment exceeds what one leg may move."""


class Holding(NamedTuple):
    """A position: contracts (below zero: sold) and their value at the last mark, fen."""

    net: int = 0
    value_fen: int = 0


class Collected(NamedTuple):
    """Where a payment comes from, fen."""

    from_margin_fen: int
    from_cash_fen: int
    missing_fen: int


@dataclass(frozen=True, slots=True)
class MarginTerms:
    """What decides how much margin a position needs.

    Args:
        size_t: units of a contract.
        initial_bp: initial margin, basis points of the price of the underlying.
        maintenance_bp: margin below which a call is made, likewise.
        option: a bought option cannot lose more than its price, which is then its initial margin.
    """

    size_t: int
    initial_bp: int
    maintenance_bp: int
    option: bool = False


def traded(held: Holding, contracts: int, price_fen: int, size_t: int) -> Holding:
    """Return a position after a trade.

    Args:
        held: before it.
        contracts: bought; below zero: sold.
        price_fen: of one unit.
        size_t: units of a contract.
    """
    return Holding(held.net + contracts, held.value_fen + contracts * size_t * price_fen)


def variation_fen(held: Holding, price_fen: int, size_t: int) -> int:
    """Return what a position has gained since it was last marked, below zero if it lost."""
    return held.net * size_t * price_fen - held.value_fen


def marked(held: Holding, price_fen: int, size_t: int) -> Holding:
    """Return a position at a settlement price, its variation paid."""
    return Holding(held.net, held.net * size_t * price_fen)


def initial_margin_fen(terms: MarginTerms, net: int, price_fen: int, underlying_fen: int) -> int:
    """Return the margin that a position begins with, rounded up to the fen.

    Args:
        terms: of the series.
        net: contracts of the position.
        price_fen: settlement price of the series.
        underlying_fen: price of the underlying.
    """
    return _needed(terms, terms.initial_bp, net, price_fen, underlying_fen)


def maintenance_margin_fen(
    terms: MarginTerms, net: int, price_fen: int, underlying_fen: int
) -> int:
    """Return the margin below which a position is called; arguments as for the initial one."""
    return _needed(terms, terms.maintenance_bp, net, price_fen, underlying_fen)


def unpaid_loss_fen(held: Holding, price_fen: int, size_t: int) -> int:
    """Return what a position has lost since it was last marked and not paid yet, 0 or more."""
    return max(0, -variation_fen(held, price_fen, size_t))


def margin_after_trade_fen(
    terms: MarginTerms, held: Holding, price_fen: int, settlement_fen: int, underlying_fen: int
) -> int:
    """Return the margin that a position keeps after a trade, until its day is settled.

    The loss of contracts that were traded back stays covered, so that nobody takes out the cash
    that will pay it. The floating result of open contracts waits for the settlement: the loss
    counts at the price of the trade or at the last settlement price, where it is smaller.

    Args:
        terms: of the series.
        held: the position after the trade.
        price_fen: of the trade.
        settlement_fen: the last settlement price, or the model's before the first.
        underlying_fen: price of the underlying.

    Returns:
        Initial margin, rounded up, and the unpaid loss, fen.
    """
    initial_fen = initial_margin_fen(
        terms, held.net, max(price_fen, settlement_fen), underlying_fen
    )
    prices = (price_fen, settlement_fen)
    return initial_fen + min(unpaid_loss_fen(held, each, terms.size_t) for each in prices)


def collect(due_fen: int, margin_fen: int, cash_fen: int) -> Collected:
    """Take a payment out of margin first, then out of free cash; the rest is missing.

    Args:
        due_fen: what is owed, 0 or more.
        margin_fen: reserved for the position.
        cash_fen: free in the account.
    """
    from_margin = min(due_fen, margin_fen)
    from_cash = min(due_fen - from_margin, cash_fen)
    return Collected(from_margin, from_cash, due_fen - from_margin - from_cash)


def average_price_fen(turnover_fen: int, quantity: int, tick_fen: int) -> int:
    """Return turnover over quantity, half up to the tick.

    Args:
        turnover_fen: sum of price times quantity.
        quantity: above 0.
        tick_fen: smallest step of the price.
    """
    step = quantity * tick_fen
    return (2 * turnover_fen + step) // (2 * step) * tick_fen


def _needed(terms: MarginTerms, rate_bp: int, net: int, price_fen: int, underlying_fen: int) -> int:
    quantity_t = abs(net) * terms.size_t
    margin_fen = -(-quantity_t * underlying_fen * rate_bp // BASIS_POINTS)
    if terms.option and net > 0:
        share_fen = -(-quantity_t * price_fen * rate_bp // terms.initial_bp)
        return min(margin_fen, share_fen)
    return margin_fen
