"""Listing a unit type for trading, inside the caller's unit of work."""

from collections.abc import Mapping

from sqlmodel import select

from market.rules.errors import InstrumentExists, UnknownRules
from market.rules.market_rules import check_reference_price
from market.rules.rule_sets import RULE_SETS
from market.venue.commands import OpenInstrument
from market.venue.days import record_event
from market.venue.models import Instrument, TradingDay
from registry.ledger import UnitKind, find_unit_type
from registry.worlds import Actor, Role, WorldSession

TRADABLE = (UnitKind.ALLOWANCE, UnitKind.CREDIT, UnitKind.CERTIFICATE)


def open_instrument(
    session: WorldSession, command: OpenInstrument, actor: Actor
) -> Mapping[str, object]:
    """List a unit type for trading.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownRules: no rule set has the code.
        ReferencePriceInvalid: no band can be drawn around the price.
        UnknownUnitType, WrongUnitKind: nothing of that code can be traded.
        InstrumentExists: it is listed already.
    """
    actor.check_role(Role.OPERATOR)
    rules = RULE_SETS.get(command.rules)
    if rules is None:
        raise UnknownRules(rules=command.rules, known=", ".join(RULE_SETS), field="rules")
    check_reference_price(command.reference_price_fen, rules)
    listed = select(Instrument.id).where(Instrument.code == command.instrument)
    if session.exec(listed).first() is not None:
        raise InstrumentExists(instrument=command.instrument, field="instrument")
    today = session.clock.today()
    instrument = Instrument(
        code=command.instrument,
        unit_type_id=find_unit_type(session, command.instrument, *TRADABLE).id,
        rules=rules.code,
        reference_price_fen=command.reference_price_fen,
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
        )
    )
    record_event(session, instrument, "opened")
    session.flush()
    return {"instrument": instrument.code, "rules": rules.code}
