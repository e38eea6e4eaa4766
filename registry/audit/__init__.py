"""The auditor: what must always hold, checked in words and code of its own."""

from registry.audit.auditing import AuditReport, audit
from registry.audit.invariants import Invariant, found

__all__ = [
    "AuditReport",
    "Invariant",
    "audit",
    "found",
]
