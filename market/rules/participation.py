"""How much one party may hold on a market: pure rules over its profile."""

from collections.abc import Mapping

from market.rules.profiles import MarketProfile
from market.rules.refused_orders import PositionLimitExceeded


def holding_limit_t(profile: MarketProfile, allocated_t: int | None) -> int | None:
    """Return the most that a party may hold, None where the market sets no limit.

    Args:
        profile: the rules of the market.
        allocated_t: what an emitter was allocated for the year, t; None for others, and where the
            market knows no limit above the allocation.

    Returns:
        For an emitter its allocation and what it may hold beyond, for others the limit of all, t.
    """
    above_t = profile.position_above_allocation_t
    if allocated_t is not None and above_t is not None:
        return allocated_t + above_t
    return profile.position_limit_t


def check_position(
    instrument: str, limit_t: int, held_t: int, quantity_t: int, source: Mapping[str, str]
) -> None:
    """Refuse a purchase that would exceed the largest holding.

    Args:
        instrument: code of what is bought.
        limit_t: the most that may be held, t.
        held_t: what is held and what open orders may still buy, t.
        quantity_t: what is to be bought, t.
        source: of the limit, in both languages.

    Raises:
        PositionLimitExceeded: it would.
    """
    if held_t + quantity_t > limit_t:
        raise PositionLimitExceeded(
            instrument=instrument,
            quantity_t=quantity_t,
            held_t=held_t,
            limit_t=limit_t,
            source=source,
            field="quantity_t",
        )
