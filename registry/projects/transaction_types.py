"""The transaction types of projects and their reports."""

from registry.ledger.refused_moves import NothingToIssue
from registry.projects.commands import (
    FileReport,
    IssueCredits,
    RegisterProject,
    RejectReport,
    ReturnProject,
    SaveEstimate,
    StartProject,
    SubmitProject,
    ValidateProject,
    VerifyReport,
)
from registry.projects.issuing import issue_credits
from registry.projects.refused_reports import EstimateOfOtherProject, EstimateReported
from registry.projects.services import (
    file_report,
    register_project,
    reject_report,
    return_project,
    save_estimate,
    start_project,
    submit_project,
    validate_project,
    verify_report,
)
from registry.worlds.actors import Role
from registry.worlds.errors import (
    NotPermitted,
    NotRepresentative,
    ProjectInOtherState,
    RecordExists,
    ReportInOtherState,
    RoleMissing,
    UnknownReport,
    VerifierIsParty,
    VerifierIsValidator,
    words,
)
from registry.worlds.refused_values import PeriodInvalid, ReportedQuantityInvalid, TextInvalid
from registry.worlds.transaction_types import Approval, TransactionType

TRANSACTION_TYPES = (
    TransactionType(
        command=FileReport,
        handler=file_report,
        name=words("Filing of a monitoring report", "减排量核算报告提交"),
        roles=frozenset({Role.DEVELOPER}),
        checks=(
            RoleMissing,
            NotRepresentative,
            ProjectInOtherState,
            UnknownReport,
            EstimateOfOtherProject,
            EstimateReported,
            PeriodInvalid,
        ),
    ),
    TransactionType(
        command=IssueCredits,
        handler=issue_credits,
        name=words("Issuance of credits", "减排量登记"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            ReportInOtherState,
            NothingToIssue,
            NotPermitted,
        ),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=RegisterProject,
        handler=register_project,
        name=words("Project registration", "项目登记"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            ProjectInOtherState,
        ),
    ),
    TransactionType(
        command=RejectReport,
        handler=reject_report,
        name=words("Rejection of a report", "报告不予通过"),
        roles=frozenset({Role.VERIFIER}),
        checks=(
            RoleMissing,
            NotRepresentative,
            VerifierIsValidator,
            VerifierIsParty,
            ReportInOtherState,
        ),
    ),
    TransactionType(
        command=ReturnProject,
        handler=return_project,
        name=words("Return of a project", "项目退回"),
        roles=frozenset({Role.VERIFIER}),
        checks=(
            RoleMissing,
            NotRepresentative,
            ProjectInOtherState,
        ),
    ),
    TransactionType(
        command=SaveEstimate,
        handler=save_estimate,
        name=words("Saving of an estimate", "估算保存"),
        roles=frozenset({Role.DEVELOPER}),
        checks=(
            RoleMissing,
            NotRepresentative,
            ReportedQuantityInvalid,
            TextInvalid,
        ),
    ),
    TransactionType(
        command=StartProject,
        handler=start_project,
        name=words("Start of a project", "项目建立"),
        roles=frozenset({Role.DEVELOPER}),
        checks=(
            RoleMissing,
            UnknownReport,
            NotRepresentative,
            RecordExists,
        ),
    ),
    TransactionType(
        command=SubmitProject,
        handler=submit_project,
        name=words("Submission of a project", "项目提交"),
        roles=frozenset({Role.DEVELOPER}),
        checks=(
            RoleMissing,
            NotRepresentative,
            ProjectInOtherState,
        ),
    ),
    TransactionType(
        command=ValidateProject,
        handler=validate_project,
        name=words("Validation of a project", "项目审定"),
        roles=frozenset({Role.VERIFIER}),
        checks=(
            RoleMissing,
            NotRepresentative,
            VerifierIsParty,
            ProjectInOtherState,
        ),
    ),
    TransactionType(
        command=VerifyReport,
        handler=verify_report,
        name=words("Verification of a report", "减排量核查"),
        roles=frozenset({Role.VERIFIER}),
        checks=(
            RoleMissing,
            NotRepresentative,
            VerifierIsValidator,
            VerifierIsParty,
            ReportInOtherState,
        ),
    ),
)
