"""What a party may still buy on a market: open orders, block offers, sealed bids, auctions."""

from sqlalchemy import Select, Table, func, select

from registry.worlds import WORLD_METADATA, WorldSession

BUY, SELL = "buy", "sell"


def wanted_t(session: WorldSession, market: str, party_id: int | None) -> int:
    """Return what all that a party asks for on a market may still add to its holdings, t.

    Args:
        session: the unit of work.
        market: scheme whose instruments count.
        party_id: whose requests.
    """
    asked = (
        _today(session, "market_order", "remaining_t", party_id),
        _today(session, "block_offer", "quantity_t", party_id),
        _bids(party_id),
        _auctions(party_id),
    )
    instrument = _table("instrument")
    connection = session.connection()
    return sum(
        int(connection.execute(each.where(instrument.c.market == market)).scalar_one())
        for each in asked
    )


def _today(session: WorldSession, table: str, quantity: str, party_id: int | None) -> Select[int]:
    """Add up what a party's open purchases of the day still ask for, orders or offers."""
    asked, instrument = _table(table), _table("instrument")
    return (
        select(func.coalesce(func.sum(asked.c[quantity]), 0))
        .join(instrument, instrument.c.id == asked.c.instrument_id)
        .where(
            asked.c.party_id == party_id,
            asked.c.side == BUY,
            asked.c.state == "open",
            asked.c.business_date >= session.clock.today(),
        )
    )


def _bids(party_id: int | None) -> Select[int]:
    """Sum the sealed bids in force, a party's latest in each auction; withdrawn ones are of 0 t."""
    sheet, auction, instrument = (
        _table(name) for name in ("auction_sheet", "auction", "instrument")
    )
    latest = (
        select(func.max(sheet.c.id))
        .where(sheet.c.party_id == party_id)
        .group_by(sheet.c.auction_id)
    )
    return (
        select(func.coalesce(func.sum(sheet.c.bid_t), 0))
        .join(auction, auction.c.id == sheet.c.auction_id)
        .join(instrument, instrument.c.id == auction.c.instrument_id)
        .where(sheet.c.id.in_(latest), auction.c.side == SELL, auction.c.state == "announced")
    )


def _auctions(party_id: int | None) -> Select[int]:
    auction, instrument = _table("auction"), _table("instrument")
    return (
        select(func.coalesce(func.sum(auction.c.quantity_t), 0))
        .join(instrument, instrument.c.id == auction.c.instrument_id)
        .where(
            auction.c.party_id == party_id,
            auction.c.side == BUY,
            auction.c.state.in_(("requested", "announced")),
        )
    )


def _table(name: str) -> Table:
    return WORLD_METADATA.tables[name]
