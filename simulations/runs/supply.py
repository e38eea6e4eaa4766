"""What a market's regulator has to sell, withhold and account for beside the free allocation."""

from dataclasses import dataclass, field

from simulations.markets import ReserveState


@dataclass(slots=True)
class Supply:
    """Units of one market beside what is given to firms, t.

    Args:
        carried_t: Units left from auctions of earlier cycles, and moves of the reserve.
        offered_t: Units of the cycle that have been offered and need not be offered again.
        sold_at_ceiling_t: Units sold at the ceiling since the start.
        made_for_ceiling_t: Units issued in the cycle to be sold at the ceiling.
        reserve: The stability reserve.
        issued_t: Units that came into being since the start.
        emitted_t: Emissions surrendered for since the start.
        cancelled_t: Units cancelled by their holders' year end since the start.
        listed: Turnover in fen and volume of each trading day's listed trades.
        borrowed_t: Units of the next cycle that each firm has used already, by account.
    """

    carried_t: int = 0
    offered_t: int = 0
    sold_at_ceiling_t: int = 0
    made_for_ceiling_t: int = 0
    reserve: ReserveState = field(default_factory=lambda: ReserveState(0, 0))
    issued_t: int = 0
    emitted_t: int = 0
    cancelled_t: int = 0
    listed: list[tuple[int, int]] = field(default_factory=list)
    borrowed_t: dict[int, int] = field(default_factory=dict)

    def to_offer_t(self, not_free_t: int) -> int:
        """Return what is still to be auctioned in the cycle, t.

        Args:
            not_free_t: Units of the cycle that firms are not given free of charge, t.
        """
        return max(0, not_free_t + self.carried_t - self.offered_t)

    def end_cycle(self, not_free_t: int, *, keeps_unsold: bool) -> None:
        """Begin a new cycle; what was not sold stays on offer where the rules say so."""
        self.carried_t = self.to_offer_t(not_free_t) if keeps_unsold else 0
        self.offered_t = self.made_for_ceiling_t = 0
