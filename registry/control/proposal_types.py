"""The transaction types of proposals: to make one, to decide on it, and when its time comes."""

from functools import partial

from registry.control.commands import (
    ApproveProposal,
    CarryOutProposal,
    ExpireProposal,
    Propose,
    RejectProposal,
    WithdrawProposal,
)
from registry.control.execution import Catalogue
from registry.control.proposals import (
    approve,
    carry_out_due_proposal,
    expire,
    propose,
    reject,
    withdraw,
)
from registry.control.refused_control import (
    CommandUnreadable,
    DailyLimitExceeded,
    MayNotApprove,
    MustWait,
    NothingToPropose,
    OwnProposal,
    ProposalDecided,
    ProposerWithoutMandate,
    RoleLost,
    SecondFactorNeeded,
    TransferLimitExceeded,
    UnknownProposal,
)
from registry.control.transaction_types import TRANSACTION_TYPES
from registry.worlds.actors import Role
from registry.worlds.errors import RoleMissing, words
from registry.worlds.refused_values import TextInvalid
from registry.worlds.transaction_types import TransactionType

EVERYBODY = frozenset(Role) - {Role.REGULATOR}
CLOCK = (RoleMissing, UnknownProposal, ProposalDecided, MustWait)
"""What is refused to the clock."""


def types_over(others: tuple[TransactionType, ...]) -> tuple[TransactionType, ...]:
    """Return the types of proposals of these others and of control itself."""
    can_be_proposed = (*others, *TRANSACTION_TYPES)
    catalogue = Catalogue(
        types={type_.command.kind: type_ for type_ in can_be_proposed},
        handlers={type_.command: type_.handler for type_ in can_be_proposed},
    )
    return (
        *_types_of_makers(catalogue),
        *_types_of_approvers(catalogue),
        *_types_of_clock(catalogue),
    )


def _types_of_makers(catalogue: Catalogue) -> tuple[TransactionType, ...]:
    """Return what somebody does with a proposal of their own."""
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
            command=WithdrawProposal,
            handler=partial(withdraw, catalogue=catalogue),
            name=words("Withdrawal of a proposal", "撤回提议"),
            roles=EVERYBODY,
            checks=(UnknownProposal, ProposalDecided, TextInvalid, MayNotApprove),
        ),
    )


def _types_of_approvers(catalogue: Catalogue) -> tuple[TransactionType, ...]:
    """Return what somebody else decides."""
    return (
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
                RoleLost,
            ),
        ),
        TransactionType(
            command=RejectProposal,
            handler=partial(reject, catalogue=catalogue),
            name=words("Rejection of a proposal", "否决提议"),
            roles=EVERYBODY,
            checks=(UnknownProposal, ProposalDecided, OwnProposal, MayNotApprove, TextInvalid),
        ),
    )


def _types_of_clock(catalogue: Catalogue) -> tuple[TransactionType, ...]:
    """Return what happens by itself."""
    return (
        TransactionType(
            command=CarryOutProposal,
            handler=partial(carry_out_due_proposal, catalogue=catalogue),
            name=words("A proposal whose time has come", "到期执行提议"),
            roles=frozenset({Role.OPERATOR}),
            checks=CLOCK,
        ),
        TransactionType(
            command=ExpireProposal,
            handler=partial(expire, catalogue=catalogue),
            name=words("Expiry of a proposal", "提议过期"),
            roles=frozenset({Role.OPERATOR}),
            checks=CLOCK,
        ),
    )
