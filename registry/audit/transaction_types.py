"""The transaction types of the auditor."""

from registry.audit.commands import FreezeAccount, RecordAudit, UnfreezeAccount
from registry.audit.refused_audit import AccountFrozenAlready, AccountNotFrozen
from registry.audit.services import (
    RECONCILED_BY,
    freeze_account,
    record_audit,
    unfreeze_account,
)
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.worlds.actors import Role
from registry.worlds.errors import RoleMissing, UnknownAccount, words
from registry.worlds.refused_values import TextInvalid
from registry.worlds.transaction_types import Approval, TransactionType

_KEEPERS = frozenset({Role.OPERATOR, Role.ADMINISTRATOR})

TRANSACTION_TYPES = (
    TransactionType(
        command=RecordAudit,
        handler=record_audit,
        name=words("Record of an audit", "审计记录"),
        roles=frozenset(RECONCILED_BY),
        checks=(RoleMissing, TextInvalid, UnknownAccount, AccountClosedToUnits),
    ),
    TransactionType(
        command=FreezeAccount,
        handler=freeze_account,
        name=words("Freezing of an account", "账户冻结"),
        roles=_KEEPERS,
        checks=(
            RoleMissing,
            UnknownAccount,
            AccountClosedToUnits,
            TextInvalid,
            AccountFrozenAlready,
        ),
    ),
    TransactionType(
        command=UnfreezeAccount,
        handler=unfreeze_account,
        name=words("Opening of a frozen account", "账户解冻"),
        roles=_KEEPERS,
        checks=(RoleMissing, UnknownAccount, AccountClosedToUnits, TextInvalid, AccountNotFrozen),
        approval=Approval.ALWAYS,
        step_up=True,
    ),
)
