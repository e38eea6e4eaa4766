"""What firms want, as pure functions of what they know and of uniform random numbers.

Nothing here touches the market: a decision is a value, and the agent turns it into commands.
Prices are float CNY/t until ``quote_fen`` rounds them to the tick.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

FEN = 100


class Need(NamedTuple):
    """What a firm would do at a price.

    Args:
        abatement_t: Abatement whose marginal cost is the price, t.
        trade_t: Units wanted (above zero) or to spare (below zero), t.
    """

    abatement_t: int
    trade_t: int


def wake_up_chance(
    days_left: float, base_per_day: float, deadline_per_day: float, scale_days: float
) -> float:
    """Return the chance that a firm looks at the market on a trading day.

    Args:
        days_left: Trading days to the deadline.
        base_per_day: Chance far from the deadline.
        deadline_per_day: What the deadline adds on its own day.
        scale_days: Trading days over which that fades to 1/e.
    """
    return min(1.0, base_per_day + deadline_per_day * math.exp(-days_left / scale_days))


def expected_price(
    expected_cny: float, last_cny: float, weight_per_day: float, days: float
) -> float:
    """Return an adaptive expectation, moved toward the last price.

    Args:
        expected_cny: The expectation held until now, CNY/t.
        last_cny: The last price, CNY/t.
        weight_per_day: Share of the distance covered in a day, 0 to 1.
        days: Trading days since the expectation was formed.
    """
    kept: float = (1.0 - weight_per_day) ** days
    return last_cny + (expected_cny - last_cny) * kept


def need(gap_t: int, price_cny: float, mac_slope: float, abatement_max_t: int) -> Need:
    """Return what a firm with linear marginal abatement cost does at a price.

    Args:
        gap_t: Emissions without abatement less all units it has or will receive, t.
        price_cny: Price it reckons with, CNY/t.
        mac_slope: Rise of marginal cost, CNY/t per t; infinite when abatement earns nothing.
        abatement_max_t: Most it can abate, t.

    Source:
        Montgomery (1972): abate until marginal cost equals the price, trade the rest.
    """
    abatement_t = min(int(price_cny / mac_slope), abatement_max_t)
    return Need(abatement_t, gap_t - abatement_t)


def buyer_limit_cny(
    want: Need, mac_slope: float, abatement_max_t: int, price_max_cny: float
) -> float:
    """Return the most a buyer pays: the marginal cost of abating all that it lacks.

    A firm that cannot abate so much must buy, whatever the price.
    """
    without_t = want.abatement_t + want.trade_t
    if without_t > abatement_max_t:
        return price_max_cny
    return min(mac_slope * without_t, price_max_cny)


def seller_limit_cny(want: Need, mac_slope: float, offered_t: int) -> float:
    """Return the least a seller takes: the marginal cost it saves by abating so much less."""
    left_t = want.abatement_t - offered_t
    return mac_slope * left_t if left_t > 0 else 0.0


def offered_t(surplus_t: int, keepable_t: int, hoarding: float) -> int:
    """Return how much of a surplus a firm offers.

    Args:
        surplus_t: Units to spare, t.
        keepable_t: Units it could carry over if it sold the rest, t.
        hoarding: Share of those that it wants to keep, 0 to 1.
    """
    return max(0, surplus_t - int(hoarding * min(keepable_t, surplus_t)))


def keepable_t(rule: str, surplus_t: int, sold_t: int, base_t: int, multiple: float) -> int:
    """Return how much of a surplus can be carried over when the rest is sold.

    It is a plan, the inverse of `registry.carry_over_t` in float; what is carried over at the end
    is the registry's to say.

    Args:
        rule: ``unlimited``, ``none`` or ``net_sales``.
        surplus_t: Units to spare now, t.
        sold_t: Net sales so far, t.
        base_t: Units that may be carried over without any sale, t.
        multiple: Units that may be carried over for each unit of net sales.

    Returns:
        The largest K with ``K <= base + multiple * (sold + surplus - K)`` and ``K <= surplus``.
    """
    if rule == "unlimited":
        return surplus_t
    if rule == "none":
        return 0
    most = (base_t + multiple * (max(sold_t, 0) + surplus_t)) / (1.0 + multiple)
    return min(surplus_t, int(most))


def urgency(days_left: float, urgency_max: float, urgency_days: float) -> float:
    """Return how far beyond the last price a firm goes, as a share, rising to the deadline."""
    return urgency_max * math.exp(-days_left / urgency_days)


def quote_fen(
    last_fen: int, shift: float, limit_cny: float, buys: bool, band: tuple[int, int]
) -> int | None:
    """Return a limit price on the tick, or None when the firm's own limit lies outside the band.

    Args:
        last_fen: Last price, fen.
        shift: Share by which the firm moves away from it.
        limit_cny: Its own limit, CNY/t: the most it pays, the least it takes.
        buys: Whether it buys.
        band: Lowest and highest price accepted today, fen.
    """
    low, high = band
    wanted = round(last_fen * (1.0 + shift))
    if buys:
        price = min(wanted, int(limit_cny * FEN), high)
        return price if price >= low else None
    price = max(wanted, math.ceil(limit_cny * FEN), low)
    return price if price <= high else None


def quantile(points: Sequence[tuple[float, float]], uniform: float) -> float:
    """Return the value of a piecewise linear quantile function.

    Args:
        points: Chances rising from 0 to 1 and the value at each.
        uniform: A number in [0, 1).
    """
    chances = [chance for chance, _ in points]
    right = min(max(bisect_right(chances, uniform), 1), len(points) - 1)
    (c0, v0), (c1, v1) = points[right - 1], points[right]
    return v0 + (v1 - v0) * (uniform - c0) / (c1 - c0)


def slices(total_t: int, each_max_t: int, count_max: int) -> list[int]:
    """Return a quantity cut into orders that the book accepts.

    Args:
        total_t: Quantity wanted, t.
        each_max_t: Most of one order, t.
        count_max: Most orders.
    """
    if total_t <= each_max_t:
        return [total_t] if total_t > 0 else []
    parts: list[int] = []
    while total_t > 0 and len(parts) < count_max:
        part = min(total_t, each_max_t)
        parts.append(part)
        total_t -= part
    return parts
