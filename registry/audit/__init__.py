"""The auditor: what must always hold, checked in words and code of its own."""

from registry.audit.auditing import AuditReport, audit
from registry.audit.commands import FreezeAccount, RecordAudit, UnfreezeAccount
from registry.audit.guards import append_only_guards, missing_guards
from registry.audit.invariants import Invariant, found
from registry.audit.refused_audit import AccountFrozenAlready, AccountNotFrozen
from registry.audit.rules import INVARIANTS, RULES
from registry.audit.runs import AuditRunView, FrozenAccount, audit_runs, frozen_accounts

__all__ = [
    "INVARIANTS",
    "RULES",
    "AccountFrozenAlready",
    "AccountNotFrozen",
    "AuditReport",
    "AuditRunView",
    "FreezeAccount",
    "FrozenAccount",
    "Invariant",
    "RecordAudit",
    "UnfreezeAccount",
    "append_only_guards",
    "audit",
    "audit_runs",
    "found",
    "frozen_accounts",
    "missing_guards",
]
