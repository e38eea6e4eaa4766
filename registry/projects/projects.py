"""The life of a project and of its monitoring reports: states, steps and who may not take them."""

from collections.abc import Mapping
from enum import StrEnum

from registry.projects.refused_projects import NotDevelopersAccount
from registry.worlds.errors import (
    ProjectInOtherState,
    ReportInOtherState,
    VerifierIsParty,
    VerifierIsValidator,
    words,
)


class ProjectState(StrEnum):
    """Where a project is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    VALIDATED = "validated"
    APPLIED = "applied"
    REGISTERED = "registered"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ProjectStep(StrEnum):
    """What moves a project on, or back, or ends it."""

    START = "start"
    DESCRIBE = "describe"
    PUBLISH = "publish"
    VALIDATE = "validate"
    APPLY = "apply"
    REGISTER = "register"
    RETURN = "return"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class ReportState(StrEnum):
    """Where a report is in its life; an estimate is only saved."""

    SAVED = "saved"
    FILED = "filed"
    VERIFIED = "verified"
    APPLIED = "applied"
    ISSUED = "issued"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ReportStep(StrEnum):
    """What moves a monitoring report on, or back, or ends it."""

    FILE = "file"
    VERIFY = "verify"
    CLAIM = "claim"
    ISSUE = "issue"
    REVISE = "revise"
    REJECT = "reject"
    WITHDRAW = "withdraw"


STATE_NAMES: Mapping[str, Mapping[str, str]] = {
    ProjectState.DRAFT: words("draft", "草稿"),
    ProjectState.PUBLISHED: words("published for comment", "已公示"),
    ProjectState.VALIDATED: words("validated", "已审定"),
    ProjectState.APPLIED: words("under review", "登记审核中"),
    ProjectState.REGISTERED: words("registered", "已登记"),
    ProjectState.REJECTED: words("rejected", "不予通过"),
    ProjectState.WITHDRAWN: words("withdrawn", "已撤回"),
    ReportState.SAVED: words("saved", "已保存"),
    ReportState.FILED: words("filed for comment", "已提交公示"),
    ReportState.VERIFIED: words("verified", "已核查"),
    ReportState.ISSUED: words("issued", "已签发"),
}

STEP_NAMES: Mapping[str, Mapping[str, str]] = {
    ProjectStep.START: words("start", "建立"),
    ProjectStep.DESCRIBE: words("describe", "填写设计信息"),
    ProjectStep.PUBLISH: words("publish", "公示"),
    ProjectStep.VALIDATE: words("validate", "审定"),
    ProjectStep.APPLY: words("apply", "申请登记"),
    ProjectStep.REGISTER: words("register", "登记"),
    ProjectStep.RETURN: words("return", "退回"),
    ProjectStep.REJECT: words("reject", "不予通过"),
    ProjectStep.WITHDRAW: words("withdraw", "撤回"),
    ReportStep.FILE: words("file a report", "提交减排量核算报告"),
    ReportStep.VERIFY: words("verify", "核查"),
    ReportStep.CLAIM: words("apply for issuance", "申请减排量登记"),
    ReportStep.ISSUE: words("issue", "签发"),
    ReportStep.REVISE: words("return the report", "退回报告"),
    "submit": words("submit", "提交"),  # in the history of projects from before publicity
}

_PROJECT_STEPS: Mapping[tuple[ProjectState, ProjectStep], ProjectState] = {
    (ProjectState.DRAFT, ProjectStep.DESCRIBE): ProjectState.DRAFT,
    (ProjectState.DRAFT, ProjectStep.PUBLISH): ProjectState.PUBLISHED,
    (ProjectState.PUBLISHED, ProjectStep.VALIDATE): ProjectState.VALIDATED,
    (ProjectState.VALIDATED, ProjectStep.APPLY): ProjectState.APPLIED,
    (ProjectState.APPLIED, ProjectStep.REGISTER): ProjectState.REGISTERED,
    (ProjectState.PUBLISHED, ProjectStep.RETURN): ProjectState.DRAFT,
    (ProjectState.APPLIED, ProjectStep.RETURN): ProjectState.VALIDATED,
    (ProjectState.PUBLISHED, ProjectStep.REJECT): ProjectState.REJECTED,
    (ProjectState.APPLIED, ProjectStep.REJECT): ProjectState.REJECTED,
    (ProjectState.DRAFT, ProjectStep.WITHDRAW): ProjectState.WITHDRAWN,
    (ProjectState.PUBLISHED, ProjectStep.WITHDRAW): ProjectState.WITHDRAWN,
    (ProjectState.VALIDATED, ProjectStep.WITHDRAW): ProjectState.WITHDRAWN,
    (ProjectState.APPLIED, ProjectStep.WITHDRAW): ProjectState.WITHDRAWN,
}

_REPORT_STEPS: Mapping[tuple[ReportState, ReportStep], ReportState] = {
    (ReportState.FILED, ReportStep.VERIFY): ReportState.VERIFIED,
    (ReportState.VERIFIED, ReportStep.CLAIM): ReportState.APPLIED,
    (ReportState.APPLIED, ReportStep.ISSUE): ReportState.ISSUED,
    (ReportState.APPLIED, ReportStep.REVISE): ReportState.VERIFIED,
    (ReportState.FILED, ReportStep.REJECT): ReportState.REJECTED,
    (ReportState.APPLIED, ReportStep.REJECT): ReportState.REJECTED,
    (ReportState.FILED, ReportStep.WITHDRAW): ReportState.WITHDRAWN,
    (ReportState.VERIFIED, ReportStep.WITHDRAW): ReportState.WITHDRAWN,
    (ReportState.APPLIED, ReportStep.WITHDRAW): ReportState.WITHDRAWN,
}

PROJECT_ENDED = frozenset({ProjectState.REJECTED, ProjectState.WITHDRAWN})
REPORT_ENDED = frozenset({ReportState.REJECTED, ReportState.WITHDRAWN})
"""States of reports whose period and calculation are free again."""


def advance_project(state: str, step: ProjectStep, project: str) -> ProjectState:
    """Return a project's state after a step.

    Args:
        state: its state now.
        step: what is to happen.
        project: its number, for the refusal.

    Raises:
        ProjectInOtherState: the step does not start from this state.
    """
    after = _PROJECT_STEPS.get((ProjectState(state), step))
    if after is None:
        needed = [before for before, taken in _PROJECT_STEPS if taken is step]
        raise ProjectInOtherState(
            project=project, step=STEP_NAMES[step], state=STATE_NAMES[state], needed=_any(needed)
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
    after = _REPORT_STEPS.get((ReportState(state), step))
    if after is None:
        needed = [before for before, taken in _REPORT_STEPS if taken is step]
        raise ReportInOtherState(
            report=report, step=STEP_NAMES[step], state=STATE_NAMES[state], needed=_any(needed)
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


def _any(states: list[ProjectState] | list[ReportState]) -> Mapping[str, str]:
    return {
        language: joint.join(STATE_NAMES[state][language] for state in states)
        for language, joint in (("en", " or "), ("zh", "或"))
    }
