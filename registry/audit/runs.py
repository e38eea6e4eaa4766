"""Reading what audits found."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from registry.audit.invariants import Invariant
from registry.audit.models import AccountStatusChange, AuditRun
from registry.parties.models import Account
from registry.worlds.database import WorldSession

RUNS_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAccount:
    """An account that was frozen, and why."""

    account: str
    reason: str
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRunView:
    """A recorded audit; `findings` in the order of their numbers."""

    number: str
    trigger: str
    ok: bool
    failed: int
    findings: tuple[Invariant, ...]
    recorded_at: datetime
    business_date: date


def audit_runs(session: WorldSession, limit: int = RUNS_MAX) -> list[AuditRunView]:
    """Return recorded audits, the latest first."""
    query = select(AuditRun).order_by(col(AuditRun.id).desc()).limit(min(limit, RUNS_MAX))
    return [
        AuditRunView(
            number=run.number,
            trigger=run.trigger,
            ok=not run.failed,
            failed=run.failed,
            findings=tuple(Invariant(*finding) for finding in json.loads(run.findings_json)),
            recorded_at=run.recorded_at,
            business_date=run.business_date,
        )
        for run in session.exec(query)
    ]


def frozen_accounts(session: WorldSession) -> list[FrozenAccount]:
    """Return the accounts that are frozen now, with the last reason."""
    query = (
        select(AccountStatusChange, Account.number)
        .join(Account, col(Account.id) == col(AccountStatusChange.account_id))
        .where(Account.status == "frozen")
        .order_by(col(AccountStatusChange.id))
    )
    latest = {
        number: FrozenAccount(
            account=number, reason=change.reason, business_date=change.business_date
        )
        for change, number in session.exec(query)
    }
    return list(latest.values())
