"""`/projects`, `/reports`, `/saved-estimates`: from a saved estimate to issued units."""

from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field

from registry.projects import list_reports, project_page, report
from registry.worlds import Role, reading
from web.access import for_roles, public, signed_in
from web.acting import acting, public_world
from web.api.registry_shapes import ProjectPageShape, ReportShape
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.errors import validated
from web.filing import check_filing
from web.project_inputs import (
    FileRequest,
    ProjectStepRequest,
    ReportStepRequest,
    StartRequest,
    file_command,
    project_step_command,
    report_step_command,
    start_command,
)
from web.project_steps import validating_body, verifying_body
from web.saved_estimates import calculated, saving, saving_party_id
from web.seen_projects import body_id, see
from web.signin import require_user
from web.unit_inputs import ClientId

api = Blueprint("projects", __name__)

REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


class SaveRequest(BaseModel):
    """An estimate to calculate and keep."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    methodology_id: str = Field(max_length=32)
    title: str = Field(min_length=1, max_length=200)
    inputs: dict[str, Any] = Field(description="As for `/estimates/<methodology>`.")
    client_id: ClientId


class ReportList(BaseModel):
    """Saved estimates."""

    estimates: list[ReportShape]


class StepAnswer(BaseModel):
    """What a step did; `replayed` if its client id had been carried out before."""

    model_config = ConfigDict(extra="allow")

    replayed: bool


@api.get("/saved-estimates")
@specification.validate(resp=answers(ReportList, 401), tags=["projects"])
@signed_in
def list_saved_estimates() -> ReportList:
    """List the estimates of your parties."""
    with reading(public_world()) as session:
        own = sorted(acting(session).party_ids)
        found = list_reports(session, kind="estimate", party_ids=own)
    return ReportList(estimates=[ReportShape.model_validate(saved) for saved in found])


@api.post("/saved-estimates")
@specification.validate(json=SaveRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"])
@for_roles(Role.DEVELOPER)
def save_estimate() -> StepAnswer:
    """Calculate an estimate and keep it under your party's name."""
    with reading(public_world()) as session:
        party_id = saving_party_id(session)
    asked = validated(SaveRequest, request.get_json())
    result = calculated(asked.methodology_id, asked.inputs)
    command = saving(result, party_id=party_id, title=asked.title, client_id=asked.client_id)
    return _done(command)


@api.post("/projects")
@specification.validate(json=StartRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"])
@for_roles(Role.DEVELOPER)
def start_project() -> StepAnswer:
    """Start a project from a saved estimate."""
    asked = validated(StartRequest, request.get_json())
    return _done(start_command(asked.estimate, asked, asked.client_id))


@api.get("/projects/<number>")
@specification.validate(resp=answers(ProjectPageShape, 404), tags=["projects"])
@public
def show_project(number: str) -> ProjectPageShape:
    """Show everything public about a project."""
    with reading(public_world()) as session:
        return ProjectPageShape.model_validate(project_page(session, number))


@api.post("/projects/<number>/steps")
@specification.validate(
    json=ProjectStepRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"]
)
@for_roles(Role.DEVELOPER, Role.VERIFIER, Role.OPERATOR)
def take_project_step(number: str) -> StepAnswer:
    """Submit, validate, return or register a project, each step by its role."""
    require_user()
    asked = validated(ProjectStepRequest, request.get_json())
    with reading(public_world()) as session:
        body = body_id(see(session, number), validating_body)
    return _done(project_step_command(asked.step, number, asked, body, asked.client_id))


@api.post("/projects/<number>/reports")
@specification.validate(json=FileRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"])
@for_roles(Role.DEVELOPER)
def file_report(number: str) -> StepAnswer:
    """File a monitoring report with the figures of a saved estimate."""
    asked = validated(FileRequest, request.get_json())
    check_filing(asked)
    return _done(file_command(number, asked, asked.client_id))


@api.post("/reports/<number>/steps")
@specification.validate(
    json=ReportStepRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"]
)
@for_roles(Role.DEVELOPER, Role.VERIFIER, Role.OPERATOR)
def take_report_step(number: str) -> StepAnswer:
    """Verify, reject or issue a monitoring report, each step by its role."""
    require_user()
    asked = validated(ReportStepRequest, request.get_json())
    with reading(public_world()) as session:
        body = body_id(see(session, report(session, number).project), verifying_body)
    return _done(report_step_command(asked.step, number, asked, body, asked.client_id))


def _done(command: Any) -> StepAnswer:
    outcome = carry_out_command(command)
    return StepAnswer.model_validate({**outcome.data, "replayed": outcome.replayed})
