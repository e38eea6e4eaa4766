from dataclasses import replace

import pytest

from market.listed import PlaceOrder
from market.rules import Side
from market.rules.refused_orders import ParticipantNotAdmitted, PositionLimitExceeded
from registry.ledger import Transfer
from tests.checked import passes, trips
from tests.market.listed.amending import amend
from tests.market.traders import UNITS_T, Trader, Venue, set_status

BUY, SELL = Side.BUY, Side.SELL


@trips(ParticipantNotAdmitted)
@passes(ParticipantNotAdmitted)
def test_a_market_admits_the_kinds_of_parties_its_rules_name(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    set_status(venue, "party", "kind", "institution", f"WHERE id = {ben.party_id}")
    number = venue.place(ann, SELL, 9_800, 10)["order_id"]
    with pytest.raises(ParticipantNotAdmitted) as refused:
        venue.place(ben, BUY, 9_700, 10)
    assert "2021-05-14" in refused.value.facts["source"]["zh"]
    with pytest.raises(ParticipantNotAdmitted):
        venue.take(ben, number, 10)
    amend(venue, "trading_participants", "emitter institution", "list")
    assert venue.take(ben, number, 10)["state"] == "filled"


@trips(PositionLimitExceeded)
@passes(PositionLimitExceeded)
def test_nobody_buys_beyond_the_largest_holding(venue: Venue, ann: Trader, ben: Trader) -> None:
    """100,000 t held and a limit of 100,050 t: 50 t may be bought, open orders counted."""
    amend(venue, "trading_position_limit_t", str(UNITS_T + 50), "t")
    with pytest.raises(PositionLimitExceeded) as refused:
        venue.place(ben, BUY, 9_700, 51)
    assert refused.value.facts["limit_t"] == UNITS_T + 50
    venue.place(ben, BUY, 9_700, 30)
    with pytest.raises(PositionLimitExceeded) as refused:
        venue.place(ben, BUY, 9_600, 21)
    assert refused.value.facts["held_t"] == UNITS_T + 30
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    with pytest.raises(PositionLimitExceeded):
        venue.take(ben, number, 21)
    assert venue.take(ben, number, 20)["state"] == "filled"
    assert venue.place(ben, SELL, 9_900, 100)["state"] == "open"


def test_an_emitter_holds_its_allocation_and_so_much_beyond(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    """Beijing: 100 t issued and 1,000,000 t beyond, so at 1,000,000 t held 100 t may be bought."""
    venue.list_instrument("BEA-2024")
    venue.issue(ann, "BEA-2024", 1_000_000)
    venue.issue(ben, "BEA-2024", 100)
    transfer = Transfer(
        client_id="move",
        from_account=ann.account,
        to_account=ben.account,
        unit_type="BEA-2024",
        quantity=999_900,
    )
    venue.execute(transfer, ann.actor)

    def buying(quantity_t: int) -> PlaceOrder:
        return replace(venue.order(ben, BUY, 9_700, quantity_t), instrument="BEA-2024")

    with pytest.raises(PositionLimitExceeded) as refused:
        venue.execute(buying(101), ben.actor)
    assert refused.value.facts["limit_t"] == 1_000_100
    assert "2014" in refused.value.facts["source"]["zh"]
    assert venue.execute(buying(100), ben.actor).data["state"] == "open"
    set_status(venue, "party", "kind", "institution", f"WHERE id = {ben.party_id}")
    with pytest.raises(PositionLimitExceeded) as refused:
        venue.execute(buying(1), ben.actor)
    assert refused.value.facts["limit_t"] == 1_000_000
