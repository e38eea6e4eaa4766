"""Announced rules in expectations: believed at once, late, or partly, until they are in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulations.behaviour.refused_behaviour import require_within

DAY_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class PolicyAnnouncement:
    """That a path of a rule (a cap, a benchmark, a share) will be another one.

    Args:
        published: Trading day on which it is said, from 0.
        effective: Trading day from which it is in force, not before ``published``.
        values: The new value by compliance year; other years stay as they were.
    """

    published: int
    effective: int
    values: tuple[tuple[int, float], ...]

    def __post_init__(self) -> None:
        require_within("published", self.published, 0, DAY_MAX)
        require_within("effective", self.effective, self.published, DAY_MAX)


@dataclass(frozen=True, slots=True)
class Attention:
    """How announcements enter somebody's beliefs.

    Args:
        delay_days: Trading days until an announcement is noticed; 0 at once.
        responsiveness: Part of the announced change that is then believed, 0 to 1.
    """

    delay_days: int
    responsiveness: float

    def __post_init__(self) -> None:
        require_within("delay_days", self.delay_days, 0, DAY_MAX)
        require_within("responsiveness", self.responsiveness, 0.0, 1.0)

    def belief(self, announcement: PolicyAnnouncement, day: int) -> float:
        """Return how far an announcement is believed on a day, 0 to 1.

        What is in force is known to everybody.
        """
        if day >= announcement.effective:
            return 1.0
        noticed = day >= announcement.published + self.delay_days
        return self.responsiveness if noticed else 0.0


def believed_path(
    known: Mapping[int, float],
    announcements: Iterable[PolicyAnnouncement],
    attention: Attention,
    day: int,
) -> dict[int, float]:
    """Return the path that somebody believes in on a day.

    Args:
        known: The value of each compliance year as it was before every announcement.
        announcements: All of them, in any order; later ones amend or reverse earlier ones.
        attention: How they enter beliefs.
        day: Trading day.

    Returns:
        The believed value of each year; a year that is only announced counts from its first
        notice.
    """
    path = dict(known)
    for announcement in sorted(announcements, key=lambda said: said.published):
        belief = attention.belief(announcement, day)
        if belief == 0:
            continue
        for year, value in announcement.values:
            before = path.get(year, value)
            path[year] = value if belief == 1 else before + belief * (value - before)
    return path
