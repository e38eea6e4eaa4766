"""What is asked of clearing, as data.

None of it waits for a second person: those with a mandate that only initiates are refused.
"""

from market.clearing.cash import withdraw_cash
from market.clearing.commands import (
    AnswerDispute,
    ClearDay,
    DisputeStatement,
    FundReserve,
    PayClaim,
    WithdrawCash,
    WriteOffClaim,
)
from market.clearing.days import clear_day
from market.clearing.disputing import answer_dispute, dispute_statement
from market.clearing.recovering import fund_reserve, pay_claim, write_off_claim
from market.clearing.refused_clearing import (
    CashNotWithdrawable,
    ClaimSettled,
    DayNotToClear,
    DisputeAnswered,
    DisputeOpen,
    DisputeTooLate,
    NeedsFullMandate,
    RecoveryTooLarge,
    UnknownClaim,
    UnknownDispute,
    UnknownStatement,
)
from registry.ledger import AccountNotOpen, InsufficientUnits
from registry.worlds import (
    DISPOSING,
    NotRepresentative,
    QuantityOutOfRange,
    Role,
    RoleMissing,
    TextInvalid,
    TransactionType,
    UnknownAccount,
    words,
)

_HOLDERS = frozenset(DISPOSING)
_OPERATOR = frozenset({Role.OPERATOR})

TRANSACTION_TYPES = (
    TransactionType(
        command=WithdrawCash,
        handler=withdraw_cash,
        name=words("Cash withdrawal", "出金"),
        roles=_HOLDERS,
        checks=(
            RoleMissing,
            UnknownAccount,
            NotRepresentative,
            NeedsFullMandate,
            QuantityOutOfRange,
            TextInvalid,
            CashNotWithdrawable,
            AccountNotOpen,
        ),
    ),
    TransactionType(
        command=FundReserve,
        handler=fund_reserve,
        name=words("Funding of the settlement reserve", "风险准备金注资"),
        roles=_OPERATOR,
        checks=(RoleMissing, QuantityOutOfRange, TextInvalid, InsufficientUnits),
    ),
    TransactionType(
        command=PayClaim,
        handler=pay_claim,
        name=words("Payment of a claim", "清偿违约债权"),
        roles=_HOLDERS | _OPERATOR,
        checks=(
            RoleMissing,
            UnknownClaim,
            NotRepresentative,
            NeedsFullMandate,
            QuantityOutOfRange,
            TextInvalid,
            ClaimSettled,
            RecoveryTooLarge,
            InsufficientUnits,
            AccountNotOpen,
        ),
    ),
    TransactionType(
        command=WriteOffClaim,
        handler=write_off_claim,
        name=words("Writing off of a claim", "核销违约债权"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownClaim, TextInvalid, ClaimSettled),
    ),
    TransactionType(
        command=ClearDay,
        handler=clear_day,
        name=words("Daily clearing", "日终清算"),
        roles=_OPERATOR,
        checks=(RoleMissing, DayNotToClear),
    ),
    TransactionType(
        command=DisputeStatement,
        handler=dispute_statement,
        name=words("Objection to a statement", "结算单异议"),
        roles=_HOLDERS,
        checks=(
            RoleMissing,
            UnknownAccount,
            NotRepresentative,
            NeedsFullMandate,
            UnknownStatement,
            TextInvalid,
            DisputeTooLate,
            DisputeOpen,
        ),
    ),
    TransactionType(
        command=AnswerDispute,
        handler=answer_dispute,
        name=words("Answer to an objection", "答复结算单异议"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownDispute, TextInvalid, DisputeAnswered),
    ),
)
