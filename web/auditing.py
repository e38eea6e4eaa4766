"""Audits as people and the worker run them: look first, then keep what was found.

Looking takes a reading session and may last; keeping is one short command.
"""

from typing import Any, Final
from uuid import uuid4

from market.auditing import audit_market
from registry.audit import AuditReport, RecordAudit, audit
from registry.services import execute
from registry.worlds import MARKET_ZONE, Actor, Role, World, carry_out, reading, was_carried_out

NIGHTLY_FROM_HOUR: Final = 2
"""From this hour, market time, a day is audited: midnight's due work is done, nobody trades."""
AUDITOR: Final = Actor("auditor", frozenset({Role.OPERATOR}), system=True)


def whole_audit(world: World) -> AuditReport:
    """Check everything that must always hold in a world: its registry and its market."""
    with reading(world) as session:
        found = audit(session)
        return AuditReport(
            found.invariants + audit_market(session).invariants, found.accounts_apart
        )


def keep_audit(
    world: World, report: AuditReport, actor: Actor, trigger: str, client_id: str = ""
) -> dict[str, Any]:
    """Record what an audit found and freeze what does not reconcile.

    Args:
        world: the audited world.
        report: what was found.
        actor: who asked.
        trigger: ``demand`` or ``nightly``.
        client_id: names this record for ever; default a new one.

    Raises:
        RoleMissing: the actor may not keep audits.
    """
    command = RecordAudit(
        client_id=client_id or f"audit-{uuid4().hex}",
        trigger=trigger,
        findings=tuple((each.id, each.ok, each.checked, each.detail) for each in report.invariants),
        accounts=report.accounts_apart,
    )
    return dict(carry_out(world, lambda session: execute(session, command, actor)).data)


def audit_nightly(world: World) -> dict[str, Any] | None:
    """Audit a world and keep the result, once a day of its clock; None if nothing was to do."""
    with reading(world) as session:
        now = session.clock.now().astimezone(MARKET_ZONE)
        client_id = f"audit:nightly:{now.date()}"
        if now.hour < NIGHTLY_FROM_HOUR or was_carried_out(
            session, client_id, RecordAudit, AUDITOR
        ):
            return None
    return keep_audit(world, whole_audit(world), AUDITOR, "nightly", client_id)
