"""Checks of the audit that one query answers: it returns a row for each breach, culprit first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SqlCheck:
    """A check and its query.

    Args:
        id: its number among the invariants, and its name.
        counted: the table whose rows are looked at.
        breaches: the query.
    """

    id: str
    counted: str
    breaches: str


SQL_CHECKS = (
    SqlCheck(
        "I1.postings_sum_to_zero",
        "ledger_transaction",
        "SELECT transaction_id, unit_type_id, sum(quantity) FROM posting"
        " GROUP BY transaction_id, unit_type_id HAVING sum(quantity) <> 0",
    ),
    SqlCheck(
        "I1.transactions_have_postings",
        "posting",
        "SELECT t.id FROM ledger_transaction t WHERE NOT EXISTS"
        " (SELECT 1 FROM posting p WHERE p.transaction_id = t.id)"
        " UNION ALL SELECT p.transaction_id FROM posting p WHERE NOT EXISTS"
        " (SELECT 1 FROM ledger_transaction t WHERE t.id = p.transaction_id)",
    ),
    SqlCheck(
        "I4.holdings_match_postings",
        "holding",
        "SELECT account_id, unit_type_id, sum(held), sum(posted) FROM ("
        " SELECT account_id, unit_type_id, quantity AS held, 0 AS posted FROM holding"
        " UNION ALL SELECT account_id, unit_type_id, 0, quantity FROM posting) AS both_sides"
        " GROUP BY account_id, unit_type_id HAVING sum(held) <> sum(posted)",
    ),
    SqlCheck(
        "I4.blocks_match_holdings",
        "unit_block",
        "SELECT account_id, unit_type_id, sum(held), sum(blocks) FROM ("
        " SELECT h.account_id, h.unit_type_id, h.quantity AS held, 0 AS blocks FROM holding h"
        " JOIN unit_type u ON u.id = h.unit_type_id JOIN account a ON a.id = h.account_id"
        " WHERE u.serialised AND a.kind NOT IN ('issuance', 'cash_source')"
        " UNION ALL SELECT account_id, unit_type_id, 0, serial_last - serial_first + 1"
        " FROM unit_block) AS both_sides"
        " GROUP BY account_id, unit_type_id HAVING sum(held) <> sum(blocks)",
    ),
    SqlCheck(
        "I4.issued_is_accounted_for",
        "unit_type",
        "SELECT u.code, sum(i.quantity) FROM unit_type u JOIN issuance i ON i.unit_type_id = u.id"
        " GROUP BY u.id, u.code"
        " HAVING sum(i.quantity) <> (SELECT coalesce(sum(h.quantity), 0) FROM holding h"
        " JOIN account a ON a.id = h.account_id"
        " WHERE h.unit_type_id = u.id AND a.kind NOT IN ('issuance', 'cash_source'))",
    ),
    SqlCheck(
        "I4.cash_conserved",
        "holding",
        "SELECT u.code, sum(h.quantity) FROM holding h JOIN unit_type u ON u.id = h.unit_type_id"
        " WHERE u.kind = 'cash' GROUP BY u.id, u.code HAVING sum(h.quantity) <> 0",
    ),
    SqlCheck(
        "I5.reserved_within_holding",
        "holding",
        "SELECT h.account_id, h.unit_type_id, h.quantity, h.reserved FROM holding h"
        " JOIN account a ON a.id = h.account_id WHERE h.reserved < 0 OR"
        " (a.kind NOT IN ('issuance', 'cash_source')"
        " AND (h.quantity < 0 OR h.reserved > h.quantity))",
    ),
    SqlCheck(
        "I5.reservations_match_holdings",
        "reservation",
        "SELECT account_id, unit_type_id, sum(held), sum(open_rest) FROM ("
        " SELECT account_id, unit_type_id, reserved AS held, 0 AS open_rest FROM holding"
        " UNION ALL SELECT account_id, unit_type_id, 0, remaining FROM reservation"
        " WHERE state = 'open') AS both_sides"
        " GROUP BY account_id, unit_type_id HAVING sum(held) <> sum(open_rest)",
    ),
    SqlCheck(
        "I7.final_is_final",
        "posting",
        "SELECT p.transaction_id, p.quantity FROM posting p JOIN account a ON a.id = p.account_id"
        " WHERE a.kind IN ('surrender', 'retirement', 'cancellation', 'expiry', 'carry_over')"
        " AND p.quantity < 0 AND NOT (a.kind = 'surrender' AND EXISTS"
        " (SELECT 1 FROM ledger_reversal r WHERE r.transaction_id = p.transaction_id))",
    ),
    SqlCheck(
        "I7.reversals_mirror",
        "ledger_reversal",
        "SELECT r.transaction_id, r.reverses_id FROM ledger_reversal r"
        " JOIN ledger_transaction t ON t.id = r.reverses_id"
        " WHERE t.kind <> 'surrender' OR EXISTS ("
        " SELECT p.account_id, p.unit_type_id FROM posting p"
        " WHERE p.transaction_id IN (r.transaction_id, r.reverses_id)"
        " GROUP BY p.account_id, p.unit_type_id HAVING sum(p.quantity) <> 0)"
        " UNION ALL SELECT min(transaction_id), reverses_id FROM ledger_reversal"
        " GROUP BY reverses_id HAVING count(*) > 1",
    ),
    SqlCheck(
        "I7.certificates_match_postings",
        "certificate",
        "SELECT c.number FROM certificate c WHERE c.quantity <> coalesce((SELECT sum(p.quantity)"
        " FROM posting p JOIN account a ON a.id = p.account_id"
        " WHERE p.transaction_id = c.transaction_id AND p.unit_type_id = c.unit_type_id"
        " AND a.kind = c.use), 0)",
    ),
    SqlCheck(
        "I10.report_backs_one_issuance",
        "report",
        "SELECT r.number FROM report r WHERE (r.state = 'issued') <>"
        " ((SELECT count(*) FROM issuance i WHERE i.report_id = r.id) = 1)",
    ),
    SqlCheck(
        "I10.periods_apart",
        "report",
        "SELECT a.number, b.number FROM report a JOIN report b ON b.project_id = a.project_id"
        " AND b.id > a.id AND a.period_from <= b.period_to AND b.period_from <= a.period_to"
        " WHERE a.state NOT IN ('saved', 'rejected', 'withdrawn')"
        " AND b.state NOT IN ('saved', 'rejected', 'withdrawn')",
    ),
    SqlCheck(
        "I10.estimate_backs_one_report",
        "report",
        "SELECT e.number, count(r.id) FROM report r JOIN report e ON e.id = r.based_on_id"
        " WHERE r.state NOT IN ('rejected', 'withdrawn') GROUP BY e.id, e.number"
        " HAVING count(r.id) > 1"
        " UNION ALL SELECT e.number, 0 FROM report r JOIN report e ON e.id = r.based_on_id"
        " WHERE e.project_id IS NOT NULL AND e.project_id <> r.project_id",
    ),
)
