"""A calculation as the cells of a spreadsheet: the third way in which an equation is written.

While an equation runs on quantities, each of them notes how it came about: a constant, a reference
to a number taken or to an earlier step, or an operation on such. `CellFormulas` writes that down
as a formula that a spreadsheet calculates again from the cells it refers to.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from methodologies.engine.factors import Factor

FORMULA_CHARACTERS_MAX = 8000
"""Excel takes 8,192 characters."""

ARGUMENTS_MAX = 250
"""Excel takes 255 arguments of a function."""

SUM_FROM = 3
COMPARED, ADDED, MULTIPLIED, WHOLE = 0, 1, 2, 3
RANKS = {"<": COMPARED, "<=": COMPARED, ">": COMPARED, "+": ADDED, "-": ADDED}
RANKS |= {"*": MULTIPLIED, "/": MULTIPLIED}


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that stands in the equation itself."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """A number taken from inputs or tables, or the result of a step, by its place in the order."""

    origin: Literal["operand", "step"]
    number: int


@dataclass(frozen=True, slots=True)
class Operation:
    """Numbers joined by a sign, or given to a function that every spreadsheet has."""

    sign: str
    operands: tuple["Cell", ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """The whole numbers from 1 on as an array, for a search among them."""

    most: int


@dataclass(frozen=True, slots=True)
class Operand:
    """One number that a calculation takes, and the input field or the factor it is taken from."""

    symbol: str
    value: Decimal
    field: str = ""
    factor: Factor | None = None


Cell = Constant | Reference | Operation | Counting


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: sheet, column letter and row from 1."""

    sheet: str
    column: str
    row: int

    @property
    def text(self) -> str:
        """The absolute reference, from any sheet."""
        return f"{quoted(self.sheet)}!${self.column}${self.row}"

    def to(self, last: "Place") -> str:
        """The range from here down to another cell of the column."""
        return f"{self.text}:${self.column}${last.row}"


def quoted(sheet: str) -> str:
    """Write a sheet's name as formulas do."""
    return "'" + sheet.replace("'", "''") + "'"


def called(function: str, *operands: Cell) -> Operation:
    """Return a call of a spreadsheet's function."""
    return Operation(function, operands)


def joined(sign: str, left: Cell, right: Cell) -> Operation:
    """Return two numbers joined by `+`, `-`, `*`, `/` or a comparison."""
    return Operation(sign, (left, right))


@dataclass(slots=True)
class CellFormulas:
    """Writes formulas for cells whose places are known.

    Attributes:
        place: where a number taken or a step stands.
        set_aside: takes a part that is too long for one cell, and says where it put it.
    """

    place: Callable[[Reference], Place]
    set_aside: Callable[[str], Place]

    def formula(self, cell: Cell) -> str:
        """Return the formula of a cell, beginning with `=`."""
        return "=" + self._written(cell)[0]

    def _written(self, cell: Cell) -> tuple[str, int]:
        if isinstance(cell, Constant):
            text = format(cell.value, "f")
            return (f"({text})" if text.startswith("-") else text), WHOLE
        if isinstance(cell, Reference):
            return self.place(cell).text, WHOLE
        if isinstance(cell, Counting):
            return f"ROW($1:${cell.most})", WHOLE
        rank = RANKS.get(cell.sign)
        if rank is None:
            return self._call(cell.sign, cell.operands), WHOLE
        terms = list(_terms(cell)) if cell.sign == "+" else []
        if len(terms) >= SUM_FROM:
            return self._call("SUM", terms), WHOLE
        left, right = (self._written(operand) for operand in cell.operands)
        # As in arithmetic: a - (b + c), a / (b * c).
        right_least = rank if cell.sign == "+" else rank + 1
        return _bracketed(left, rank) + cell.sign + _bracketed(right, right_least), rank

    def _call(self, function: str, operands: Sequence[Cell]) -> str:
        arguments = list(self._arguments(operands))
        text = f"{function}({','.join(arguments)})"
        if len(arguments) <= ARGUMENTS_MAX and len(text) <= FORMULA_CHARACTERS_MAX:
            return text
        assert function in {"SUM", "MAX", "MIN"}, f"{function} is too long for a cell"
        parts = [
            self.set_aside(f"={function}({','.join(part)})").text for part in _parts(arguments)
        ]
        return f"{function}({','.join(parts)})"

    def _arguments(self, operands: Sequence[Cell]) -> Iterator[str]:
        """Write arguments; numbers below each other become one range."""
        run: list[Place] = []
        for operand in operands:
            here = self.place(operand) if isinstance(operand, Reference) else None
            if run and (here is None or not _is_below(here, run[-1])):
                yield _range(run)
                run = []
            if here is None:
                yield self._written(operand)[0]
            else:
                run.append(here)
        if run:
            yield _range(run)


def _terms(cell: Cell) -> Iterator[Cell]:
    """Return the terms of a sum; a long one leans to the left, one level for each term."""
    later: list[Cell] = []
    while isinstance(cell, Operation) and cell.sign == "+":
        cell, right = cell.operands
        later.append(right)
    yield cell
    yield from reversed(later)


def _parts(arguments: Sequence[str]) -> Iterator[Sequence[str]]:
    longest = max(len(argument) for argument in arguments) + 1
    count = min(ARGUMENTS_MAX, FORMULA_CHARACTERS_MAX // longest)
    for start in range(0, len(arguments), count):
        yield arguments[start : start + count]


def _is_below(cell: Place, above: Place) -> bool:
    return (cell.sheet, cell.column, cell.row) == (above.sheet, above.column, above.row + 1)


def _range(run: Sequence[Place]) -> str:
    return run[0].text if len(run) == 1 else run[0].to(run[-1])


def _bracketed(written: tuple[str, int], least: int) -> str:
    text, rank = written
    return text if rank >= least else f"({text})"
