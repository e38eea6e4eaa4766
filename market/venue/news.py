"""Whom the news of an instrument concerns, so that a live page reads only what has changed."""

from sqlalchemy import func
from sqlmodel import col, or_, select

from market.venue.finding import find_instrument
from market.venue.models import MarketEvent, MarketOrder, TradeRow
from registry.worlds import WorldSession

EVERYBODY = None
"""Stands for all parties: a day began, or orders expired."""

_FOR_ALL = ("opened", "day", "expired")


def concerned_parties(
    session: WorldSession, instrument: str, after_event_id: int
) -> dict[int | None, int]:
    """Return the parties whose own orders or trades the newer events of an instrument concern.

    Args:
        session: a reading.
        instrument: its code.
        after_event_id: only events newer than this one.

    Returns:
        The number of the newest such event by party id; `EVERYBODY` stands for all parties.

    Raises:
        UnknownInstrument: none has the code.
    """
    found = find_instrument(session, instrument)
    newest = func.max(MarketEvent.id)
    newer = (MarketEvent.instrument_id == found.id, col(MarketEvent.id) > after_event_id)
    party = col(MarketOrder.party_id)
    by_order = (
        select(party, newest)
        .join(MarketEvent, col(MarketEvent.order_id) == col(MarketOrder.id))
        .where(*newer)
        .group_by(party)
    )
    by_trade = (
        select(party, newest)
        .join(
            TradeRow,
            or_(
                col(TradeRow.buy_order_id) == col(MarketOrder.id),
                col(TradeRow.sell_order_id) == col(MarketOrder.id),
            ),
        )
        .join(MarketEvent, col(MarketEvent.trade_id) == col(TradeRow.id))
        .where(*newer)
        .group_by(party)
    )
    for_all = select(newest).where(*newer, col(MarketEvent.kind).in_(_FOR_ALL))
    concerned: dict[int | None, int] = {}
    for party_id, event_id in (*session.exec(by_order), *session.exec(by_trade)):
        concerned[party_id] = max(concerned.get(party_id, 0), event_id)
    if last := session.exec(for_all).one():
        concerned[EVERYBODY] = last
    return concerned
