"""A market stability reserve: units withheld from auctions while many circulate, released when few.

Source: Decision (EU) 2015/1814 as amended by (EU) 2018/410 and (EU) 2023/852, Article 1. Its
thresholds are arguments here, so that a scenario can give any market such a reserve.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from market.matching import pro_rata
from simulations.markets.refused_markets import MarketTermRefused, require_share, require_whole
from simulations.markets.shares import part_t


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveRules:
    """When units enter and leave the reserve, and how many.

    Args:
        release_below_t: Circulation below which units are released, t.
        release_t: Most that is released in a year, t.
        intake_above_t: Circulation above which units are withheld, t; at least the one before.
        full_intake_above_t: Circulation above which a share of all of it is withheld, t; up to
            there only what exceeds ``intake_above_t`` is. Equal to that for a rule without buffer.
        intake_share: That share, 0 to 1.
        intake_t_min: A smaller intake is not carried out, t; 0 for none too small.
        held_t_max: Most the reserve holds, t; what exceeds it is cancelled. None for no limit.
    """

    release_below_t: int
    release_t: int
    intake_above_t: int
    full_intake_above_t: int
    intake_share: Decimal
    intake_t_min: int
    held_t_max: int | None

    def __post_init__(self) -> None:
        require_whole("release_below_t", self.release_below_t, 0)
        require_whole("release_t", self.release_t, 0)
        require_whole("intake_above_t", self.intake_above_t, self.release_below_t)
        require_whole("full_intake_above_t", self.full_intake_above_t, self.intake_above_t)
        require_share("intake_share", self.intake_share)
        require_whole("intake_t_min", self.intake_t_min, 0)
        if self.held_t_max is not None:
            require_whole("held_t_max", self.held_t_max, 0)


class ReserveMove(NamedTuple):
    """What a year's figures ask for: units withheld from auctions or added to them, t."""

    withheld_t: int
    released_t: int


class ReserveState(NamedTuple):
    """The reserve: units in it, and units it has cancelled so far, t."""

    held_t: int
    cancelled_t: int


def circulation_t(issued_t: int, emitted_t: int, cancelled_t: int, held_t: int) -> int:
    """Return the units in circulation.

    Args:
        issued_t: Units that came into being since the market began, t; those that went straight
            into the reserve too.
        emitted_t: Verified emissions since then, t.
        cancelled_t: Units cancelled since then, by holders or in the reserve, t.
        held_t: Units in the reserve, t.

    Returns:
        Supply less demand less reserve, t; below 0 when firms still owe units.

    Source:
        Decision (EU) 2015/1814, Article 1(4).
    """
    return issued_t - emitted_t - cancelled_t - held_t


def reserve_move(
    circulating_t: int, held_t: int, offered_t: int, rules: ReserveRules
) -> ReserveMove:
    """Return what enters or leaves the reserve after a year's figures are known.

    Args:
        circulating_t: Units in circulation at the end of the year, t.
        held_t: Units in the reserve, t.
        offered_t: Units to be auctioned while the decision holds, t; no more can be withheld.
        rules: Thresholds and quantities.

    Returns:
        Units withheld or released, rounded down, t; never both.

    Source:
        Decision (EU) 2015/1814, Article 1(5) and (6).
    """
    if circulating_t < rules.release_below_t:
        return ReserveMove(0, min(rules.release_t, held_t))
    if circulating_t > rules.full_intake_above_t:
        intake_t = part_t(circulating_t, rules.intake_share)
    else:
        intake_t = max(0, circulating_t - rules.intake_above_t)
    return ReserveMove(min(intake_t, offered_t) if intake_t >= rules.intake_t_min else 0, 0)


def reserve_after(state: ReserveState, move: ReserveMove, rules: ReserveRules) -> ReserveState:
    """Return the reserve once a move is carried out and what exceeds its limit is cancelled.

    Args:
        state: The reserve before.
        move: What enters or leaves it, t.
        rules: Its limit.

    Returns:
        The reserve after; no unit is lost: held and cancelled change by exactly the move.

    Source:
        Decision (EU) 2015/1814, Article 1(5a).
    """
    held_t = state.held_t + move.withheld_t - move.released_t
    require_whole("released_t", move.released_t, 0, state.held_t + move.withheld_t)
    kept_t = held_t if rules.held_t_max is None else min(held_t, rules.held_t_max)
    return ReserveState(kept_t, state.cancelled_t + held_t - kept_t)


def adjusted_offers(
    offers_t: Sequence[int], move: ReserveMove, first: int = 0, last: int | None = None
) -> tuple[int, ...]:
    """Return auction offers with a move of the reserve spread over some of them.

    Args:
        offers_t: Planned offers in order, t.
        move: Units withheld or released, t.
        first: Place of the first offer that changes: the delay between figures and effect.
        last: Place after the last offer that changes; None for the end.

    Returns:
        The offers in whole tonnes: changed in proportion, equally where nothing was planned; their
        sum changes by exactly the move.

    Raises:
        MarketTermRefused: More is withheld than the offers hold, or there is no offer to change.
    """
    changed = list(offers_t[first:last])
    require_whole("withheld_t", move.withheld_t, 0, sum(changed))
    if not changed and move.released_t:
        raise MarketTermRefused(field="offers", value=0, least=1, most="…")
    less = pro_rata(move.withheld_t, changed)
    more = pro_rata(move.released_t, changed if any(changed) else [1] * len(changed))
    now = (offer - cut + add for offer, cut, add in zip(changed, less, more, strict=True))
    rest = () if last is None else offers_t[last:]
    return (*offers_t[:first], *now, *rest)
