"""Functions that equations need beyond the four operations, for all three kinds of number."""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

import numpy as np

from methodologies.engine.cells import called
from methodologies.engine.trace import Number, Quantity


def larger(first: Number, second: Number | int) -> Number:
    """Return the larger of two numbers; written `max(a, b)`."""
    return _chosen("max", first, second)


def smaller(first: Number, second: Number | int) -> Number:
    """Return the smaller of two numbers; written `min(a, b)`."""
    return _chosen("min", first, second)


def largest(numbers: Sequence[Number]) -> Number:
    """Return the largest of one or more numbers; written `max(a)` over the index of `a`."""
    first = numbers[0]
    if isinstance(first, Quantity):
        quantities = [number for number in numbers if isinstance(number, Quantity)]
        formulas = [first.formula] if first.indexed else [q.formula for q in quantities]
        return Quantity(
            max(quantity.value for quantity in quantities),
            f"max({', '.join(quantity.text for quantity in quantities)})",
            f"max({', '.join(formulas)})",
            called("MAX", *(quantity.cell for quantity in quantities)),
        )
    if isinstance(first, Decimal):
        return max(numbers)
    return reduce(np.maximum, numbers)


def square_root(number: Number) -> Number:
    """Return the square root; written `√(a)`."""
    if isinstance(number, Quantity):
        return Quantity(
            number.value.sqrt(),
            f"√({number.text})",
            f"√({number.formula})",
            called("SQRT", number.cell),
            indexed=number.indexed,
        )
    return number.sqrt() if isinstance(number, Decimal) else np.sqrt(number)


def _chosen(name: str, first: Number, second: Number | int) -> Number:
    if isinstance(first, Quantity):
        other = second if isinstance(second, Quantity) else Quantity.of(int(second))
        return Quantity(
            max(first.value, other.value) if name == "max" else min(first.value, other.value),
            f"{name}({first.text}, {other.text})",
            f"{name}({first.formula}, {other.formula})",
            called(name.upper(), first.cell, other.cell),
            indexed=first.indexed or other.indexed,
        )
    if isinstance(first, Decimal):
        other_value = Decimal(second)
        return max(first, other_value) if name == "max" else min(first, other_value)
    return np.maximum(first, second) if name == "max" else np.minimum(first, second)
