"""Reads one cell as text that the form would take, or says why it cannot be used."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]

from registry.reporting import Formula
from registry.worlds import words
from web.estimate_workbooks.refused import (
    CellDay,
    CellFault,
    CellFormula,
    CellNotOffered,
    CellPercent,
)
from web.estimate_workbooks.words import FIRST_DAY, LAST_DAY
from web.forms import NUMBERS, YES_NO, FormField
from web.tables.book_cells import BookCell, Fault, plain_number

PERCENT: Final = "%"
NO_UNIT: Final = words("no unit", "无单位")
BOOLEANS: Final = {"1": "true", "0": "false"}


def typed_text(cell: BookCell, shown: FormField, labels: Mapping[str, str], epoch: datetime) -> str:
    """Return what a cell says as it would be typed into the form.

    Args:
        cell: a filled cell.
        shown: the field it belongs to.
        labels: what may be written for each choice, in any language, lower case → its value.
        epoch: the day from which the workbook counts days.

    Raises:
        CellError: it cannot be used.
    """
    if isinstance(cell.value, Formula):
        raise CellFormula(value=cell.shown)
    if isinstance(cell.value, Fault):
        raise CellFault(value=cell.shown)
    if shown.kind in NUMBERS:
        return _number(cell, shown)
    if shown.kind == "date":
        return _day(cell, epoch)
    if shown.kind in ("choice", "boolean"):
        return _choice(cell, shown, labels)
    return cell.shown


def choice_labels(*fields: FormField) -> dict[str, str]:
    """Return what may be written for each choice of a field, from its forms in all languages."""
    known: dict[str, str] = {}
    for shown in fields:
        offered = {choice.value: choice.label for choice in shown.choices}
        yes_no = shown.kind == "boolean" or set(offered) == set(YES_NO)
        if yes_no:
            known |= BOOLEANS
            known |= {_folded(word): value for value, of in YES_NO.items() for word in of.values()}
        for value in (*offered, *(YES_NO if yes_no else ())):
            known[_folded(value)] = value
        known |= {_folded(label): value for value, label in offered.items()}
    return known


def _number(cell: BookCell, shown: FormField) -> str:
    if isinstance(cell.value, date | datetime):
        raise CellDay(value=cell.value.isoformat()[:10])
    if not cell.percent:
        return cell.shown
    if shown.unit != PERCENT:
        raise CellPercent(value=cell.shown, unit=shown.unit or NO_UNIT)
    assert isinstance(cell.value, Decimal)
    return plain_number(cell.value * 100)


def _day(cell: BookCell, epoch: datetime) -> str:
    """Return a day; a number is one when it counts to a day that forms ask for."""
    value = cell.value
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        first, last = ((day - epoch.date()).days for day in (FIRST_DAY, LAST_DAY))
        if first <= value <= last:
            value = from_excel(int(value), epoch)
    if isinstance(value, datetime) and value == datetime.combine(value.date(), datetime.min.time()):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return cell.shown


def _choice(cell: BookCell, shown: FormField, labels: Mapping[str, str]) -> str:
    written = cell.shown.lower() if isinstance(cell.value, bool) else _folded(cell.shown)
    found = labels.get(written)
    if found is None:
        offered = [choice.label for choice in shown.choices]
        offered = offered or [" / ".join(word.values()) for word in YES_NO.values()]
        raise CellNotOffered(value=cell.shown[:80], offered=", ".join(offered))
    return found


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
