"""Units set aside for a later post: how many remain, and how it ended."""

from dataclasses import dataclass
from enum import StrEnum

from registry.ledger.refused_moves import ReservationTooSmall
from registry.worlds.errors import ReservationNotOpen


class ReservationState(StrEnum):
    """Where a reservation is in its life."""

    OPEN = "open"
    POSTED = "posted"
    VOIDED = "voided"


@dataclass(slots=True)
class Reservation:
    """Units set aside in an account until they are posted or the reservation is voided.

    It is open while something remains. What remains changes in place, and only by the methods of
    `Ledger`.
    """

    id: str
    account_id: int
    unit_type_id: int
    quantity: int
    remaining: int
    ended: ReservationState = ReservationState.POSTED

    @property
    def state(self) -> ReservationState:
        """Return where it is in its life; how it ended is known when nothing remains."""
        return ReservationState.OPEN if self.remaining else self.ended

    def draw(self, quantity: int) -> None:
        """Use part or all of what remains.

        Raises:
            ReservationNotOpen: it was posted or voided before.
            ReservationTooSmall: it holds fewer units.
        """
        remaining = self.remaining
        if not remaining:
            raise ReservationNotOpen(reservation=self.id, state=str(self.ended))
        if quantity > remaining:
            raise ReservationTooSmall(requested=quantity, available=remaining)
        self.remaining = remaining - quantity
