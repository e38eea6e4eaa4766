"""`/proposals`, `/mandates`, `/control-profile`, `/tasks`: who asks, who approves, what waits."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict

from registry.control import (
    ApplyControlProfile,
    ApproveProposal,
    Propose,
    RejectProposal,
    WithdrawProposal,
    list_proposals,
    profile_in_force,
    show_proposal,
)
from registry.parties import GrantMandate, RevokeMandate, list_mandates
from registry.worlds import Command, Role, canonical_json, reading
from web.access import for_roles, signed_in
from web.acting import acting, public_world
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.control.inbox import inbox
from web.control.inputs import (
    DecisionRequest,
    MandateRequest,
    ProfileRequest,
    ProposalRequest,
    RevocationRequest,
)
from web.errors import validated
from web.languages import current_language

api = Blueprint("control", __name__)

TAGS = ["control"]
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


class _Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ProposalShape(_Shape):
    """A proposal."""

    number: str
    kind: str
    state: str
    content: Mapping[str, Any]
    proposer: str
    approver: str | None
    role: str | None
    second_person: bool
    expires_on: date
    execute_at: datetime | None
    outcome: Mapping[str, Any]
    recorded_at: datetime


class ProposalList(BaseModel):
    """The proposals you may see, the newest first."""

    proposals: list[ProposalShape]


class DecidedAnswer(BaseModel):
    """What a decision did."""

    model_config = ConfigDict(extra="allow")

    proposal: str
    state: str


class MandateShape(_Shape):
    """A mandate."""

    user_email: str
    party_id: int
    right: str
    valid_from: date | None
    valid_to: date | None
    granted_by: str


class MandateList(BaseModel):
    """The mandates that were not revoked."""

    mandates: list[MandateShape]


class GrantedAnswer(BaseModel):
    """A mandate that was granted."""

    user_email: str
    party_id: int
    right: str


class RevokedAnswer(BaseModel):
    """A mandate that was revoked."""

    user_email: str
    party_id: int


class ProfileAnswer(_Shape):
    """The control profile in force."""

    name: str
    second_person: list[str]
    step_up: list[str]
    second_factor_minutes: int
    transfer_delay_working_days: int
    trusted_delay_working_days: int
    transfer_limit_units: int | None
    daily_limit_units: int | None
    proposal_working_days: int


class TaskShape(BaseModel):
    """One thing to do, and the page where it is done."""

    verb: str
    what: str
    number: str
    href: str
    due: date | None
    overdue: bool


class TaskList(BaseModel):
    """What needs you, what is due first at the top."""

    tasks: list[TaskShape]


@api.get("/proposals")
@specification.validate(resp=answers(ProposalList, 401), tags=TAGS)
@signed_in
def read_proposals() -> ProposalList:
    """List the proposals you may see."""
    with reading(public_world()) as session:
        found = list_proposals(session, acting(session))
    return ProposalList(proposals=[ProposalShape.model_validate(each) for each in found])


@api.post("/proposals")
@specification.validate(json=ProposalRequest, resp=answers(DecidedAnswer, *REFUSED), tags=TAGS)
@signed_in
def propose() -> DecidedAnswer:
    """Propose a command that another person must approve, or that must wait."""
    asked = validated(ProposalRequest, request.get_json())
    command = Propose(
        client_id=asked.client_id,
        proposes=asked.proposes,
        content=canonical_json({**asked.content, "kind": asked.proposes}),
        note=asked.note,
    )
    return DecidedAnswer.model_validate(carry_out_command(command).data)


@api.get("/proposals/<number>")
@specification.validate(resp=answers(ProposalShape, 401, 404), tags=TAGS)
@signed_in
def read_proposal(number: str) -> ProposalShape:
    """Show a proposal."""
    with reading(public_world()) as session:
        return ProposalShape.model_validate(show_proposal(session, number, acting(session)))


@api.post("/proposals/<number>/<any(approve, reject, withdraw):step>")
@specification.validate(json=DecisionRequest, resp=answers(DecidedAnswer, *REFUSED), tags=TAGS)
@signed_in
def decide_proposal(number: str, step: Literal["approve", "reject", "withdraw"]) -> DecidedAnswer:
    """Approve, reject or withdraw a proposal."""
    asked = validated(DecisionRequest, request.get_json())
    command: Command
    if step == "approve":
        command = ApproveProposal(client_id=asked.client_id, proposal=number)
    else:
        kind = RejectProposal if step == "reject" else WithdrawProposal
        command = kind(client_id=asked.client_id, proposal=number, reason=asked.reason)
    return DecidedAnswer.model_validate(carry_out_command(command).data)


@api.get("/mandates")
@specification.validate(resp=answers(MandateList, 401, 403), tags=TAGS)
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def read_mandates() -> MandateList:
    """List the mandates that were not revoked."""
    with reading(public_world()) as session:
        found = list_mandates(session)
    return MandateList(mandates=[MandateShape.model_validate(each) for each in found])


@api.post("/mandates")
@specification.validate(json=MandateRequest, resp=answers(GrantedAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def grant_mandate() -> GrantedAnswer:
    """Grant a mandate."""
    asked = validated(MandateRequest, request.get_json())
    return GrantedAnswer.model_validate(carry_out_command(GrantMandate(**asked.model_dump())).data)


@api.post("/mandates/revoke")
@specification.validate(json=RevocationRequest, resp=answers(RevokedAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def revoke_mandate() -> RevokedAnswer:
    """Revoke a mandate."""
    asked = validated(RevocationRequest, request.get_json())
    carry_out_command(RevokeMandate(**asked.model_dump()))
    return RevokedAnswer(user_email=asked.user_email, party_id=asked.party_id)


@api.get("/control-profile")
@specification.validate(resp=answers(ProfileAnswer, 401, 403), tags=TAGS)
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def show_profile() -> ProfileAnswer:
    """Show the control profile in force."""
    return _profile()


@api.post("/control-profile")
@specification.validate(json=ProfileRequest, resp=answers(ProfileAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.ADMINISTRATOR)
def apply_profile() -> ProfileAnswer:
    """Put a control profile in force."""
    asked = validated(ProfileRequest, request.get_json())
    carry_out_command(ApplyControlProfile(**asked.model_dump()))
    return _profile()


def _profile() -> ProfileAnswer:
    with reading(public_world()) as session:
        found = profile_in_force(session)
    names = [
        name for name in ProfileAnswer.model_fields if name not in {"second_person", "step_up"}
    ]
    return ProfileAnswer(
        second_person=sorted(found.second_person),
        step_up=sorted(found.step_up),
        **{name: getattr(found, name) for name in names},
    )


@api.get("/tasks")
@specification.validate(resp=answers(TaskList, 401), tags=TAGS)
@signed_in
def list_tasks() -> TaskList:
    """List what needs you."""
    with reading(public_world()) as session:
        rows = inbox(session, acting(session))
    language = current_language()
    return TaskList(
        tasks=[
            TaskShape(
                verb=row.task.verb[language],
                what=row.task.what[language],
                number=row.task.number,
                href=row.href,
                due=row.task.due,
                overdue=row.late,
            )
            for row in rows
        ]
    )
