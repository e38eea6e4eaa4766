"""A world's time: the wall clock, or one that an instructor drives. Only here is the OS asked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

MARKET_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells a world's time."""

    def now(self) -> datetime:
        """Return the instant, UTC, aware."""
        ...

    def today(self) -> date:
        """Return the date in the market's zone."""
        ...


def market_date(instant: datetime) -> date:
    """Return the date of an aware instant in the market's zone, Asia/Shanghai."""
    return instant.astimezone(MARKET_ZONE).date()


class WallClock:
    """The computer's own time."""

    def now(self) -> datetime:
        """Return the instant, UTC, aware."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the date in the market's zone."""
        return market_date(self.now())


@dataclass(slots=True)
class DrivenClock:
    """A clock that stands still, runs at a rate, and is set or advanced by hand.

    Args:
        instant: its time, aware, at the moment `wall_instant`.
        rate: seconds it runs per second of the wall clock; 0 stands still.
        wall_instant: the wall's time when `instant` was right; default now.
    """

    instant: datetime
    rate: float = 0.0
    wall_instant: datetime | None = None

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self.instant = self.instant.astimezone(UTC)
        if self.wall_instant is None:
            self.wall_instant = datetime.now(UTC)

    def now(self) -> datetime:
        """Return the instant, UTC, aware."""
        if not self.rate:
            return self.instant
        assert self.wall_instant is not None
        return self.instant + (datetime.now(UTC) - self.wall_instant) * self.rate

    def today(self) -> date:
        """Return the date in the market's zone."""
        return market_date(self.now())

    def set(self, instant: datetime) -> None:
        """Jump to an aware instant and go on at the same rate."""
        if instant.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self.instant = instant.astimezone(UTC)
        self.wall_instant = datetime.now(UTC)

    def advance(self, duration: timedelta) -> None:
        """Jump by a duration."""
        self.set(self.now() + duration)

    def run(self, rate: float) -> None:
        """Go on from now at another rate; 0 stands still."""
        self.set(self.now())
        self.rate = rate
