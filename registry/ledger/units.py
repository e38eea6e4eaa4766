"""What a unit is: its kind, what it stands for, its type's code, and how many one may name."""

import re
from decimal import Decimal
from enum import StrEnum

from registry.worlds.refused_values import QuantityOutOfRange, UnitTypeCodeInvalid

QUANTITY_MAX = 10**12
KG_PER_T = 1000
CASH_CODE = "CNY"
CASH_UNIT_TYPE_ID = 1
_CODE = re.compile(
    r"([A-Z][A-Z0-9]{1,9})(?:-(?:\d{4}-)?(\d{4})|-(?P<of_month>\d{4})-(?:0[1-9]|1[0-2]))?"
)
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


def credit_tonnes(measure: str, quantity: int) -> Decimal:
    """Return what units of CO2e stand for, in t CO2e, exact.

    Args:
        measure: of their type: `t_co2e`, or `kg_co2e` of carbon inclusion.
        quantity: units.
    """
    assert measure in {Measure.T_CO2E, Measure.KG_CO2E}, measure
    return Decimal(quantity) / (KG_PER_T if measure == Measure.KG_CO2E else 1)


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
    """Split a code into scheme and vintage, a year.

    Of ``CEA-2019-2020`` it is the last year, of ``GEC-2024-03`` (a month) that month's.

    Raises:
        UnitTypeCodeInvalid: it is not SCHEME, SCHEME-YEAR, SCHEME-YEAR-YEAR or SCHEME-YEAR-MONTH.
    """
    found = _CODE.fullmatch(code) if len(code) <= _CODE_CHARACTERS_MAX else None
    if not found:
        raise UnitTypeCodeInvalid(value=code[:40], field=field)
    year = found[2] or found["of_month"]
    return found[1], int(year) if year else None
