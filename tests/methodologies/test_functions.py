"""Functions of equations, exact, traced and on arrays."""

from decimal import Decimal

import numpy as np
import pytest

from methodologies.engine.functions import larger, largest, smaller, square_root
from methodologies.engine.trace import Quantity


def q(value: str, symbol: str) -> Quantity:
    return Quantity.of(Decimal(value), symbol)


def test_larger_and_smaller_are_written_as_max_and_min() -> None:
    a, b = q("-2", "a"), q("3", "b")
    assert (larger(a, b).formula, larger(a, b).text) == ("max(a, b)", "max(-2, 3)")
    assert larger(a - b, 0).formula == "max(a − b, 0)"
    assert larger(a, 0).value == 0
    assert smaller(a, b).value == -2


def test_a_square_root_keeps_its_text_and_every_digit() -> None:
    root = square_root(q("2", "s"))
    assert root.formula == "√(s)"
    assert root.value == Decimal(2).sqrt()


@pytest.mark.parametrize("values", [("4", "9"), ("9", "4")])
def test_all_kinds_of_number_agree(values: tuple[str, str]) -> None:
    one, two = (Decimal(value) for value in values)
    for function in (larger, smaller):
        exact = function(one, two)
        assert function(q(values[0], "a"), q(values[1], "b")).value == exact
        arrays = function(np.full(2, float(one)), np.full(2, float(two)))
        np.testing.assert_array_equal(arrays, float(exact))
    np.testing.assert_array_equal(square_root(np.full(2, float(one))), float(one.sqrt()))


def test_the_largest_of_many_is_written_as_max() -> None:
    numbers = [q("2", "a"), q("5", "b"), q("3", "c")]
    assert largest(numbers).formula == "max(a, b, c)"
    assert largest(numbers).value == 5
    assert largest([Decimal(2), Decimal(5)]) == 5
    arrays = [np.array([1.0, 9.0]), np.array([4.0, 2.0])]
    np.testing.assert_array_equal(largest(arrays), [4.0, 9.0])
