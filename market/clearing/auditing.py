"""The audit of clearing's tables: fees, the settlement reserve with its claims, cleared days.

It reads the rows with SQL that shares nothing with the services that wrote them.
"""

from collections.abc import Mapping

from sqlalchemy import text

from registry.audit import Invariant, found
from registry.worlds import WorldSession, words

CLEARING_RULES: Mapping[str, Mapping[str, str]] = {
    "M5.fees_are_of_trades": words(
        "What trades paid to the exchange is the sum of their fees, and it leaves only for the"
        " settlement reserve.",
        "交易机构收到的成交费用等于各笔成交费用之和，且仅可转入风险准备金。",
    ),
    "M6.claims_match_postings": words(
        "Every advance of the settlement reserve has its claim, every payment towards a claim its"
        " postings, and no claim recovers more than is owed.",
        "风险准备金的每笔垫付均有对应债权，每笔清偿均有对应分录，清偿不超过所欠。",
    ),
    "M7.cleared_days_match_journal": words(
        "A cleared day's totals and lines are those of its trades and postings, and each line opens"
        " where the one before closed.",
        "已清算日的合计与明细同其成交和分录一致，期初等于上期期末。",
    ),
}
"""What must hold, by the id of each check; cash is unit type 1 in every world."""

_FEES = (
    "SELECT 'fees', told.fen, paid.fen FROM"
    " (SELECT coalesce(sum(buyer_fee_fen + seller_fee_fen), 0) AS fen FROM trade) AS told,"
    " (SELECT coalesce(sum(p.quantity), 0) AS fen FROM posting p"
    " JOIN account a ON a.id = p.account_id AND a.kind = 'exchange'"
    " JOIN ledger_transaction t ON t.id = p.transaction_id AND t.kind = 'trade') AS paid"
    " WHERE told.fen <> paid.fen"
    " UNION ALL SELECT t.id, p.quantity, 0 FROM posting p"
    " JOIN account a ON a.id = p.account_id AND a.kind = 'exchange'"
    " JOIN ledger_transaction t ON t.id = p.transaction_id"
    " WHERE p.quantity < 0 AND t.kind <> 'fund_reserve'"
)
_CLAIMS = (
    "SELECT c.number, c.advanced_fen, c.unpaid_fen FROM default_claim c WHERE c.advanced_fen > 0"
    " AND 2 <> (SELECT count(*) FROM posting p JOIN account a ON a.id = p.account_id"
    " WHERE p.transaction_id = c.transaction_id AND p.unit_type_id = 1"
    " AND ((a.kind = 'risk_reserve' AND p.quantity = -c.advanced_fen)"
    " OR (p.account_id = c.account_id AND p.quantity = c.advanced_fen)))"
    " UNION ALL SELECT t.id, 0, 0 FROM ledger_transaction t WHERE t.kind = 'default_cover'"
    " AND NOT EXISTS (SELECT 1 FROM default_claim c WHERE c.transaction_id = t.id)"
    " UNION ALL SELECT t.id, 0, 0 FROM ledger_transaction t WHERE t.kind = 'pay_claim'"
    " AND NOT EXISTS (SELECT 1 FROM default_recovery r WHERE r.transaction_id = t.id)"
    " UNION ALL SELECT c.number, sum(r.to_reserve_fen), sum(r.to_creditor_fen)"
    " FROM default_claim c JOIN default_recovery r ON r.claim_id = c.id"
    " GROUP BY c.id, c.number, c.advanced_fen, c.unpaid_fen"
    " HAVING sum(r.to_reserve_fen) > c.advanced_fen OR sum(r.to_creditor_fen) > c.unpaid_fen"
    " UNION ALL SELECT c.number, r.to_reserve_fen, r.to_creditor_fen"
    " FROM default_recovery r JOIN default_claim c ON c.id = r.claim_id WHERE r.kind = 'paid'"
    " AND (-r.to_reserve_fen - r.to_creditor_fen <> (SELECT coalesce(sum(p.quantity), 0)"
    " FROM posting p WHERE p.transaction_id = r.transaction_id AND p.unit_type_id = 1"
    " AND p.account_id = c.account_id)"
    " OR r.to_reserve_fen <> (SELECT coalesce(sum(p.quantity), 0) FROM posting p"
    " JOIN account a ON a.id = p.account_id AND a.kind = 'risk_reserve'"
    " WHERE p.transaction_id = r.transaction_id AND p.unit_type_id = 1))"
)
_MOVES = (
    "SELECT business_date, account_id, unit_type_id FROM ("
    " SELECT d.business_date, l.account_id, l.unit_type_id, l.received, l.sent"
    " FROM clearing_line l JOIN clearing_day d ON d.id = l.clearing_day_id"
    " UNION ALL SELECT t.business_date, p.account_id, p.unit_type_id,"
    " -CASE WHEN p.quantity > 0 THEN p.quantity ELSE 0 END,"
    " CASE WHEN p.quantity < 0 THEN p.quantity ELSE 0 END"
    " FROM clearing_day d JOIN ledger_transaction t ON t.business_date = d.business_date"
    " JOIN posting p ON p.transaction_id = t.id) AS moves"
    " GROUP BY business_date, account_id, unit_type_id HAVING sum(received) <> 0 OR sum(sent) <> 0"
)
_CHAIN = (
    "SELECT business_date, account_id, unit_type_id FROM ("
    " SELECT d.business_date, l.account_id, l.unit_type_id, l.opening,"
    " lag(l.closing) OVER (PARTITION BY l.account_id, l.unit_type_id ORDER BY d.business_date)"
    " AS before FROM clearing_line l JOIN clearing_day d ON d.id = l.clearing_day_id) AS chained"
    " WHERE opening <> before"
)
_TOTALS = (
    "SELECT d.business_date, d.trades, d.turnover_fen FROM clearing_day d"
    " LEFT JOIN trade t ON t.business_date = d.business_date"
    " GROUP BY d.id, d.business_date, d.trades, d.turnover_fen, d.fees_fen, d.differences"
    " HAVING d.trades <> count(t.id)"
    " OR d.turnover_fen <> coalesce(sum(t.price_fen * t.quantity_t), 0)"
    " OR d.fees_fen <> coalesce(sum(t.buyer_fee_fen + t.seller_fee_fen), 0) OR d.differences <> 0"
)


def audit_clearing(session: WorldSession) -> tuple[Invariant, ...]:
    """Check everything that must always hold of fees, claims and cleared days.

    Args:
        session: any session; nothing is written.
    """
    return (
        _checked(session, "M5.fees_are_of_trades", "trade", _FEES),
        _checked(session, "M6.claims_match_postings", "default_claim", _CLAIMS),
        _checked(session, "M7.cleared_days_match_journal", "clearing_day", _MOVES, _CHAIN, _TOTALS),
    )


def _checked(session: WorldSession, id_: str, table: str, *breaches: str) -> Invariant:
    number = int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
    rows = [tuple(row) for query in breaches for row in session.execute(text(query))]
    return found(id_, number, rows, CLEARING_RULES)
