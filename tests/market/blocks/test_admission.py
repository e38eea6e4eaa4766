"""When blocks may be dealt, and by whom."""

from datetime import UTC, date, datetime

import pytest

from market.rules import InstrumentClosed, ModeNotOpen, OutsideHours, Side
from market.rules.refused_orders import ParticipantNotAdmitted
from market.services import execute
from market.venue import OpenInstrument
from registry.ledger import Measure, UnitKind, add_unit_type
from registry.rules import AmendRule
from registry.rules.amendments import amend_rule
from registry.worlds import Actor, DrivenClock, Role, unit_of_work
from tests.market.blocks.dealers import LEAST_T, UNITS_T, Dealers, assert_sound
from tests.market.traders import CLOSE_FEN, OPERATOR, Trader, set_status

SELL = Side.SELL
ADMINISTRATOR = Actor("admin@example.org", frozenset({Role.ADMINISTRATOR}), system=True)


def enforce_hours(dealers: Dealers) -> None:
    """An administrator lets the trading hours bind."""
    command = AmendRule(
        client_id=dealers.venue.next_id(),
        scheme="control",
        key="trading_hours_enforced",
        value="1",
        unit="count",
        applies_to="all",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        source="课堂假设",
        reason="test",
        confidence="assumed",
    )
    with unit_of_work(dealers.venue.world) as session:
        amend_rule(session, command, ADMINISTRATOR)


def test_blocks_are_dealt_in_the_afternoon_where_hours_bind(
    dealers: Dealers, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    number = dealers.offer(ann, SELL, ben)
    enforce_hours(dealers)
    for step in (
        lambda: dealers.offer(ann, SELL),
        lambda: dealers.counter(ben, number, CLOSE_FEN, LEAST_T),
        lambda: dealers.accept(ben, number),
    ):
        with pytest.raises(OutsideHours):
            step()
    clock.set(datetime(2026, 11, 23, 5, 0, tzinfo=UTC))
    dealers.accept(ben, number)
    clock.set(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    with pytest.raises(OutsideHours):
        dealers.offer(ann, SELL)
    assert_sound(dealers.venue)


def test_offers_are_declined_and_withdrawn_at_any_hour(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    first, second = dealers.offer(ann, SELL, ben), dealers.offer(ann, SELL, ben)
    enforce_hours(dealers)
    dealers.decline(ben, first)
    dealers.withdraw(ann, second)
    assert dealers.venue.units(ann) == (UNITS_T, 0)


def test_an_instrument_that_is_closed_takes_no_offers_and_no_answers(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    number = dealers.offer(ann, SELL, ben)
    set_status(dealers.venue, "instrument", "state", "closed", "")
    for step in (
        lambda: dealers.offer(ann, SELL),
        lambda: dealers.counter(ben, number, CLOSE_FEN, LEAST_T),
        lambda: dealers.accept(ben, number),
    ):
        with pytest.raises(InstrumentClosed):
            step()
    dealers.withdraw(ann, number)
    assert_sound(dealers.venue)


def test_credits_have_no_block_agreements(dealers: Dealers, ann: Trader) -> None:
    with unit_of_work(dealers.venue.world) as session:
        add_unit_type(session, "CCER-2026", UnitKind.CREDIT, Measure.T_CO2E, "自愿减排量", "Credit")
        opening = OpenInstrument(
            client_id="open", instrument="CCER-2026", reference_price_fen=CLOSE_FEN
        )
        execute(session, opening, OPERATOR)
    with pytest.raises(ModeNotOpen):
        dealers.offer(ann, SELL, instrument="CCER-2026")


def test_a_party_that_the_market_does_not_admit_deals_no_blocks(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    number = dealers.offer(ann, SELL)
    set_status(dealers.venue, "party", "kind", "individual", f"WHERE id = {ben.party_id}")
    with pytest.raises(ParticipantNotAdmitted):
        dealers.accept(ben, number)
