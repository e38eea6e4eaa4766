"""What a unit is: its kind, what it stands for, its type's code, and how many one may name."""

import re
from enum import StrEnum

from registry.worlds.refused_values import QuantityOutOfRange, UnitTypeCodeInvalid

QUANTITY_MAX = 10**12
CASH_CODE = "CNY"
CASH_UNIT_TYPE_ID = 1
_CODE = re.compile(r"([A-Z][A-Z0-9]{1,9})(?:-(?:\d{4}-)?(\d{4}))?")
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
    KG_CO2E = "kg_co2e"
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
