"""Credits (CCER) and green certificates in the open book, from the order to their use."""

from datetime import date, timedelta
from typing import Any

import pytest

from market.auctions import AnnounceAuction
from market.auditing import audit_market
from market.data import instruments
from market.listed import PlaceOrder, TakeOrder
from market.rules import (
    ModeNotOpen,
    PriceOutsideBand,
    QuantityTooLarge,
    SameDayResale,
    Side,
)
from market.rules.refused_orders import ParticipantNotAdmitted
from market.venue import OpenInstrument
from registry.audit import audit
from registry.ledger import CASH_CODE, CertificateTransferredBefore, Measure, Purpose, Retire
from registry.worlds import DrivenClock, World, reading, unit_of_work
from tests.market.auctions.auction_room import announce, bid, close, publish
from tests.market.blocks.dealers import Dealers
from tests.market.traders import OPERATOR, Trader, Venue, set_status
from tests.registry.green_certificates.producers import issued, metered, producer
from tests.strategies import Holder, cash, holder, issued_and_retired

BUY, SELL = Side.BUY, Side.SELL
GEC, CCER = "GEC-2026-10", "CCER-2025"
CASH_FEN = 10**9


def trading(made: Holder) -> Trader:
    return Trader(made.actor, made.account, made.party_id)


def opened(venue: Venue, code: str, price_fen: int) -> None:
    opening = OpenInstrument(
        client_id=venue.next_id(), instrument=code, reference_price_fen=price_fen
    )
    venue.execute(opening, OPERATOR)


def order(
    venue: Venue, trader: Trader, code: str, side: Side, price_fen: int, quantity: int
) -> dict[str, Any]:
    command = PlaceOrder(
        client_id=venue.next_id(),
        account=trader.account,
        instrument=code,
        side=side,
        price_fen=price_fen,
        quantity_t=quantity,
    )
    return dict(venue.execute(command, trader.actor).data)


def used(venue: Venue, trader: Trader, code: str, quantity: int, **use: Any) -> str:
    """Cancel units for a use; return the number of the certificate."""
    command = Retire(
        client_id=venue.next_id(),
        account=trader.account,
        unit_type=code,
        quantity=quantity,
        beneficiary="示例公司",
        **use,
    )
    return str(venue.execute(command, trader.actor).data["certificate"])


def certificates_open(venue: Venue) -> tuple[Trader, Trader, Trader]:
    """Open certificates for trade: a producer with 100 MWh, and two buyers with cash."""
    with unit_of_work(venue.world) as session:
        made = producer(session)
        metered(session, made, [("2026-10", "100")])
        issued(session)
        buyers = [holder(session), holder(session)]
        for each in buyers:
            cash(session, each, CASH_FEN)
    opened(venue, GEC, 450)
    ben, cem = map(trading, buyers)
    return trading(made.owner), ben, cem


def assert_whole(venue: Venue) -> None:
    with reading(venue.world) as session:
        assert audit(session).ok
        assert audit_market(session).ok


def test_certificates_are_sold_once_in_megawatt_hours_and_used_by_the_buyer(
    world: World, clock: DrivenClock
) -> None:
    """100 MWh are offered at 5.00: 60 are matched, 40 taken; nobody sells them a second time."""
    venue = Venue(world)
    owner, ben, cem = certificates_open(venue)
    with reading(world) as session:
        (shown,) = instruments(session)
    assert (shown.code, shown.measure) == (GEC, Measure.MWH)
    offer = order(venue, owner, GEC, SELL, 500, 100)
    assert order(venue, ben, GEC, BUY, 500, 60)["filled_t"] == 60
    take = TakeOrder(
        client_id=venue.next_id(), account=cem.account, order_id=offer["order_id"], quantity_t=40
    )
    assert venue.execute(take, cem.actor).data["state"] == "filled"
    assert venue.held(owner) == {CASH_CODE: (50_000, 0)}
    assert venue.held(ben) == {CASH_CODE: (CASH_FEN - 30_000, 0), GEC: (60, 0)}
    with reading(world) as session:
        memos = session.connection().exec_driver_sql(
            "SELECT memo FROM ledger_transaction WHERE kind = 'trade'"
        )
        assert sorted(memos.scalars()) == [f"40 {GEC}", f"60 {GEC}"]
    with pytest.raises(SameDayResale):
        order(venue, ben, GEC, SELL, 500, 10)
    clock.advance(timedelta(days=1))
    with pytest.raises(CertificateTransferredBefore):
        order(venue, ben, GEC, SELL, 500, 10)
    period = {"period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}
    number = used(venue, ben, GEC, 60, purpose=Purpose.GREEN_POWER_USE, **period)
    assert number.startswith("CR-")
    assert venue.held(ben) == {CASH_CODE: (CASH_FEN - 30_000, 0)}
    assert_whole(venue)


def test_certificates_have_no_band_and_no_largest_order(world: World) -> None:
    venue = Venue(world)
    with unit_of_work(world) as session:
        made = producer(session)
        metered(session, made, [("2026-10", "200000")])
        issued(session)
    opened(venue, GEC, 450)
    owner = trading(made.owner)
    assert order(venue, owner, GEC, SELL, 100_000, 150_000)["state"] == "open"
    assert order(venue, owner, GEC, SELL, 1, 50_000)["state"] == "open"


def test_certificates_are_also_sold_bilaterally_and_by_auction_once(
    world: World, clock: DrivenClock
) -> None:
    """60 MWh by agreement at 4.00, 40 at a centralised auction at 6.00 and 5.50."""
    venue = Venue(world)
    owner, ben, cem = certificates_open(venue)
    dealers = Dealers(venue)
    number = dealers.offer(owner, SELL, ben, instrument=GEC, price_fen=400, quantity_t=60)
    dealers.accept(ben, number)
    auction = announce(venue, owner, 40, instrument=GEC, pricing="pay_as_bid")
    publish(venue, auction)
    bid(venue, auction, cem, (600, 30), (550, 10))
    assert close(venue, auction)["turnover_fen"] == 30 * 600 + 10 * 550
    assert venue.held(owner) == {CASH_CODE: (60 * 400 + 23_500, 0)}
    assert (venue.held(ben)[GEC], venue.held(cem)[GEC]) == ((60, 0), (40, 0))
    clock.advance(timedelta(days=1))
    for resale in (
        lambda: dealers.offer(ben, SELL, instrument=GEC, price_fen=500, quantity_t=10),
        lambda: announce(venue, cem, 10, instrument=GEC),
    ):
        with pytest.raises(CertificateTransferredBefore):
            resale()
    assert_whole(venue)


@pytest.fixture
def credited(world: World) -> tuple[Venue, Trader, Trader]:
    """900 t of CCER-2025 of a registered project, listed at 80.00, and a buyer."""
    venue = Venue(world)
    with unit_of_work(world) as session:
        owner = issued_and_retired(session).developer
        buyer = holder(session)
        cash(session, buyer, CASH_FEN)
    opened(venue, CCER, 8_000)
    return venue, trading(owner), trading(buyer)


def test_credits_are_matched_resold_the_next_day_and_cancelled(
    credited: tuple[Venue, Trader, Trader], clock: DrivenClock
) -> None:
    venue, owner, buyer = credited
    order(venue, owner, CCER, SELL, 8_100, 500)
    assert order(venue, buyer, CCER, BUY, 8_100, 300)["state"] == "filled"
    with pytest.raises(SameDayResale):
        order(venue, buyer, CCER, SELL, 8_100, 100)
    clock.advance(timedelta(days=1))
    assert order(venue, buyer, CCER, SELL, 8_200, 100)["state"] == "open"
    assert venue.held(owner)[CCER] == (600, 0)
    number = used(venue, buyer, CCER, 200, purpose=Purpose.CARBON_NEUTRALITY)
    assert number.startswith("CR-")
    assert venue.held(buyer)[CCER] == (100, 100)
    assert_whole(venue)


def test_credits_trade_in_listed_agreements_only_within_a_tenth_of_the_close(
    credited: tuple[Venue, Trader, Trader],
) -> None:
    """80.00 ± 10 %: 72.00 to 88.00, less than 100,000 t; blocks and auctions follow when ripe."""
    venue, owner, buyer = credited
    for price_fen in (7_200, 8_800):
        assert order(venue, owner, CCER, SELL, price_fen, 1)["state"] == "open"
    for price_fen in (7_199, 8_801):
        with pytest.raises(PriceOutsideBand):
            order(venue, owner, CCER, SELL, price_fen, 1)
    with pytest.raises(QuantityTooLarge):
        order(venue, buyer, CCER, BUY, 7_200, 100_000)
    with pytest.raises(ModeNotOpen):
        Dealers(venue).offer(owner, SELL, instrument=CCER)
    now = venue.world.clock.now()
    notice = AnnounceAuction(
        client_id=venue.next_id(),
        account=owner.account,
        instrument=CCER,
        quantity_t=100,
        opens_at=now.isoformat(),
        closes_at=(now + timedelta(hours=1)).isoformat(),
    )
    with pytest.raises(ModeNotOpen):
        venue.execute(notice, owner.actor)


@pytest.mark.parametrize("kind", ["individual", "verifier", "operator"])
def test_persons_verifiers_and_houses_trade_no_credits(
    credited: tuple[Venue, Trader, Trader], kind: str
) -> None:
    venue, _, buyer = credited
    set_status(venue, "party", "kind", kind, f"WHERE id = {buyer.party_id}")
    with pytest.raises(ParticipantNotAdmitted):
        order(venue, buyer, CCER, BUY, 8_000, 1)
