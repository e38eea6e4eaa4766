"""The transaction types of carbon inclusion."""

from registry.carbon_inclusion.batches import aggregate, reject_batch, verify_batch
from registry.carbon_inclusion.commands import (
    AggregateReductions,
    IssueInclusionCredits,
    RecordActivities,
    RecordConsents,
    RecordRewards,
    RegisterPlatform,
    RejectBatch,
    VerifyBatch,
)
from registry.carbon_inclusion.issuing import issue_inclusion_credits
from registry.carbon_inclusion.platforms import register_platform
from registry.carbon_inclusion.recording import (
    record_activities,
    record_consents,
    record_rewards,
)
from registry.carbon_inclusion.refused_inclusion import (
    AccountOfOtherParty,
    BatchInOtherState,
    BatchPeriodInvalid,
    KindNotInScheme,
    NoPersonalAccounts,
    NothingToAggregate,
    UnknownBatch,
    UnknownInclusionScheme,
    UnknownPlatform,
    VerifierIsPlatform,
)
from registry.carbon_inclusion.refused_rows import (
    ActivityDayInvalid,
    AmountInvalid,
    CarbonCodeInvalid,
    ConsentStepInvalid,
    KindNotReported,
    RecordChanged,
    RecordTwice,
    RewardedOtherwise,
    RewardTooLate,
    RowCountOutOfRange,
    RowsRefused,
    UnknownActivity,
)
from registry.ledger.refused_quotas import QuotaExceeded
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.worlds.actors import DISPOSING, Role
from registry.worlds.errors import (
    NotRepresentative,
    RecordExists,
    RoleMissing,
    UnknownAccount,
    UnknownParty,
    words,
)
from registry.worlds.refused_values import RuleNotInForce, TextInvalid
from registry.worlds.transaction_types import Approval, TransactionType

_REPORTING = (RoleMissing, UnknownPlatform, NotRepresentative, RowCountOutOfRange, RowsRefused)
_JUDGING = (
    RoleMissing,
    UnknownParty,
    NotRepresentative,
    TextInvalid,
    UnknownBatch,
    VerifierIsPlatform,
    BatchInOtherState,
)

TRANSACTION_TYPES = (
    TransactionType(
        command=RegisterPlatform,
        handler=register_platform,
        name=words("Registration of a carbon inclusion platform", "碳普惠平台登记"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownInclusionScheme,
            TextInvalid,
            NoPersonalAccounts,
            KindNotInScheme,
            UnknownParty,
            UnknownAccount,
            AccountClosedToUnits,
            AccountOfOtherParty,
            RecordExists,
        ),
        approval=Approval.PROFILE,
    ),
    TransactionType(
        command=RecordActivities,
        handler=record_activities,
        name=words("Report of activities", "活动记录申报"),
        roles=frozenset(DISPOSING),
        checks=(
            *_REPORTING,
            TextInvalid,
            CarbonCodeInvalid,
            ActivityDayInvalid,
            KindNotReported,
            RuleNotInForce,
            AmountInvalid,
            RecordTwice,
            RecordChanged,
        ),
    ),
    TransactionType(
        command=RecordConsents,
        handler=record_consents,
        name=words("Report of consents", "授权记录申报"),
        roles=frozenset(DISPOSING),
        checks=(*_REPORTING, CarbonCodeInvalid, ConsentStepInvalid, ActivityDayInvalid),
    ),
    TransactionType(
        command=RecordRewards,
        handler=record_rewards,
        name=words("Report of rewards", "权益发放记录申报"),
        roles=frozenset(DISPOSING),
        checks=(
            *_REPORTING,
            TextInvalid,
            RecordTwice,
            UnknownActivity,
            RewardedOtherwise,
            RewardTooLate,
        ),
    ),
    TransactionType(
        command=AggregateReductions,
        handler=aggregate,
        name=words("Aggregation of reductions", "减排量归集"),
        roles=frozenset(DISPOSING),
        checks=(
            RoleMissing,
            UnknownPlatform,
            NotRepresentative,
            BatchPeriodInvalid,
            NothingToAggregate,
            RuleNotInForce,
        ),
    ),
    TransactionType(
        command=VerifyBatch,
        handler=verify_batch,
        name=words("Verification of a batch", "批次核查"),
        roles=frozenset({Role.VERIFIER}),
        checks=_JUDGING,
    ),
    TransactionType(
        command=RejectBatch,
        handler=reject_batch,
        name=words("Rejection of a batch", "批次退回"),
        roles=frozenset({Role.VERIFIER}),
        checks=_JUDGING,
    ),
    TransactionType(
        command=IssueInclusionCredits,
        handler=issue_inclusion_credits,
        name=words("Issuance of carbon inclusion credits", "碳普惠减排量签发"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownBatch,
            BatchInOtherState,
            UnknownInclusionScheme,
            QuotaExceeded,
        ),
        approval=Approval.PROFILE,
        step_up=True,
    ),
)
