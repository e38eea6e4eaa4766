"""`/projects`, `/reports`, `/saved-estimates`: from a saved estimate to issued units."""

from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field

from registry.projects import (
    AnswerComment,
    AttachDocument,
    CommentOnProject,
    list_reports,
    report,
)
from registry.worlds import Outcome, Role, reading
from web.access import for_roles, public, signed_in
from web.acting import acting, public_world
from web.api.project_shapes import ProjectPageShape
from web.api.registry_shapes import ReportShape
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.errors import validated
from web.estimates.saved import calculated, saving, saving_party_id
from web.projects.filing import check_filing, check_start
from web.projects.inputs import (
    DesignRequest,
    FileRequest,
    ProjectStepRequest,
    ReportStepRequest,
    StartRequest,
    design_command,
    file_command,
    project_step_command,
    report_step_command,
    start_command,
)
from web.projects.seen_projects import body_id, filing_party_id, see
from web.projects.steps import validating_body, verifying_body
from web.projects.uploads import (
    ENCODED_BYTES_MAX,
    carry_out_comment,
    carry_out_document,
    decoded,
    digest_of,
    origin,
    take_uploads,
)
from web.registry.unit_inputs import ClientId
from web.signin import require_user

api = Blueprint("projects", __name__)

REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)
TOO_OFTEN = 429


@api.url_value_preprocessor
def _take_uploads(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    take_uploads("api.projects.file_document", bytes_max=ENCODED_BYTES_MAX)


class SaveRequest(BaseModel):
    """An estimate to calculate and keep."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    methodology_id: str = Field(max_length=32)
    title: str = Field(min_length=1, max_length=200)
    inputs: dict[str, Any] = Field(description="As for `/estimates/<methodology>`.")
    client_id: ClientId


class DocumentRequest(BaseModel):
    """A document to file with a project."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    document_kind: str = Field(
        max_length=12, description="design, validation, monitoring, verification or other."
    )
    name: str = Field(max_length=200, description="File name with ending.")
    content_base64: str
    report: str = Field("", max_length=24, description="Of a verification report: whose.")
    client_id: ClientId


class CommentRequest(BaseModel):
    """A public comment."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    author: str = Field(max_length=100)
    organisation: str = Field("", max_length=200)
    text: str = Field(max_length=4000)
    report: str = Field("", max_length=24, description="A filed report; empty: the design.")
    contact: str = Field("", max_length=254, description="Never shown; can be erased.")
    client_id: ClientId


class AnswerRequest(BaseModel):
    """The developer's answer to a comment."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    text: str = Field(max_length=4000)
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
    check_start(asked.estimate)
    return _done(start_command(asked.estimate, asked, asked.client_id))


@api.get("/projects/<number>")
@specification.validate(resp=answers(ProjectPageShape, 404), tags=["projects"])
@public
def show_project(number: str) -> ProjectPageShape:
    """Show everything that the reader may see of a project."""
    with reading(public_world()) as session:
        return ProjectPageShape.model_validate(see(session, number).page)


@api.put("/projects/<number>/design")
@specification.validate(json=DesignRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"])
@for_roles(Role.DEVELOPER)
def describe_project(number: str) -> StepAnswer:
    """Set the design facts of a draft, all of them."""
    asked = validated(DesignRequest, request.get_json())
    return _done(design_command(number, asked, asked.client_id))


@api.post("/projects/<number>/documents")
@specification.validate(json=DocumentRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"])
@for_roles(Role.DEVELOPER, Role.VERIFIER)
def file_document(number: str) -> StepAnswer:
    """File a document with a project, base64 in JSON; its SHA-256 is the answer's `digest`."""
    require_user()
    asked = validated(DocumentRequest, request.get_json())
    with reading(public_world()) as session:
        party_id = filing_party_id(see(session, number), asked.document_kind)
    content = decoded(asked.name, asked.content_base64)
    command = AttachDocument(
        client_id=asked.client_id,
        project=number,
        party_id=party_id,
        document_kind=asked.document_kind,
        name=asked.name,
        digest=digest_of(content),
        report=asked.report,
    )
    return _answered(carry_out_document(command, content))


@api.post("/projects/<number>/comments")
@specification.validate(
    json=CommentRequest, resp=answers(StepAnswer, *REFUSED, TOO_OFTEN), tags=["projects"]
)
@public
def comment_on_project(number: str) -> StepAnswer:
    """Comment on a published design or report, without an account."""
    asked = validated(CommentRequest, request.get_json())
    command = CommentOnProject(
        client_id=asked.client_id,
        project=number,
        author=asked.author,
        organisation=asked.organisation,
        text=asked.text,
        report=asked.report,
        origin=origin(),
    )
    return _answered(carry_out_comment(command, asked.contact))


@api.post("/comments/<number>/answers")
@specification.validate(json=AnswerRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"])
@for_roles(Role.DEVELOPER)
def answer_comment(number: str) -> StepAnswer:
    """Answer a public comment in the developer's name."""
    asked = validated(AnswerRequest, request.get_json())
    return _done(AnswerComment(client_id=asked.client_id, comment=number, text=asked.text))


@api.post("/projects/<number>/steps")
@specification.validate(
    json=ProjectStepRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"]
)
@for_roles(Role.DEVELOPER, Role.VERIFIER, Role.OPERATOR)
def take_project_step(number: str) -> StepAnswer:
    """Publish, validate, apply for, register, return, reject or withdraw a project."""
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
    return _done(file_command(number, asked, asked.client_id, asked.document))


@api.post("/reports/<number>/steps")
@specification.validate(
    json=ReportStepRequest, resp=answers(StepAnswer, *REFUSED), tags=["projects"]
)
@for_roles(Role.DEVELOPER, Role.VERIFIER, Role.OPERATOR)
def take_report_step(number: str) -> StepAnswer:
    """Verify, claim, issue, revise, reject or withdraw a report, each step by its role."""
    require_user()
    asked = validated(ReportStepRequest, request.get_json())
    with reading(public_world()) as session:
        body = body_id(see(session, report(session, number).project), verifying_body)
    return _done(report_step_command(asked.step, number, asked, body, asked.client_id))


def _done(command: Any) -> StepAnswer:
    return _answered(carry_out_command(command))


def _answered(outcome: Outcome) -> StepAnswer:
    return StepAnswer.model_validate({**outcome.data, "replayed": outcome.replayed})
