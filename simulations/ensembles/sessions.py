"""How long an ensemble took, session by session: beside its results, never part of their hashes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from simulations.runs import json_bytes, read_json

SESSIONS: Final = "timings.json"
_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Session:
    """One time that somebody carried out an ensemble, or part of it.

    Args:
        started: When, UTC, as ISO 8601.
        seconds: How long, from the first run handed out to the last one kept.
        run_seconds: What its runs took their workers, all together.
        runs: Runs that ended, failures included.
        workers: Who carried them out: ``here``, ``2 processes`` or the executor's class.
    """

    started: str
    seconds: float
    run_seconds: float
    runs: int
    workers: str


def read_sessions(directory: Path) -> list[dict[str, Any]]:
    """Return the sessions so far, oldest first."""
    found = read_json(directory / SESSIONS)
    return list(found["sessions"]) if isinstance(found, dict) else []


def note_session(directory: Path, session: Session) -> None:
    """Add a session to those of a directory."""
    values = asdict(session)
    values |= {name: round(values[name], _DIGITS) for name in ("seconds", "run_seconds")}
    sessions = [*read_sessions(directory), values]
    (directory / SESSIONS).write_bytes(json_bytes({"sessions": sessions}))


def timings_of(sessions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return sessions and their sums, as the manifest has them."""
    seconds = sum(session["seconds"] for session in sessions)
    runs = sum(session["runs"] for session in sessions)
    return {
        "sessions": list(sessions),
        "seconds": round(seconds, _DIGITS),
        "runs": runs,
        "runs_per_second": round(runs / seconds, _DIGITS) if seconds else None,
    }
