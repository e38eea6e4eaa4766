"""Which instruments trade in blocks today, and within which terms."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select as select_columns
from sqlmodel import col, select

from market.rules.market_rules import MarketRules, Provenance, price_band
from market.rules.profiles import BLOCK, market_profile
from market.venue.days import latest_day
from market.venue.models import Instrument
from registry.rules import rule_book
from registry.worlds import WORLD_METADATA, WorldSession, words


@dataclass(frozen=True, slots=True)
class BlockDay:
    """What the terms of a block must keep to today.

    Attributes:
        code: of the instrument.
        name: in both languages.
        market: scheme whose rules hold.
        previous_close_fen: fen per t.
        low_fen: lowest price, fen per t.
        high_fen: highest price, fen per t.
        rules: of block agreements.
    """

    code: str
    name: Mapping[str, str]
    market: str
    previous_close_fen: int
    low_fen: int
    high_fen: int
    rules: MarketRules

    @property
    def provenance(self) -> Mapping[str, Provenance]:
        """Return source and confidence of each parameter."""
        return self.rules.provenance


def block_days(session: WorldSession) -> list[BlockDay]:
    """List the open instruments whose market has block agreements today, by code."""
    book, today = rule_book(session), session.clock.today()
    unit_type = WORLD_METADATA.tables["unit_type"]
    listed = session.exec(
        select(Instrument).where(Instrument.state == "open").order_by(col(Instrument.code))
    ).all()
    wanted = select_columns(unit_type.c.id, unit_type.c.name_en, unit_type.c.name_zh).where(
        unit_type.c.id.in_([each.unit_type_id for each in listed])
    )
    names = {row[0]: words(row[1], row[2]) for row in session.execute(wanted)}
    found = []
    for instrument in listed:
        rules = market_profile(book, instrument.market, today).mode(BLOCK)
        if rules is None:
            continue
        last = latest_day(session, instrument)
        close_fen = last.previous_close_fen if last.business_date >= today else last.close_fen
        band = price_band(close_fen, rules.band_pct, rules.tick_fen)
        found.append(
            BlockDay(
                code=instrument.code,
                name=names[instrument.unit_type_id],
                market=instrument.market,
                previous_close_fen=close_fen,
                low_fen=band.low_fen,
                high_fen=band.high_fen,
                rules=rules,
            )
        )
    return found
