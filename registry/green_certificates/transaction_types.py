"""The transaction types of devices, generation and green certificates."""

from registry.claims.refused_claims import SourceInvalid
from registry.green_certificates.commands import (
    ApproveDevice,
    CancelExcluded,
    CorrectGeneration,
    ExpireCertificates,
    FileGeneration,
    FreezeCertificates,
    IssueCertificates,
    RefuseDevice,
    RegisterDevice,
    UnfreezeCertificates,
)
from registry.green_certificates.devices import approve_device, refuse_device, register_device
from registry.green_certificates.exclusions import (
    cancel_excluded,
    freeze_certificates,
    unfreeze_certificates,
)
from registry.green_certificates.expiring import expire_certificates
from registry.green_certificates.issuing import issue_certificates
from registry.green_certificates.metering import correct_generation, file_generation
from registry.green_certificates.refused_certificates import (
    CertificatesOffered,
    ClaimNotExcluding,
    NotExpiredYet,
)
from registry.green_certificates.refused_generation import (
    DeviceInOtherState,
    DeviceInvalid,
    GenerationExists,
    GenerationInvalid,
    GenerationMissing,
    MeterTaken,
    MonthInvalid,
    MonthNotMetered,
    NothingToCertify,
    RowsRefused,
    UnknownDevice,
    UnknownMeter,
)
from registry.ledger.refused_moves import AccountNotOpen, WrongUnitKind
from registry.ledger.refused_quotas import QuotaExceeded
from registry.worlds.actors import DISPOSING, Role
from registry.worlds.errors import (
    NotRepresentative,
    RoleMissing,
    UnknownAccount,
    UnknownParty,
    UnknownUnitType,
    words,
)
from registry.worlds.refused_values import RuleNotInForce, TextInvalid
from registry.worlds.transaction_types import Approval, TransactionType

_OWNERS = frozenset(DISPOSING)
_OPERATOR = frozenset({Role.OPERATOR})

TRANSACTION_TYPES = (
    TransactionType(
        command=RegisterDevice,
        handler=register_device,
        name=words("Filing of a device", "发电项目建档立卡"),
        roles=_OWNERS,
        checks=(
            RoleMissing,
            UnknownParty,
            NotRepresentative,
            UnknownAccount,
            SourceInvalid,
            DeviceInvalid,
            MeterTaken,
            TextInvalid,
        ),
    ),
    TransactionType(
        command=ApproveDevice,
        handler=approve_device,
        name=words("Approval of a device", "发电项目审核通过"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownDevice, DeviceInOtherState, TextInvalid, RuleNotInForce),
    ),
    TransactionType(
        command=RefuseDevice,
        handler=refuse_device,
        name=words("Refusal of a device", "发电项目审核不通过"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownDevice, DeviceInOtherState, TextInvalid),
    ),
    TransactionType(
        command=FileGeneration,
        handler=file_generation,
        name=words("Filing of metered generation", "电量报送"),
        roles=_OWNERS | _OPERATOR,
        checks=(
            RoleMissing,
            RowsRefused,
            SourceInvalid,
            UnknownMeter,
            MonthInvalid,
            MonthNotMetered,
            GenerationInvalid,
            GenerationExists,
        ),
    ),
    TransactionType(
        command=CorrectGeneration,
        handler=correct_generation,
        name=words("Correction of metered generation", "电量更正"),
        roles=_OWNERS | _OPERATOR,
        checks=(
            RoleMissing,
            SourceInvalid,
            UnknownMeter,
            MonthInvalid,
            GenerationInvalid,
            TextInvalid,
            GenerationMissing,
        ),
    ),
    TransactionType(
        command=IssueCertificates,
        handler=issue_certificates,
        name=words("Issuance of green certificates", "绿证核发"),
        roles=_OPERATOR,
        checks=(
            RoleMissing,
            MonthInvalid,
            UnknownDevice,
            DeviceInOtherState,
            RuleNotInForce,
            NothingToCertify,
            AccountNotOpen,
            QuotaExceeded,
        ),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=ExpireCertificates,
        handler=expire_certificates,
        name=words("Expiry of green certificates", "绿证到期核销"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownUnitType, WrongUnitKind, NotExpiredYet),
    ),
    TransactionType(
        command=FreezeCertificates,
        handler=freeze_certificates,
        name=words("Freezing of green certificates", "绿证冻结"),
        roles=_OPERATOR,
        checks=(RoleMissing, ClaimNotExcluding, CertificatesOffered),
    ),
    TransactionType(
        command=CancelExcluded,
        handler=cancel_excluded,
        name=words("Cancellation of excluded green certificates", "绿证衔接核销"),
        roles=_OPERATOR,
        checks=(RoleMissing, ClaimNotExcluding, CertificatesOffered),
    ),
    TransactionType(
        command=UnfreezeCertificates,
        handler=unfreeze_certificates,
        name=words("Return of frozen green certificates", "绿证解冻"),
        roles=_OPERATOR,
        checks=(RoleMissing, ClaimNotExcluding),
    ),
)
