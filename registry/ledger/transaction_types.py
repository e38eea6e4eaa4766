"""The transaction types of the ledger."""

from registry.ledger.commands import DepositCash, IssueAllowances, Retire, SetQuota, Transfer
from registry.ledger.issuing import deposit_cash, issue_allowances
from registry.ledger.quotas import set_quota
from registry.ledger.refused_certificates import (
    CertificateExpired,
    CertificateFrozen,
    CertificateNotTradable,
    CertificateTransferredBefore,
    UsePeriodOutsideValidity,
)
from registry.ledger.refused_moves import (
    AccountNotOpen,
    InsufficientUnits,
    PurposeNotForKind,
    SameAccount,
    UnitsNotHeld,
    UnitsUsed,
    WrongUnitKind,
)
from registry.ledger.refused_quotas import QuotaBelowUse, QuotaExceeded, QuotaPurposeUnknown
from registry.ledger.refused_uses import UseNotInScheme
from registry.ledger.transfers import transfer
from registry.ledger.uses import retire
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.worlds.actors import DISPOSING, Role
from registry.worlds.errors import (
    NotRepresentative,
    RoleMissing,
    UnknownAccount,
    UnknownUnitType,
    words,
)
from registry.worlds.refused_values import (
    CreditCodeInvalid,
    PeriodInvalid,
    QuantityOutOfRange,
    SerialInvalid,
    SerialsMismatch,
    TextInvalid,
    UnitTypeCodeInvalid,
)
from registry.worlds.transaction_types import Approval, TransactionType

TRANSACTION_TYPES = (
    TransactionType(
        command=DepositCash,
        handler=deposit_cash,
        name=words("Cash deposit", "入金"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownAccount,
            QuantityOutOfRange,
            AccountNotOpen,
        ),
    ),
    TransactionType(
        command=IssueAllowances,
        handler=issue_allowances,
        name=words("Issuance of allowances", "配额发放"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            WrongUnitKind,
            UnknownAccount,
            UnknownUnitType,
            QuantityOutOfRange,
            QuotaExceeded,
            AccountNotOpen,
        ),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=Retire,
        handler=retire,
        name=words("Retirement", "注销"),
        roles=frozenset(DISPOSING),
        checks=(
            RoleMissing,
            NotRepresentative,
            UnitsUsed,
            UnitsNotHeld,
            InsufficientUnits,
            CertificateExpired,
            CertificateFrozen,
            UsePeriodOutsideValidity,
            PurposeNotForKind,
            UseNotInScheme,
            TextInvalid,
            CreditCodeInvalid,
            PeriodInvalid,
            UnknownAccount,
            UnknownUnitType,
            WrongUnitKind,
            QuantityOutOfRange,
            SerialInvalid,
            SerialsMismatch,
            AccountNotOpen,
        ),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=SetQuota,
        handler=set_quota,
        name=words("Quota of issuance", "签发总量控制额度"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnitTypeCodeInvalid,
            QuotaPurposeUnknown,
            QuantityOutOfRange,
            TextInvalid,
            QuotaBelowUse,
        ),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=Transfer,
        handler=transfer,
        name=words("Transfer", "划转"),
        roles=frozenset(DISPOSING),
        checks=(
            RoleMissing,
            NotRepresentative,
            UnknownAccount,
            UnknownUnitType,
            WrongUnitKind,
            AccountClosedToUnits,
            QuantityOutOfRange,
            SerialInvalid,
            SerialsMismatch,
            InsufficientUnits,
            UnitsNotHeld,
            UnitsUsed,
            CertificateExpired,
            CertificateNotTradable,
            CertificateTransferredBefore,
            CertificateFrozen,
            SameAccount,
            AccountNotOpen,
        ),
        approval=Approval.PROFILE,
        delayed=True,
    ),
)
