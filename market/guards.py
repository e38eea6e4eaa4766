"""The guards that the database itself should have on the market's tables."""

from collections.abc import Mapping

from registry.audit import Invariant, append_only_guards, found, missing_guards
from registry.worlds import WorldSession, words

APPEND_ONLY = (
    "auction_award",
    "auction_bid",
    "auction_invitation",
    "auction_result",
    "auction_sheet",
    "block_event",
    "clearing_day",
    "clearing_line",
    "daily_bulletin",
    "daily_bulletin_line",
    "default_claim",
    "default_recovery",
    "dispute_answer",
    "financing_event",
    "financing_mark",
    "market_announcement",
    "market_event",
    "published_period",
    "self_trade_attempt",
    "series_mark",
    "series_settlement",
    "series_trade",
    "statement_dispute",
    "surveillance_alert",
    "surveillance_review",
    "trade",
)
"""Tables whose rows are never changed or removed."""
GUARD_RULES: Mapping[str, Mapping[str, str]] = {
    "M11.guards_present": words(
        "The database refuses changes and removals of the market's append-only rows.",
        "数据库拒绝修改或删除市场只增不改的记录。",
    ),
}
"""What must hold, by the id of each check."""


def audit_guards(session: WorldSession) -> Invariant:
    """Check that nobody took the guards of the market's tables away."""
    wanted = append_only_guards(session, APPEND_ONLY)
    missing = missing_guards(session, wanted)
    return found("M11.guards_present", len(wanted), missing, GUARD_RULES)
