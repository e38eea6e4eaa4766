"""What can be asked about control."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(Command):
    """Ask for a command to be carried out once another person approved it, or its time has come.

    `content` is the body of the command as JSON; `proposes` its kind.
    """

    kind: ClassVar[str] = "propose"
    proposes: str
    content: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveProposal(Command):
    """Approve what another person proposed; it is carried out at once, or when its time comes."""

    kind: ClassVar[str] = "approve_proposal"
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectProposal(Command):
    """Refuse what another person proposed, with a reason."""

    kind: ClassVar[str] = "reject_proposal"
    proposal: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawProposal(Command):
    """Take a proposal back, or stop one that waits for its time, with a reason."""

    kind: ClassVar[str] = "withdraw_proposal"
    proposal: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOutProposal(Command):
    """Carry out an approved proposal whose time has come (the clock)."""

    kind: ClassVar[str] = "carry_out_proposal"
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireProposal(Command):
    """End a proposal that nobody decided in time (the clock)."""

    kind: ClassVar[str] = "expire_proposal"
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyControlProfile(Command):
    """Put a named control profile in force (administrator)."""

    kind: ClassVar[str] = "apply_control_profile"
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitAccount(Command):
    """Set an account's own limits of transfers; None lifts one (operator, administrator)."""

    kind: ClassVar[str] = "limit_account"
    account: str
    transfer_units: int | None = None
    daily_units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustAccount(Command):
    """Put an account on the trusted list of one's own."""

    kind: ClassVar[str] = "trust_account"
    account: str
    trusted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrustAccount(Command):
    """Take an account off the trusted list, at once."""

    kind: ClassVar[str] = "distrust_account"
    account: str
    trusted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveClock(Command):
    """Move a driven clock forward to an instant (administrator)."""

    kind: ClassVar[str] = "move_clock"
    to: datetime
