"""Trading hours: sessions of a day, the phase of a moment, and when the next one begins."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

ONE_DAY: Final = timedelta(days=1)
DAYS_AHEAD_MAX: Final = 30
"""How far the next opening is looked for: longer than any holiday."""


class Phase(StrEnum):
    """Where a market is in its day."""

    CLOSED = "closed"  # before the first session, and on days without trading
    OPEN = "open"  # listed agreements trade; where blocks do too it is BLOCK
    BREAK = "break"  # between two sessions
    BLOCK = "block"  # listed and block agreements trade, or block agreements alone
    AFTER = "after"  # the last session of the day is over


class Session(NamedTuple):
    """A stretch of trading in the market's local time, the end not included."""

    begins: time
    ends: time


class PhaseNow(NamedTuple):
    """The phase of a moment, and when it ends.

    Attributes:
        phase: what is open.
        next_phase: what follows; None where nothing does within a month.
        next_at: local date and time at which it begins.
        opens_at: local date and time at which listed trading begins next.
    """

    phase: Phase
    next_phase: Phase | None
    next_at: datetime | None
    opens_at: datetime | None


DayHours = Callable[[str, date], Sequence[Session]]
"""Sessions of a mode on a day, holidays left out."""


def sessions_of(text: str) -> tuple[Session, ...]:
    """Read sessions as rules write them.

    Args:
        text: for example `09:30-11:30 13:00-15:00`; empty: none.

    Raises:
        ValueError: a session cannot be read, ends before it begins, or overlaps the one before.
    """
    sessions: list[Session] = []
    for each in text.split():
        begins, _, ends = each.partition("-")
        session = Session(time.fromisoformat(begins), time.fromisoformat(ends))
        if session.begins >= session.ends or (sessions and session.begins < sessions[-1].ends):
            raise ValueError(f"no session: {each}")
        sessions.append(session)
    return tuple(sessions)


def hours_text(sessions: Sequence[Session]) -> str:
    """Write sessions as rules write them; a dash where there are none."""
    return " ".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in sessions) or "–"


def is_open(sessions: Sequence[Session], at: time) -> bool:
    """Return whether a time of day lies in a session."""
    return any(begins <= at < ends for begins, ends in sessions)


def phase(now: datetime, hours: DayHours) -> PhaseNow:
    """Return the phase of a moment.

    Args:
        now: local date and time of the market.
        hours: sessions of a mode (`listed`, `block`) on a day.
    """
    current = _phase_at(now, hours)
    next_phase, next_at = None, None
    for moment in _changes(now, hours):
        following = _phase_at(moment, hours)
        if following is not current:
            next_phase, next_at = following, moment
            break
    return PhaseNow(current, next_phase, next_at, next_opening(now, hours, "listed"))


def next_opening(now: datetime, hours: DayHours, mode: str) -> datetime | None:
    """Return when a session of a mode begins next, None where none does within a month."""
    for ahead in range(DAYS_AHEAD_MAX):
        day = now.date() + ahead * ONE_DAY
        for session in hours(mode, day):
            begins = datetime.combine(day, session.begins, now.tzinfo)
            if begins > now:
                return begins
    return None


def _phase_at(now: datetime, hours: DayHours) -> Phase:
    day, at = now.date(), now.time()
    listed, block = hours("listed", day), hours("block", day)
    if is_open(block, at):
        return Phase.BLOCK
    if is_open(listed, at):
        return Phase.OPEN
    sessions = [*listed, *block]
    if not sessions or at < min(session.begins for session in sessions):
        return Phase.CLOSED
    if at >= max(session.ends for session in sessions):
        return Phase.AFTER
    return Phase.BREAK


def _changes(now: datetime, hours: DayHours) -> list[datetime]:
    """Return the beginnings and ends of sessions after a moment, and midnight, in order."""
    changes = []
    for ahead in range(DAYS_AHEAD_MAX):
        day = now.date() + ahead * ONE_DAY
        times = {time(0)}
        for mode in ("listed", "block"):
            for session in hours(mode, day):
                times |= {session.begins, session.ends}
        changes += [datetime.combine(day, at, now.tzinfo) for at in sorted(times)]
    return [moment for moment in changes if moment > now]
