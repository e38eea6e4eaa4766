"""Listing a unit type for trading, inside the caller's unit of work."""

from collections.abc import Mapping

from sqlmodel import select

from market.rules.errors import InstrumentExists
from market.rules.market_rules import check_reference_price
from market.rules.profiles import LISTED, MARKETS, market_profile
from market.rules.refused_venue import ModeNotOpen
from market.venue.announcements import market_is_paused
from market.venue.commands import OpenInstrument
from market.venue.days import record_event
from market.venue.models import Instrument, TradingDay
from registry.ledger import UnitKind, find_unit_type
from registry.rules import rule_book, scheme_profiles
from registry.worlds import Actor, Role, WorldSession

TRADABLE = (UnitKind.ALLOWANCE, UnitKind.CREDIT, UnitKind.CERTIFICATE)


def open_instrument(
    session: WorldSession, command: OpenInstrument, actor: Actor
) -> Mapping[str, object]:
    """List a unit type for trading.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownRules: the market has no rules of trading today.
        ModeNotOpen: it has none of listed trading.
        ReferencePriceInvalid: no band can be drawn around the price.
        UnknownUnitType, WrongUnitKind: nothing of that code can be traded.
        InstrumentExists: it is listed already.
    """
    actor.check_role(Role.OPERATOR)
    unit_type = find_unit_type(session, command.instrument, *TRADABLE)
    market = command.market or market_of_units(unit_type.scheme)
    today = session.clock.today()
    rules = market_profile(rule_book(session), market, today).listed
    if rules is None:
        raise ModeNotOpen(instrument=command.instrument, mode=LISTED, field="market")
    check_reference_price(command.reference_price_fen, rules)
    listed = select(Instrument.id).where(Instrument.code == command.instrument)
    if session.exec(listed).first() is not None:
        raise InstrumentExists(instrument=command.instrument, field="instrument")
    instrument = Instrument(
        code=command.instrument,
        unit_type_id=unit_type.id,
        market=market,
        reference_price_fen=command.reference_price_fen,
        state="paused" if market_is_paused(session, market) else "open",
        rolled_on=today,
        opened_at=session.clock.now(),
    )
    session.add(instrument)
    session.flush()
    assert instrument.id is not None
    session.add(
        TradingDay(
            instrument_id=instrument.id,
            business_date=today,
            previous_close_fen=command.reference_price_fen,
            close_fen=command.reference_price_fen,
            tick_fen=rules.tick_fen,
            close_min_t=rules.close_min_t,
        )
    )
    record_event(session, instrument, "opened")
    session.flush()
    return {"instrument": instrument.code, "market": market}


def market_of_units(unit: str) -> str:
    """Return the scheme whose rules units follow: a market, or the one whose obligations they meet.

    Args:
        unit: scheme in codes of unit types, for example `CEA`.
    """
    for profile in scheme_profiles().values():
        if profile.unit == unit:
            meets = next((each.scheme for each in profile.meets), profile.scheme)
            return profile.scheme if profile.scheme in MARKETS else meets
    return unit
