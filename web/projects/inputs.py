"""What is asked to start and describe a project, to file a report and to take a step."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from registry.projects import (
    ApplyForIssuance,
    ApplyForRegistration,
    DescribeProject,
    FileReport,
    IssueCredits,
    ProjectStep,
    ProjectView,
    PublishProject,
    RegisterProject,
    RejectProject,
    RejectReport,
    ReportStep,
    ReturnProject,
    ReturnReport,
    StartProject,
    ValidateProject,
    VerifyReport,
    WithdrawProject,
    WithdrawReport,
)
from registry.worlds import Command
from web.forms import FormModel
from web.registry.unit_inputs import ClientId

ProjectStepName = Literal[
    "publish", "validate", "apply", "register", "return", "reject", "withdraw"
]
ReportStepName = Literal["verify", "claim", "issue", "revise", "reject", "withdraw"]


class StartForm(FormModel):
    """A project to start; everything else comes from the estimate."""

    name: str = Field(
        min_length=1,
        max_length=200,
        json_schema_extra={
            "label": {"zh": "项目名称", "en": "Name of the project"},
            "help": {"zh": "公示后对公众可见。", "en": "Seen by the public once published."},
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


class Meter(FormModel):
    """A meter, or an area, that the reductions rest on."""

    meter: str = Field(
        min_length=1,
        max_length=64,
        json_schema_extra={"label": {"zh": "计量点编号", "en": "Meter"}},
    )
    installation: str = Field(
        "", max_length=200, json_schema_extra={"label": {"zh": "设施名称", "en": "Installation"}}
    )


class DesignForm(StartForm):
    """The design facts of a draft, all of them."""

    construction_start: date | None = Field(
        None,
        json_schema_extra={
            "label": {"zh": "开工日期", "en": "Start of construction"},
            "help": {"zh": "须晚于 2012-11-08。", "en": "After 2012-11-08."},
        },
    )
    crediting_from: date | None = Field(
        None,
        json_schema_extra={
            "label": {"zh": "计入期起始日", "en": "First day of the crediting period"}
        },
    )
    crediting_to: date | None = Field(
        None,
        json_schema_extra={
            "label": {"zh": "计入期截止日", "en": "Last day of the crediting period"},
            "help": {
                "zh": "不得超过方法学规定的年限。",
                "en": "Not longer than the methodology allows.",
            },
        },
    )
    outside_quota: bool = Field(
        False,
        json_schema_extra={
            "label": {
                "zh": "声明：项目设施未纳入全国或地方碳排放配额管理",
                "en": "Declared: the installation is under no national or local emission quota",
            }
        },
    )
    meters: list[Meter] = Field(
        [],
        max_length=50,
        json_schema_extra={
            "label": {"zh": "计量点", "en": "Meters"},
            "help": {
                "zh": "登记时锁定：同一计量点同一时期的电量不能再用于绿证。",
                "en": "Claimed at registration: what they meter backs no green certificate then.",
            },
        },
    )


class DesignRequest(DesignForm):
    """The design facts of a draft, as JSON."""

    client_id: ClientId


class FileForm(FormModel):
    """A monitoring report to file; its document is uploaded with it."""

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

    document: str = Field(
        "", max_length=24, description="Number of the monitoring document filed before."
    )
    client_id: ClientId


class StepForm(FormModel):
    """A step of a project or report, with what is to be said about it."""

    note: str = Field("", max_length=2000)
    account: str = Field("", max_length=24, description="Issuance: the developer's account.")
    verified_quantity: str = Field(
        "", max_length=40, description="Verification: what was found, t CO2e; empty: all of it."
    )
    override_reason: str = Field(
        "",
        max_length=2000,
        description="Issuance from a reconstructed methodology: why, by explicit override.",
    )


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


def design_command(project: str, asked: DesignForm, client_id: str) -> DescribeProject:
    """Return the command that sets a draft's design facts."""
    return DescribeProject(
        client_id=client_id,
        project=project,
        name=asked.name,
        location=asked.location,
        description=asked.description,
        construction_start=asked.construction_start,
        crediting_from=asked.crediting_from,
        crediting_to=asked.crediting_to,
        outside_quota=asked.outside_quota,
        meters=tuple((each.meter, each.installation) for each in asked.meters),
    )


def design_so_far(project: ProjectView, meters: list[dict[str, str]]) -> dict[str, Any]:
    """Return a draft's design facts as values of its form."""
    return {
        "name": project.name,
        "location": project.location,
        "description": project.description,
        "construction_start": project.construction_start,
        "crediting_from": project.crediting_from,
        "crediting_to": project.crediting_to,
        "outside_quota": bool(project.outside_quota),
        "meters": meters,
    }


def file_command(project: str, asked: FileForm, client_id: str, document: str = "") -> FileReport:
    """Return the command that files a monitoring report with its document."""
    return FileReport(
        client_id=client_id,
        project=project,
        estimate=asked.estimate,
        period_from=asked.period_from,
        period_to=asked.period_to,
        document=document,
    )


def project_step_command(
    step: str, project: str, asked: StepForm, body_id: int, client_id: str
) -> Command:
    """Return the command for a step of a project.

    Args:
        step: which.
        project: its number.
        asked: note.
        body_id: the verification body that takes it, where one does.
        client_id: the command's name.
    """
    facts: dict[str, Any] = {"client_id": client_id, "project": project}
    note: dict[str, Any] = {"note": asked.note}
    judged: dict[str, Any] = {"note": asked.note, "party_id": body_id}
    made: Mapping[str, Callable[[], Command]] = {
        ProjectStep.PUBLISH: lambda: PublishProject(**facts),
        ProjectStep.VALIDATE: lambda: ValidateProject(**facts, **judged),
        ProjectStep.APPLY: lambda: ApplyForRegistration(**facts),
        ProjectStep.REGISTER: lambda: RegisterProject(**facts, **note),
        ProjectStep.RETURN: lambda: ReturnProject(**facts, **judged),
        ProjectStep.REJECT: lambda: RejectProject(**facts, **judged),
        ProjectStep.WITHDRAW: lambda: WithdrawProject(**facts, **note),
    }
    return made[step]()


def report_step_command(
    step: str, report: str, asked: StepForm, body_id: int, client_id: str
) -> Command:
    """Return the command for a step of a monitoring report; arguments as for projects."""
    facts: dict[str, Any] = {"client_id": client_id, "report": report}
    note: dict[str, Any] = {"note": asked.note}
    judged: dict[str, Any] = {"note": asked.note, "party_id": body_id}
    found: dict[str, Any] = {"verified_quantity": asked.verified_quantity}
    made: Mapping[str, Callable[[], Command]] = {
        ReportStep.VERIFY: lambda: VerifyReport(**facts, **judged, **found),
        ReportStep.CLAIM: lambda: ApplyForIssuance(**facts),
        ReportStep.ISSUE: lambda: IssueCredits(
            **facts, account=asked.account, override_reason=asked.override_reason
        ),
        ReportStep.REVISE: lambda: ReturnReport(**facts, **note),
        ReportStep.REJECT: lambda: RejectReport(**facts, **judged),
        ReportStep.WITHDRAW: lambda: WithdrawReport(**facts, **note),
    }
    return made[step]()
