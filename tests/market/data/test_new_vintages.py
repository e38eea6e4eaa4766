from datetime import datetime

import pytest

from market.data import OpenVintage
from market.data.new_vintages import first_reference_fen
from market.rules import ReferencePriceUnknown, Side
from registry.ledger import Measure, UnitKind, add_unit_type
from registry.worlds import MARKET_ZONE, DrivenClock, RoleMissing, reading, unit_of_work
from tests.checked import passes, trips
from tests.market.traders import CEA, OPERATOR, Trader, Venue


def add(venue: Venue, code: str) -> None:
    with unit_of_work(venue.world) as session:
        add_unit_type(session, code, UnitKind.ALLOWANCE, Measure.T_CO2E, code, code)


def open_vintage(venue: Venue, code: str, actor=OPERATOR):
    return venue.execute(OpenVintage(client_id=venue.next_id(), instrument=code), actor).data


@passes(ReferencePriceUnknown)
def test_a_new_vintage_opens_at_the_last_composite_close_of_the_year_before(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    venue.place(ann, Side.SELL, 9_700, 10)
    venue.place(ben, Side.BUY, 9_700, 10)
    clock.set(datetime(2027, 1, 4, 10, tzinfo=MARKET_ZONE))
    add(venue, "CEA-2026")
    assert open_vintage(venue, "CEA-2026") == {
        "instrument": "CEA-2026",
        "market": "cn_ets",
        "reference_price_fen": 9_700,
    }


def test_what_is_traded_in_the_new_year_does_not_change_it(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    clock.set(datetime(2027, 1, 4, 10, tzinfo=MARKET_ZONE))
    venue.place(ann, Side.SELL, 9_000, 10)
    venue.place(ben, Side.BUY, 9_000, 10)
    with reading(venue.world) as session:
        assert first_reference_fen(session, "cn_ets", session.clock.today()) == 9_781


@trips(ReferencePriceUnknown)
def test_without_a_rule_or_a_close_the_operator_must_name_the_price(venue: Venue) -> None:
    for code in ("BEA-2025", "CEA-2026"):
        add(venue, code)
    with pytest.raises(ReferencePriceUnknown):
        open_vintage(venue, "BEA-2025")
    with pytest.raises(ReferencePriceUnknown):  # CEA-2024 was listed only this year
        open_vintage(venue, "CEA-2026")


def test_only_the_operator_opens_a_vintage(venue: Venue, ann: Trader) -> None:
    with pytest.raises(RoleMissing):
        open_vintage(venue, CEA, ann.actor)
