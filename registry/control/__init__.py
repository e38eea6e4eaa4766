"""Who may do what, with whom, and when: proposals, approvals, trusted accounts, delays, tasks."""

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
from registry.control.demands import acts_alone, profile_in_force
from registry.control.limits import account_limits
from registry.control.profiles import ControlProfile, control_profile, profile_names
from registry.control.proposal_records import NOTE_CHARACTERS_MAX, STATE_NAMES, ProposalState
from registry.control.queries import (
    ProposalView,
    list_proposals,
    may_approve,
    may_withdraw,
    show_proposal,
)
from registry.control.refused_control import (
    MayNotApprove,
    MustWait,
    OwnProposal,
    ProposalDecided,
    SecondFactorNeeded,
    SecondPersonNeeded,
    UnknownProposal,
)
from registry.control.settings import clock_is_driven, reversal_window_days
from registry.control.tasks import control_tasks
from registry.control.trusted import TrustedView, trusted_accounts

__all__ = [
    "NOTE_CHARACTERS_MAX",
    "STATE_NAMES",
    "ApplyControlProfile",
    "ApproveProposal",
    "CarryOutProposal",
    "ControlProfile",
    "DistrustAccount",
    "ExpireProposal",
    "LimitAccount",
    "MayNotApprove",
    "MoveClock",
    "MustWait",
    "OwnProposal",
    "ProposalDecided",
    "ProposalState",
    "ProposalView",
    "Propose",
    "RejectProposal",
    "SecondFactorNeeded",
    "SecondPersonNeeded",
    "TrustAccount",
    "TrustedView",
    "UnknownProposal",
    "WithdrawProposal",
    "account_limits",
    "acts_alone",
    "clock_is_driven",
    "control_profile",
    "control_tasks",
    "list_proposals",
    "may_approve",
    "may_withdraw",
    "profile_in_force",
    "profile_names",
    "reversal_window_days",
    "show_proposal",
    "trusted_accounts",
]
