from datetime import datetime, timedelta

import pytest

from market.rules import ModeNotOpen, OutsideHours, Phase, Side
from market.venue.finding import find_instrument, rules_of
from market.venue.trading_hours import check_hours, phase_now
from registry.rules import rule_book
from registry.worlds import MARKET_ZONE, DrivenClock, reading
from tests.checked import passes, trips
from tests.market.clearing.houses import amend
from tests.market.traders import CEA, CLOSE_FEN, Trader, Venue

SELL = Side.SELL


def at(clock: DrivenClock, day: int, hour: int, minute: int = 0) -> None:
    clock.set(datetime(2026, 11, day, hour, minute, tzinfo=MARKET_ZONE))


@pytest.fixture
def enforced(venue: Venue) -> Venue:
    amend(venue, "control", "trading_hours_enforced", "1", "count")
    return venue


def test_a_world_is_always_open_unless_it_says_otherwise(
    venue: Venue, ann: Trader, clock: DrivenClock
) -> None:
    at(clock, 28, 3)
    assert venue.place(ann, SELL, CLOSE_FEN, 1)["state"] == "open"
    with reading(venue.world) as session:
        shown, binds = phase_now(session, "cn_ets")
    assert (shown.phase, binds) == (Phase.CLOSED, False)


@trips(OutsideHours)
@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ((23, 9, 29), "2026-11-23 09:30"),
        ((23, 11, 30), "2026-11-23 13:00"),
        ((23, 15, 0), "2026-11-24 09:30"),
        ((27, 15, 0), "2026-11-30 09:30"),
    ],
)
def test_an_order_outside_hours_is_told_when_the_next_session_begins(
    enforced: Venue, ann: Trader, clock: DrivenClock, moment: tuple[int, ...], opens: str
) -> None:
    at(clock, *moment)
    with pytest.raises(OutsideHours) as refused:
        enforced.place(ann, SELL, CLOSE_FEN, 1)
    facts = refused.value.facts
    assert (facts["hours"], facts["opens"]) == ("09:30-11:30 13:00-15:00", opens)


@passes(OutsideHours)
@pytest.mark.parametrize("moment", [(23, 9, 30), (23, 11, 29), (23, 13, 0), (23, 14, 59)])
def test_an_order_inside_a_session_is_taken(
    enforced: Venue, ann: Trader, clock: DrivenClock, moment: tuple[int, ...]
) -> None:
    at(clock, *moment)
    assert enforced.place(ann, SELL, CLOSE_FEN, 1)["state"] == "open"


def test_block_agreements_have_hours_of_their_own(enforced: Venue, clock: DrivenClock) -> None:
    at(clock, 23, 10)
    with reading(enforced.world) as session:
        instrument = find_instrument(session, CEA)
        check_hours(session, rule_book(session), instrument, "listed")
        with pytest.raises(OutsideHours) as refused:
            check_hours(session, rule_book(session), instrument, "block")
    assert refused.value.facts["opens"] == "2026-11-23 13:00"


def test_cancelling_is_possible_at_any_hour(
    enforced: Venue, ann: Trader, clock: DrivenClock
) -> None:
    placed = enforced.place(ann, SELL, CLOSE_FEN, 1)
    clock.advance(timedelta(hours=2))
    assert enforced.cancel(ann, placed["order_id"])["state"] == "cancelled"


@trips(ModeNotOpen)
def test_a_mode_that_a_market_has_not_opened_has_no_rules(venue: Venue) -> None:
    amend(venue, "cn_ets", "trading_modes", "listed", "list")
    with reading(venue.world) as session, pytest.raises(ModeNotOpen):
        rules_of(session, find_instrument(session, CEA), "block")


@passes(ModeNotOpen)
def test_open_modes_have_the_rules_of_the_instruments_market(venue: Venue) -> None:
    with reading(venue.world) as session:
        instrument = find_instrument(session, CEA)
        assert rules_of(session, instrument).code == "cn_ets-listed"
        assert rules_of(session, instrument, "block").code == "cn_ets-block"
