"""Reported quantities: what a methodology calculated, bounded and fingerprinted."""

from dataclasses import asdict, dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from registry.ledger.units import QUANTITY_MAX
from registry.projects.refused_reports import VerifiedAboveReported
from registry.worlds.commands import canonical_json, digest
from registry.worlds.refused_values import ReportedQuantityInvalid
from registry.worlds.texts import check_text

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


def verified_decimal(verified: str, reported: str, report: str) -> Decimal:
    """Read a verified quantity: what was reported or less.

    Args:
        verified: a decimal, as `reported_decimal` reads it.
        reported: what the report states.
        report: its number, for the refusal.

    Raises:
        ReportedQuantityInvalid: it is no such number.
        VerifiedAboveReported: it is more than was reported.
    """
    value = reported_decimal(verified)
    if value > reported_decimal(reported):
        raise VerifiedAboveReported(
            report=report, verified=verified, reported=reported, field="verified_quantity"
        )
    return value


def issuable_units(quantity: str) -> int:
    """Return the whole units a reported quantity gives: rounded down, never more.

    Source:
        The one rounding of the whole calculation (docs/decisions/0002).
    """
    return int(reported_decimal(quantity).to_integral_value(rounding=ROUND_DOWN))
