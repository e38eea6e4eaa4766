"""Offers that lead to a trade, and what they set aside on the way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from market.blocks.refused_blocks import (
    BlockOfferEnded,
    BlockTooLarge,
    NothingProposed,
    NotSideOfOffer,
    OtherSideCannotSettle,
    OwnBlockOffer,
    OwnTerms,
    TermsChanged,
    TooManyCounters,
    UnknownBlockOffer,
)
from market.data import day_bar
from market.rules import Side
from market.rules.refused_orders import (
    InsufficientCash,
    PriceOutsideBand,
    QuantityTooSmall,
    SameDayResale,
)
from market.venue import TradeRow, TradingDay
from registry.ledger import InsufficientUnits
from registry.parties import AccountClosedToUnits, open_account
from registry.worlds import (
    DrivenClock,
    IdempotencyConflict,
    RoleMissing,
    UnknownAccount,
    reading,
    unit_of_work,
)
from tests.checked import passes, trips
from tests.market.blocks.dealers import (
    CASH_FEN,
    HIGH_FEN,
    LEAST_T,
    LOW_FEN,
    UNITS_T,
    Dealers,
    assert_sound,
)
from tests.market.traders import CEA, CLOSE_FEN, OPERATOR, STRANGER, Trader, set_status

BUY, SELL = Side.BUY, Side.SELL


@passes(UnknownBlockOffer, NotSideOfOffer, BlockOfferEnded, TermsChanged, OtherSideCannotSettle)
@passes(OwnBlockOffer, OwnTerms, BlockTooLarge, TooManyCounters)
def test_a_block_is_offered_countered_and_agreed(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    number = dealers.offer(ann, SELL, ben)
    assert dealers.venue.units(ann) == (UNITS_T, 150_000)
    low = dealers.counter(ben, number, 9_500, 200_000)
    assert dealers.venue.cash(ben) == (CASH_FEN, 0)
    middle = dealers.counter(ann, number, 9_600, 200_000)
    assert (low, middle) == (2, 3)
    assert dealers.venue.units(ann) == (UNITS_T, 200_000)
    done = dealers.accept(ben, number, middle)
    assert (done["state"], done["price_fen"], done["quantity_t"]) == ("agreed", 9_600, 200_000)
    assert dealers.venue.units(ann) == (UNITS_T - 200_000, 0)
    assert dealers.venue.units(ben) == (UNITS_T + 200_000, 0)
    assert dealers.venue.cash(ann) == (CASH_FEN + 9_600 * 200_000, 0)
    assert dealers.venue.cash(ben) == (CASH_FEN - 9_600 * 200_000, 0)
    assert_sound(dealers.venue)


def test_the_offering_side_accepts_a_counter_at_other_terms(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    number = dealers.offer(ann, BUY, ben)
    assert dealers.venue.cash(ann) == (CASH_FEN, CLOSE_FEN * 150_000)
    counter = dealers.counter(ben, number, HIGH_FEN, LEAST_T)
    dealers.accept(ann, number, counter)
    assert dealers.venue.cash(ann) == (CASH_FEN - HIGH_FEN * LEAST_T, 0)
    assert dealers.venue.units(ben) == (UNITS_T - LEAST_T, 0)
    assert_sound(dealers.venue)


def test_a_block_counts_in_the_day_s_block_totals_and_leaves_prices_and_close(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    dealers.venue.place(ann, SELL, 9_700, 100)
    dealers.venue.place(ben, BUY, 9_700, 100)
    dealers.accept(ben, dealers.offer(ann, SELL, price_fen=LOW_FEN))
    with reading(dealers.venue.world) as session:
        day = session.exec(select(TradingDay)).one()
        row = session.exec(select(TradeRow).where(TradeRow.mode == "block")).one()
        bar = day_bar(session, CEA)
        assert (day.volume_t, day.turnover_fen, day.close_fen) == (100, 970_000, 9_700)
        assert (day.block_volume_t, day.block_turnover_fen) == (150_000, LOW_FEN * 150_000)
        assert (bar.high_fen, bar.low_fen, bar.last_fen) == (9_700, 9_700, 9_700)
        assert (row.taker_side, row.buy_order_id, row.sell_order_id) == ("buy", None, None)


def test_an_offer_to_all_is_taken_by_whoever_accepts_first(
    dealers: Dealers, ann: Trader, ben: Trader, cem: Trader
) -> None:
    number = dealers.offer(ann, BUY)
    dealers.accept(cem, number)
    with pytest.raises(BlockOfferEnded):
        dealers.accept(ben, number)
    assert dealers.venue.units(cem) == (UNITS_T - 150_000, 0)
    assert dealers.venue.units(ben) == (UNITS_T, 0)
    assert_sound(dealers.venue)


def test_the_offering_side_chooses_among_counters(
    dealers: Dealers, ann: Trader, ben: Trader, cem: Trader
) -> None:
    number = dealers.offer(ann, SELL)
    dealers.counter(ben, number, 9_700, 150_000)
    best = dealers.counter(cem, number, 9_750, 120_000)
    dealers.accept(ann, number, best)
    assert dealers.venue.units(cem) == (UNITS_T + 120_000, 0)
    assert dealers.venue.units(ben) == (UNITS_T, 0)
    assert_sound(dealers.venue)


@trips(BlockOfferEnded)
@pytest.mark.parametrize("ending", ["accept", "decline", "withdraw"])
def test_an_offer_that_has_ended_is_not_answered(
    dealers: Dealers, ann: Trader, ben: Trader, ending: str
) -> None:
    number = dealers.offer(ann, SELL, ben)
    if ending == "withdraw":
        dealers.withdraw(ann, number)
    else:
        getattr(dealers, ending)(ben, number)
    for step in (dealers.accept, dealers.decline):
        with pytest.raises(BlockOfferEnded):
            step(ben, number)
    with pytest.raises(BlockOfferEnded):
        dealers.withdraw(ann, number)
    with pytest.raises(BlockOfferEnded):
        dealers.counter(ben, number, CLOSE_FEN, LEAST_T)
    assert_sound(dealers.venue)


def test_an_offer_expires_with_its_day_and_frees_what_it_had_set_aside(
    dealers: Dealers, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    number = dealers.offer(ann, SELL, ben)
    clock.advance(timedelta(days=1))
    with pytest.raises(BlockOfferEnded):
        dealers.accept(ben, number)
    dealers.venue.place(ben, BUY, CLOSE_FEN - 1, 1)
    assert dealers.venue.units(ann) == (UNITS_T, 0)


def test_a_counter_ends_with_the_day_of_its_offer(
    dealers: Dealers, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    """23:59 in Shanghai is still the day, midnight is not."""
    number = dealers.offer(ann, SELL, ben)
    proposed = dealers.counter(ben, number, CLOSE_FEN - 100, LEAST_T)
    clock.set(datetime(2026, 11, 23, 15, 59, tzinfo=UTC))
    proposed = dealers.counter(ben, number, CLOSE_FEN - 50, LEAST_T)
    clock.set(datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    for step in (
        lambda: dealers.accept(ann, number, proposed),
        lambda: dealers.counter(ann, number, CLOSE_FEN, LEAST_T),
        lambda: dealers.decline(ann, number, proposed),
        lambda: dealers.withdraw(ben, number),
    ):
        with pytest.raises(BlockOfferEnded):
            step()
    assert dealers.venue.cash(ben)[1] == 0
    assert dealers.offer(ben, BUY, ann) != number
    assert dealers.venue.units(ann) == (UNITS_T, 0)
    assert_sound(dealers.venue)


@trips(TermsChanged)
def test_only_terms_that_stand_are_accepted(dealers: Dealers, ann: Trader, ben: Trader) -> None:
    number = dealers.offer(ann, SELL, ben)
    first = dealers.counter(ben, number, 9_600, LEAST_T)
    dealers.counter(ben, number, 9_500, LEAST_T)
    dealers.counter(ann, number, 9_700, LEAST_T)
    for trader, stale in ((ben, 1), (ann, first), (ben, 99), (ben, 0), (ben, -1), (ben, 2**80)):
        with pytest.raises(TermsChanged):
            dealers.accept(trader, number, stale)
    assert_sound(dealers.venue)


def test_another_s_counter_is_no_proposal_to_oneself(
    dealers: Dealers, ann: Trader, ben: Trader, cem: Trader
) -> None:
    number = dealers.offer(ann, SELL)
    counter = dealers.counter(ben, number, 9_600, LEAST_T)
    with pytest.raises(TermsChanged):
        dealers.accept(cem, number, counter)


@trips(OwnTerms)
def test_nobody_answers_their_own_proposal(dealers: Dealers, ann: Trader, ben: Trader) -> None:
    number = dealers.offer(ann, SELL, ben)
    counter = dealers.counter(ben, number, 9_600, LEAST_T)
    for trader, own in ((ann, 1), (ben, counter)):
        for step in (dealers.accept, dealers.decline):
            with pytest.raises(OwnTerms):
                step(trader, number, own)


def test_a_declined_counter_leaves_the_offer_open(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    number = dealers.offer(ann, SELL, ben)
    counter = dealers.counter(ben, number, 9_600, LEAST_T)
    assert dealers.decline(ann, number, counter)["state"] == "open"
    with pytest.raises(TermsChanged):
        dealers.accept(ann, number, counter)
    dealers.accept(ben, number)
    assert_sound(dealers.venue)


@trips(NothingProposed)
@passes(NothingProposed)
def test_a_counter_is_taken_back(dealers: Dealers, ann: Trader, ben: Trader) -> None:
    number = dealers.offer(ann, SELL, ben)
    with pytest.raises(NothingProposed):
        dealers.withdraw(ben, number)
    counter = dealers.counter(ben, number, 9_600, LEAST_T)
    assert dealers.withdraw(ben, number)["state"] == "open"
    with pytest.raises(TermsChanged):
        dealers.accept(ann, number, counter)
    assert dealers.withdraw(ann, number)["state"] == "withdrawn"
    assert_sound(dealers.venue)


@trips(OwnBlockOffer)
def test_nobody_deals_with_themselves(dealers: Dealers, ann: Trader) -> None:
    with pytest.raises(OwnBlockOffer):
        dealers.offer(ann, SELL, ann)
    number = dealers.offer(ann, SELL)
    other = second_account(dealers, ann)
    for step in (dealers.accept, dealers.decline):
        with pytest.raises(OwnBlockOffer):
            step(other, number)


@trips(NotSideOfOffer)
def test_an_offer_to_one_account_is_answered_from_it(
    dealers: Dealers, ann: Trader, ben: Trader, cem: Trader
) -> None:
    number = dealers.offer(ann, SELL, ben)
    with pytest.raises(NotSideOfOffer):
        dealers.accept(second_account(dealers, ben), number)
    to_all = dealers.offer(ann, SELL)
    with pytest.raises(NotSideOfOffer):
        dealers.decline(cem, to_all)


@trips(UnknownBlockOffer)
def test_an_offer_between_others_is_unknown(
    dealers: Dealers, ann: Trader, ben: Trader, cem: Trader
) -> None:
    number = dealers.offer(ann, SELL, ben)
    for wanted in (number, "BO-2026-999999", "", "x" * 5_000, "大宗", "BO-2026-000001\x00"):
        with pytest.raises(UnknownBlockOffer):
            dealers.accept(cem, wanted)
        with pytest.raises(UnknownBlockOffer):
            dealers.counter(cem, wanted, CLOSE_FEN, LEAST_T)


@trips(OtherSideCannotSettle)
def test_a_counter_without_means_is_not_settled_and_tells_no_balance(
    dealers: Dealers, ann: Trader
) -> None:
    poor = dealers.trader("Poor", cash_fen=1, units_t=0)
    number = dealers.offer(ann, SELL)
    counter = dealers.counter(poor, number, CLOSE_FEN, LEAST_T)
    with pytest.raises(OtherSideCannotSettle) as refused:
        dealers.accept(ann, number, counter)
    assert set(refused.value.facts) == {"account", "field"}
    assert dealers.venue.units(ann) == (UNITS_T, 150_000)
    assert_sound(dealers.venue)


def test_an_offer_from_a_frozen_account_is_not_settled(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    number = dealers.offer(ann, SELL, ben)
    set_status(dealers.venue, "account", "status", "frozen", f"WHERE number = '{ann.account}'")
    with pytest.raises(OtherSideCannotSettle):
        dealers.accept(ben, number)
    assert dealers.venue.cash(ben) == (CASH_FEN, 0)


def test_one_s_own_side_must_have_the_means(dealers: Dealers, ann: Trader) -> None:
    poor = dealers.trader("Poor", cash_fen=1, units_t=LEAST_T - 1)
    with pytest.raises(InsufficientUnits):
        dealers.offer(poor, SELL, quantity_t=LEAST_T)
    with pytest.raises(InsufficientCash):
        dealers.offer(poor, BUY, quantity_t=LEAST_T)
    with pytest.raises(InsufficientCash):
        dealers.accept(poor, dealers.offer(ann, SELL))
    with pytest.raises(InsufficientUnits):
        dealers.accept(poor, dealers.offer(ann, BUY))
    assert_sound(dealers.venue)


def test_units_bought_in_a_block_are_sold_from_the_next_day_on(
    dealers: Dealers, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    new = dealers.trader("New", units_t=0)
    dealers.accept(new, dealers.offer(ann, SELL))
    with pytest.raises(SameDayResale):
        dealers.offer(new, SELL, ben)
    with pytest.raises(SameDayResale):
        dealers.accept(new, dealers.offer(ben, BUY))
    clock.advance(timedelta(days=1))
    dealers.accept(ben, dealers.offer(new, SELL, ben))
    assert dealers.venue.units(new) == (0, 0)


@trips(BlockTooLarge)
def test_terms_at_the_edges_of_the_rules(dealers: Dealers, ann: Trader, ben: Trader) -> None:
    for price_fen in (LOW_FEN, HIGH_FEN):
        dealers.withdraw(ann, dealers.offer(ann, SELL, price_fen=price_fen, quantity_t=LEAST_T))
    for price_fen in (LOW_FEN - 1, HIGH_FEN + 1, 0, -1, 2**80):
        with pytest.raises(PriceOutsideBand):
            dealers.offer(ann, SELL, price_fen=price_fen)
    with pytest.raises(QuantityTooSmall):
        dealers.offer(ann, SELL, quantity_t=LEAST_T - 1)
    for quantity_t in (10_000_000_001, 2**80):
        with pytest.raises(BlockTooLarge):
            dealers.offer(ann, SELL, quantity_t=quantity_t)
    number = dealers.offer(ann, SELL, ben)
    for price_fen, quantity_t, refusal in (
        (LOW_FEN - 1, LEAST_T, PriceOutsideBand),
        (LOW_FEN, LEAST_T - 1, QuantityTooSmall),
        (LOW_FEN, 2**80, BlockTooLarge),
    ):
        for trader in (ann, ben):
            with pytest.raises(refusal):
                dealers.counter(trader, number, price_fen, quantity_t)
    assert_sound(dealers.venue)


@trips(TooManyCounters)
def test_an_account_proposes_only_so_often(
    dealers: Dealers, ann: Trader, ben: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("market.blocks.answering.COUNTERS_MAX", 2)
    number = dealers.offer(ann, SELL, ben)
    for trader, left in ((ann, 1), (ben, 2)):
        for _ in range(left):
            dealers.counter(trader, number, 9_700, LEAST_T)
        with pytest.raises(TooManyCounters):
            dealers.counter(trader, number, 9_700, LEAST_T)


def test_a_repeated_step_answers_as_the_first_did(
    dealers: Dealers, ann: Trader, ben: Trader
) -> None:
    offering = dealers.offering(ann, SELL, ben)
    first, again = (dealers.venue.execute(offering, ann.actor) for _ in range(2))
    assert again.replayed
    assert again.data == first.data
    assert dealers.venue.units(ann) == (UNITS_T, 150_000)
    with pytest.raises(IdempotencyConflict):
        dealers.venue.execute(replace(offering, quantity_t=LEAST_T), ann.actor)


def test_only_the_account_s_people_speak_for_it(dealers: Dealers, ann: Trader, ben: Trader) -> None:
    for actor in (STRANGER, ben.actor):
        with pytest.raises(Exception, match="represent"):
            dealers.venue.execute(dealers.offering(ann, SELL), actor)
    with pytest.raises(RoleMissing):
        dealers.venue.execute(dealers.offering(ann, SELL), OPERATOR)
    with pytest.raises(UnknownAccount):
        dealers.offer(ann, SELL, counterparty="100-0000001-00")
    with pytest.raises(AccountClosedToUnits):
        dealers.offer(ann, SELL, counterparty=system_account(dealers))
    assert_sound(dealers.venue)


def second_account(dealers: Dealers, trader: Trader) -> Trader:
    """The same party with another account."""
    with unit_of_work(dealers.venue.world) as session:
        number = open_account(session, trader.party_id).number
    return replace(trader, account=number)


def system_account(dealers: Dealers) -> str:
    with reading(dealers.venue.world) as session:
        row = session.connection().exec_driver_sql("SELECT number FROM account WHERE id = 1").one()
    return str(row[0])
