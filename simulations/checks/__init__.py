"""The checks that a simulator of carbon markets has to pass."""

from simulations.checks.titles import TITLES, Title
from simulations.checks.validation import validate

__all__ = [
    "TITLES",
    "Title",
    "validate",
]
