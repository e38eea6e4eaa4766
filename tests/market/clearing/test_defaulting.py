"""When a payer cannot: the reserve first, a claim, no trading until it is settled."""

import pytest

from market.auditing import audit_market
from market.blocks.refused_blocks import BlockOfferEnded
from market.clearing import check_may_trade
from market.clearing.commands import FundReserve, PayClaim, ReserveSource, WriteOffClaim
from market.clearing.queries import claims, house_cash
from market.clearing.refused_clearing import (
    ClaimSettled,
    NeedsFullMandate,
    RecoveryTooLarge,
    TradingBlocked,
    UnknownClaim,
)
from market.rules import Side
from registry.ledger import DepositCash, InsufficientUnits
from registry.worlds import (
    Actor,
    NotRepresentative,
    QuantityOutOfRange,
    Role,
    RoleMissing,
    reading,
)
from tests.checked import passes, trips
from tests.market.blocks.dealers import Dealers
from tests.market.clearing.houses import (
    FEES,
    RESERVE,
    assert_cash_conserved,
    charge,
    cover,
    fund,
    house_fen,
    owe,
)
from tests.market.traders import CASH_FEN, OPERATOR, STRANGER, Trader, Venue, set_status


@pytest.fixture
def poor(venue: Venue) -> Trader:
    """A company with 1,000 CNY."""
    return venue.trader("Poor", cash_fen=100_000)


def pay(venue: Venue, claim: str, amount_fen: int, actor: Actor) -> dict:
    command = PayClaim(client_id=venue.next_id(), claim=claim, amount_fen=amount_fen)
    return dict(venue.execute(command, actor).data)


def deposit(venue: Venue, trader: Trader, amount_fen: int) -> None:
    command = DepositCash(client_id=venue.next_id(), account=trader.account, amount_fen=amount_fen)
    venue.execute(command, OPERATOR)


def test_one_that_can_pay_pays_and_nothing_else_happens(venue, ann, poor):
    paid = owe(venue, poor, ann, 100_000)
    assert (paid.paid_fen, paid.own_fen, paid.unpaid_fen, paid.defaulted) == (
        100_000,
        100_000,
        0,
        False,
    )
    assert venue.cash(ann) == (CASH_FEN + 100_000, 0)
    assert venue.cash(poor) == (0, 0)


def test_the_reserve_pays_what_is_missing_and_claims_it(venue, ann, poor):
    fund(venue, 500_000)
    paid = owe(venue, poor, ann, 350_000)
    assert (paid.paid_fen, paid.own_fen, paid.covered_fen, paid.unpaid_fen) == (
        350_000,
        100_000,
        250_000,
        0,
    )
    assert paid.claim == "DF-2026-000001"
    assert venue.cash(ann) == (CASH_FEN + 350_000, 0)
    assert house_fen(venue, RESERVE) == 250_000
    with reading(venue.world) as session:
        (claim,) = claims(session)
        house = house_cash(session)
    assert (claim.advanced_fen, claim.unpaid_fen, claim.owed_fen) == (250_000, 0, 250_000)
    assert (claim.reason, claim.reference, claim.creditor) == (
        "repurchase",
        "RP-2026-000001",
        ann.account,
    )
    assert (house.reserve_fen, house.owed_fen) == (250_000, 250_000)
    assert_cash_conserved(venue)


def test_what_an_empty_reserve_cannot_pay_stays_owed_to_the_creditor(venue, ann, poor):
    fund(venue, 50_000)
    paid = owe(venue, poor, ann, 350_000)
    assert (paid.paid_fen, paid.covered_fen, paid.unpaid_fen) == (150_000, 50_000, 200_000)
    deposit(venue, poor, 250_000)
    assert pay(venue, paid.claim, 220_000, poor.actor)["owed_fen"] == 30_000
    # The creditor comes first: 200,000 of the 220,000 fen.
    assert venue.cash(ann) == (CASH_FEN + 350_000, 0)
    assert house_fen(venue, RESERVE) == 20_000
    assert pay(venue, paid.claim, 30_000, OPERATOR)["owed_fen"] == 0
    assert house_fen(venue, RESERVE) == 50_000
    assert_cash_conserved(venue)


def test_with_nothing_at_all_no_cash_moves(venue, ann):
    broke = venue.trader("Broke", cash_fen=0, units_t=0)
    paid = owe(venue, broke, ann, 7)
    assert (paid.paid_fen, paid.transaction_id, paid.unpaid_fen) == (0, None, 7)


@trips(TradingBlocked)
def test_a_defaulter_loses_its_orders_and_places_none(venue, ann, poor):
    fund(venue, 10**6)
    order = venue.place(poor, Side.BUY, 9_000, 10)
    assert venue.cash(poor) == (100_000, 90_000)
    paid = owe(venue, poor, ann, 100_001)
    # The cash that the order had set aside pays first.
    assert (paid.own_fen, paid.covered_fen) == (100_000, 1)
    with reading(venue.world) as session:
        state = session.connection().exec_driver_sql(
            f"SELECT state FROM market_order WHERE id = {int(order['order_id'])}"
        )
        assert state.scalar() == "cancelled"
        with pytest.raises(TradingBlocked) as refused:
            check_may_trade(session, poor.party_id)
    assert refused.value.facts["owed_cny"] == "0.01"
    with pytest.raises(TradingBlocked):
        venue.place(poor, Side.SELL, 9_781, 10)


def test_what_block_offers_set_aside_pays_before_the_reserve(venue, ann):
    fund(venue, 10**6)
    dealers = Dealers(venue)
    rich, cem = dealers.trader("Rich"), dealers.trader("Cem")
    buying = dealers.offer(rich, Side.BUY, cem, quantity_t=100_000)
    selling = dealers.offer(rich, Side.SELL, quantity_t=100_000)
    held = venue.cash(rich)
    assert held[1] == 978_100_000
    set_status(venue, "account", "status", "frozen", f"WHERE number = '{rich.account}'")
    paid = owe(venue, rich, ann, held[0] - 1)
    assert (paid.own_fen, paid.covered_fen, paid.claim) == (held[0] - 1, 0, None)
    assert venue.cash(rich) == (1, 0)
    assert venue.units(rich)[1] == 0
    assert house_fen(venue, RESERVE) == 10**6
    with reading(venue.world) as session:
        states = session.connection().exec_driver_sql("SELECT DISTINCT state FROM block_offer")
        assert states.scalars().all() == ["expired"]
        assert audit_market(session).ok
    for offer in (buying, selling):
        with pytest.raises(BlockOfferEnded):
            dealers.accept(cem, offer)


@passes(TradingBlocked, UnknownClaim, RecoveryTooLarge, ClaimSettled, NeedsFullMandate)
def test_trading_opens_again_when_the_claim_is_paid(venue, ann, poor):
    fund(venue, 10**6)
    paid = owe(venue, poor, ann, 100_001)
    deposit(venue, poor, 50)
    assert pay(venue, paid.claim, 1, poor.actor)["owed_fen"] == 0
    assert venue.place(poor, Side.SELL, 9_781, 10)["state"] == "open"


def test_trading_opens_again_when_the_operator_gives_the_claim_up(venue, ann, poor):
    fund(venue, 10**6)
    paid = owe(venue, poor, ann, 200_000)
    command = WriteOffClaim(client_id=venue.next_id(), claim=paid.claim, reason="bankrupt")
    with pytest.raises(RoleMissing):
        venue.execute(command, poor.actor)
    assert venue.execute(command, OPERATOR).data["written_off_fen"] == 100_000
    venue.place(poor, Side.SELL, 9_781, 10)
    assert house_fen(venue, RESERVE) == 900_000


def test_a_frozen_defaulter_still_pays_what_it_has(venue, ann, poor):
    fund(venue, 10**6)
    set_status(venue, "account", "status", "frozen", f"WHERE number = '{poor.account}'")
    paid = owe(venue, poor, ann, 150_000)
    assert (paid.own_fen, paid.covered_fen) == (100_000, 50_000)


def test_a_shortfall_is_paid_into_the_account_for_the_contract_to_pay_on(venue, ann, poor):
    fund(venue, 30)
    covered = cover(venue, poor, ann, 50)
    assert (covered.covered_fen, covered.unpaid_fen) == (30, 20)
    assert venue.cash(poor) == (100_030, 0)


@trips(UnknownClaim)
def test_a_claim_nobody_has_is_refused(venue, ann):
    for number in ("DF-2026-000009", "", "x" * 500, "' OR 1=1"):
        with pytest.raises(UnknownClaim):
            pay(venue, number, 1, ann.actor)


@trips(RecoveryTooLarge)
@pytest.mark.parametrize("amount", [100_002, 10**15])
def test_more_than_is_owed_is_refused(venue, ann, poor, amount):
    paid = owe(venue, poor, ann, 200_001)
    with pytest.raises(RecoveryTooLarge):
        pay(venue, paid.claim, amount, poor.actor)


@pytest.mark.parametrize("amount", [0, -1, 2**63, True, "5", 1.0])
def test_amounts_that_are_none_are_refused(venue, ann, poor, amount):
    paid = owe(venue, poor, ann, 200_001)
    with pytest.raises(QuantityOutOfRange):
        pay(venue, paid.claim, amount, poor.actor)


@trips(ClaimSettled)
def test_a_settled_claim_takes_no_more(venue, ann, poor):
    paid = owe(venue, poor, ann, 100_002)
    deposit(venue, poor, 100)
    pay(venue, paid.claim, 2, poor.actor)
    with pytest.raises(ClaimSettled):
        pay(venue, paid.claim, 1, poor.actor)


@trips(NeedsFullMandate)
def test_only_the_defaulter_and_the_operator_pay(venue, ann, poor):
    paid = owe(venue, poor, ann, 100_002)
    deposit(venue, poor, 100)
    for other in (ann.actor, STRANGER):
        with pytest.raises(NotRepresentative):
            pay(venue, paid.claim, 1, other)
    proposing = Actor(
        "junior@example.org",
        frozenset({Role.REPRESENTATIVE}),
        frozenset({poor.party_id}),
        frozenset({poor.party_id}),
    )
    with pytest.raises(NeedsFullMandate):
        pay(venue, paid.claim, 1, proposing)


def test_a_claim_is_paid_out_of_free_cash_only(venue, ann, poor):
    paid = owe(venue, poor, ann, 100_002)
    with pytest.raises(InsufficientUnits):
        pay(venue, paid.claim, 2, poor.actor)


def test_fees_received_feed_the_reserve_and_no_more_than_they(venue, ann, ben):
    charge(venue)
    venue.place(ann, Side.SELL, 10_000, 1_000)
    venue.place(ben, Side.BUY, 10_000, 1_000)
    # 10,000,000 fen × 7.5 per mille = 75,000 fen of each side.
    assert house_fen(venue, FEES) == 150_000
    with pytest.raises(InsufficientUnits):
        fund(venue, 150_001, ReserveSource.FEES)
    fund(venue, 150_000, ReserveSource.FEES)
    assert (house_fen(venue, FEES), house_fen(venue, RESERVE)) == (0, 150_000)
    command = FundReserve(
        client_id=venue.next_id(), amount_fen=1, reserve_source=ReserveSource.CAPITAL, reason="me"
    )
    with pytest.raises(RoleMissing):
        venue.execute(command, ann.actor)
