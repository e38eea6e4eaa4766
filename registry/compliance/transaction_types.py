"""The transaction types of the compliance cycle."""

from registry.compliance.commands import Surrender
from registry.compliance.refused_compliance import ComplianceYearAhead, VintageSpent, VintageTooLate
from registry.compliance.surrendering import surrender
from registry.ledger.refused_moves import (
    AccountNotOpen,
    InsufficientUnits,
    UnitsNotHeld,
    UnitsUsed,
    WrongUnitKind,
)
from registry.worlds.actors import DISPOSING
from registry.worlds.errors import (
    NotRepresentative,
    RoleMissing,
    UnknownAccount,
    UnknownUnitType,
    words,
)
from registry.worlds.refused_values import QuantityOutOfRange, SerialInvalid, SerialsMismatch
from registry.worlds.transaction_types import Approval, TransactionType

TRANSACTION_TYPES = (
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
            UnitsUsed,
            UnitsNotHeld,
            InsufficientUnits,
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
)
