"""What can be asked of the auditor."""

from dataclasses import dataclass
from typing import ClassVar

from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAudit(Command):
    """Keep what an audit found, and freeze the accounts that do not reconcile.

    Args:
        trigger: ``demand`` or ``nightly``.
        findings: id, whether it holds, records looked at, and detail of each check.
        accounts: numbers of the accounts that do not reconcile.
    """

    kind: ClassVar[str] = "record_audit"
    trigger: str
    findings: tuple[tuple[str, bool, int, str], ...]
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeAccount(Command):
    """Let nothing enter or leave an account until it is opened again."""

    kind: ClassVar[str] = "freeze_account"
    account: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfreezeAccount(Command):
    """Open a frozen account again; takes a second person."""

    kind: ClassVar[str] = "unfreeze_account"
    account: str
    reason: str
