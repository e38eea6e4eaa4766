"""Running numbers, given out once each even to concurrent writers."""

from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

_NEXT = (
    "INSERT INTO counter (name, value) VALUES (?, 1)"
    " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


def next_number(session: WorldSession, name: str) -> int:
    """Return the next number under a name, from 1; others wait until this one is committed."""
    return int(fetch(session, _NEXT, (name,))[0][0])


def next_yearly(session: WorldSession, prefix: str) -> str:
    """Return the next number of this year, such as ``CR-2026-000001``."""
    name = f"{prefix}-{session.clock.today().year}"
    return f"{name}-{next_number(session, name):06d}"
