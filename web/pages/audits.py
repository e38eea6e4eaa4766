"""The auditor: what must always hold, what the last audit found, and a button to look again."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from market.auditing import MARKET_RULES
from registry.audit import INVARIANTS, RULES, Invariant, audit_runs, frozen_accounts
from registry.worlds import Role, reading
from web.access import for_roles, public
from web.acting import acting, public_world
from web.auditing import keep_audit, whole_audit

pages = Blueprint("audits", __name__, url_prefix="/registry/audit")

Groups = list[tuple[str, list[Invariant]]]
SAID: Mapping[str, Mapping[str, str]] = {**RULES, **MARKET_RULES}
AUDITING = (Role.OPERATOR, Role.ADMINISTRATOR, Role.REGULATOR)


@pages.get("")
@public
def index() -> str:
    """Show the last audit, check by check, and the earlier ones."""
    with reading(public_world()) as session:
        runs = audit_runs(session)
        frozen = frozen_accounts(session)
    return render_template(
        "audits/index.html",
        runs=runs,
        groups=_groups(runs[0].findings) if runs else [],
        frozen=frozen,
        invariants=INVARIANTS,
        said=SAID,
        auditing={role.value for role in AUDITING},
    )


@pages.post("")
@for_roles(*AUDITING)
def run() -> ResponseReturnValue:
    """Audit now and keep what is found."""
    world = public_world()
    with reading(world) as session:
        actor = acting(session)
    keep_audit(world, whole_audit(world), actor, "demand")
    return redirect(url_for("audits.index"), 303)


def _groups(findings: Sequence[Invariant]) -> Groups:
    """Return the findings under the number of their invariant, in order."""
    return [
        (number, list(group))
        for number, group in groupby(findings, key=lambda each: each.id.partition(".")[0])
    ]
