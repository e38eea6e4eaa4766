"""The audit of the market's own tables: orders and what they reserve, trades, trading days.

It reads the rows with SQL that shares nothing with the services that wrote them.
"""

from collections.abc import Mapping

from sqlalchemy import text

from market.rules.market_rules import closing_price_fen
from market.rules.rule_sets import RULE_SETS
from registry.audit import AuditReport, Invariant, found
from registry.worlds import WorldSession, words

MARKET_RULES: Mapping[str, Mapping[str, str]] = {
    "M1.open_orders_reserve": words(
        "An open order has reserved exactly what its rest may cost, a closed one nothing.",
        "未成交委托恰好冻结其剩余部分可能的支出，已结委托不冻结。",
    ),
    "M1.orders_match_trades": words(
        "What an order has filled is the sum of its trades.",
        "委托的成交量等于其各笔成交之和。",
    ),
    "M2.trades_match_postings": words(
        "A trade's postings deliver its quantity and pay quantity × price.",
        "成交的分录恰好交付其数量并支付数量×价格。",
    ),
    "M3.days_match_trades": words(
        "A day's volume, turnover, high and low are those of its trades; its close their average.",
        "当日成交量、成交额、最高最低价与其成交一致，收盘价为其均价。",
    ),
}
"""What must hold, by the id of each check."""
_OPEN_ORDERS = (
    "SELECT o.id, o.state, r.state FROM market_order o"
    " LEFT JOIN reservation r ON r.id = o.reservation_id"
    " LEFT JOIN instrument i ON i.id = o.instrument_id"
    " WHERE (o.state = 'open' AND (r.id IS NULL OR r.state <> 'open'"
    " OR r.account_id <> o.account_id"
    " OR r.unit_type_id <> CASE o.side WHEN 'buy'"
    " THEN (SELECT id FROM unit_type WHERE kind = 'cash') ELSE i.unit_type_id END"
    " OR r.remaining <> CASE o.side WHEN 'buy' THEN o.price_fen * o.remaining_t"
    " ELSE o.remaining_t END)) OR (o.state <> 'open' AND r.state = 'open')"
    " ORDER BY o.id"
)
_FILLED_ORDERS = (
    "SELECT o.id, o.quantity_t - o.remaining_t, t.quantity_t FROM market_order o LEFT JOIN ("
    " SELECT order_id, sum(quantity_t) AS quantity_t FROM ("
    " SELECT buy_order_id AS order_id, quantity_t FROM trade"
    " UNION ALL SELECT sell_order_id, quantity_t FROM trade) AS sides GROUP BY order_id) AS t"
    " ON t.order_id = o.id WHERE o.quantity_t - o.remaining_t <> coalesce(t.quantity_t, 0)"
    " ORDER BY o.id"
)
_TRADE_POSTINGS = (
    "SELECT t.id, t.quantity_t, t.price_fen FROM trade t"
    " JOIN instrument i ON i.id = t.instrument_id WHERE 4 <> ("
    " SELECT count(*) FROM posting p WHERE p.transaction_id = t.transaction_id AND ("
    " (p.unit_type_id = i.unit_type_id AND ("
    " (p.account_id = t.buyer_account_id AND p.quantity = t.quantity_t)"
    " OR (p.account_id = t.seller_account_id AND p.quantity = -t.quantity_t)))"
    " OR (p.unit_type_id = (SELECT id FROM unit_type WHERE kind = 'cash') AND ("
    " (p.account_id = t.seller_account_id AND p.quantity = t.price_fen * t.quantity_t)"
    " OR (p.account_id = t.buyer_account_id AND p.quantity = -t.price_fen * t.quantity_t)))))"
    " OR 4 <> (SELECT count(*) FROM posting p WHERE p.transaction_id = t.transaction_id)"
    " ORDER BY t.id"
)
_DAYS = (
    "SELECT d.id, i.rules, d.previous_close_fen, d.close_fen, d.volume_t, d.turnover_fen,"
    " d.high_fen, d.low_fen, coalesce(sum(t.quantity_t), 0),"
    " coalesce(sum(t.price_fen * t.quantity_t), 0), max(t.price_fen), min(t.price_fen)"
    " FROM trading_day d JOIN instrument i ON i.id = d.instrument_id"
    " LEFT JOIN trade t ON t.instrument_id = d.instrument_id AND t.mode = 'listed'"
    " AND t.business_date = d.business_date"
    " GROUP BY d.id, i.rules, d.previous_close_fen, d.close_fen, d.volume_t, d.turnover_fen,"
    " d.high_fen, d.low_fen ORDER BY d.id"
)


def audit_market(session: WorldSession) -> AuditReport:
    """Check everything that must always hold in a world's market.

    Args:
        session: any session; nothing is written.
    """
    return AuditReport(
        (
            _checked(
                session,
                "M1.open_orders_reserve",
                "market_order",
                _OPEN_ORDERS,
            ),
            _checked(
                session,
                "M1.orders_match_trades",
                "market_order",
                _FILLED_ORDERS,
            ),
            _checked(
                session,
                "M2.trades_match_postings",
                "trade",
                _TRADE_POSTINGS,
            ),
            _days(session),
        )
    )


def _checked(session: WorldSession, id_: str, table: str, breaches: str) -> Invariant:
    number = int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
    rows = session.execute(text(breaches)).all()
    return found(id_, number, [tuple(row) for row in rows], MARKET_RULES)


def _days(session: WorldSession) -> Invariant:
    """Check each day's bar against its listed trades, and its close against their average."""
    rows = session.execute(text(_DAYS)).all()
    breaches: list[tuple[object, ...]] = []
    for id_, rules, previous, close, *bar in rows:
        volume_t, turnover_fen, high, low, traded_t, paid_fen, highest, lowest = bar
        if rules not in RULE_SETS:
            breaches.append((id_, rules))
            continue
        tick_fen = RULE_SETS[rules].tick_fen
        average = closing_price_fen(int(paid_fen), int(traded_t), previous, tick_fen)
        told = (volume_t, turnover_fen, high, low, close)
        if told != (traded_t, paid_fen, highest, lowest, average):
            breaches.append((id_, close, average))
    return found(
        "M3.days_match_trades",
        len(rows),
        breaches,
        MARKET_RULES,
    )
