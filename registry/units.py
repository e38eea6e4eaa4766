"""What a unit is: its kind, what it stands for, its type's code, and how many one may name."""

import re
from enum import StrEnum

from registry.refused_values import (
    CreditCodeInvalid,
    QuantityOutOfRange,
    TextInvalid,
    UnitTypeCodeInvalid,
)

QUANTITY_MAX = 10**12
CASH_CODE = "CNY"
CASH_UNIT_TYPE_ID = 1
TEXT_CHARACTERS_MAX = 200
_CODE = re.compile(r"([A-Z][A-Z0-9]{1,9})(?:-(?:\d{4}-)?(\d{4}))?")
_CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE_CHARACTERS = 18
_CODE_CHARACTERS_MAX = 24


class UnitKind(StrEnum):
    """What family a unit type belongs to."""

    ALLOWANCE = "allowance"
    CREDIT = "credit"
    CERTIFICATE = "certificate"
    CASH = "cash"


class Measure(StrEnum):
    """What one unit stands for."""

    T_CO2E = "t_co2e"
    MWH = "mwh"
    FEN = "fen"


def check_quantity(quantity: object, field: str = "quantity", maximum: int = QUANTITY_MAX) -> int:
    """Return a quantity of units if it is a whole number in range.

    Args:
        quantity: units (t CO2e, MWh) or fen.
        field: name of the input, for the refusal.
        maximum: the largest accepted, units.

    Raises:
        QuantityOutOfRange: it is no integer, or outside 1…maximum.
    """
    if type(quantity) is not int or not 1 <= quantity <= maximum:
        raise QuantityOutOfRange(
            value=str(quantity)[:40], minimum="1", maximum=str(maximum), field=field
        )
    return quantity


def check_text(value: object, field: str, maximum: int = TEXT_CHARACTERS_MAX) -> str:
    """Return a text without surrounding blanks if it has 1…maximum printable characters.

    Raises:
        TextInvalid: it is empty, too long, or holds control characters.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > maximum or any(not _storable(sign) for sign in text):
        raise TextInvalid(field=field, value=str(value)[:40], maximum=str(maximum))
    return text


def check_credit_code(code: str, field: str = "credit_code") -> str:
    """Return a unified social credit code in capitals if its check character fits.

    Args:
        code: 18 characters.
        field: name of the input, for the refusal.

    Raises:
        CreditCodeInvalid: wrong length, alphabet or check character.

    Source:
        GB 32100-2015: weights 3^(i-1) mod 31, check value (31 - sum mod 31) mod 31.
    """
    given = code.strip().upper()
    values = [_CREDIT_CODE_ALPHABET.find(sign) for sign in given]
    if len(values) != _CREDIT_CODE_CHARACTERS or min(values) < 0:
        raise CreditCodeInvalid(value=code[:40], field=field)
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1]))
    if (31 - total % 31) % 31 != values[-1]:
        raise CreditCodeInvalid(value=code[:40], field=field)
    return given


def unit_type_code(scheme: str, vintage: int | None) -> str:
    """Return the code of a scheme's vintage, such as ``CEA-2024``."""
    return scheme if vintage is None else f"{scheme}-{vintage:04d}"


def parse_unit_type_code(code: str, field: str = "unit_type") -> tuple[str, int | None]:
    """Split a code into scheme and vintage (of ``CEA-2019-2020`` the last year).

    Raises:
        UnitTypeCodeInvalid: it is not SCHEME, SCHEME-YEAR or SCHEME-YEAR-YEAR.
    """
    found = _CODE.fullmatch(code) if len(code) <= _CODE_CHARACTERS_MAX else None
    if not found:
        raise UnitTypeCodeInvalid(value=code[:40], field=field)
    return found[1], int(found[2]) if found[2] else None


def _storable(sign: str) -> bool:
    return sign.isprintable() or sign in "\n\t\u3000"
