"""Equations written once: exact with a trace, or on arrays without one.

An equation is a plain function of numbers. Given `Quantity` operands it also writes down how it
reads, with symbols and with values; given NumPy arrays it evaluates all samples at once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import reduce
from operator import add
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from methodologies.engine.cells import Cell, Constant, Operand, Reference, called, joined
from methodologies.engine.citing import INPUT_PREFIX, Source, in_both, named
from methodologies.engine.factors import Assumption, Factor, Replacement, replacing

Text = Mapping[str, str]
FloatArray = NDArray[np.float64]

PRECISION_DIGITS = 40
CONTEXT = Context(prec=PRECISION_DIGITS, traps=[InvalidOperation, DivisionByZero, Overflow])
"""All exact arithmetic runs in this context; nothing in it is rounded on purpose."""

NEGATIVE, SUM, PRODUCT, ATOM = 0, 1, 2, 3
CELL_SIGNS = {" + ": "+", " − ": "-", " × ": "*", "/": "/"}


def plain(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros.

    Returns:
        The exact value, for example `761646.68`; zero is `0`, whatever its sign.
    """
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


@dataclass(frozen=True, slots=True)
class Quantity:
    """A decimal that remembers how it was written: with values, with symbols, as cells."""

    value: Decimal
    text: str
    formula: str
    cell: Cell
    rank: int = ATOM
    formula_rank: int = ATOM
    source: Source | None = None
    indexed: bool = False

    @classmethod
    def of(
        cls,
        value: Decimal | int,
        symbol: str = "",
        source: Source | None = None,
        cell: Cell | None = None,
    ) -> "Quantity":
        """Wrap a number; without a symbol it reads as itself in formulas too."""
        text = plain(Decimal(value))
        rank = NEGATIVE if text.startswith("-") else ATOM
        formula_rank = ATOM if symbol else rank
        own = cell or Constant(Decimal(value))
        return cls(Decimal(value), text, symbol or text, own, rank, formula_rank, source)

    def summed(self) -> "Quantity":
        """Return a term with an index, such as `FC_i`, as the sum over that index."""
        return replace(self, formula=f"Σ({self.formula})", formula_rank=ATOM, indexed=False)

    def __add__(self, other: "Quantity | int") -> "Quantity":
        return _joined(self, other, " + ", SUM, Decimal.__add__)

    def __radd__(self, other: int) -> "Quantity":
        return Quantity.of(other) + self

    def __sub__(self, other: "Quantity | int") -> "Quantity":
        return _joined(self, other, " − ", SUM, Decimal.__sub__)

    def __rsub__(self, other: int) -> "Quantity":
        return Quantity.of(other) - self

    def __mul__(self, other: "Quantity | int") -> "Quantity":
        return _joined(self, other, " × ", PRODUCT, Decimal.__mul__)

    def __rmul__(self, other: int) -> "Quantity":
        return Quantity.of(other) * self

    def __truediv__(self, other: "Quantity | int") -> "Quantity":
        return _joined(self, other, "/", PRODUCT, Decimal.__truediv__)

    def __rtruediv__(self, other: int) -> "Quantity":
        return Quantity.of(other) / self

    def __abs__(self) -> "Quantity":
        return Quantity(
            abs(self.value),
            f"|{self.text}|",
            f"|{self.formula}|",
            called("ABS", self.cell),
            indexed=self.indexed,
        )


def _joined(
    left: Quantity,
    other: Quantity | int,
    sign: str,
    rank: int,
    operation: Callable[[Decimal, Decimal], Decimal],
) -> Quantity:
    right = Quantity.of(other) if isinstance(other, int) else other
    # A right operand of the same rank keeps its brackets: a − (b + c), a × (b/c).
    right_rank = rank if sign == " + " else rank + 1
    return Quantity(
        value=operation(left.value, right.value),
        text=_bracketed(left.text, left.rank < rank)
        + sign
        + _bracketed(right.text, right.rank < right_rank),
        formula=_bracketed(left.formula, left.formula_rank < rank)
        + sign
        + _bracketed(right.formula, right.formula_rank < right_rank),
        cell=joined(CELL_SIGNS[sign], left.cell, right.cell),
        rank=rank,
        formula_rank=rank,
        indexed=left.indexed or right.indexed,
    )


def _bracketed(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


Number = TypeVar("Number", Decimal, Quantity, FloatArray)
"""What an equation computes with: exact, exact with trace, or many samples at once."""


def total(terms: Iterable[Number]) -> Number:
    """Add the terms up; there must be at least one."""
    added = reduce(add, terms)
    return added.summed() if isinstance(added, Quantity) and added.indexed else added


@dataclass(frozen=True, slots=True)
class Equation:
    """One numbered equation: the function, and how to cite and explain it."""

    number: str
    symbol: str
    unit: str
    meaning: Text
    operands: tuple[str, ...]
    source: str
    function: Callable[..., Any]
    each: tuple[str, ...] = ()

    def __call__(self, *operands: Any) -> Any:
        """Evaluate on decimals, quantities or arrays."""
        return self.function(*operands)

    @property
    def formula(self) -> str:
        """The right-hand side in symbols, derived from the function itself."""
        leaves = [
            [replace(Quantity.of(1, symbol), indexed=True)]
            if symbol in self.each
            else Quantity.of(1, symbol)
            for symbol in self.operands
        ]
        written = self.function(*leaves)
        return written.formula if isinstance(written, Quantity) else str(written)


def equation(  # noqa: PLR0913  # the columns of a table of equations
    number: str,
    symbol: str,
    unit: str,
    *,
    meaning: Text,
    operands: tuple[str, ...] = (),
    source: str,
    each: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Equation]:
    """Declare a function to be a numbered equation of a published text.

    Args:
        number: as printed, for example `(1)`; a section such as `§6.4` if it has none.
        symbol: the left-hand side.
        unit: of the result.
        meaning: the name of the result in zh and en.
        operands: symbols of the arguments, in their order.
        source: section of the methodology's text.
        each: those of the operands that are lists, one entry for each index.
    """

    def declare(function: Callable[..., Any]) -> Equation:
        return Equation(number, symbol, unit, meaning, operands, source, function, each)

    return declare


@dataclass(frozen=True, slots=True)
class Step:
    """One evaluated equation of a result."""

    equation: str
    symbol: str
    meaning: Text
    formula: str
    expression: str
    value: Decimal
    unit: str
    sources: tuple[Source, ...]
    cell: Cell

    def to_dict(self) -> dict[str, object]:
        """Return the step as plain values, the decimal as string."""
        return {
            "equation": self.equation,
            "symbol": self.symbol,
            "meaning": dict(self.meaning),
            "formula": self.formula,
            "expression": self.expression,
            "value": plain(self.value),
            "unit": self.unit,
            "sources": [source.to_dict() for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader of a result must know, though it does not forbid the result."""

    code: str
    text: Text
    source: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the notice as plain values."""
        return {"code": self.code, **self.text, "source": self.source}


N = TypeVar("N")
Out_co = TypeVar("Out_co", covariant=True)


class Calculation(Protocol[Out_co]):
    """Carries values through the equations of a methodology."""

    def given(self, symbol: str, value: Decimal, field: str) -> Out_co:
        """Take a number from an input field."""
        ...

    def factor(self, symbol: str, factor: Factor) -> Out_co:
        """Take a number from a dated table."""
        ...

    def step(self, equation: Equation, *operands: Any, symbol: str = "", unit: str = "") -> Out_co:
        """Evaluate an equation; `symbol` and `unit` tell apart its several results."""
        ...

    def notice(self, notice: Notice) -> None:
        """Leave a word for the reader."""
        ...


@dataclass(slots=True)
class Audit:
    """The exact calculation, recorded step by step.

    Factors that are `kept` go before tables; `labels` are how readers know the input fields.
    """

    document: str
    replacements: Mapping[str, Replacement] = field(default_factory=dict)
    kept: Mapping[str, Factor] = field(default_factory=dict)
    labels: Mapping[str, Text] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    operands: list[Operand] = field(default_factory=list)
    places: dict[tuple[str, int], Reference] = field(default_factory=dict)
    factors: dict[str, Factor] = field(default_factory=dict)
    assumptions: dict[str, Assumption] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def given(self, symbol: str, value: Decimal, field: str) -> Quantity:
        """Take a number from an input field."""
        text = {tag: INPUT_PREFIX[tag] + name for tag, name in named(field, self.labels).items()}
        cell = self._taken(Operand(symbol, value, field))
        return Quantity.of(value, symbol, Source(symbol, "input", text), cell)

    def factor(self, symbol: str, factor: Factor) -> Quantity:
        """Take a number from a dated table, or the user's in its place."""
        factor = self.kept.get(symbol, factor)
        own = replacing(symbol, factor, self.replacements)
        if factor.confidence == "low":
            self.assumptions[symbol] = Assumption(symbol, factor, own)
        value = factor.value if own is None else own.value
        cell = self._taken(Operand(symbol, value, factor=factor))
        if own is not None:
            return Quantity.of(value, symbol, Source(symbol, "input", own.citation), cell)
        self.factors[symbol] = factor
        return Quantity.of(value, symbol, Source(symbol, "factor", factor.citation), cell)

    def step(
        self, equation: Equation, *operands: Any, symbol: str = "", unit: str = ""
    ) -> Quantity:
        """Evaluate an equation and record it."""
        result = equation(*operands)
        written = Quantity.of(result) if isinstance(result, int) else result
        assert isinstance(written, Quantity)
        name = symbol or equation.symbol
        cited_text = {
            tag: f"{self.document} {part}" for tag, part in in_both(equation.source).items()
        }
        document = Source(name, "rule", cited_text)
        self.steps.append(
            Step(
                equation=equation.number,
                symbol=name,
                meaning=equation.meaning,
                formula=written.formula,
                expression=written.text,
                value=written.value,
                unit=unit or equation.unit,
                sources=(document, *_sources(operands)),
                cell=written.cell,
            )
        )
        cited = {"zh": f"式 {equation.number}", "en": f"equation {equation.number}"}
        cell = Reference("step", len(self.steps) - 1)
        return Quantity.of(written.value, name, Source(name, "equation", cited), cell)

    def notice(self, notice: Notice) -> None:
        """Leave a word for the reader, once."""
        if notice not in self.notices:
            self.notices.append(notice)

    def _taken(self, operand: Operand) -> Reference:
        """Note a number once, however often equations take it; an equal one is another."""
        key = (operand.symbol, id(operand.value))
        if key not in self.places:
            self.places[key] = Reference("operand", len(self.operands))
            self.operands.append(operand)
        return self.places[key]


@dataclass(slots=True)
class Sampling:
    """The same calculation on arrays: named symbols vary, all others keep their value."""

    samples: Mapping[str, FloatArray]
    replacements: Mapping[str, Replacement] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def given(self, symbol: str, value: Decimal, field: str) -> FloatArray:  # noqa: ARG002
        """Take the samples of the symbol, else the input's value."""
        self.used.add(symbol)
        return self.samples.get(symbol, np.asarray(float(value)))

    def factor(self, symbol: str, factor: Factor) -> FloatArray:
        """Take the samples of the symbol, else the user's value, else the factor's."""
        own = replacing(symbol, factor, self.replacements)
        return self.given(symbol, own.value if own else factor.value, symbol)

    def step(
        self,
        equation: Equation,
        *operands: Any,
        symbol: str = "",  # noqa: ARG002  # samples keep no trace
        unit: str = "",  # noqa: ARG002
    ) -> FloatArray:
        """Evaluate an equation on all samples at once."""
        return np.asarray(equation(*operands), dtype=np.float64)

    def notice(self, notice: Notice) -> None:
        """Nobody reads a sample's notices; the exact result carries them."""


def _sources(operands: Iterable[Any]) -> list[Source]:
    found: list[Source] = []
    for operand in operands:
        if isinstance(operand, Quantity):
            if operand.source is not None:
                found.append(operand.source)
        else:
            found += _sources(operand)
    return found
