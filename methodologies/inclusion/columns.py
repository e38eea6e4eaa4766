"""Columns of records: numbers as arrays, everything else as codes of its distinct values."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from methodologies.engine.inputs import DECIMAL_PLACES_MAX, FormField
from methodologies.engine.trace import FloatArray, Text
from methodologies.inclusion.refusals import ColumnsUneven, RowCountOutOfRange

ROWS_MAX = 5_000_000
PART_ROWS = 50_000
TABLE_CELLS_MAX = 50_000_000
"""Up to here combinations are numbered by a table of all that can be, which needs no sorting."""
Codes = NDArray[np.integer[Any]]

_PLAIN_DECIMAL = re.compile(r"\d{1,15}(?:\.\d{1,20})?", re.ASCII)
_PLAIN_INTEGER = re.compile(r"\d{1,10}", re.ASCII)
_NO_NUMBER = float("nan")
MANY_PLACES_BELOW = 1e-3
"""Only numbers below this have more decimals than a field admits, as 17 digits hold a number."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as the number of each row's value among the distinct ones, in order of coming."""

    codes: Codes
    values: Sequence[Any]


class TextColumn(ABC):
    """Texts of all rows, held closer than a list of texts holds them."""

    @abstractmethod
    def __len__(self) -> int:
        """Return how many rows there are."""

    @abstractmethod
    def __getitem__(self, row: int) -> str:
        """Return the text of a row, counted from 0."""

    @abstractmethod
    def part(self, start: int, end: int) -> Sequence[str]:
        """Return the texts of some rows."""

    def parts(self) -> Iterator[Sequence[str]]:
        """Yield the texts in their order, some at a time."""
        for start in range(0, len(self), PART_ROWS):
            yield self.part(start, start + PART_ROWS)

    @abstractmethod
    def coded(self) -> Coded:
        """Number the distinct texts."""


Column = Sequence[object] | NDArray[Any] | TextColumn | object
"""Values of all rows, or one value that stands in every row."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers.

    Args:
        values: not a number where nothing usable is written.
        blank: rows where nothing is written.
    """

    values: FloatArray
    blank: NDArray[np.bool_]


def is_column(value: Column) -> TypeGuard[Sequence[Any] | NDArray[Any] | TextColumn]:
    """Tell a column from one value that stands in every row."""
    if isinstance(value, str | bytes):
        return False
    return isinstance(value, np.ndarray | Sequence | TextColumn)


def count_rows(columns: Mapping[str, Column]) -> int:
    """Return how many rows the columns have.

    Raises:
        ColumnsUneven: they do not agree.
        RowCountOutOfRange: none, or too many.
    """
    lengths = {name: len(each) for name, each in columns.items() if is_column(each)}
    rows = next(iter(lengths.values()), 1)
    for name, length in lengths.items():
        if length != rows:
            raise ColumnsUneven(field=name, value=name, rows=length, others=rows)
    if not 1 <= rows <= ROWS_MAX:
        raise RowCountOutOfRange(field="", value=rows, maximum=ROWS_MAX)
    return rows


def parts(column: Column) -> Iterable[Sequence[Any]]:
    """Yield the values of a column in their order, some at a time."""
    return column.parts() if isinstance(column, TextColumn) else (_listed(column),)


def coded(column: Column, rows: int) -> Coded:
    """Number the distinct values of a column."""
    if not is_column(column):
        return Coded(np.broadcast_to(np.int32(0), rows), (column,))
    if isinstance(column, TextColumn):
        return column.coded()
    if isinstance(column, np.ndarray) and column.dtype.kind in "iubM":
        distinct, codes = np.unique(column, return_inverse=True)
        return Coded(codes.astype(np.int32), tuple(distinct.tolist()))
    listed = _listed(column)
    if set(map(type, listed)) == {str}:
        return _coded_texts(listed, rows)
    seen: dict[Any, tuple[int, Any]] = {}
    found = (seen.setdefault(_key(value), (len(seen), value))[0] for value in listed)
    codes = np.fromiter(found, dtype=np.int32, count=rows)
    return Coded(codes, tuple(value for _, value in seen.values()))


def _coded_texts(listed: Sequence[Any], rows: int) -> Coded:
    """Number distinct texts with one table of them; of a million that differ it is the most."""
    texts: dict[str, Any] = dict.fromkeys(listed)
    values = tuple(texts)
    if len(values) == rows:
        return Coded(np.arange(rows, dtype=np.int32), values)
    for number, value in enumerate(values):
        texts[value] = number
    return Coded(np.fromiter(map(texts.__getitem__, listed), dtype=np.int32, count=rows), values)


def combined(codes: Iterable[Codes], rows: int) -> tuple[Codes, int]:
    """Number the distinct combinations of coded columns.

    Returns:
        The number of each row's combination, and how many there are.
    """
    groups: Codes = np.zeros(rows, dtype=np.int32)
    count = 1
    for each in codes:
        width = int(each.max()) + 1
        if width > 1:
            groups, count = _paired(groups, count, each, width)
    return groups, count


def _paired(groups: Codes, count: int, codes: Codes, width: int) -> tuple[Codes, int]:
    """Number the distinct pairs of two codes, in the order of the pairs."""
    if count * width > min(TABLE_CELLS_MAX, 4 * len(groups) + 1_000):
        distinct, pairs = np.unique(groups.astype(np.int64) * width + codes, return_inverse=True)
        return pairs.astype(np.int32), len(distinct)
    pairs = groups * np.int32(width) + codes
    seen = np.zeros(count * width, dtype=bool)
    seen[pairs] = True
    numbers = np.cumsum(seen, dtype=np.int32)
    return numbers[pairs] - np.int32(1), int(numbers[-1])


def rows_of_groups(groups: Codes) -> list[Codes]:
    """Return the rows of each group, in the order of the groups."""
    order = np.argsort(groups, kind="stable").astype(np.int32)
    ends = np.flatnonzero(np.diff(groups[order])) + 1
    return np.split(order, ends)


def numbers(column: Column, rows: int, field: FormField, adapter: TypeAdapter[Any]) -> Numbers:
    """Read a column of numbers by the same rules as one field.

    Plain digits are read at once; anything else is left to the field's own type.
    """
    if isinstance(column, np.ndarray) and column.dtype.kind in "iuf":
        values = column.astype(np.float64)
        return Numbers(_admitted(values, field), np.zeros(rows, dtype=bool))
    plain = _PLAIN_INTEGER if field.kind == "integer" else _PLAIN_DECIMAL
    match = plain.fullmatch

    def read(value: object) -> float:
        if type(value) is str and match(value):
            return float(value)
        return _read_slowly(value, adapter)

    found = [_read_part(part, read) for part in parts(column)]
    values = np.concatenate([part.values for part in found])
    empty = np.concatenate([part.blank for part in found])
    if len(values) != rows:
        values, empty = np.full(rows, values[0]), np.full(rows, empty[0])
    return Numbers(_admitted(values, field), empty)


def _read_part(listed: Sequence[Any], read: Callable[[object], float]) -> Numbers:
    values = np.fromiter(
        (value if type(value) is float else read(value) for value in listed),
        dtype=np.float64,
        count=len(listed),
    )
    empty = np.zeros(len(values), dtype=bool)
    doubtful = np.flatnonzero(np.isnan(values))
    if len(doubtful):
        empty[doubtful] = [is_blank(listed[int(row)]) for row in doubtful]
    return Numbers(values, empty)


def is_blank(value: object) -> bool:
    """Tell whether nothing is written."""
    return value is None or (isinstance(value, str) and not value.strip())


def outside(values: FloatArray, field: FormField) -> NDArray[np.bool_]:
    """Return the rows whose number lies outside the bounds of the field; no number is outside."""
    inside = (values >= float(field.minimum)) & (values <= float(field.maximum))
    return ~inside


def reason(field: FormField, *, missing: bool) -> Text:
    """Say what a field admits, in zh and en."""
    if missing:
        return {"zh": "未填写", "en": "nothing is written"}
    if field.choices:
        known = ", ".join(value for value, _ in field.choices)
        return {"zh": f"应为 {known} 之一", "en": f"one of {known}"}
    if field.kind == "date":
        return {"zh": "应为 YYYY-MM-DD 的日期", "en": "a day written YYYY-MM-DD"}
    if field.kind == "boolean":
        return {"zh": "应为 true 或 false", "en": "true or false"}
    span = f"{field.minimum} … {field.maximum} {field.unit}".strip()
    whole = field.kind == "integer"
    return {
        "zh": f"应为 {span} 之间的{'整数' if whole else '数值'}",
        "en": f"a {'whole ' if whole else ''}number, {span}",
    }


def _key(value: object) -> tuple[type, object]:
    """Return what tells a value apart: 1 and True are equal, and lists cannot be looked up."""
    return type(value), repr(value) if isinstance(value, list | dict | set) else value


def _listed(column: Column) -> Sequence[Any]:
    if isinstance(column, np.ndarray):
        listed: list[Any] = column.tolist()
        return listed
    if isinstance(column, Sequence) and not isinstance(column, str | bytes):
        return column
    return (column,)


def _read_slowly(value: object, adapter: TypeAdapter[Any]) -> float:
    if is_blank(value):
        return _NO_NUMBER
    try:
        read = Decimal(adapter.validate_python(value))
    except ValidationError:
        return _NO_NUMBER
    return float(read) if _places(read) <= DECIMAL_PLACES_MAX else _NO_NUMBER


def _admitted(values: FloatArray, field: FormField) -> FloatArray:
    """Leave out what the field's own type refuses: parts of a count, and too many decimals."""
    if field.kind == "integer":
        return np.where(values == np.floor(values), values, np.nan)
    for row in np.flatnonzero((values != 0) & (np.abs(values) < MANY_PLACES_BELOW)):
        if _places(Decimal(repr(float(values[row])))) > DECIMAL_PLACES_MAX:
            values[row] = np.nan
    return values


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
