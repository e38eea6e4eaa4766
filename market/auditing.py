"""The audit of the market's own tables: orders and what they reserve, trades, trading days.

It reads the rows with SQL that shares nothing with the services that wrote them.
"""

from collections.abc import Mapping

from sqlalchemy import text

from market.auctions.auditing import AUCTION_RULES, audit_auctions
from market.clearing.auditing import CLEARING_RULES, audit_clearing
from market.derivatives.auditing import SERIES_RULES, audit_series
from market.financing.auditing import FINANCING_RULES, audit_financing
from market.guards import GUARD_RULES, audit_guards
from market.rules.market_rules import closing_price_fen
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
        "A trade's postings deliver its quantity, pay quantity × price, and both fees.",
        "成交的分录恰好交付其数量、支付数量×价格及双方费用。",
    ),
    "M3.days_match_trades": words(
        "A day's volume, turnover, high and low are those of its trades; its close their average.",
        "当日成交量、成交额、最高最低价与其成交一致，收盘价为其均价。",
    ),
    "M4.open_offers_reserve": words(
        "An open block offer has reserved exactly what it may cost, an ended one nothing; an"
        " agreed one has its trade.",
        "有效大宗报价恰好冻结其可能的支出，已结束的不冻结，已成交的有对应成交。",
    ),
    **CLEARING_RULES,
    **FINANCING_RULES,
    **AUCTION_RULES,
    **SERIES_RULES,
    **GUARD_RULES,
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
    " + (o.price_fen * o.remaining_t / 100000) * o.fee_rate"
    " + (o.price_fen * o.remaining_t % 100000) * o.fee_rate / 100000"
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
_OPEN_OFFERS = (
    "SELECT o.id, o.state, r.state FROM block_offer o"
    " JOIN reservation r ON r.id = o.reservation_id"
    " JOIN instrument i ON i.id = o.instrument_id LEFT JOIN trade t ON t.id = o.trade_id"
    " WHERE (o.state = 'open' AND (r.state <> 'open' OR r.account_id <> o.account_id"
    " OR r.unit_type_id <> CASE o.side WHEN 'buy'"
    " THEN (SELECT id FROM unit_type WHERE kind = 'cash') ELSE i.unit_type_id END"
    " OR r.remaining <> CASE o.side WHEN 'buy' THEN o.price_fen * o.quantity_t"
    " + (o.price_fen * o.quantity_t / 100000) * o.fee_rate"
    " + (o.price_fen * o.quantity_t % 100000) * o.fee_rate / 100000"
    " ELSE o.quantity_t END)) OR (o.state <> 'open' AND r.state = 'open')"
    " OR (o.state = 'agreed' AND (t.mode <> 'block' OR t.price_fen <> o.price_fen"
    " OR t.quantity_t <> o.quantity_t OR o.account_id <> CASE o.side WHEN 'buy'"
    " THEN t.buyer_account_id ELSE t.seller_account_id END)) ORDER BY o.id"
)
_CASH = "p.unit_type_id = (SELECT id FROM unit_type WHERE kind = 'cash')"
_TRADE_POSTINGS = (
    "SELECT t.id, t.quantity_t, t.price_fen FROM trade t"  # noqa: S608  only constants
    " JOIN instrument i ON i.id = t.instrument_id"
    " LEFT JOIN posting p ON p.transaction_id = t.transaction_id"
    " LEFT JOIN account a ON a.id = p.account_id"
    " GROUP BY t.id, t.quantity_t, t.price_fen, t.buyer_fee_fen, t.seller_fee_fen HAVING"
    " sum(CASE WHEN p.unit_type_id = i.unit_type_id AND p.account_id = t.buyer_account_id"
    " THEN p.quantity ELSE 0 END) <> t.quantity_t"
    " OR sum(CASE WHEN p.unit_type_id = i.unit_type_id AND p.account_id = t.seller_account_id"
    " THEN p.quantity ELSE 0 END) <> -t.quantity_t"
    f" OR sum(CASE WHEN {_CASH} AND p.account_id = t.seller_account_id"
    " THEN p.quantity ELSE 0 END) <> t.price_fen * t.quantity_t - t.seller_fee_fen"
    f" OR sum(CASE WHEN {_CASH} AND p.account_id = t.buyer_account_id"
    " THEN p.quantity ELSE 0 END) <> -t.price_fen * t.quantity_t - t.buyer_fee_fen"
    f" OR sum(CASE WHEN {_CASH} AND a.kind = 'exchange'"
    " THEN p.quantity ELSE 0 END) <> t.buyer_fee_fen + t.seller_fee_fen"
    " OR count(p.transaction_id) <> 4 + CASE WHEN t.buyer_fee_fen > 0 THEN 2 ELSE 0 END"
    " + CASE WHEN t.seller_fee_fen > 0 THEN 2 ELSE 0 END"
    " ORDER BY t.id"
)


def _of_mode(mode: str, figure: str) -> str:
    return f"coalesce(sum(CASE WHEN t.mode = '{mode}' THEN {figure} ELSE 0 END), 0)"


_DAYS = (
    "SELECT d.id, d.previous_close_fen, d.close_fen, d.tick_fen, d.close_min_t,"  # noqa: S608
    " d.volume_t, d.turnover_fen, d.high_fen, d.low_fen,"
    " d.block_volume_t, d.block_turnover_fen, d.auction_volume_t, d.auction_turnover_fen,"
    f" {_of_mode('listed', 't.quantity_t')}, {_of_mode('listed', 't.price_fen * t.quantity_t')},"
    " max(CASE WHEN t.mode = 'listed' THEN t.price_fen END),"
    " min(CASE WHEN t.mode = 'listed' THEN t.price_fen END),"
    f" {_of_mode('block', 't.quantity_t')}, {_of_mode('block', 't.price_fen * t.quantity_t')},"
    f" {_of_mode('auction', 't.quantity_t')}, {_of_mode('auction', 't.price_fen * t.quantity_t')}"
    " FROM trading_day d LEFT JOIN trade t ON t.instrument_id = d.instrument_id"
    " AND t.business_date = d.business_date"
    " GROUP BY d.id, d.previous_close_fen, d.close_fen, d.tick_fen, d.close_min_t, d.volume_t,"
    " d.turnover_fen, d.high_fen, d.low_fen, d.block_volume_t, d.block_turnover_fen,"
    " d.auction_volume_t, d.auction_turnover_fen ORDER BY d.id"
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
            _checked(session, "M4.open_offers_reserve", "block_offer", _OPEN_OFFERS),
            *audit_clearing(session),
            *audit_financing(session),
            *audit_auctions(session),
            *audit_series(session),
            audit_guards(session),
        )
    )


def _checked(session: WorldSession, id_: str, table: str, breaches: str) -> Invariant:
    number = int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
    rows = session.execute(text(breaches)).all()
    return found(id_, number, [tuple(row) for row in rows], MARKET_RULES)


def _days(session: WorldSession) -> Invariant:
    """Check each day's totals against its trades, and its close against the listed average."""
    rows = session.execute(text(_DAYS)).all()
    breaches: list[tuple[object, ...]] = []
    for id_, previous, close, tick_fen, close_min_t, *figures in rows:
        told, traded = figures[:8], [None if each is None else int(each) for each in figures[8:]]
        volume_t, turnover_fen = traded[:2]
        assert volume_t is not None
        assert turnover_fen is not None
        average = closing_price_fen(turnover_fen, volume_t, previous, tick_fen, close_min_t)
        if (told, close) != (traded, average):
            breaches.append((id_, close, average))
    return found(
        "M3.days_match_trades",
        len(rows),
        breaches,
        MARKET_RULES,
    )
