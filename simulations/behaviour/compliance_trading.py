"""When firms look at the market and how they quote: pure functions of values and of chance.

Nothing here touches the market: a decision is a value, and the agent turns it into commands.
Prices are float CNY/t until ``quote_fen`` rounds them to the tick.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence

FEN = 100


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
        own = int(limit_cny * FEN)
        price = wanted if wanted < own else own
        price = price if price < high else high
        return price if price >= low else None
    own = math.ceil(limit_cny * FEN)
    price = wanted if wanted > own else own
    price = price if price > low else low
    return price if price <= high else None


def patient_limit_cny(own_cny: float, expected_cny: float, haste: float, buys: bool) -> float:
    """Return the limit of a firm that can still wait for the price it expects, CNY/t.

    Args:
        own_cny: The most it would ever pay, or the least it would ever take, CNY/t.
        expected_cny: The price it expects, CNY/t.
        haste: 0 while it can wait as long as it likes, 1 when it must trade now.
        buys: Whether it buys.
    """
    gap = own_cny - expected_cny
    if gap <= 0.0 if buys else gap >= 0.0:
        return own_cny
    return expected_cny + gap * haste


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
