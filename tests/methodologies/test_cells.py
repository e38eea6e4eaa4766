"""Equations as cells of a spreadsheet."""

import re
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies import CellFormulas, Equation, Place, Reference, estimate
from methodologies.engine.cells import Operation, called
from methodologies.engine.functions import larger, smaller, square_root
from methodologies.engine.trace import CONTEXT, Audit, Quantity, total
from tests.methodologies.examples import WIND
from tests.methodologies.test_trace import COUNTED, EQUATIONS
from tests.web.spreadsheet import counting, evaluated


def place(reference: Reference) -> Place:
    """Numbers taken stand below each other in column A, steps in column B."""
    column = "A" if reference.origin == "operand" else "B"
    return Place("S", column, reference.number + 1)


def refuse(formula: str) -> Place:
    raise AssertionError(formula)


def taken(number: int, value: str = "2") -> Quantity:
    return Quantity.of(Decimal(value), f"x_{number}", None, Reference("operand", number))


def written(quantity: Quantity) -> str:
    return CellFormulas(place, refuse).formula(quantity.cell).replace("'S'!", "").replace("$", "")


def test_brackets_stand_where_a_spreadsheet_needs_them() -> None:
    a, b, c = taken(0), taken(1), taken(5)
    assert written(a - (b + c)) == "=A1-(A2+A6)"
    assert written((a - b) + c) == "=A1-A2+A6"
    assert written((a + b) * c) == "=(A1+A2)*A6"
    assert written(a * (b / c)) == "=A1*(A2/A6)"
    assert written(a / (b * c)) == "=A1/(A2*A6)"
    assert written(1 - abs(a) / 100) == "=1-ABS(A1)/100"
    assert written(a * Quantity.of(Decimal("-0.5"))) == "=A1*(-0.5)"


def test_functions_are_those_of_every_spreadsheet() -> None:
    a, b = taken(0), taken(5)
    assert written(larger(a, b)) == "=MAX(A1,A6)"
    assert written(smaller(a - b, 0)) == "=MIN(A1-A6,0)"
    assert written(square_root(a * a)) == "=SQRT(A1*A1)"


def test_numbers_below_each_other_are_added_as_a_range() -> None:
    assert written(total(taken(number) for number in range(4))) == "=SUM(A1:A4)"
    mixed = [taken(0), taken(1), taken(3), taken(4) * taken(5)]
    assert written(total(mixed)) == "=SUM(A1:A2,A4,A5*A6)"


def test_a_long_sum_is_set_aside_in_parts_of_a_cell_each() -> None:
    aside: list[str] = []

    def keep(formula: str) -> Place:
        aside.append(formula)
        return Place("P", "A", len(aside))

    products = total(taken(number) * taken(number + 1) for number in range(3_000))
    formula = CellFormulas(place, keep).formula(products.cell)
    assert formula.startswith("=SUM('P'!$A$1,'P'!$A$2,")
    assert all(len(part) <= 8_192 for part in [formula, *aside])
    assert sum(part.count("*") for part in aside) == 3_000


def test_a_function_that_cannot_be_parted_is_never_cut() -> None:
    products = [(taken(number) * taken(number)).cell for number in range(1_000)]
    with pytest.raises(AssertionError, match="too long"):
        CellFormulas(place, refuse).formula(called("SUMPRODUCT", *products))


NUMBERS = st.integers(1, 50).map(Quantity.of)
EXPRESSIONS = st.recursive(
    NUMBERS,
    lambda inner: st.tuples(inner, inner, st.sampled_from("+-*")).map(
        lambda drawn: {
            "+": lambda: drawn[0] + drawn[1],
            "-": lambda: drawn[0] - drawn[1],
            "*": lambda: drawn[0] * drawn[1],
        }[drawn[2]]()
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_what_is_written_has_the_value_of_the_quantity(expression: Quantity) -> None:
    formula = written(expression).removeprefix("=")
    names = {"SUM": lambda *terms: sum(terms)}
    assert eval(formula, {"__builtins__": {}}, names) == expression.value


def test_a_result_refers_to_what_it_took_and_to_earlier_steps() -> None:
    result = estimate("ccer-01-002", WIND)
    references = [cell for step in result.steps for cell in leaves(step.cell)]
    taken_numbers = {leaf.number for leaf in references if leaf.origin == "operand"}
    assert taken_numbers == set(range(len(result.operands)))
    for number, step in enumerate(result.steps):
        assert all(leaf.number < number for leaf in leaves(step.cell) if leaf.origin == "step")


def leaves(cell: object) -> list[Reference]:
    if isinstance(cell, Operation):
        return [leaf for operand in cell.operands for leaf in leaves(operand)]
    return [cell] if isinstance(cell, Reference) else []


@pytest.mark.parametrize("equation", EQUATIONS)
def test_every_equation_of_the_catalogue_is_written_as_cells(equation: Equation) -> None:
    numbers: list[Decimal] = []

    def operand(value: Decimal) -> Quantity:
        numbers.append(value)
        return Quantity.of(value, "x", None, Reference("operand", len(numbers) - 1))

    given: list[Any] = []
    for number, symbol in enumerate(equation.operands, start=3):
        share = Decimal("0.9") if symbol == "P" else Decimal(number) / 7
        value = Decimal(number) if symbol in COUNTED else share
        many = symbol in equation.each
        given.append([operand(value), operand(value + 1)] if many else operand(value))
    with localcontext(CONTEXT):
        found = equation(*given)
    if isinstance(found, int):
        return

    def at(text: str) -> Any:
        rows = [int(row) - 1 for row in re.findall(r"\$A\$(\d+)", text)]
        if not rows:
            return counting(text)
        values = [float(number) for number in numbers[rows[0] : rows[-1] + 1]]
        return values if ":" in text else values[0]

    formula = CellFormulas(place, refuse).formula(found.cell)
    assert float(evaluated(formula, at)) == pytest.approx(float(found.value), rel=1e-12)


def test_a_number_is_noted_once_and_an_equal_one_beside_it() -> None:
    audit = Audit("TEXT")
    one, equal = Decimal("5.0"), Decimal("5.00")
    cells = [audit.given("x", value, "rows").cell for value in (one, one, equal)]
    assert cells == [Reference("operand", 0), Reference("operand", 0), Reference("operand", 1)]
    assert [operand.value for operand in audit.operands] == [one, equal]
