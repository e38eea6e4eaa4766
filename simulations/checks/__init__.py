"""The checks that a simulator of carbon markets has to pass."""

from simulations.checks.validate import validate

__all__ = [
    "validate",
]
