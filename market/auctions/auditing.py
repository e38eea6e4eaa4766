"""The audit of auctions: what notices and bids set aside, and what bids won.

It reads the rows with SQL that shares nothing with the services that wrote them.
"""

from collections.abc import Mapping

from sqlalchemy import text

from registry.audit import Invariant, found
from registry.worlds import WorldSession, words

AUCTION_RULES: Mapping[str, Mapping[str, str]] = {
    "M9.auctions_reserve": words(
        "An auction that has not ended, and each party's latest bids in it, have reserved what they"
        " may cost; ended auctions, replaced and withdrawn bids nothing.",
        "未结束的竞价及各主体最新申报均已冻结其可能的支出；已结束的竞价、被替换或撤回的申报不冻结。",
    ),
    "M9.awards_match_trades": words(
        "What bids won is within the bids, and what was settled of it is the auction's trades and"
        " its published result.",
        "中标量不超过申报量，已交收部分与竞价成交及公布结果一致。",
    ),
}
"""What must hold, by the id of each check; cash is unit type 1 in every world."""

_RESERVED = (
    "SELECT a.id, 0, a.state, r.state FROM auction a JOIN reservation r ON r.id = a.reservation_id"
    " JOIN instrument i ON i.id = a.instrument_id"
    " WHERE (a.state IN ('requested','announced')) <> (r.state = 'open')"
    " OR (r.state = 'open' AND (r.account_id <> a.account_id"
    " OR r.unit_type_id <> CASE a.side WHEN 'buy' THEN 1 ELSE i.unit_type_id END"
    " OR (a.side = 'sell' AND r.remaining <> a.quantity_t)"
    " OR (a.side = 'buy' AND r.remaining < a.limit_fen * a.quantity_t)))"
    " UNION ALL SELECT a.id, s.id, a.state, r.state FROM auction_sheet s"
    " JOIN auction a ON a.id = s.auction_id JOIN reservation r ON r.id = s.reservation_id"
    " WHERE (a.state = 'announced' AND NOT EXISTS (SELECT 1 FROM auction_sheet later"
    " WHERE later.auction_id = s.auction_id AND later.party_id = s.party_id AND later.id > s.id))"
    " <> (r.state = 'open') OR (r.state = 'open' AND (r.remaining <> s.set_aside"
    " OR r.account_id <> s.account_id))"
)
_AWARDS = (
    "SELECT 'trade', t.id, t.quantity_t FROM trade t LEFT JOIN auction_award w ON w.trade_id = t.id"
    " WHERE t.mode = 'auction' GROUP BY t.id, t.quantity_t, t.price_fen"
    " HAVING coalesce(sum(w.quantity_t), 0) <> t.quantity_t OR min(w.price_fen) <> t.price_fen"
    " OR max(w.price_fen) <> t.price_fen"
    " UNION ALL SELECT 'result', o.id, o.traded_t FROM auction_result o"
    " LEFT JOIN auction_award w ON w.auction_id = o.auction_id AND w.trade_id IS NOT NULL"
    " GROUP BY o.id, o.traded_t, o.turnover_fen"
    " HAVING coalesce(sum(w.quantity_t), 0) <> o.traded_t"
    " OR coalesce(sum(w.quantity_t * w.price_fen), 0) <> o.turnover_fen"
    " UNION ALL SELECT 'award', w.id, w.quantity_t FROM auction_award w"
    " JOIN auction_bid b ON b.id = w.bid_id WHERE w.quantity_t > b.quantity_t"
)


def audit_auctions(session: WorldSession) -> tuple[Invariant, ...]:
    """Check what must always hold of auctions.

    Args:
        session: any session; nothing is written.
    """
    return (
        _checked(session, "M9.auctions_reserve", "auction", _RESERVED),
        _checked(session, "M9.awards_match_trades", "auction_award", _AWARDS),
    )


def _checked(session: WorldSession, id_: str, table: str, breaches: str) -> Invariant:
    number = int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
    rows = session.execute(text(breaches)).all()
    return found(id_, number, [tuple(row) for row in rows], AUCTION_RULES)
