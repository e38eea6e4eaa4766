"""The guards that the database itself should have: nobody took one away."""

from collections.abc import Iterable

from registry.audit.invariants import Invariant, found
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

APPEND_ONLY = (
    "account_limit",
    "account_status_change",
    "audit_run",
    "block_move",
    "calendar_amendment",
    "certificate",
    "certificate_batch",
    "certificate_exclusion",
    "certificate_type",
    "checkpoint",
    "command",
    "compliance_balance",
    "compliance_entity",
    "compliance_event",
    "compliance_unit",
    "control_profile",
    "counted_generation",
    "device_event",
    "device_meter",
    "document_content",
    "event",
    "factor_import",
    "generation",
    "inclusion_activity",
    "inclusion_batch_event",
    "inclusion_consent",
    "inclusion_reward",
    "inclusion_secret",
    "inclusion_share",
    "inclusion_upload",
    "issuance",
    "issuance_override",
    "ledger_reversal",
    "ledger_transaction",
    "log_leaf",
    "log_node",
    "mirror_step",
    "posting",
    "project_comment",
    "project_document",
    "project_event",
    "proposal_event",
    "quota_change",
    "quota_use",
    "report_document",
    "research_compliance",
    "research_dataset",
    "rule_amendment",
    "source_bar",
    "source_claim_event",
)
"""Tables whose rows are never changed or removed."""

_BOTH = {
    "ledger_transaction_balanced",
    "posting_before_transaction",
    "block_move_before_transaction",
    "mirror_once",
    "mirror_forward",
    "source_claim_once",
    "source_claim_release",
}
_ON_SQLITE = (
    {"unit_block_apart_insert", "unit_block_apart_update"}
    | {"mirror_no_delete", "source_claim_no_delete"}
    | _BOTH
)
_ON_POSTGRESQL = _BOTH | {"ex_unit_block_apart"}


def guards_present(session: WorldSession) -> Invariant:
    """Check that nobody took the guards of the registry's tables away."""
    wanted = registry_guards(session)
    return found("I12.guards_present", len(wanted), missing_guards(session, wanted))


def registry_guards(session: WorldSession) -> set[str]:
    """Return the names of every guard that the registry's tables have on the database at hand."""
    others = _ON_SQLITE if session.is_sqlite else _ON_POSTGRESQL
    return others | append_only_guards(session, APPEND_ONLY)


def append_only_guards(session: WorldSession, tables: Iterable[str]) -> set[str]:
    """Return the names of the guards that append-only tables have on the database at hand."""
    changes = ("update", "delete") if session.is_sqlite else ("change", "truncate")
    return {f"{table}_no_{change}" for table in tables for change in changes}


def missing_guards(session: WorldSession, wanted: set[str]) -> list[tuple[str]]:
    """Return the guards that should be in force and are not, one to a row."""
    return [(name,) for name in sorted(wanted - guards_of(session))]


def guards_of(session: WorldSession) -> set[str]:
    """Return the names of the triggers and exclusion rules that are in force."""
    if session.is_sqlite:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT tgisinternal AND tgenabled <> 'D'"
            " AND c.relnamespace = current_schema()::regnamespace"
            " UNION SELECT conname FROM pg_constraint WHERE contype = 'x'"
            " AND connamespace = current_schema()::regnamespace"
        )
    return {row[0] for row in fetch(session, query)}
