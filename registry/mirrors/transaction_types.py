"""The transaction types of mirrors."""

from registry.ledger.refused_moves import (
    AccountNotOpen,
    InsufficientUnits,
    UnitsNotHeld,
    UnitsUsed,
    WrongUnitKind,
)
from registry.ledger.refused_quotas import QuotaExceeded
from registry.mirrors.commands import (
    ImmobiliseForeign,
    MirrorForeign,
    ReleaseForeign,
    ReturnMirrored,
)
from registry.mirrors.refused_mirrors import (
    ForeignRangeInvalid,
    ForeignUnitsActive,
    MirrorInOtherState,
    MirrorUnitsOut,
    OwnSchemeMirrored,
    SamePersonConfirms,
    UnitsNotMirrored,
    UnknownMirror,
)
from registry.mirrors.services import (
    immobilise_foreign,
    mirror_foreign,
    release_foreign,
    return_mirrored,
)
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
    QuantityOutOfRange,
    SerialInvalid,
    SerialsMismatch,
    TextInvalid,
    UnitTypeCodeInvalid,
)
from registry.worlds.transaction_types import Approval, TransactionType

_OPERATOR = frozenset({Role.OPERATOR})

TRANSACTION_TYPES = (
    TransactionType(
        command=ImmobiliseForeign,
        handler=immobilise_foreign,
        name=words("Immobilisation of foreign units", "境外单位冻结确认"),
        roles=_OPERATOR,
        checks=(
            RoleMissing,
            TextInvalid,
            ForeignRangeInvalid,
            UnknownAccount,
            AccountClosedToUnits,
            UnitTypeCodeInvalid,
            OwnSchemeMirrored,
            WrongUnitKind,
            ForeignUnitsActive,
        ),
        approval=Approval.ALWAYS,
    ),
    TransactionType(
        command=MirrorForeign,
        handler=mirror_foreign,
        name=words("Mirroring of foreign units", "境外单位映射"),
        roles=_OPERATOR,
        checks=(
            RoleMissing,
            UnknownMirror,
            MirrorInOtherState,
            SamePersonConfirms,
            QuotaExceeded,
            TextInvalid,
        ),
        approval=Approval.ALWAYS,
        step_up=True,
    ),
    TransactionType(
        command=ReleaseForeign,
        handler=release_foreign,
        name=words("Release of foreign units", "境外单位解除"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownMirror, MirrorInOtherState, MirrorUnitsOut, TextInvalid),
        approval=Approval.ALWAYS,
    ),
    TransactionType(
        command=ReturnMirrored,
        handler=return_mirrored,
        name=words("Return of mirror units", "映射单位交回"),
        roles=frozenset(DISPOSING),
        checks=(
            RoleMissing,
            UnknownAccount,
            NotRepresentative,
            UnknownUnitType,
            WrongUnitKind,
            QuantityOutOfRange,
            UnitsNotMirrored,
            SerialInvalid,
            SerialsMismatch,
            InsufficientUnits,
            UnitsNotHeld,
            UnitsUsed,
            AccountNotOpen,
        ),
        approval=Approval.PROFILE,
    ),
)
