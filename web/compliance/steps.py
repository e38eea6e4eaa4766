"""Which steps of an entity's year the reader may take, and what each asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_security import current_user
from pydantic import BaseModel

from registry.compliance import EntityYear, Status, borrowing_max_t
from registry.ledger import HoldingView, UnitKind, certificate, holdings
from registry.parties import list_parties
from registry.rules import rule_book
from registry.worlds import DISPOSING, Actor, Role, RuleNotInForce, WorldSession, words
from web.acting import acting
from web.compliance.accounts import methodology_of
from web.compliance.forms import (
    CarryOverForm,
    EmptyForm,
    EvidenceForm,
    FineForm,
    LocalAllocationForm,
    PreallocateForm,
    ReasonForm,
)
from web.compliance.inputs import report_model, verify_model, waiting_application
from web.compliance.register import BorrowForm, DelistForm, UnitForm, undoable_until

TITLES: Mapping[str, Mapping[str, str]] = {
    "evidence": words("Record monthly evidence", "月度数据存证"),
    "report": words("File the annual report", "提交年度排放报告"),
    "accounts": words("Report from saved accounts", "由核算结果填报"),
    "verify": words("Confirm the report", "确认核查结果"),
    "return": words("Send the report back", "退回报告"),
    "preallocate": words("Pre-allocate", "预分配配额"),
    "allocate": words("Determine the final allocation", "核定并发放配额"),
    "surrender": words("Surrender units", "清缴"),
    "notify": words("Give the carry-over notice", "发出结转通知"),
    "apply": words("Apply for carry-over", "申请结转"),
    "carry-over": words("Carry the application out", "办理结转"),
    "unit": words("Enrol a unit", "登记机组（生产线）"),
    "delist": words("End the enrolment", "移出名录"),
    "borrow": words("Borrow from the next year", "预支下一年度配额"),
    "fine": words("Decide on the fine", "作出处罚决定"),
}
NATIONAL = "CEA"


@dataclass(frozen=True, slots=True)
class Next:
    """A step the reader may take."""

    name: str
    title: Mapping[str, str]


def step_model(step: str, shown: EntityYear) -> type[BaseModel]:
    """Return what a step asks."""
    models: dict[str, type[BaseModel]] = {
        "evidence": EvidenceForm,
        "return": ReasonForm,
        "preallocate": PreallocateForm,
        "notify": EmptyForm,
        "apply": CarryOverForm,
        "carry-over": EmptyForm,
        "unit": UnitForm,
        "delist": DelistForm,
        "borrow": BorrowForm,
        "fine": FineForm,
    }
    if step == "report":
        return report_model(shown)
    if step == "verify":
        return verify_model(shown)
    if step == "allocate":
        return EmptyForm if shown.entity.scheme == NATIONAL else LocalAllocationForm
    return models[step]


def own_steps(session: WorldSession, shown: EntityYear) -> list[Next]:
    """Return the steps of an entity's year that the signed-in person may take next."""
    if not current_user.is_authenticated:
        return []
    actor = acting(session)
    names: list[str] = []
    if shown.entity.party.id in actor.party_ids and not actor.roles.isdisjoint(DISPOSING):
        names += _of_owner(session, shown)
        names += _borrowing(session, shown)
    if Role.VERIFIER in actor.roles and body_of(session, actor):
        names += _of_verifier(shown)
    if Role.OPERATOR in actor.roles:
        names += _of_operator(shown)
    if not actor.roles.isdisjoint({Role.OPERATOR, Role.REGULATOR}):
        names += ["fine"] if shown.status in {Status.SHORT, Status.MET_LATE} else []
    if Role.OPERATOR in actor.roles and shown.last("delisting") is None:
        names += ["unit", "delist"]
    return [Next(name, TITLES[name]) for name in names]


def own_undoable(session: WorldSession, shown: EntityYear) -> list[str]:
    """Return the certificates of a year's surrenders that the operator can still undo."""
    if not current_user.is_authenticated or Role.OPERATOR not in acting(session).roles:
        return []
    handed_in = (event.reference for event in shown.events if event.kind == "surrender")
    found = (certificate(session, number) for number in handed_in)
    return [each.number for each in found if undoable_until(session, each) is not None]


def body_of(session: WorldSession, actor: Actor) -> int:
    """Return the verification body an actor acts for; 0: none."""
    found = list_parties(session, ids=actor.party_ids, kind="verifier")
    return found[0].id if found else 0


def old_allowances(session: WorldSession, account_id: int) -> list[HoldingView]:
    """Return an account's national allowances, by vintage."""
    return [
        held
        for held in holdings(session, account_id=account_id, with_serials=False)
        if held.kind == UnitKind.ALLOWANCE and held.unit_type.startswith(NATIONAL + "-")
    ]


def _of_owner(session: WorldSession, shown: EntityYear) -> list[str]:
    today = session.clock.today()
    names = []
    if shown.year <= today.year:
        names.append("evidence")
    if shown.units and methodology_of(shown) and shown.last("verification") is None:
        names.append("accounts")
    if shown.units and shown.year < today.year and shown.last("verification") is None:
        names.append("report")
    if shown.position.missing_t:
        names.append("surrender")
    if shown.carry_over_left_t:
        names.append("apply")
    return names


def _borrowing(session: WorldSession, shown: EntityYear) -> list[str]:
    """Return the step of borrowing where the year's rules and the entity's gap allow it."""
    at = shown.position
    if (
        shown.entity.scheme != NATIONAL
        or at.emissions_t is None
        or at.allocation_t is None
        or shown.last("borrowing") is not None
    ):
        return []
    try:
        most = borrowing_max_t(at.emissions_t, at.allocation_t, shown.year, rule_book(session))
    except RuleNotInForce:
        return []
    return ["borrow"] if most else []


def _of_verifier(shown: EntityYear) -> list[str]:
    report, returned = shown.last("report"), shown.last("return")
    waits = report is not None and (returned is None or returned.id < report.id)
    return ["verify", "return"] if waits and shown.last("verification") is None else []


def _of_operator(shown: EntityYear) -> list[str]:
    if shown.last("allocation") is not None:
        names = []
    elif shown.last("verification") is not None:
        names = ["allocate"]
    else:
        names = [] if shown.last("pre_allocation") is not None else ["preallocate"]
    if waiting_application(shown) is not None:
        names.append("carry-over")
    return names
