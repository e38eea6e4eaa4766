"""The transaction types of control, except those of proposals, which know every other type."""

from collections.abc import Mapping

from registry.control.commands import (
    ApplyControlProfile,
    DistrustAccount,
    LimitAccount,
    MoveClock,
    TrustAccount,
)
from registry.control.demands import profile_in_force
from registry.control.limits import limit_account
from registry.control.refused_control import (
    AlreadyTrusted,
    ClockBackwards,
    ClockNotDriven,
    NotTrusted,
    UnknownControlProfile,
)
from registry.control.settings import apply_control_profile, move_clock
from registry.control.trusted import distrust_account, trust_account
from registry.ledger.refused_moves import SameAccount
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import NotRepresentative, RoleMissing, UnknownAccount, words
from registry.worlds.refused_values import QuantityOutOfRange
from registry.worlds.transaction_types import Approval, TransactionType


def _trust(session: WorldSession, command: TrustAccount, actor: Actor) -> Mapping[str, object]:
    days = profile_in_force(session).trusted_delay_working_days
    return trust_account(session, command, actor, days)


TRANSACTION_TYPES = (
    TransactionType(
        command=ApplyControlProfile,
        handler=apply_control_profile,
        name=words("Change of the control profile", "变更内控方案"),
        roles=frozenset({Role.ADMINISTRATOR}),
        checks=(RoleMissing, UnknownControlProfile),
        approval=Approval.PROFILE,
    ),
    TransactionType(
        command=LimitAccount,
        handler=limit_account,
        name=words("Limits of an account", "设置账户限额"),
        roles=frozenset({Role.OPERATOR, Role.ADMINISTRATOR}),
        checks=(RoleMissing, UnknownAccount, AccountClosedToUnits, QuantityOutOfRange),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=TrustAccount,
        handler=_trust,
        name=words("Trusted account", "新增信任账户"),
        roles=frozenset(DISPOSING),
        checks=(
            RoleMissing,
            UnknownAccount,
            NotRepresentative,
            AccountClosedToUnits,
            SameAccount,
            AlreadyTrusted,
        ),
        approval=Approval.PROFILE,
    ),
    TransactionType(
        command=DistrustAccount,
        handler=distrust_account,
        name=words("Removal of a trusted account", "移除信任账户"),
        roles=frozenset(DISPOSING),
        checks=(RoleMissing, UnknownAccount, NotRepresentative, NotTrusted),
    ),
    TransactionType(
        command=MoveClock,
        handler=move_clock,
        name=words("Change of the world's time", "调整世界时间"),
        roles=frozenset({Role.ADMINISTRATOR}),
        checks=(RoleMissing, ClockNotDriven, ClockBackwards),
    ),
)
