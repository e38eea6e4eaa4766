"""Steps that are taken at the same moment, of which the database lets some win."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from registry.worlds import RegistryError


def at_once(
    *steps: Callable[[], object], refused: tuple[type[RegistryError], ...]
) -> list[object | None]:
    """Take steps at the same time.

    Args:
        steps: to take.
        refused: what may be said to one that comes too late.

    Returns:
        What each step answered; None for one that was refused.
    """
    barrier = Barrier(len(steps))

    def take(step: Callable[[], object]) -> object | None:
        barrier.wait()
        try:
            return step()
        except refused:
            return None

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(take, steps))
