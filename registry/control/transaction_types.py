"""The transaction types of control; those of proposals know every other type."""

from collections.abc import Mapping
from functools import partial

from registry.control.commands import (
    ApplyControlProfile,
    ApproveProposal,
    CarryOutProposal,
    DistrustAccount,
    ExpireProposal,
    LimitAccount,
    MoveClock,
    Propose,
    RejectProposal,
    TrustAccount,
    WithdrawProposal,
)
from registry.control.demands import profile_in_force
from registry.control.execution import Catalogue
from registry.control.limits import limit_account
from registry.control.proposals import (
    approve,
    carry_out_due_proposal,
    expire,
    propose,
    reject,
    withdraw,
)
from registry.control.refused_control import (
    AlreadyTrusted,
    ClockBackwards,
    ClockNotDriven,
    CommandUnreadable,
    DailyLimitExceeded,
    MayNotApprove,
    MustWait,
    NothingToPropose,
    NotTrusted,
    OwnProposal,
    ProposalDecided,
    ProposerWithoutMandate,
    SecondFactorNeeded,
    TransferLimitExceeded,
    UnknownControlProfile,
    UnknownProposal,
)
from registry.control.settings import apply_control_profile, move_clock
from registry.control.trusted import distrust_account, trust_account
from registry.ledger.refused_moves import SameAccount
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import NotRepresentative, RoleMissing, UnknownAccount, words
from registry.worlds.refused_values import QuantityOutOfRange, TextInvalid
from registry.worlds.transaction_types import Approval, TransactionType

EVERYBODY = frozenset(Role) - {Role.REGULATOR}


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
"""Those that need no other."""


def types_over(others: tuple[TransactionType, ...]) -> tuple[TransactionType, ...]:
    """Return the types of proposals of these others and of control itself."""
    can_be_proposed = (*others, *TRANSACTION_TYPES)
    catalogue = Catalogue(
        types={type_.command.kind: type_ for type_ in can_be_proposed},
        handlers={type_.command: type_.handler for type_ in can_be_proposed},
    )
    decided = (RoleMissing, UnknownProposal, ProposalDecided)
    return (
        TransactionType(
            command=Propose,
            handler=partial(propose, catalogue=catalogue),
            name=words("Proposal", "提议"),
            roles=EVERYBODY,
            checks=(
                NothingToPropose,
                CommandUnreadable,
                RoleMissing,
                SecondFactorNeeded,
                TransferLimitExceeded,
                DailyLimitExceeded,
                TextInvalid,
            ),
        ),
        TransactionType(
            command=ApproveProposal,
            handler=partial(approve, catalogue=catalogue),
            name=words("Approval of a proposal", "批准提议"),
            roles=EVERYBODY,
            checks=(
                UnknownProposal,
                ProposalDecided,
                OwnProposal,
                MayNotApprove,
                SecondFactorNeeded,
                ProposerWithoutMandate,
            ),
        ),
        TransactionType(
            command=RejectProposal,
            handler=partial(reject, catalogue=catalogue),
            name=words("Rejection of a proposal", "否决提议"),
            roles=EVERYBODY,
            checks=(UnknownProposal, ProposalDecided, OwnProposal, MayNotApprove, TextInvalid),
        ),
        TransactionType(
            command=WithdrawProposal,
            handler=partial(withdraw, catalogue=catalogue),
            name=words("Withdrawal of a proposal", "撤回提议"),
            roles=EVERYBODY,
            checks=(UnknownProposal, ProposalDecided, TextInvalid, MayNotApprove),
        ),
        TransactionType(
            command=CarryOutProposal,
            handler=partial(carry_out_due_proposal, catalogue=catalogue),
            name=words("A proposal whose time has come", "到期执行提议"),
            roles=frozenset({Role.OPERATOR}),
            checks=(*decided, MustWait),
        ),
        TransactionType(
            command=ExpireProposal,
            handler=partial(expire, catalogue=catalogue),
            name=words("Expiry of a proposal", "提议过期"),
            roles=frozenset({Role.OPERATOR}),
            checks=(*decided, MustWait),
        ),
    )
