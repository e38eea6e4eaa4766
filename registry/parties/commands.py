"""What can be asked about mandates."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from registry.worlds.actors import Right
from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantMandate(Command):
    """Let a user act for a party from one day to another (operator or administrator)."""

    kind: ClassVar[str] = "grant_mandate"
    user_email: str
    party_id: int
    right: Right = Right.BOTH
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeMandate(Command):
    """Take a user's right to act for a party away, at once (operator or administrator)."""

    kind: ClassVar[str] = "revoke_mandate"
    user_email: str
    party_id: int
