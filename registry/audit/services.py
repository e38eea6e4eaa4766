"""Keeping what audits found; freezing accounts and opening them again."""

import json

from sqlmodel import select

from registry.audit.commands import FreezeAccount, RecordAudit, UnfreezeAccount
from registry.audit.models import AccountStatusChange, AuditRun
from registry.audit.refused_audit import AccountFrozenAlready, AccountNotFrozen
from registry.parties.models import Account
from registry.parties.parties import find_receiving_account
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.numbering import next_yearly
from registry.worlds.refused_values import TextInvalid
from registry.worlds.texts import check_text

RECONCILED_BY = (Role.OPERATOR, Role.ADMINISTRATOR, Role.REGULATOR)
NOT_RECONCILED = "账户与日志不符 does not reconcile with the log"


def record_audit(session: WorldSession, command: RecordAudit, actor: Actor) -> dict[str, object]:
    """Keep what an audit found, and freeze the open accounts that do not reconcile.

    Raises:
        RoleMissing: the actor is neither operator, administrator nor regulator.
        TextInvalid: the trigger is unknown, or nothing was checked.
        UnknownAccount, AccountClosedToUnits: an account cannot be frozen.
    """
    actor.check_role(*RECONCILED_BY)
    if command.trigger not in {"demand", "nightly"} or not command.findings:
        raise TextInvalid(field="trigger", value=command.trigger[:40], maximum="8")
    run = AuditRun(
        number=next_yearly(session, "AU"),
        trigger=command.trigger,
        checks=len(command.findings),
        failed=sum(not ok for _, ok, _, _ in command.findings),
        findings_json=json.dumps(command.findings, ensure_ascii=False),
        actor=actor.name,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(run)
    session.flush()
    frozen = []
    for number in command.accounts:
        account = _locked(session, number)
        if account.status == "open":
            _change(session, account, "frozen", NOT_RECONCILED, actor, run.id)
            frozen.append(number)
    return {"audit": run.number, "failed": run.failed, "frozen": frozen}


def freeze_account(
    session: WorldSession, command: FreezeAccount, actor: Actor
) -> dict[str, object]:
    """Freeze an account.

    Raises:
        RoleMissing: the actor is neither operator nor administrator.
        UnknownAccount, AccountClosedToUnits: there is no such account of a participant.
        TextInvalid: there is no reason.
        AccountFrozenAlready: it is not open.
    """
    actor.check_role(Role.OPERATOR, Role.ADMINISTRATOR)
    account = _locked(session, command.account)
    reason = check_text(command.reason, "reason")
    if account.status != "open":
        raise AccountFrozenAlready(
            account=account.number, status=account.status, field="account", value=account.number
        )
    _change(session, account, "frozen", reason, actor)
    return {"account": account.number, "status": account.status}


def unfreeze_account(
    session: WorldSession, command: UnfreezeAccount, actor: Actor
) -> dict[str, object]:
    """Open a frozen account again.

    Raises:
        RoleMissing: the actor is neither operator nor administrator.
        UnknownAccount, AccountClosedToUnits: there is no such account of a participant.
        TextInvalid: there is no reason.
        AccountNotFrozen: it is not frozen.
    """
    actor.check_role(Role.OPERATOR, Role.ADMINISTRATOR)
    account = _locked(session, command.account)
    reason = check_text(command.reason, "reason")
    if account.status != "frozen":
        raise AccountNotFrozen(
            account=account.number, status=account.status, field="account", value=account.number
        )
    _change(session, account, "open", reason, actor)
    return {"account": account.number, "status": account.status}


def _locked(session: WorldSession, number: str) -> Account:
    known = find_receiving_account(session, number, "account")
    query = select(Account).where(Account.id == known.id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one()


def _change(
    session: WorldSession,
    account: Account,
    status: str,
    reason: str,
    actor: Actor,
    audit_run_id: int | None = None,
) -> None:
    account.status = status
    assert account.id is not None
    session.add(
        AccountStatusChange(
            account_id=account.id,
            status=status,
            reason=reason,
            audit_run_id=audit_run_id,
            actor=actor.name,
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
