"""Listing a new vintage: its first reference price comes from the market's rule."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from market.data.commands import OpenVintage
from market.data.composite_days import composite_close_before
from market.rules.profiles import FEN_PER_CNY, market_profile
from market.rules.refused_venue import ReferencePriceUnknown
from market.venue.commands import OpenInstrument
from market.venue.models import Instrument
from market.venue.opening import TRADABLE, market_of_units, open_instrument
from registry.ledger import find_unit_type
from registry.rules import rule_book
from registry.worlds import Actor, Role, WorldSession

LAST_COMPOSITE_CLOSE = "last_composite_close"


def first_reference_fen(session: WorldSession, market: str, day: date) -> int | None:
    """Return the reference price of an instrument that is listed on a day.

    Args:
        session: any session.
        market: its scheme.
        day: of the listing.

    Returns:
        The announced price on the day the market opens, else the last composite close of the year
        before where the rule says so, fen per t; None where the rule gives no price.

    Raises:
        UnknownRules: the market has no rules of trading on the day.
    """
    rules = rule_book(session)
    announced = rules.find(market, "trading_opening_price_cny", day)
    if announced is not None:
        return int(announced.decimal * FEN_PER_CNY)
    if market_profile(rules, market, day).reference_rule != LAST_COMPOSITE_CLOSE:
        return None
    listed = session.exec(
        select(Instrument).where(Instrument.market == market).order_by(col(Instrument.code))
    ).all()
    return composite_close_before(session, market, listed, date(day.year, 1, 1)) if listed else None


def open_vintage(session: WorldSession, command: OpenVintage, actor: Actor) -> Mapping[str, object]:
    """List a unit type at the reference price that the rule of its market gives.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownUnitType, WrongUnitKind: nothing of that code can be traded.
        UnknownRules, ModeNotOpen: its market has no rules of listed trading today.
        ReferencePriceUnknown: the rule gives no price.
        InstrumentExists: it is listed already.
    """
    actor.check_role(Role.OPERATOR)
    unit_type = find_unit_type(session, command.instrument, *TRADABLE)
    market = market_of_units(unit_type.scheme)
    price_fen = first_reference_fen(session, market, session.clock.today())
    if price_fen is None:
        raise ReferencePriceUnknown(
            instrument=command.instrument, market=market, field="instrument"
        )
    listing = OpenInstrument(
        client_id=command.client_id,
        instrument=command.instrument,
        reference_price_fen=price_fen,
        market=market,
    )
    opened = open_instrument(session, listing, actor)
    return {**opened, "reference_price_fen": price_fen}
