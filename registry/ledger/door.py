"""Rules of their own that some kinds of unit have at the one door.

The ledger asks them where units of that kind are reserved, moved or used. `registry.services`
enters them; kinds without an entry cost nothing.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from registry.ledger.balances import Leg
from registry.ledger.blocks import Block
from registry.ledger.serials import SerialRange
from registry.ledger.unit_types import UnitTypeFacts
from registry.worlds.database import WorldSession


class Move(NamedTuple):
    """A run of serials that is about to go from account to account."""

    unit_type_id: int
    first: int
    last: int
    from_account_id: int
    to_account_id: int


class UnitRules(Protocol):
    """What a kind of unit asks; each method returns, or raises a refusal."""

    def check_reservation(
        self, session: WorldSession, account_id: int, unit_type_id: int, reserved: int
    ) -> None:
        """Refuse to set units aside for sale; `reserved` counts the new reservation too."""

    def choose(
        self, session: WorldSession, leg: Leg, blocks: Sequence[Block]
    ) -> tuple[SerialRange, ...]:
        """Return the serials a leg without serials takes, of the source's blocks; none: lowest."""

    def check_moves(self, session: WorldSession, moves: Sequence[Move]) -> None:
        """Refuse movements, or note what follows from them."""

    def check_use(
        self,
        session: WorldSession,
        unit_type: UnitTypeFacts,
        period_from: date | None,
        period_to: date | None,
    ) -> None:
        """Refuse a retirement for a period."""


UNIT_RULES: dict[str, UnitRules] = {}
"""The rules by kind of unit."""
