from dataclasses import replace
from datetime import timedelta

import pytest

from market.data import depth, order_by_id, own_orders
from market.listed import CancelOrder, PlaceOrder
from market.rules import (
    InstrumentClosed,
    InstrumentExists,
    InsufficientCash,
    NotYourOrder,
    OrderKind,
    OrderNeedsFullMandate,
    OrderNotOpen,
    PriceMissing,
    PriceNotWanted,
    PriceOffTick,
    PriceOutsideBand,
    QuantityTooLarge,
    QuantityTooSmall,
    ReferencePriceInvalid,
    SameDayResale,
    SelfTrade,
    Side,
    UnknownInstrument,
    UnknownOrder,
    UnknownRules,
)
from market.services import execute
from market.venue import OpenInstrument
from registry.control import ApplyControlProfile
from registry.ledger import (
    CASH_CODE,
    AccountNotOpen,
    InsufficientUnits,
    Transfer,
    WrongUnitKind,
    statement,
)
from registry.parties import open_account
from registry.worlds import (
    Actor,
    ClientIdInvalid,
    DrivenClock,
    IdempotencyConflict,
    NotRepresentative,
    Role,
    RoleMissing,
    UnknownAccount,
    UnknownUnitType,
    reading,
    unit_of_work,
)
from tests.checked import passes, trips
from tests.market.traders import (
    CASH_FEN,
    CEA,
    CLOSE_FEN,
    OPERATOR,
    STRANGER,
    UNITS_T,
    Trader,
    Venue,
    assert_sound,
    set_status,
)

BUY, SELL = Side.BUY, Side.SELL


@passes(
    UnknownInstrument,
    PriceNotWanted,
    PriceMissing,
    PriceOffTick,
    OrderNeedsFullMandate,
    InsufficientCash,
    SelfTrade,
)
def test_two_traders_exchange_units_for_cash(venue: Venue, ann: Trader, ben: Trader) -> None:
    resting = venue.place(ann, SELL, 9_800, 100)
    assert (resting["state"], resting["trades"]) == ("open", [])
    assert venue.units(ann) == (UNITS_T, 100)
    taken = venue.place(ben, BUY, 9_800, 100)
    assert taken["state"] == "filled"
    assert [(t["price_fen"], t["quantity_t"]) for t in taken["trades"]] == [(9_800, 100)]
    assert venue.units(ann) == (UNITS_T - 100, 0)
    assert venue.units(ben) == (UNITS_T + 100, 0)
    assert venue.cash(ann) == (CASH_FEN + 980_000, 0)
    assert venue.cash(ben) == (CASH_FEN - 980_000, 0)
    assert_sound(venue)


def test_a_trade_is_one_transaction_of_delivery_and_payment(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    venue.place(ann, SELL, 9_800, 100)
    command = venue.order(ben, BUY, 9_800, 100)
    venue.execute(command, ben.actor)
    with reading(venue.world) as session:
        order = own_orders(session, ben.actor)[0]
        rows = session.connection().exec_driver_sql(
            "SELECT transaction_id, account_id, unit_type_id, quantity FROM posting"
            " WHERE transaction_id = (SELECT transaction_id FROM trade)"
        )
        postings = rows.fetchall()
        buyer_id = session.connection().exec_driver_sql("SELECT buyer_account_id FROM trade")
        lines = statement(session, buyer_id.scalar_one())
    assert len(postings) == 4
    assert sorted(line.quantity for line in lines if line.kind == "trade") == [-980_000, 100]
    assert order.state == "filled"


def test_an_order_larger_than_the_book_fills_in_part_and_rests(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader
) -> None:
    venue.place(ann, SELL, 9_790, 30)
    venue.place(cem, SELL, 9_800, 30)
    taken = venue.place(ben, BUY, 9_810, 100)
    assert taken["state"] == "open"
    assert (taken["filled_t"], taken["remaining_t"]) == (60, 40)
    assert [(t["price_fen"], t["quantity_t"]) for t in taken["trades"]] == [
        (9_790, 30),
        (9_800, 30),
    ]
    assert venue.cash(ben) == (CASH_FEN - 30 * 9_790 - 30 * 9_800, 40 * 9_810)
    assert_sound(venue)


def test_the_price_improvement_is_released(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.place(ann, SELL, 9_000, 100)
    venue.place(ben, BUY, 10_000, 100)
    assert venue.cash(ben) == (CASH_FEN - 900_000, 0)
    assert_sound(venue)


def test_equal_prices_trade_in_the_order_of_their_arrival(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader
) -> None:
    first = venue.place(ann, SELL, 9_800, 10)
    second = venue.place(cem, SELL, 9_800, 10)
    venue.place(ben, BUY, 9_800, 15)
    with reading(venue.world) as session:
        assert order_by_id(session, first["order_id"], ann.actor).state == "filled"
        assert order_by_id(session, second["order_id"], cem.actor).remaining_t == 5


def test_an_order_keeps_its_place_while_it_fills_in_parts_and_loses_it_by_a_new_one(
    venue: Venue, ann: Trader, ben: Trader, cem: Trader
) -> None:
    first = venue.place(ann, SELL, 9_800, 30)["order_id"]
    second = venue.place(cem, SELL, 9_800, 30)["order_id"]
    for _ in range(2):
        (trade,) = venue.place(ben, BUY, 9_800, 10)["trades"]
        assert _seller_of(venue, trade["trade_id"]) == first
    venue.cancel(ann, first)
    venue.place(ann, SELL, 9_800, 10)
    (trade,) = venue.place(ben, BUY, 9_800, 30)["trades"]
    assert _seller_of(venue, trade["trade_id"]) == second
    assert venue.place(ben, BUY, 9_800, 10)["state"] == "filled"


def _seller_of(venue: Venue, trade_id: int) -> int:
    """The number of the order that sold."""
    with reading(venue.world) as session:
        row = session.connection().exec_driver_sql(
            f"SELECT sell_order_id FROM trade WHERE id = {int(trade_id)}"
        )
        return int(row.scalar_one())


def test_a_sweep_reads_the_book_page_by_page(venue: Venue, ann: Trader, ben: Trader) -> None:
    with unit_of_work(venue.world) as session:
        for number in range(230):
            execute(session, venue.order(ann, SELL, 9_700 + number % 50, 1), ann.actor)
    taken = venue.place(ben, BUY, None, 215)
    assert len(taken["trades"]) == 215
    prices = [trade["price_fen"] for trade in taken["trades"]]
    assert prices == sorted(prices)
    assert_sound(venue)


def test_a_market_order_sweeps_and_its_rest_is_void(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.place(ann, BUY, 9_700, 10)
    venue.place(ann, BUY, 9_650, 10)
    swept = venue.place(ben, SELL, None, 50)
    assert (swept["state"], swept["filled_t"], swept["remaining_t"]) == ("cancelled", 20, 30)
    assert venue.units(ben) == (UNITS_T - 20, 0)
    with reading(venue.world) as session:
        assert depth(session, CEA) == depth(session, CEA, 1)
        assert depth(session, CEA).asks == ()
    empty = venue.place(ben, SELL, None, 50)
    assert (empty["state"], empty["filled_t"]) == ("cancelled", 0)
    assert_sound(venue)


def test_a_market_buy_costs_what_the_book_asks(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.place(ann, SELL, 9_700, 10)
    venue.place(ann, SELL, 9_800, 10)
    assert venue.place(ben, BUY, None, 20)["state"] == "filled"
    assert venue.cash(ben) == (CASH_FEN - 97_000 - 98_000, 0)


@passes(NotYourOrder, OrderNotOpen, UnknownOrder)
def test_cancelling_releases_what_was_set_aside(venue: Venue, ann: Trader, ben: Trader) -> None:
    bid = venue.place(ann, BUY, 9_000, 100)
    assert venue.cash(ann) == (CASH_FEN, 900_000)
    venue.place(ben, SELL, 9_000, 40)
    answer = venue.cancel(ann, bid["order_id"])
    assert (answer["state"], answer["cancelled_t"]) == ("cancelled", 60)
    assert venue.cash(ann) == (CASH_FEN - 360_000, 0)
    with pytest.raises(OrderNotOpen):
        venue.cancel(ann, bid["order_id"])
    assert_sound(venue)


@trips(OrderNeedsFullMandate)
def test_a_mandate_that_only_initiates_places_no_order(venue: Venue, ann: Trader) -> None:
    initiator = replace(ann.actor, proposing_ids=ann.actor.party_ids)
    with pytest.raises(OrderNeedsFullMandate) as refused:
        venue.execute(venue.order(ann, SELL, 9_800, 10), initiator)
    assert refused.value.facts["account"] == ann.account
    assert venue.units(ann) == (UNITS_T, 0)
    full = replace(ann.actor, approving_ids=ann.actor.party_ids)
    assert venue.execute(venue.order(ann, SELL, 9_800, 10), full).data["state"] == "open"


def test_in_a_strict_world_only_a_mandate_that_also_approves_trades(
    venue: Venue, ann: Trader
) -> None:
    administrator = Actor("admin@example.org", frozenset({Role.ADMINISTRATOR}))
    venue.execute(ApplyControlProfile(client_id="strict", profile="strict"), administrator)
    with pytest.raises(OrderNeedsFullMandate):
        venue.execute(venue.order(ann, BUY, 9_700, 10), ann.actor)
    full = replace(ann.actor, approving_ids=ann.actor.party_ids)
    assert venue.execute(venue.order(ann, BUY, 9_700, 10), full).data["state"] == "open"


@trips(NotYourOrder, UnknownOrder)
def test_only_the_owner_cancels_an_order(venue: Venue, ann: Trader, ben: Trader) -> None:
    bid = venue.place(ann, BUY, 9_000, 100)
    with pytest.raises(NotYourOrder):
        venue.cancel(ben, bid["order_id"])
    for order_id in (10**6, 0, -1, 10**30):
        with pytest.raises(UnknownOrder):
            venue.cancel(ben, order_id)
    with pytest.raises(RoleMissing):
        venue.execute(CancelOrder(client_id="x", order_id=bid["order_id"]), OPERATOR)


@trips(OrderNotOpen)
def test_a_filled_order_cannot_be_cancelled(venue: Venue, ann: Trader, ben: Trader) -> None:
    bid = venue.place(ann, BUY, 9_800, 100)
    venue.place(ben, SELL, 9_800, 100)
    with pytest.raises(OrderNotOpen):
        venue.cancel(ann, bid["order_id"])


@pytest.mark.parametrize("price_fen", [8_802, 10_760])
@trips(PriceOutsideBand)
def test_prices_outside_the_band_are_refused_without_a_trace(
    venue: Venue, ann: Trader, price_fen: int
) -> None:
    with pytest.raises(PriceOutsideBand) as refused:
        venue.place(ann, BUY, price_fen, 1)
    assert refused.value.facts["low_cny"] == "88.03"
    assert refused.value.facts["high_cny"] == "107.59"
    with reading(venue.world) as session:
        assert own_orders(session, ann.actor) == []


@pytest.mark.parametrize("price_fen", [8_803, 10_759])
@passes(PriceOutsideBand)
def test_prices_on_the_edge_of_the_band_are_accepted(
    venue: Venue, ann: Trader, price_fen: int
) -> None:
    assert venue.place(ann, BUY, price_fen, 1)["state"] == "open"


@pytest.mark.parametrize(
    ("quantity_t", "refusal"),
    [(0, QuantityTooSmall), (-1, QuantityTooSmall), (100_000, QuantityTooLarge)],
)
@trips(QuantityTooSmall, QuantityTooLarge)
def test_quantities_out_of_range_are_refused(
    venue: Venue, ann: Trader, quantity_t: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        venue.place(ann, SELL, 9_800, quantity_t)


@trips(InsufficientCash)
@passes(InsufficientCash)
def test_nobody_buys_beyond_their_cash_or_sells_beyond_their_units(venue: Venue) -> None:
    poor = venue.trader("Poor", cash_fen=98_000, units_t=10)
    with pytest.raises(InsufficientCash) as refused:
        venue.place(poor, BUY, 9_801, 10)
    assert refused.value.facts["needed_cny"] == "980.10"
    assert refused.value.facts["available_cny"] == "980.00"
    venue.place(poor, BUY, 9_800, 10)
    with pytest.raises(InsufficientCash):
        venue.place(poor, BUY, 9_000, 1)
    with pytest.raises(InsufficientUnits):
        venue.place(poor, SELL, 9_900, 11)
    venue.place(poor, SELL, 9_900, 10)
    with pytest.raises(InsufficientUnits):
        venue.place(poor, SELL, 9_900, 1)
    assert_sound(venue)


def test_a_market_order_beyond_the_cash_is_refused_whole(venue: Venue, ann: Trader) -> None:
    venue.place(ann, SELL, 9_700, 10)
    venue.place(ann, SELL, 9_800, 10)
    poor = venue.trader("Poor", cash_fen=100_000, units_t=0)
    with pytest.raises(InsufficientCash) as refused:
        venue.place(poor, BUY, None, 20)
    assert refused.value.facts["needed_cny"] == "1950.00"
    assert venue.cash(poor) == (100_000, 0)
    assert_sound(venue)


def test_reserved_units_cannot_be_transferred_away(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.place(ann, SELL, 9_800, 99_999)
    transfer = Transfer(
        client_id="t1", from_account=ann.account, to_account=ben.account, unit_type=CEA, quantity=2
    )
    with pytest.raises(InsufficientUnits):
        venue.execute(transfer, ann.actor)


@trips(SelfTrade)
@passes(SelfTrade)
def test_a_party_does_not_trade_with_itself(venue: Venue, ann: Trader, ben: Trader) -> None:
    ask = venue.place(ann, SELL, 9_800, 10)
    for price_fen in (9_800, 9_900, None):
        with pytest.raises(SelfTrade) as refused:
            venue.place(ann, BUY, price_fen, 5)
        assert refused.value.facts["order_id"] == ask["order_id"]
    venue.place(ben, SELL, 9_790, 5)
    assert venue.place(ann, BUY, 9_800, 5)["state"] == "filled"
    assert venue.place(ann, BUY, 9_799, 5)["state"] == "open"


@trips(UnknownInstrument)
def test_strangers_and_unknown_names_are_refused(venue: Venue, ann: Trader) -> None:
    order = venue.order(ann, BUY, 9_000, 1)
    with pytest.raises(NotRepresentative):
        venue.execute(order, STRANGER)
    with pytest.raises(RoleMissing):
        venue.execute(order, Actor("v", frozenset({Role.VERIFIER}), frozenset({ann.party_id})))

    def changed(**values: str) -> PlaceOrder:
        facts = {"client_id": "x", "account": ann.account, "instrument": CEA, **values}
        return PlaceOrder(**facts, side=BUY, price_fen=9_000, quantity_t=1)

    for code in ("CEA-1999", "", "<script>", "x" * 500, "碳"):
        with pytest.raises(UnknownInstrument):
            venue.execute(changed(instrument=code), ann.actor)
    for number in ("200-0000099-00", "", "x" * 500):
        with pytest.raises(UnknownAccount):
            venue.execute(changed(account=number), ann.actor)
    for client_id in ("", "x" * 65, "a b"):
        with pytest.raises(ClientIdInvalid):
            venue.execute(changed(client_id=client_id), ann.actor)


def test_the_same_command_twice_happens_once(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.place(ann, SELL, 9_800, 100)
    command = venue.order(ben, BUY, 9_800, 40)
    first = venue.execute(command, ben.actor)
    again = venue.execute(command, ben.actor)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.data == first.data
    assert venue.units(ben) == (UNITS_T + 40, 0)
    other = PlaceOrder(
        client_id=command.client_id,
        account=ben.account,
        instrument=CEA,
        side=BUY,
        price_fen=9_800,
        quantity_t=41,
    )
    with pytest.raises(IdempotencyConflict):
        venue.execute(other, ben.actor)
    assert_sound(venue)


def test_a_refused_command_may_be_sent_again_once_it_is_allowed(venue: Venue, ann: Trader) -> None:
    poor = venue.trader("Poor", cash_fen=0, units_t=0)
    command = venue.order(poor, BUY, 9_800, 1)
    with pytest.raises(InsufficientCash):
        venue.execute(command, poor.actor)
    venue.place(ann, SELL, 9_700, 1)
    with pytest.raises(InsufficientCash):
        venue.execute(command, poor.actor)
    assert_sound(venue)


@trips(SameDayResale)
@passes(SameDayResale)
def test_units_bought_today_are_sold_tomorrow(
    venue: Venue, ann: Trader, clock: DrivenClock
) -> None:
    cleo = venue.trader("Cleo", units_t=100)
    venue.place(ann, SELL, CLOSE_FEN, 300)
    venue.place(cleo, BUY, CLOSE_FEN, 300)
    venue.place(cleo, SELL, CLOSE_FEN + 1, 60)
    with pytest.raises(SameDayResale) as refused:
        venue.place(cleo, SELL, CLOSE_FEN + 1, 41)
    assert refused.value.facts["resellable_t"] == 40
    assert refused.value.facts["bought_today_t"] == 300
    venue.place(ann, BUY, CLOSE_FEN, 50)
    with pytest.raises(SameDayResale):
        venue.place(cleo, SELL, None, 50)
    with pytest.raises(InsufficientUnits):
        venue.place(cleo, SELL, CLOSE_FEN + 1, 341)
    venue.place(cleo, SELL, CLOSE_FEN + 1, 40)
    clock.advance(timedelta(days=1))
    venue.place(cleo, SELL, CLOSE_FEN + 1, 400)
    assert_sound(venue)


def test_units_bought_today_stay_so_in_another_account_of_the_party(
    venue: Venue, ann: Trader, clock: DrivenClock
) -> None:
    """50 t were held and 100 t bought; moved to a second account, 50 t may be sold in all."""
    cleo = venue.trader("Cleo", units_t=50)
    with unit_of_work(venue.world) as session:
        second = open_account(session, cleo.party_id).number
    venue.place(ann, SELL, CLOSE_FEN, 100)
    venue.place(cleo, BUY, CLOSE_FEN, 100)
    moved = Transfer(
        client_id="move",
        from_account=cleo.account,
        to_account=second,
        unit_type=CEA,
        quantity=150,
    )
    venue.execute(moved, cleo.actor)
    other = replace(cleo, account=second)
    with pytest.raises(SameDayResale) as refused:
        venue.place(other, SELL, CLOSE_FEN, 51)
    assert refused.value.facts["resellable_t"] == 50
    venue.place(other, SELL, CLOSE_FEN, 50)
    with pytest.raises(SameDayResale):
        venue.place(other, SELL, CLOSE_FEN, 1)
    clock.advance(timedelta(days=1))
    venue.place(other, SELL, CLOSE_FEN, 150)
    assert_sound(venue)


def test_an_order_of_a_frozen_account_is_cancelled_once_it_is_open_again(
    venue: Venue, ann: Trader
) -> None:
    number = venue.place(ann, SELL, 9_800, 100)["order_id"]
    account = f"WHERE number = '{ann.account}'"
    set_status(venue, "account", "status", "frozen", account)
    with pytest.raises(AccountNotOpen):
        venue.cancel(ann, number)
    set_status(venue, "account", "status", "open", account)
    assert venue.cancel(ann, number)["cancelled_t"] == 100
    assert_sound(venue)


def test_what_a_sale_brings_in_is_spent_on_the_same_day(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    cleo = venue.trader("Cleo", cash_fen=0, units_t=10)
    venue.place(ann, BUY, CLOSE_FEN, 10)
    venue.place(cleo, SELL, CLOSE_FEN, 10)
    venue.place(ben, SELL, CLOSE_FEN, 10)
    assert venue.place(cleo, BUY, CLOSE_FEN, 10)["state"] == "filled"


@passes(InstrumentExists, ReferencePriceInvalid, UnknownRules, InstrumentClosed)
def test_purchases_of_other_instruments_and_accounts_do_not_count(
    venue: Venue, ann: Trader, ben: Trader
) -> None:
    venue.list_instrument("CEA-2025")
    venue.issue(ben, "CEA-2025", 500)
    for trader, side in ((ben, SELL), (ann, BUY)):
        order = venue.order(trader, side, CLOSE_FEN, 500)._replace(instrument="CEA-2025")
        venue.execute(order, trader.actor)
    venue.place(ben, BUY, CLOSE_FEN, 500)
    venue.place(ann, SELL, CLOSE_FEN, 500)
    venue.place(ann, SELL, CLOSE_FEN + 1, UNITS_T - 500)
    with pytest.raises(SameDayResale):
        venue.execute(order._replace(client_id="resale", side=SELL), ann.actor)


@trips(InstrumentClosed)
def test_a_closed_instrument_takes_no_orders(venue: Venue, ann: Trader) -> None:
    set_status(venue, "instrument", "state", "closed", "")
    with pytest.raises(InstrumentClosed):
        venue.place(ann, SELL, 9_800, 1)


@trips(InstrumentExists, ReferencePriceInvalid, UnknownRules)
def test_only_the_operator_lists_instruments_and_each_once(venue: Venue, ann: Trader) -> None:
    def listing(code: str = CEA, price_fen: int = 9_781, market: str = "") -> OpenInstrument:
        return OpenInstrument(
            client_id=venue.next_id(), instrument=code, reference_price_fen=price_fen, market=market
        )

    with pytest.raises(RoleMissing):
        venue.execute(listing(), ann.actor)
    with pytest.raises(InstrumentExists):
        venue.execute(listing(), OPERATOR)
    with pytest.raises(UnknownUnitType):
        venue.execute(listing("CEA-2030"), OPERATOR)
    with pytest.raises(WrongUnitKind):
        venue.execute(listing(CASH_CODE), OPERATOR)
    with pytest.raises(ReferencePriceInvalid):
        venue.execute(listing(CEA, 0), OPERATOR)
    with pytest.raises(UnknownRules):
        venue.execute(listing(market="nyse"), OPERATOR)


@trips(PriceMissing, PriceNotWanted)
def test_a_limit_order_in_the_wrong_form_is_refused(venue: Venue, ann: Trader) -> None:
    def changed(**values: object) -> PlaceOrder:
        facts = {"order_kind": OrderKind.LIMIT, "price_fen": 9_800, "quantity_t": 1, **values}
        return PlaceOrder(
            client_id=venue.next_id(), account=ann.account, instrument=CEA, side=BUY, **facts
        )

    with pytest.raises(PriceMissing):
        venue.execute(changed(price_fen=None), ann.actor)
    with pytest.raises(PriceNotWanted):
        venue.execute(changed(order_kind=OrderKind.MARKET), ann.actor)
