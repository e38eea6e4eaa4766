"""What is asked to start a project, to file a report and to take a step."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from registry.projects import (
    FileReport,
    IssueCredits,
    RegisterProject,
    RejectReport,
    ReturnProject,
    StartProject,
    SubmitProject,
    ValidateProject,
    VerifyReport,
)
from registry.worlds import Command
from web.unit_inputs import ClientId

ProjectStepName = Literal["submit", "return", "validate", "register"]
ReportStepName = Literal["verify", "reject", "issue"]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class StartForm(_Fields):
    """A project to start; everything else comes from the estimate."""

    name: str = Field(
        min_length=1,
        max_length=200,
        json_schema_extra={
            "label": {"zh": "项目名称", "en": "Name of the project"},
            "help": {"zh": "将公示于登记系统。", "en": "Shown in the public registry."},
        },
    )
    location: str = Field(
        "", max_length=200, json_schema_extra={"label": {"zh": "地点", "en": "Location"}}
    )
    description: str = Field(
        "",
        max_length=4000,
        json_schema_extra={
            "label": {"zh": "项目描述", "en": "Description"},
            "help": {"zh": "项目做什么、何时建成。", "en": "What the project does, since when."},
        },
    )


class StartRequest(StartForm):
    """A project to start, as JSON."""

    estimate: str = Field(max_length=24, description="Number of a saved estimate.")
    client_id: ClientId


class FileForm(_Fields):
    """A monitoring report to file."""

    estimate: str = Field(
        max_length=24,
        json_schema_extra={
            "kind": "choice",
            "label": {"zh": "核算结果", "en": "Calculation"},
            "help": {
                "zh": "按实测数据计算并保存的结果。",
                "en": "A saved calculation from the measured data of the period.",
            },
        },
    )
    period_from: date = Field(
        json_schema_extra={"label": {"zh": "核算期起", "en": "First day of the period"}}
    )
    period_to: date = Field(
        json_schema_extra={
            "label": {"zh": "核算期止", "en": "Last day of the period"},
            "help": {
                "zh": "须早于今天，与起始日在同一日历年。核算结果填有核算期的，须与之相同；"
                "未填的只能申报完整日历年（1 月 1 日至 12 月 31 日）。",
                "en": "Must lie before today, in the same calendar year as the first day. "
                "The period is the one the calculation states; a calculation without one "
                "is filed for a full calendar year (1 January – 31 December).",
            },
        }
    )


class FileRequest(FileForm):
    """A monitoring report to file, as JSON."""

    client_id: ClientId


class StepForm(_Fields):
    """A step of a project or report, with what is to be said about it."""

    note: str = Field("", max_length=2000)
    account: str = Field("", max_length=24, description="Issuance: the developer's account.")


class ProjectStepRequest(StepForm):
    """A step of a project, as JSON."""

    step: ProjectStepName
    client_id: ClientId


class ReportStepRequest(StepForm):
    """A step of a monitoring report, as JSON."""

    step: ReportStepName
    client_id: ClientId


def start_command(estimate: str, asked: StartForm, client_id: str) -> StartProject:
    """Return the command that starts a project from an estimate."""
    return StartProject(
        client_id=client_id,
        estimate=estimate,
        name=asked.name,
        location=asked.location,
        description=asked.description,
    )


def file_command(project: str, asked: FileForm, client_id: str) -> FileReport:
    """Return the command that files a monitoring report."""
    return FileReport(
        client_id=client_id,
        project=project,
        estimate=asked.estimate,
        period_from=asked.period_from,
        period_to=asked.period_to,
    )


def project_step_command(
    step: ProjectStepName, project: str, asked: StepForm, body_id: int, client_id: str
) -> Command:
    """Return the command for a step of a project.

    Args:
        step: which.
        project: its number.
        asked: note.
        body_id: the verification body that takes it, for `validate` and `return`.
        client_id: the command's name.
    """
    note = asked.note
    if step == "submit":
        return SubmitProject(client_id=client_id, project=project)
    if step == "register":
        return RegisterProject(client_id=client_id, project=project, note=note)
    if step == "return":
        return ReturnProject(client_id=client_id, project=project, party_id=body_id, note=note)
    return ValidateProject(client_id=client_id, project=project, party_id=body_id, note=note)


def report_step_command(
    step: ReportStepName, report: str, asked: StepForm, body_id: int, client_id: str
) -> Command:
    """Return the command for a step of a monitoring report; arguments as for projects."""
    if step == "issue":
        return IssueCredits(client_id=client_id, report=report, account=asked.account)
    if step == "reject":
        return RejectReport(client_id=client_id, report=report, party_id=body_id, note=asked.note)
    return VerifyReport(client_id=client_id, report=report, party_id=body_id, note=asked.note)
