"""The audit of series: positions cancel out, the counterparty keeps nothing, margin is reserved.

It reads the rows with SQL that shares nothing with the services that wrote them.
"""

from collections.abc import Mapping

from sqlalchemy import text

from registry.audit import Invariant, found
from registry.worlds import WorldSession, words

SERIES_RULES: Mapping[str, Mapping[str, str]] = {
    "M10.positions_cancel_out": words(
        "Positions of a series and their values add up to zero, and are what was traded.",
        "各合约系列的持仓及其价值合计为零，且与成交一致。",
    ),
    "M10.counterparty_keeps_nothing": words(
        "The central counterparty's account holds nothing.",
        "中央对手方账户没有余额。",
    ),
    "M10.margins_reserved": words(
        "Margin is reserved in the account of its position, and none without one or a loss that is"
        " still to be paid.",
        "保证金冻结在持仓账户中；既无持仓亦无待付亏损则无冻结。",
    ),
    "M10.variations_paid": words(
        "Variations of a settlement cancel out, and its transaction paid the gains of members.",
        "每次结算的变动保证金合计为零，且足额支付了参与者的盈利。",
    ),
}
"""What must hold, by the id of each check; -6 is the central counterparty in every world."""

_POSITIONS = (
    "SELECT series_id, sum(net), sum(value_fen) FROM series_position GROUP BY series_id"
    " HAVING sum(net) <> 0 OR sum(value_fen) <> 0"
    " UNION ALL SELECT p.series_id, p.account_id, p.net FROM series_position p"
    " JOIN contract_series s ON s.id = p.series_id WHERE p.net <> CASE s.state WHEN 'expired'"
    " THEN 0 ELSE coalesce((SELECT sum(CASE WHEN t.buyer_account_id = p.account_id"
    " THEN t.contracts ELSE -t.contracts END) FROM series_trade t WHERE t.series_id = p.series_id"
    " AND p.account_id IN (t.buyer_account_id, t.seller_account_id)), 0) END"
)
_EMPTY = (
    "SELECT account_id, unit_type_id, quantity FROM holding WHERE account_id = -6 AND quantity <> 0"
)
_MARGINS = (
    "SELECT p.id, p.net, r.remaining FROM series_position p"
    " JOIN reservation r ON r.id = p.reservation_id WHERE r.account_id <> p.account_id"
    " OR r.unit_type_id <> 1 OR (p.net = 0 AND p.value_fen <= 0"
    " AND r.state = 'open')"
)
_VARIATIONS = (
    "SELECT s.id, sum(m.variation_fen), 0 FROM series_settlement s"
    " JOIN series_mark m ON m.settlement_id = s.id GROUP BY s.id HAVING sum(m.variation_fen) <> 0"
    " UNION ALL SELECT s.id, m.account_id, m.variation_fen FROM series_settlement s"
    " JOIN series_mark m ON m.settlement_id = s.id WHERE m.variation_fen > 0 AND m.account_id > 0"
    " AND coalesce((SELECT sum(p.quantity) FROM posting p WHERE p.unit_type_id = 1"
    " AND p.transaction_id = s.transaction_id AND p.account_id = m.account_id), 0)"
    " <> m.variation_fen"
)


def audit_series(session: WorldSession) -> tuple[Invariant, ...]:
    """Check what must always hold of series.

    Args:
        session: any session; nothing is written.
    """
    return (
        _checked(session, "M10.positions_cancel_out", "series_position", _POSITIONS),
        _checked(session, "M10.counterparty_keeps_nothing", "series_settlement", _EMPTY),
        _checked(session, "M10.margins_reserved", "series_position", _MARGINS),
        _checked(session, "M10.variations_paid", "series_mark", _VARIATIONS),
    )


def _checked(session: WorldSession, id_: str, table: str, breaches: str) -> Invariant:
    number = int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
    rows = session.execute(text(breaches)).all()
    return found(id_, number, [tuple(row) for row in rows], SERIES_RULES)
