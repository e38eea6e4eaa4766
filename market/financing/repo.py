"""Repo (回购): units sold at the start and bought back at the end; pure.

Title passes at both ends. What secures the buyer are the units it holds; a call is answered with
more of them, which go back at the end too.
"""

from dataclasses import dataclass

from market.financing.amounts import Mark, accrued_fen, interest_fen, secured_mark
from market.rules.refused_financing import RepurchaseUnclear


@dataclass(frozen=True, slots=True)
class Netting:
    """What is left between the two when the units stay where they are.

    Args:
        value_fen: of the units the buyer keeps, fen.
        owed_fen: of the seller, fen.
        from_seller_fen: what the seller still owes, fen.
        from_buyer_fen: what the buyer owes because the units are worth more, fen.
    """

    value_fen: int
    owed_fen: int
    from_seller_fen: int
    from_buyer_fen: int


def check_repurchase(rate_ppm: int | None, price_fen: int | None) -> None:
    """Refuse unless exactly one of rate and repurchase price is agreed.

    Raises:
        RepurchaseUnclear: both are, or neither.
    """
    if (rate_ppm is None) == (price_fen is None):
        raise RepurchaseUnclear(field="rate_ppm")


def repurchase_fen(principal_fen: int, rate_ppm: int, days: int, day_count: int) -> int:
    """Return what is paid at the end: p1 = p0 · (1 + r · days / day count).

    Returns:
        fen; the interest half up.
    """
    return principal_fen + interest_fen(principal_fen, rate_ppm, days, day_count)


def owed_fen(principal_fen: int, return_fen: int, elapsed_days: int, term_days: int) -> int:
    """Return what the seller owes on a day: the price received and the difference so far.

    Returns:
        fen; the difference half up, straight over the term.
    """
    return principal_fen + accrued_fen(return_fen - principal_fen, elapsed_days, term_days)


def mark(owed: int, secured_t: int, price_fen: int, call_level_ppm: int) -> Mark:
    """Mark a repo: the seller is called when what it owes exceeds the call level of the value."""
    return secured_mark(owed, secured_t, price_fen, call_level_ppm)


def close_out(owed: int, secured_t: int, price_fen: int) -> Netting:
    """Net a repo after a default: the units stay with the buyer at the close.

    Args:
        owed: by the seller, fen.
        secured_t: units with the buyer, t.
        price_fen: the day's close, fen per t.
    """
    value_fen = secured_t * price_fen
    return Netting(value_fen, owed, max(0, owed - value_fen), max(0, value_fen - owed))
