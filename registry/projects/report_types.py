"""The transaction types of estimates and monitoring reports."""

from registry.claims import SourceClaimed, SourceInvalid
from registry.ledger.refused_moves import AccountNotOpen, NothingToIssue, WrongUnitKind
from registry.ledger.refused_quotas import QuotaExceeded
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.projects.commands import (
    ApplyForIssuance,
    FileReport,
    IssueCredits,
    RejectReport,
    ReturnReport,
    SaveEstimate,
    VerifyReport,
    WithdrawReport,
)
from registry.projects.issuing import issue_credits
from registry.projects.refused_documents import (
    DocumentMissing,
    DocumentUsed,
    UnknownDocument,
)
from registry.projects.refused_projects import (
    NotDevelopersAccount,
    WindowOpen,
)
from registry.projects.refused_reports import (
    EstimateOfOtherProject,
    EstimateReported,
    OutsideCrediting,
    OverrideMissing,
    OverrideNotNeeded,
    PeriodOfEstimateDiffers,
    PeriodSpansYears,
    ReductionsTooEarly,
    ReductionsTooOld,
    VerifiedAboveReported,
)
from registry.projects.report_services import (
    apply_for_issuance,
    file_report,
    reject_report,
    return_report,
    verify_report,
    withdraw_report,
)
from registry.projects.starting import save_estimate
from registry.worlds.actors import DISPOSING, Role
from registry.worlds.errors import (
    NotRepresentative,
    ProjectInOtherState,
    ReportInOtherState,
    RoleMissing,
    UnknownAccount,
    UnknownParty,
    UnknownProject,
    UnknownReport,
    VerifierIsParty,
    VerifierIsValidator,
    words,
)
from registry.worlds.refused_values import (
    PeriodInvalid,
    ReportedQuantityInvalid,
    RuleNotInForce,
    TextInvalid,
)
from registry.worlds.transaction_types import Approval, TransactionType

REPORT_TYPES = (
    TransactionType(
        command=ApplyForIssuance,
        handler=apply_for_issuance,
        name=words("Application for issuance", "减排量登记申请"),
        roles=frozenset({Role.DEVELOPER}),
        checks=(
            RoleMissing,
            UnknownReport,
            UnknownProject,
            NotRepresentative,
            ReportInOtherState,
            ReductionsTooEarly,
            ReductionsTooOld,
            PeriodSpansYears,
            RuleNotInForce,
        ),
    ),
    TransactionType(
        command=FileReport,
        handler=file_report,
        name=words("Filing of a monitoring report", "减排量核算报告提交"),
        roles=frozenset({Role.DEVELOPER}),
        checks=(
            RoleMissing,
            UnknownProject,
            NotRepresentative,
            ProjectInOtherState,
            UnknownReport,
            PeriodInvalid,
            ReductionsTooEarly,
            ReductionsTooOld,
            PeriodSpansYears,
            OutsideCrediting,
            EstimateOfOtherProject,
            EstimateReported,
            PeriodOfEstimateDiffers,
            DocumentMissing,
            UnknownDocument,
            DocumentUsed,
            RuleNotInForce,
        ),
    ),
    TransactionType(
        command=IssueCredits,
        handler=issue_credits,
        name=words("Issuance of credits", "减排量登记"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownReport,
            ReportInOtherState,
            UnknownAccount,
            AccountClosedToUnits,
            NotDevelopersAccount,
            NothingToIssue,
            WrongUnitKind,
            AccountNotOpen,
            SourceClaimed,
            SourceInvalid,
            QuotaExceeded,
            OverrideMissing,
            OverrideNotNeeded,
            TextInvalid,
        ),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=RejectReport,
        handler=reject_report,
        name=words("Rejection of a report", "报告不予通过"),
        roles=frozenset({Role.VERIFIER, Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownReport,
            UnknownParty,
            NotRepresentative,
            VerifierIsValidator,
            VerifierIsParty,
            TextInvalid,
            ReportInOtherState,
            WindowOpen,
        ),
    ),
    TransactionType(
        command=ReturnReport,
        handler=return_report,
        name=words("Return of a report", "报告退回"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownReport,
            TextInvalid,
            ReportInOtherState,
        ),
    ),
    TransactionType(
        command=SaveEstimate,
        handler=save_estimate,
        name=words("Saving of an estimate", "估算保存"),
        roles=frozenset(DISPOSING),
        checks=(
            RoleMissing,
            UnknownParty,
            NotRepresentative,
            ReportedQuantityInvalid,
            TextInvalid,
        ),
    ),
    TransactionType(
        command=VerifyReport,
        handler=verify_report,
        name=words("Verification of a report", "减排量核查"),
        roles=frozenset({Role.VERIFIER}),
        checks=(
            RoleMissing,
            UnknownReport,
            UnknownParty,
            NotRepresentative,
            VerifierIsValidator,
            VerifierIsParty,
            ReportInOtherState,
            WindowOpen,
            ReportedQuantityInvalid,
            VerifiedAboveReported,
            DocumentMissing,
        ),
    ),
    TransactionType(
        command=WithdrawReport,
        handler=withdraw_report,
        name=words("Withdrawal of a report", "报告撤回"),
        roles=frozenset({Role.DEVELOPER}),
        checks=(
            RoleMissing,
            UnknownReport,
            UnknownProject,
            NotRepresentative,
            TextInvalid,
            ReportInOtherState,
        ),
    ),
)
