"""Parts of whole quantities, exact at any size."""

import math
from decimal import Decimal
from fractions import Fraction


def part_t(total_t: int, share: Decimal) -> int:
    """Return a share of a quantity, rounded down, t."""
    return math.floor(total_t * Fraction(share))


def part_up_t(total_t: int, share: Decimal) -> int:
    """Return a share of a quantity, rounded up, t."""
    return math.ceil(total_t * Fraction(share))


def rounded(value: Fraction) -> int:
    """Return a number rounded half up, as prices are."""
    return math.floor(value + Fraction(1, 2))
