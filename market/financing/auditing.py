"""The audit of repo, pledge and lending: what secures them, and what their steps moved.

It reads the rows with SQL that shares nothing with the services that wrote them.
"""

from collections.abc import Mapping

from sqlalchemy import text

from registry.audit import Invariant, found
from registry.worlds import WorldSession, words

FINANCING_RULES: Mapping[str, Mapping[str, str]] = {
    "M8.security_is_set_aside": words(
        "What secures a running pledge or loan of units is set aside exactly; nothing is for a"
        " contract that ended.",
        "存续质押或借碳的担保恰好冻结；已结束的合约不冻结任何资产。",
    ),
    "M8.steps_match_postings": words(
        "What a step of a contract says it moved is what its transaction moved.",
        "合约各步骤所载的划转与其分录一致。",
    ),
}
_SECURITY = (
    "SELECT c.id, c.state, r.state FROM financing_contract c"
    " JOIN instrument i ON i.id = c.instrument_id"
    " LEFT JOIN reservation r ON r.id = c.reservation_id"
    " WHERE (c.kind <> 'repo' AND c.state IN ('running','called') AND (r.id IS NULL"
    " OR r.state <> 'open'"
    " OR r.unit_type_id <> CASE c.kind WHEN 'pledge' THEN i.unit_type_id"
    " ELSE (SELECT id FROM unit_type WHERE kind = 'cash') END"
    " OR r.account_id <> CASE c.kind WHEN 'pledge' THEN c.giver_account_id"
    " ELSE c.taker_account_id END"
    " OR r.remaining <> CASE c.kind WHEN 'pledge' THEN c.secured_t ELSE c.collateral_fen END))"
    " OR (c.state NOT IN ('running','called') AND EXISTS (SELECT 1 FROM reservation o"
    " WHERE o.memo = c.number AND o.state = 'open')) ORDER BY c.id"
)
_STEPS = (
    "SELECT e.id, e.step FROM financing_event e JOIN financing_contract c ON c.id = e.contract_id"
    " JOIN instrument i ON i.id = c.instrument_id WHERE e.units_to_taker_t <> coalesce(("
    " SELECT sum(p.quantity) FROM posting p WHERE p.transaction_id = e.transaction_id"
    " AND p.account_id = c.taker_account_id AND p.unit_type_id = i.unit_type_id), 0)"
    " OR e.cash_to_taker_fen <> coalesce((SELECT sum(p.quantity) FROM posting p"
    " WHERE p.transaction_id = e.transaction_id AND p.account_id = c.taker_account_id"
    " AND p.unit_type_id = (SELECT id FROM unit_type WHERE kind = 'cash')), 0) ORDER BY e.id"
)


def audit_financing(session: WorldSession) -> tuple[Invariant, ...]:
    """Check everything that must always hold of repo, pledge and lending.

    Args:
        session: any session; nothing is written.
    """
    return (
        _checked(session, "M8.security_is_set_aside", "financing_contract", _SECURITY),
        _checked(session, "M8.steps_match_postings", "financing_event", _STEPS),
    )


def _checked(session: WorldSession, id_: str, table: str, breaches: str) -> Invariant:
    number = int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
    rows = [tuple(row) for row in session.execute(text(breaches))]
    return found(id_, number, rows, FINANCING_RULES)
