"""Which numbers a calculation takes, in their order."""

from dataclasses import dataclass, field
from decimal import Decimal

from methodologies.engine.trace import FloatArray, Sampling


@dataclass(slots=True)
class Listing(Sampling):
    """A calculation run to learn which numbers it takes, in their order."""

    values: dict[str, Decimal] = field(default_factory=dict)

    def given(self, symbol: str, value: Decimal, field: str) -> FloatArray:
        """Take a number and note it."""
        self.values[symbol] = value
        return Sampling.given(self, symbol, value, field)
