"""What an account holds, by scheme, so that many months of one scheme fold into one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from registry.ledger import HoldingView
from registry.rules import SchemeUnknown, scheme_profile
from web.languages import current_language

SHOWN_UNFOLDED = 4
"""More unit types of one scheme than these are folded."""


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """The holdings of one scheme in one account, all in one measure."""

    code: str
    name: str
    units: tuple[HoldingView, ...]

    @property
    def folded(self) -> bool:
        """Return whether the group is one line with its unit types folded into it."""
        return len(self.units) > SHOWN_UNFOLDED

    @property
    def kind(self) -> str:
        """Return the kind of its units."""
        return self.units[0].kind

    @property
    def measure(self) -> str:
        """Return the measure of its units."""
        return self.units[0].measure

    @property
    def amounts(self) -> tuple[int, int, int]:
        """Return how many units are available, reserved, and there in all."""
        return (
            sum(held.available for held in self.units),
            sum(held.reserved for held in self.units),
            sum(held.quantity for held in self.units),
        )


def held_groups(held: Iterable[HoldingView]) -> list[HeldGroup]:
    """Return holdings of one account by scheme, in the order in which they come.

    Args:
        held: in the order of schemes, as `registry.ledger.holdings` gives them.
    """
    return [
        HeldGroup(code, _name(code), tuple(units)) for code, units in groupby(held, _scheme_code)
    ]


def _scheme_code(held: HoldingView) -> str:
    return held.unit_type.partition("-")[0]


def _name(code: str) -> str:
    try:
        return scheme_profile(code).name[current_language()]
    except SchemeUnknown:
        return code
