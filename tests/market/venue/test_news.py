from datetime import timedelta

import pytest

from market.data import latest_event_id
from market.rules import Side, UnknownInstrument
from market.venue import EVERYBODY, concerned_parties
from registry.worlds import DrivenClock, World, reading
from tests.market.traders import CEA, open_venue


def test_an_order_concerns_its_party_and_a_trade_both(world: World) -> None:
    venue = open_venue(world)
    lin, wu, zhao = (venue.trader(name) for name in ("lin", "wu", "zhao"))
    venue.place(zhao, Side.SELL, 10_000, 5)
    with reading(world) as session:
        start = latest_event_id(session, CEA)
    venue.place(lin, Side.SELL, 9_800, 5)
    venue.place(wu, Side.BUY, 9_800, 3)
    with reading(world) as session:
        concerned = concerned_parties(session, CEA, start)
        newest = latest_event_id(session, CEA)
        assert concerned_parties(session, CEA, newest) == {}
    assert set(concerned) == {lin.party_id, wu.party_id}
    assert concerned[wu.party_id] == newest
    assert start < concerned[lin.party_id] <= newest


def test_a_new_day_concerns_everybody(world: World, clock: DrivenClock) -> None:
    venue = open_venue(world)
    lin = venue.trader("lin")
    venue.place(lin, Side.SELL, 9_800, 5)
    with reading(world) as session:
        start = latest_event_id(session, CEA)
    clock.advance(timedelta(days=1))
    venue.place(lin, Side.SELL, 9_800, 5)
    with reading(world) as session:
        assert EVERYBODY in concerned_parties(session, CEA, start)


def test_an_unknown_instrument_is_refused(world: World) -> None:
    with reading(world) as session, pytest.raises(UnknownInstrument):
        concerned_parties(session, "XX", 0)
