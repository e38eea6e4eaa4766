"""Pledge (质押): units set aside for a loan of cash; pure.

Title stays with the debtor. A call is answered with more units; a default hands the creditor units
at the close up to the debt, and the others are free again.
"""

from dataclasses import dataclass

from market.financing.amounts import Mark, interest_fen, secured_mark


@dataclass(frozen=True, slots=True)
class Realisation:
    """How pledged units pay a debt.

    Args:
        taken_t: units that the creditor gets, t.
        released_t: units that are free again, t.
        covered_fen: what the taken units are worth at the close, fen; at most the debt.
        residual_fen: what the debtor still owes, fen; below one unit's price while units are left.
    """

    taken_t: int
    released_t: int
    covered_fen: int
    residual_fen: int


def owed_fen(loan_fen: int, rate_ppm: int, days: int, day_count: int) -> int:
    """Return loan and interest for the days it ran.

    Returns:
        fen; the interest half up.
    """
    return loan_fen + interest_fen(loan_fen, rate_ppm, days, day_count)


def mark(loan_fen: int, pledged_t: int, price_fen: int, call_level_ppm: int) -> Mark:
    """Mark a pledge: called when loan / (units × close) exceeds the call level."""
    return secured_mark(loan_fen, pledged_t, price_fen, call_level_ppm)


def realise(owed: int, pledged_t: int, price_fen: int) -> Realisation:
    """Realise a pledge: whole units at the close, up to the debt.

    Args:
        owed: loan and interest, fen.
        pledged_t: units set aside, t.
        price_fen: the day's close, fen per t.
    """
    taken_t = min(pledged_t, owed // price_fen)
    covered_fen = taken_t * price_fen
    return Realisation(taken_t, pledged_t - taken_t, covered_fen, owed - covered_fen)
