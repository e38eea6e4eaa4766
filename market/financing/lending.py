"""Lending of units (借碳): units lent against cash collateral and a fee; pure.

Title passes to the borrower, who returns as many units of the same type; serials may differ, for
units of one type are fungible. The collateral stays the borrower's, set aside for the lender.
"""

from dataclasses import dataclass

from market.financing.amounts import Mark, interest_fen, lent_mark


@dataclass(frozen=True, slots=True)
class CashOut:
    """How collateral pays for units that do not come back.

    Args:
        owed_fen: value of the units at the close and the fee, fen.
        from_collateral_fen: what the collateral pays, fen.
        released_fen: what is left of the collateral, fen.
        residual_fen: what the borrower still owes, fen.
    """

    owed_fen: int
    from_collateral_fen: int
    released_fen: int
    residual_fen: int


def fee_fen(value_fen: int, rate_ppm: int, days: int, day_count: int) -> int:
    """Return the fee: value at the start × rate × days / day count.

    Returns:
        fen, half up.
    """
    return interest_fen(value_fen, rate_ppm, days, day_count)


def mark(
    collateral_held_fen: int, quantity_t: int, price_fen: int, margin_ppm: int, call_level_ppm: int
) -> Mark:
    """Mark a loan of units: called when collateral / value falls below the call level."""
    return lent_mark(collateral_held_fen, quantity_t, price_fen, margin_ppm, call_level_ppm)


def cash_out(quantity_t: int, price_fen: int, fee: int, collateral_held_fen: int) -> CashOut:
    """Pay for units that do not come back, at the close, out of the collateral.

    Args:
        quantity_t: units lent, t.
        price_fen: the day's close, fen per t.
        fee: for the days the loan ran, fen.
        collateral_held_fen: fen.
    """
    owed = quantity_t * price_fen + fee
    paid = min(owed, collateral_held_fen)
    return CashOut(owed, paid, collateral_held_fen - paid, owed - paid)
