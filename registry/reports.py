"""Reported quantities: what a methodology calculated, bounded and fingerprinted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from registry.commands import canonical_json, digest
from registry.errors import words
from registry.refused_values import PeriodInvalid, ReportedQuantityInvalid
from registry.units import QUANTITY_MAX, check_text

JSON_CHARACTERS_MAX = 1_000_000
_QUANTITY_CHARACTERS_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedQuantity:
    """A quantity with everything needed to calculate it again."""

    quantity: str
    measure: str
    methodology_id: str
    methodology_version: str
    methodology_status: str
    inputs_json: str
    result_json: str

    def __post_init__(self) -> None:
        reported_decimal(self.quantity)
        for name in ("methodology_id", "methodology_version", "methodology_status"):
            check_text(getattr(self, name), name, 32)
        for name in ("inputs_json", "result_json"):
            if len(getattr(self, name)) > JSON_CHARACTERS_MAX:
                check_text("", name, JSON_CHARACTERS_MAX)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the whole, in hexadecimal."""
        return digest(canonical_json(asdict(self)))


def reported_decimal(quantity: str) -> Decimal:
    """Read a reported quantity.

    Args:
        quantity: a decimal from 0 to 10^12, in plain or exponent notation, t CO2e or MWh.

    Raises:
        ReportedQuantityInvalid: it is no such number.
    """
    try:
        value = Decimal(quantity) if len(quantity) <= _QUANTITY_CHARACTERS_MAX else Decimal(-1)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= QUANTITY_MAX:
        raise ReportedQuantityInvalid(
            value=str(quantity)[:40], maximum=str(QUANTITY_MAX), field="quantity"
        )
    return value


def issuable_units(quantity: str) -> int:
    """Return the whole units a reported quantity gives: rounded down, never more.

    Source:
        The one rounding of the whole calculation (docs/decisions/0002).
    """
    return int(reported_decimal(quantity).to_integral_value(rounding=ROUND_DOWN))


def check_period(
    start: date | None, end: date | None, today: date, others: Sequence[tuple[date, date]]
) -> None:
    """Refuse a monitoring period that is disordered, not over, or reported already.

    Args:
        start: its first day.
        end: its last day.
        today: the world's date; the period must have ended before.
        others: periods of the project's other reports that were not rejected.

    Raises:
        PeriodInvalid: it is.
    """
    period = f"{start} – {end}"
    if start is None or end is None or end < start:
        reason = words("it ends before it starts", "结束早于开始")
        raise PeriodInvalid(period=period, reason=reason, field="period_to")
    if end >= today:
        reason = words("it has not ended", "尚未结束")
        raise PeriodInvalid(period=period, reason=reason, field="period_to")
    for other_start, other_end in others:
        if start <= other_end and other_start <= end:
            reason = words(
                f"{other_start} – {other_end} was reported before",
                f"{other_start} – {other_end} 已申报",
            )
            raise PeriodInvalid(period=period, reason=reason, field="period_from")
