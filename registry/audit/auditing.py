"""The audit: named checks of what must always hold, in words and code of its own.

It reads the rows with SQL that shares nothing with the services that wrote them.
"""

from dataclasses import dataclass

from registry.audit import records, walks
from registry.audit.invariants import Invariant, found
from registry.audit.queries import SQL_CHECKS, SqlCheck
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

WALKS = (
    walks.ranges_apart,
    walks.issuances_complete,
    walks.issued_within_verified,
    walks.commands_unchanged,
    walks.moves_replay,
    walks.guards_present,
    records.certificates_as_commanded,
    records.reports_unchanged,
    records.answers_exist,
    records.dates_of_the_market,
)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What the audit found."""

    invariants: tuple[Invariant, ...]

    @property
    def ok(self) -> bool:
        """Tell whether everything holds."""
        return all(invariant.ok for invariant in self.invariants)

    def to_dict(self) -> dict[str, object]:
        """Return the object of `tanlab registry audit --json`."""
        return {
            "ok": self.ok,
            "invariants": [invariant.to_dict() for invariant in self.invariants],
        }


def audit(session: WorldSession) -> AuditReport:
    """Check everything that must always hold in a world.

    Args:
        session: any session; nothing is written.
    """
    answers = [_answer(session, check) for check in SQL_CHECKS]
    answers.extend(walk(session) for walk in WALKS)
    return AuditReport(tuple(sorted(answers, key=lambda invariant: _order(invariant.id))))


def _answer(session: WorldSession, check: SqlCheck) -> Invariant:
    checked = int(fetch(session, f"SELECT count(*) FROM {check.counted}")[0][0])  # noqa: S608
    return found(check.id, check.rule, checked, fetch(session, check.breaches))


def _order(id_: str) -> tuple[int, str]:
    return int(id_.partition(".")[0].removeprefix("I")), id_
