"""The transaction types of the compliance cycle."""

from registry.compliance.carrying_over import apply_carry_over, carry_over, notify_carry_over
from registry.compliance.commands import (
    ApplyCarryOver,
    CarryOver,
    ImposeFine,
    NotifyCarryOver,
    ReverseSurrender,
    Surrender,
)
from registry.compliance.cycle_types import CYCLE_TYPES
from registry.compliance.fining import impose_fine
from registry.compliance.records import party_of_entity
from registry.compliance.refused_compliance import (
    CarryOverClosed,
    CarryOverExceeded,
    CarryOverNotEarned,
    ComplianceYearAhead,
    CreditLimitExceeded,
    CreditNotAccepted,
    CreditRegisteredEarly,
    FineNotDue,
    FineOutsideRange,
    LegacyCreditOver,
    NotReversible,
    ReversalTooLate,
    VintageNotCarried,
    VintageSpent,
    VintageTooLate,
)
from registry.compliance.refused_cycle import CycleStepDone, CycleStepMissing, UnknownEntity
from registry.compliance.surrendering import reverse_surrender, surrender
from registry.ledger.refused_moves import (
    AccountNotOpen,
    InsufficientUnits,
    UnitsNotHeld,
    UnitsUsed,
    WrongUnitKind,
)
from registry.ledger.refused_quotas import QuotaExceeded
from registry.ledger.refused_uses import PartTonnes, UseNotInScheme
from registry.rules.refused_rules import RuleUnset
from registry.worlds.actors import DISPOSING, Role
from registry.worlds.errors import (
    NotRepresentative,
    RoleMissing,
    UnknownAccount,
    UnknownCertificate,
    UnknownUnitType,
    words,
)
from registry.worlds.refused_values import (
    QuantityOutOfRange,
    RuleNotInForce,
    SerialInvalid,
    SerialsMismatch,
    TextInvalid,
)
from registry.worlds.transaction_types import Approval, TransactionType

TRANSACTION_TYPES = (
    *CYCLE_TYPES,
    TransactionType(
        command=Surrender,
        handler=surrender,
        name=words("Surrender", "清缴"),
        roles=frozenset(DISPOSING),
        checks=(
            RoleMissing,
            NotRepresentative,
            ComplianceYearAhead,
            VintageTooLate,
            VintageSpent,
            UseNotInScheme,
            PartTonnes,
            LegacyCreditOver,
            CycleStepMissing,
            RuleUnset,
            RuleNotInForce,
            CreditNotAccepted,
            CreditLimitExceeded,
            UnitsUsed,
            UnitsNotHeld,
            InsufficientUnits,
            CreditRegisteredEarly,
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
        reversible=True,
    ),
    TransactionType(
        command=ReverseSurrender,
        handler=reverse_surrender,
        name=words("Undoing of a surrender", "清缴撤销"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            TextInvalid,
            UnknownCertificate,
            NotReversible,
            RuleUnset,
            RuleNotInForce,
            ReversalTooLate,
            AccountNotOpen,
        ),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=NotifyCarryOver,
        handler=notify_carry_over,
        name=words("Carry-over notice", "结转通知"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownEntity,
            CarryOverNotEarned,
            RuleUnset,
            RuleNotInForce,
            CycleStepDone,
        ),
    ),
    TransactionType(
        command=ApplyCarryOver,
        handler=apply_carry_over,
        name=words("Carry-over application", "结转申请"),
        roles=frozenset(DISPOSING),
        checks=(
            RoleMissing,
            UnknownEntity,
            NotRepresentative,
            CarryOverNotEarned,
            RuleUnset,
            RuleNotInForce,
            CycleStepMissing,
            CarryOverClosed,
            UnknownUnitType,
            WrongUnitKind,
            VintageNotCarried,
            QuantityOutOfRange,
            CarryOverExceeded,
            InsufficientUnits,
            AccountNotOpen,
        ),
        approval=Approval.PROFILE,
        step_up=True,
        party_of=party_of_entity,
    ),
    TransactionType(
        command=CarryOver,
        handler=carry_over,
        name=words("Carry-over", "结转"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownEntity,
            CycleStepDone,
            CarryOverNotEarned,
            QuotaExceeded,
            AccountNotOpen,
        ),
    ),
    TransactionType(
        command=ImposeFine,
        handler=impose_fine,
        name=words("Fine for missing allowances", "未足额清缴处罚"),
        roles=frozenset({Role.OPERATOR, Role.REGULATOR}),
        checks=(
            RoleMissing,
            UnknownEntity,
            CycleStepDone,
            FineNotDue,
            QuantityOutOfRange,
            RuleUnset,
            RuleNotInForce,
            FineOutsideRange,
            TextInvalid,
        ),
        approval=Approval.PROFILE,
    ),
)
