"""Which fields of a workbook differ from those it was downloaded with."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from web.forms import typed_number


def changed_names(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """Return the names of fields that say something else, or nothing any more.

    Args:
        before: texts by name, as a form or draft keeps them.
        after: texts by name, as they were read from the workbook.
    """
    names = {*before, *after}
    return {name for name in names if not _same(before.get(name, ""), after.get(name, ""))}


def _same(before: str, after: str) -> bool:
    if before == after or {before, after} == {"", "false"}:
        return True
    try:
        return Decimal(typed_number(before)) == Decimal(typed_number(after))
    except InvalidOperation:
        return False
