"""Amounts of financing contracts in whole fen, each with its rounding; pure.

Rates, haircuts and levels are whole parts per million (ppm) of one: 6.5 % is 65,000.
"""

from dataclasses import dataclass

from market.rules.orders import cny_text
from market.rules.refused_financing import (
    ContractAmountOutOfRange,
    LoanAboveHaircut,
    RateOutOfRange,
    TermOutOfRange,
)

PPM = 1_000_000
PPM_PER_PERCENT = 10_000
AMOUNT_FEN_MAX = 10**14
"""One trillion yuan: far above any contract, far below what a ledger's leg can move."""
RATE_PPM_MAX = PPM


@dataclass(frozen=True, slots=True)
class Mark:
    """A contract at one price.

    Args:
        price_fen: the close it is valued at, fen per t.
        value_fen: of the units, fen.
        exposure_fen: what is owed (repo, pledge) or the cash collateral held (lending), fen.
        level_ppm: owed / value (repo, pledge), rounded up, or collateral / value (lending),
            rounded down: never kinder to the debtor than it is; 0 where there is no value.
        missing: what brings it back to the call level: t of units, or fen of collateral; 0: no
            call.
    """

    price_fen: int
    value_fen: int
    exposure_fen: int
    level_ppm: int
    missing: int


def percent_text(ppm: int) -> str:
    """Return parts per million as per cent without needless zeros: 65,000 as ``6.5``."""
    whole, rest = divmod(ppm, PPM_PER_PERCENT)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def interest_fen(principal_fen: int, rate_ppm: int, days: int, day_count: int) -> int:
    """Return simple interest: principal × rate × days / day count.

    Args:
        principal_fen: fen.
        rate_ppm: of a year.
        days: calendar days.
        day_count: days of a year, 360 or 365.

    Returns:
        fen, half up.
    """
    divisor = PPM * day_count
    return (2 * principal_fen * rate_ppm * days + divisor) // (2 * divisor)


def accrued_fen(total_fen: int, elapsed_days: int, term_days: int) -> int:
    """Return the part of an agreed difference that has run up, straight over the term.

    Returns:
        fen, half up; the whole from the last day on.
    """
    if elapsed_days >= term_days:
        return total_fen
    return (2 * total_fen * elapsed_days + term_days) // (2 * term_days)


def lendable_fen(quantity_t: int, price_fen: int, haircut_ppm: int) -> int:
    """Return the most cash that units secure: their value less the haircut.

    Returns:
        fen, down.
    """
    return quantity_t * price_fen * (PPM - haircut_ppm) // PPM


def collateral_fen(quantity_t: int, price_fen: int, margin_ppm: int) -> int:
    """Return the cash collateral that a margin asks for units.

    Returns:
        fen, up.
    """
    return _up(quantity_t * price_fen * margin_ppm, PPM)


def secured_mark(owed_fen: int, secured_t: int, price_fen: int, call_level_ppm: int) -> Mark:
    """Mark a debt that units secure: called when owed / value exceeds the call level.

    Args:
        owed_fen: fen.
        secured_t: units that secure it, t.
        price_fen: the close, fen per t.
        call_level_ppm: of the rules.
    """
    value_fen = secured_t * price_fen
    called = owed_fen * PPM > value_fen * call_level_ppm
    needed_t = _up(owed_fen * PPM, price_fen * call_level_ppm)
    level_ppm = _up(owed_fen * PPM, value_fen) if value_fen else 0
    return Mark(price_fen, value_fen, owed_fen, level_ppm, needed_t - secured_t if called else 0)


def lent_mark(
    collateral_held_fen: int, quantity_t: int, price_fen: int, margin_ppm: int, call_level_ppm: int
) -> Mark:
    """Mark units that cash secures: called when collateral / value falls below the call level.

    Args:
        collateral_held_fen: fen.
        quantity_t: units lent, t.
        price_fen: the close, fen per t.
        margin_ppm: the initial margin, to which a call restores the collateral.
        call_level_ppm: of the rules.
    """
    value_fen = quantity_t * price_fen
    called = collateral_held_fen * PPM < value_fen * call_level_ppm
    wanted_fen = collateral_fen(quantity_t, price_fen, margin_ppm)
    missing_fen = wanted_fen - collateral_held_fen if called else 0
    level_ppm = collateral_held_fen * PPM // value_fen
    return Mark(price_fen, value_fen, collateral_held_fen, level_ppm, missing_fen)


def check_amount(amount_fen: int, field: str) -> int:
    """Return an amount if a contract can have it.

    Raises:
        ContractAmountOutOfRange: it is no whole number from 1 to `AMOUNT_FEN_MAX` fen.
    """
    if type(amount_fen) is not int or not 1 <= amount_fen <= AMOUNT_FEN_MAX:
        shown = cny_text(amount_fen) if type(amount_fen) is int else str(amount_fen)
        raise ContractAmountOutOfRange(
            amount_cny=shown[:40], maximum_cny=cny_text(AMOUNT_FEN_MAX), field=field
        )
    return amount_fen


def check_rate(rate_ppm: int, field: str = "rate_ppm") -> int:
    """Return a yearly rate if it is a whole number of ppm from 0 to 100 %.

    Raises:
        RateOutOfRange: it is not.
    """
    if type(rate_ppm) is not int or not 0 <= rate_ppm <= RATE_PPM_MAX:
        shown = percent_text(rate_ppm) if type(rate_ppm) is int and rate_ppm >= 0 else rate_ppm
        raise RateOutOfRange(value=str(shown)[:40], maximum=percent_text(RATE_PPM_MAX), field=field)
    return rate_ppm


def check_term(term_days: int, term_days_max: int) -> int:
    """Return a term if the rules allow it.

    Raises:
        TermOutOfRange: it is no whole number of days from 1 to the longest.
    """
    if type(term_days) is not int or not 1 <= term_days <= term_days_max:
        raise TermOutOfRange(
            value=str(term_days)[:20], minimum=1, maximum=term_days_max, field="term_days"
        )
    return term_days


def check_lendable(
    cash_fen: int, quantity_t: int, price_fen: int, haircut_ppm: int, field: str
) -> None:
    """Refuse more cash than units secure.

    Raises:
        LoanAboveHaircut: it is more.
    """
    most_fen = lendable_fen(quantity_t, price_fen, haircut_ppm)
    if cash_fen > most_fen:
        raise LoanAboveHaircut(
            amount_cny=cny_text(cash_fen),
            maximum_cny=cny_text(most_fen),
            previous_close_cny=cny_text(price_fen),
            haircut_pct=percent_text(haircut_ppm),
            field=field,
        )


def _up(numerator: int, divisor: int) -> int:
    return -(-numerator // divisor)
