"""Asking the audit in a test of an area."""

from registry.audit import audit
from registry.worlds import WorldSession


def broken(session: WorldSession, *invariants: str) -> list[str]:
    """Return what the audit finds broken of some invariants, such as ``I6``."""
    session.flush()
    return [
        found.id
        for found in audit(session).invariants
        if not found.ok and found.id.partition(".")[0] in invariants
    ]
