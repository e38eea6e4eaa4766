import pytest

from market.listed import PlaceOrder
from market.rules import Side
from market.rules.refused_orders import ParticipantNotAdmitted, PositionLimitExceeded
from registry.ledger import Transfer
from registry.worlds import Outcome
from tests.checked import passes, trips
from tests.market.auctions.auction_room import announce, bid, cancel, open_reserve, withdraw
from tests.market.blocks.dealers import Dealers
from tests.market.listed.amending import amend
from tests.market.racing import at_once
from tests.market.traders import CEA, UNITS_T, Trader, Venue, set_status

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
        return venue.order(ben, BUY, 9_700, quantity_t)._replace(instrument="BEA-2024")

    with pytest.raises(PositionLimitExceeded) as refused:
        venue.execute(buying(101), ben.actor)
    assert refused.value.facts["limit_t"] == 1_000_100
    assert "2014" in refused.value.facts["source"]["zh"]
    assert venue.execute(buying(100), ben.actor).data["state"] == "open"
    set_status(venue, "party", "kind", "institution", f"WHERE id = {ben.party_id}")
    with pytest.raises(PositionLimitExceeded) as refused:
        venue.execute(buying(1), ben.actor)
    assert refused.value.facts["limit_t"] == 1_000_000


def test_open_block_offers_to_buy_count_as_held(venue: Venue) -> None:
    """1,000,000 t held and a limit of 1,250,000 t: offers for 250,000 t in all may be open."""
    amend(venue, "trading_position_limit_t", "1250000", "t")
    dealers = Dealers(venue)
    ann, ben = dealers.trader("Ann"), dealers.trader("Ben")
    number = dealers.offer(ann, BUY)
    with pytest.raises(PositionLimitExceeded) as refused:
        dealers.offer(ann, BUY, quantity_t=100_001)
    assert refused.value.facts["held_t"] == 1_150_000
    dealers.offer(ann, BUY, quantity_t=100_000)
    with pytest.raises(PositionLimitExceeded):
        venue.place(ann, BUY, 9_700, 1)
    dealers.counter(ann, number, 9_700, 150_000)  # takes the place of what the offer asked before
    with pytest.raises(PositionLimitExceeded):
        dealers.counter(ann, number, 9_700, 150_001)
    wanted = dealers.counter(ben, number, 9_800, 150_001)
    with pytest.raises(PositionLimitExceeded):
        dealers.accept(ann, number, wanted)
    wanted = dealers.counter(ben, number, 9_800, 140_000)
    dealers.accept(ann, number, wanted)
    assert venue.place(ann, BUY, 9_700, 10_000)["state"] == "open"
    with pytest.raises(PositionLimitExceeded):
        venue.place(ann, BUY, 9_700, 1)


def test_sealed_bids_and_auctions_to_buy_count_as_held(venue: Venue, ann: Trader) -> None:
    """100,000 t held and a limit of 100,100 t: 100 t may be bid for, the latest sheet counts."""
    amend(venue, "trading_position_limit_t", str(UNITS_T + 100), "t")
    reserve = open_reserve(venue)
    auction, other = announce(venue, reserve, 500), announce(venue, reserve, 500)
    with pytest.raises(PositionLimitExceeded) as refused:
        bid(venue, auction, ann, (9_000, 60), (8_000, 41))
    assert refused.value.facts["held_t"] == UNITS_T
    bid(venue, auction, ann, (9_000, 100))
    bid(venue, auction, ann, (9_100, 100))
    for step in (
        lambda: venue.place(ann, BUY, 9_700, 1),
        lambda: bid(venue, other, ann, (9_000, 1)),
        lambda: announce(venue, ann, 1, side="buy", limit_fen=9_000),
    ):
        with pytest.raises(PositionLimitExceeded) as refused:
            step()
        assert refused.value.facts["held_t"] == UNITS_T + 100
    withdraw(venue, auction, ann)
    asked = announce(venue, ann, 40, side="buy", limit_fen=9_000)
    bid(venue, other, ann, (9_000, 60))
    with pytest.raises(PositionLimitExceeded):
        venue.place(ann, BUY, 9_700, 1)
    cancel(venue, asked)
    assert venue.place(ann, BUY, 9_700, 40)["state"] == "open"
    assert announce(venue, ann, 100)


def test_auctions_admit_the_kinds_of_parties_their_market_names(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    auction = announce(venue, open_reserve(venue), 100)
    set_status(venue, "party", "kind", "institution", f"WHERE id = {ben.party_id}")
    bid(venue, auction, ann, (9_000, 10))
    with pytest.raises(ParticipantNotAdmitted):
        bid(venue, auction, ben, (9_000, 10))
    with pytest.raises(ParticipantNotAdmitted):
        announce(venue, ben, 100)
    amend(venue, "trading_participants", "emitter institution", "list")
    bid(venue, auction, ben, (9_000, 10))


def test_purchases_of_one_party_on_two_instruments_wait_for_one_another(
    venue: Venue, ann: Trader
) -> None:
    """Books are locked one by one; the largest holding is the market's, so the party is too."""
    venue.list_instrument("CEA-2025")
    amend(venue, "trading_position_limit_t", str(UNITS_T + 100), "t")
    for _ in range(4):
        orders = [
            venue.order(ann, BUY, 9_700, 60)._replace(instrument=code) for code in (CEA, "CEA-2025")
        ]
        placed = at_once(
            *(lambda order=order: venue.execute(order, ann.actor) for order in orders),
            refused=(PositionLimitExceeded,),
        )
        (done,) = [each for each in placed if isinstance(each, Outcome)]
        venue.cancel(ann, int(str(done.data["order_id"])))
