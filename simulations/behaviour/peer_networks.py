"""Who observes whom: regular, random and small-world networks of firms.

A firm's neighbours are drawn from its own stream, so that a firm that is added changes others'
neighbours only where they happen to observe it (and at the seam of the ring).

Source: D. J. Watts & S. H. Strogatz (1998), Collective dynamics of "small-world" networks, Nature
393; Zhu & Yu (2017) compare such networks for firms in emissions trading.
"""

from collections.abc import Sequence

import numpy as np

from simulations.behaviour.refused_behaviour import TooFewToObserve, require_within

_ADDRESSES = 2**18  # More than there can be firms: what is drawn does not depend on their number.
_DRAWS = 4_096

Network = tuple[tuple[int, ...], ...]
"""For each firm, by its place in the list, the places of those it observes."""


def regular_network(count: int, degree: int) -> Network:
    """Return a ring on which each firm observes as many on either side.

    Args:
        count: Number of firms.
        degree: Number that each observes, even, below ``count``.

    Raises:
        TooFewToObserve: The degree is odd, negative, or not below the count.
    """
    _require_degree(count, degree, ring=True)
    steps = [side * step for step in range(1, degree // 2 + 1) for side in (-1, 1)]
    return tuple(tuple((place + step) % count for step in steps) for place in range(count))


def random_network(randoms: Sequence[np.random.Generator], degree: int) -> Network:
    """Return a network in which each firm observes a number of others, each equally likely.

    Args:
        randoms: One generator for each firm, from its own stream.
        degree: Number that each observes, below the number of firms.

    Raises:
        TooFewToObserve: The degree is negative, or not below the number of firms.
    """
    count = len(randoms)
    _require_degree(count, degree, ring=False)
    return tuple(
        tuple(_others(random, count, {place}, degree)) for place, random in enumerate(randoms)
    )


def small_world_network(
    randoms: Sequence[np.random.Generator], degree: int, rewired_share: float
) -> Network:
    """Return a ring on which some of those observed are exchanged for others far away.

    Args:
        randoms: One generator for each firm, from its own stream.
        degree: Number that each observes, even, below the number of firms.
        rewired_share: Chance that one of them is exchanged, 0 (a ring) to 1.

    Raises:
        BehaviourOutOfRange: The share is not within 0 to 1.
        TooFewToObserve: The degree is odd, negative, or not below the number of firms.
    """
    require_within("rewired_share", rewired_share, 0.0, 1.0)
    ring = regular_network(len(randoms), degree)
    return tuple(
        _rewired(place, near, rewired_share, random, len(randoms))
        for place, (near, random) in enumerate(zip(ring, randoms, strict=True))
    )


def _rewired(
    place: int,
    near: tuple[int, ...],
    rewired_share: float,
    random: np.random.Generator,
    count: int,
) -> tuple[int, ...]:
    """Return a firm's neighbours with some exchanged for firms it does not observe yet."""
    kept = [
        other
        for other, number in zip(near, random.random(len(near)), strict=True)
        if number >= rewired_share
    ]
    wanted = len(near) - len(kept)
    return (*kept, *_others(random, count, {place, *kept}, wanted))


def _others(random: np.random.Generator, count: int, excluded: set[int], wanted: int) -> list[int]:
    """Draw places of firms; a place that nobody has is drawn again."""
    found: dict[int, None] = {}
    while len(found) < wanted:
        drawn = random.integers(0, _ADDRESSES, _DRAWS)
        for place in drawn[drawn < count].tolist():
            if len(found) < wanted and place not in excluded:
                found[place] = None
    return list(found)


def _require_degree(count: int, degree: int, *, ring: bool) -> None:
    odd = ring and degree % 2 == 1
    if odd or not 0 <= degree < max(count, 1) or count > _ADDRESSES:
        raise TooFewToObserve(count=count, degree=degree)
