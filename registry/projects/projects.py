"""The life of a project and of its monitoring reports: states, steps and who may not take them."""

from collections.abc import Mapping
from enum import StrEnum

from registry.worlds.errors import (
    NotPermitted,
    ProjectInOtherState,
    ReportInOtherState,
    VerifierIsParty,
    VerifierIsValidator,
    words,
)


class ProjectState(StrEnum):
    """Where a project is in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    REGISTERED = "registered"


class ProjectStep(StrEnum):
    """What moves a project on."""

    START = "start"
    SUBMIT = "submit"
    RETURN = "return"
    VALIDATE = "validate"
    REGISTER = "register"


class ReportState(StrEnum):
    """Where a report is in its life; an estimate is only saved."""

    SAVED = "saved"
    FILED = "filed"
    VERIFIED = "verified"
    REJECTED = "rejected"
    ISSUED = "issued"


class ReportStep(StrEnum):
    """What moves a monitoring report on."""

    FILE = "file"
    VERIFY = "verify"
    REJECT = "reject"
    ISSUE = "issue"


STATE_NAMES: Mapping[str, Mapping[str, str]] = {
    ProjectState.DRAFT: words("draft", "草稿"),
    ProjectState.SUBMITTED: words("submitted", "已提交"),
    ProjectState.VALIDATED: words("validated", "已审定"),
    ProjectState.REGISTERED: words("registered", "已登记"),
    ReportState.SAVED: words("saved", "已保存"),
    ReportState.FILED: words("filed", "已提交核查"),
    ReportState.VERIFIED: words("verified", "已核查"),
    ReportState.REJECTED: words("rejected", "未通过核查"),
    ReportState.ISSUED: words("issued", "已签发"),
}

STEP_NAMES: Mapping[str, Mapping[str, str]] = {
    ProjectStep.START: words("start", "建立"),
    ProjectStep.SUBMIT: words("submit", "提交"),
    ProjectStep.RETURN: words("return", "退回"),
    ProjectStep.VALIDATE: words("validate", "审定"),
    ProjectStep.REGISTER: words("register", "登记"),
    ReportStep.FILE: words("file a report", "提交减排量核算报告"),
    ReportStep.VERIFY: words("verify", "核查"),
    ReportStep.REJECT: words("reject", "不予通过"),
    ReportStep.ISSUE: words("issue", "签发"),
}

_PROJECT_STEPS = {
    ProjectStep.SUBMIT: (ProjectState.DRAFT, ProjectState.SUBMITTED),
    ProjectStep.RETURN: (ProjectState.SUBMITTED, ProjectState.DRAFT),
    ProjectStep.VALIDATE: (ProjectState.SUBMITTED, ProjectState.VALIDATED),
    ProjectStep.REGISTER: (ProjectState.VALIDATED, ProjectState.REGISTERED),
}

_REPORT_STEPS = {
    ReportStep.VERIFY: (ReportState.FILED, ReportState.VERIFIED),
    ReportStep.REJECT: (ReportState.FILED, ReportState.REJECTED),
    ReportStep.ISSUE: (ReportState.VERIFIED, ReportState.ISSUED),
}


class NotDevelopersAccount(NotPermitted):
    """Credits go to the developer's account only (facts: project)."""

    code = "registry.not_developers_account"
    text = words(
        "Credits of project {project} go to an account of its developer.",
        "项目 {project} 的减排量只能签发至项目业主账户。",
    )
    rule = words("Reductions belong to the project's owner.", "减排量登记在项目业主账户。")
    source = "温室气体自愿减排交易管理办法(试行) (生态环境部、市场监管总局令第31号, 2023)"
    fix = words("Choose an account of the developer.", "请选择项目业主的账户。")


def advance_project(state: str, step: ProjectStep, project: str) -> ProjectState:
    """Return a project's state after a step.

    Args:
        state: its state now.
        step: what is to happen.
        project: its number, for the refusal.

    Raises:
        ProjectInOtherState: the step does not start from this state.
    """
    needed, after = _PROJECT_STEPS[step]
    if state != needed:
        raise ProjectInOtherState(
            project=project,
            step=STEP_NAMES[step],
            state=STATE_NAMES[state],
            needed=STATE_NAMES[needed],
        )
    return after


def check_may_report(state: str, project: str) -> None:
    """Refuse a monitoring report of a project that is not registered.

    Raises:
        ProjectInOtherState: it is not registered.
    """
    if state != ProjectState.REGISTERED:
        raise ProjectInOtherState(
            project=project,
            step=STEP_NAMES[ReportStep.FILE],
            state=STATE_NAMES[state],
            needed=STATE_NAMES[ProjectState.REGISTERED],
        )


def advance_report(state: str, step: ReportStep, report: str) -> ReportState:
    """Return a monitoring report's state after a step.

    Raises:
        ReportInOtherState: the step does not start from this state.
    """
    needed, after = _REPORT_STEPS[step]
    if state != needed:
        raise ReportInOtherState(
            report=report,
            step=STEP_NAMES[step],
            state=STATE_NAMES[state],
            needed=STATE_NAMES[needed],
        )
    return after


def check_validator(body_id: int, body: str, developer_id: int, project: str) -> None:
    """Refuse a validating body that owns the project.

    Raises:
        VerifierIsParty: it does.
    """
    if body_id == developer_id:
        raise VerifierIsParty(party=body, project=project)


def check_verifier(
    body_id: int, body: str, validator_id: int | None, developer_id: int, project: str
) -> None:
    """Refuse a verifying body that validated or owns the project.

    Raises:
        VerifierIsValidator: it validated the project.
        VerifierIsParty: it owns the project.
    """
    if body_id == validator_id:
        raise VerifierIsValidator(party=body, project=project)
    check_validator(body_id, body, developer_id, project)


def check_same_developer(party_id: int | None, developer_id: int, project: str) -> None:
    """Refuse an account that is not the developer's.

    Raises:
        NotDevelopersAccount: it belongs to another party.
    """
    if party_id != developer_id:
        raise NotDevelopersAccount(project=project, field="account")
