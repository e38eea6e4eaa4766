"""`/audit`: what the last audit of the registry found."""

from datetime import datetime

from flask import Blueprint
from pydantic import BaseModel, ConfigDict

from registry.audit import audit_runs
from registry.worlds import reading
from web.access import for_roles, public
from web.acting import acting, public_world
from web.api.specification import answers, specification
from web.auditing import keep_audit, whole_audit
from web.pages.audits import AUDITING

api = Blueprint("audits", __name__)


class FindingShape(BaseModel):
    """One check: its number and name, whether it holds, how many records it looked at."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    ok: bool
    checked: int
    detail: str


class AuditShape(BaseModel):
    """An audit that was kept; `number` is empty before the first."""

    number: str = ""
    ok: bool | None = None
    recorded_at: datetime | None = None
    invariants: list[FindingShape] = []


class KeptShape(BaseModel):
    """An audit that was carried out now, and the accounts it froze."""

    audit: str
    failed: int
    frozen: list[str]
    invariants: list[FindingShape]


@api.get("/audit")
@specification.validate(resp=answers(AuditShape), tags=["registry"])
@public
def latest() -> AuditShape:
    """Return the last audit that was kept."""
    with reading(public_world()) as session:
        runs = audit_runs(session, limit=1)
    if not runs:
        return AuditShape()
    [run] = runs
    return AuditShape(
        number=run.number,
        ok=run.ok,
        recorded_at=run.recorded_at,
        invariants=[FindingShape.model_validate(finding) for finding in run.findings],
    )


@api.post("/audit")
@specification.validate(resp=answers(KeptShape, 401, 403), tags=["registry"])
@for_roles(*AUDITING)
def run_now() -> KeptShape:
    """Audit now, keep what is found, and return it."""
    world = public_world()
    with reading(world) as session:
        actor = acting(session)
    report = whole_audit(world)
    kept = keep_audit(world, report, actor, "demand")
    findings = [FindingShape.model_validate(finding) for finding in report.invariants]
    return KeptShape.model_validate({**kept, "invariants": findings})
