"""The markets of a venue by scheme, and their listed instruments."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from market.data.refused_data import UnknownMarket
from market.venue.models import Instrument
from registry.rules import scheme_profile, scheme_profiles
from registry.worlds import WORLD_METADATA, WorldSession

MARKET_CHARACTERS_MAX = 16


def listed_markets(session: WorldSession) -> list[str]:
    """Return the markets that have a listed instrument, the national one first."""
    found = set(session.exec(select(Instrument.market).distinct()).all())
    return [market for market in scheme_profiles() if market in found]


def market_name(market: str) -> Mapping[str, str]:
    """Return a market's name in both languages."""
    return scheme_profile(market).name


def instruments_of(session: WorldSession, market: str) -> list[Instrument]:
    """Return the instruments of a market, by code.

    Raises:
        UnknownMarket: none is listed.
    """
    statement = select(Instrument).where(Instrument.market == market).order_by(col(Instrument.code))
    known = market.isascii() and market.isprintable() and len(market) <= MARKET_CHARACTERS_MAX
    found = list(session.exec(statement).all()) if known else []
    if not found:
        raise UnknownMarket(market=market[:MARKET_CHARACTERS_MAX], field="market")
    return found


def vintages_of(session: WorldSession, instruments: Sequence[Instrument]) -> dict[int, int | None]:
    """Return the vintage of each instrument by its id; None where its units have none."""
    unit_type = WORLD_METADATA.tables["unit_type"]
    wanted = unit_type.select().where(
        unit_type.c.id.in_([found.unit_type_id for found in instruments])
    )
    vintages = {row.id: row.vintage for row in session.connection().execute(wanted)}
    return {found.id: vintages[found.unit_type_id] for found in instruments if found.id}
