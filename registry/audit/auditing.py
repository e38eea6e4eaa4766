"""The audit: named checks of what must always hold, in words and code of its own.

It reads the rows with SQL that shares nothing with the services that wrote them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from registry.audit import records, walks
from registry.audit.area_queries import AREA_CHECKS
from registry.audit.guards import guards_present
from registry.audit.hours import carried_out_in_hours
from registry.audit.invariants import Invariant, found
from registry.audit.log_tree import log_tree_stands
from registry.audit.queries import SQL_CHECKS, SqlCheck
from registry.audit.reconciliation import SecondOpinion
from registry.audit.witnesses import rows_as_logged
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

WALKS = (
    walks.ranges_apart,
    walks.issuances_complete,
    walks.issued_within_verified,
    walks.commands_unchanged,
    guards_present,
    carried_out_in_hours,
    records.certificates_as_commanded,
    records.reports_unchanged,
    records.answers_exist,
    records.dates_of_the_market,
    records.entered_on_their_day,
)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What the audit found; `accounts_apart` are numbers of accounts that do not reconcile."""

    invariants: tuple[Invariant, ...]
    accounts_apart: tuple[str, ...] = ()

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
    answers = [_answer(session, check) for check in (*SQL_CHECKS, *AREA_CHECKS)]
    answers.extend(walk(session) for walk in WALKS)
    answers.extend(log_tree_stands(session))
    opinion = SecondOpinion(session)
    answers.extend(opinion.invariants())
    answers.extend(rows_as_logged(session, opinion.replayed))
    return AuditReport(
        tuple(sorted(answers, key=lambda invariant: _order(invariant.id))),
        _numbers(session, opinion.accounts_apart),
    )


def _numbers(session: WorldSession, account_ids: Collection[int]) -> tuple[str, ...]:
    """Return the numbers of participants' accounts, in order."""
    known = fetch(session, "SELECT id, number FROM account WHERE kind = 'holding' ORDER BY id")
    return tuple(number for id_, number in known if id_ in account_ids)


def _answer(session: WorldSession, check: SqlCheck) -> Invariant:
    checked = int(fetch(session, f"SELECT count(*) FROM {check.counted}")[0][0])  # noqa: S608
    return found(check.id, checked, fetch(session, check.breaches))


def _order(id_: str) -> tuple[int, str]:
    return int(id_.partition(".")[0].removeprefix("I")), id_
