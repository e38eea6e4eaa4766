import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from benchmarks.bench_book import run_tanlab, tanlab_trades, workload
from market.matching import OrderBook, RestingOrder
from market.rules import Side
from tests.market.matching.book_machine import BookMachine, WrongSortBook
from tests.market.matching.reference_matcher import ReferenceMatcher

BUY, SELL = Side.BUY, Side.SELL
STATE_MACHINE = settings(
    max_examples=500,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def book() -> OrderBook:
    return OrderBook()


def test_an_order_without_counterpart_rests(book: OrderBook) -> None:
    assert not book.limit(1, 10, BUY, 9_000, 5)
    assert list(book) == [RestingOrder(1, 10, BUY, 9_000, 5)]
    assert (book.best_bid_fen, book.best_ask_fen) == (9_000, None)


def test_trades_happen_at_the_resting_price(book: OrderBook) -> None:
    book.limit(1, 10, SELL, 9_000, 5)
    assert list(book.limit(2, 20, BUY, 9_100, 5)) == [(9_000, 5, 1, 10)]
    book.limit(3, 10, BUY, 8_900, 5)
    assert list(book.limit(4, 20, SELL, 8_800, 5)) == [(8_900, 5, 3, 10)]


def test_better_prices_trade_first_and_equal_prices_in_time(book: OrderBook) -> None:
    book.limit(1, 10, SELL, 9_001, 5)
    book.limit(2, 11, SELL, 9_000, 5)
    book.limit(3, 12, SELL, 9_000, 5)
    fills = book.limit(4, 20, BUY, 9_001, 12)
    assert list(fills) == [(9_000, 5, 2, 11), (9_000, 5, 3, 12), (9_001, 2, 1, 10)]
    assert book.remaining_t(1) == 3


def test_a_partial_fill_keeps_its_place(book: OrderBook) -> None:
    book.limit(1, 10, BUY, 9_000, 5)
    book.limit(2, 11, BUY, 9_000, 5)
    book.limit(3, 20, SELL, 9_000, 2)
    assert list(book.limit(4, 20, SELL, 9_000, 4)) == [(9_000, 3, 1, 10), (9_000, 1, 2, 11)]


def test_the_rest_of_a_limit_order_rests_and_of_a_market_order_is_void(book: OrderBook) -> None:
    book.limit(1, 10, SELL, 9_000, 5)
    book.limit(2, 20, BUY, 9_000, 8)
    assert book.remaining_t(2) == 3
    assert list(book.market(SELL, 10)) == [(9_000, 3, 2, 20)]
    assert len(book) == 0


def test_a_market_order_on_an_empty_book_trades_nothing(book: OrderBook) -> None:
    assert not book.market(BUY, 10)


def test_cancelling_returns_what_remained_once(book: OrderBook) -> None:
    book.limit(1, 10, SELL, 9_000, 5)
    book.limit(2, 20, BUY, 9_000, 2)
    assert [book.cancel(1), book.cancel(1), book.cancel(99)] == [3, 0, 0]
    assert not book.limit(3, 20, BUY, 9_000, 1)


def test_a_cancelled_order_does_not_trade_nor_show(book: OrderBook) -> None:
    for order_id in (1, 2, 3):
        book.limit(order_id, 10, SELL, 9_000, 5)
    book.cancel(1)
    book.cancel(2)
    assert book.depth().asks == ((9_000, 5),)
    assert list(book.limit(4, 20, BUY, 9_000, 9)) == [(9_000, 5, 3, 10)]


def test_a_price_emptied_by_cancelling_can_be_quoted_again(book: OrderBook) -> None:
    book.limit(1, 10, BUY, 9_000, 5)
    book.cancel(1)
    book.limit(2, 10, BUY, 9_000, 7)
    assert book.depth().bids == ((9_000, 7),)
    assert list(book.market(SELL, 7)) == [(9_000, 7, 2, 10)]
    assert book.best_bid_fen is None


def test_depth_adds_up_each_price_and_stops_at_the_levels_asked_for(book: OrderBook) -> None:
    for order_id, price_fen in enumerate((8_999, 8_998, 8_999, 8_997), start=1):
        book.limit(order_id, 10, BUY, price_fen, 10)
    depth = book.depth(2)
    assert depth.bids == ((8_999, 20), (8_998, 10))
    assert depth.asks == ()


def test_own_orders_are_found_only_when_they_would_trade(book: OrderBook) -> None:
    book.limit(1, 11, SELL, 9_000, 5)
    book.limit(2, 10, SELL, 9_001, 5)
    assert book.own_order_reached(10, BUY, 9_001, 6) == 2
    assert book.own_order_reached(10, BUY, None, 6) == 2
    assert book.own_order_reached(10, BUY, 9_001, 5) is None
    assert book.own_order_reached(10, BUY, 9_000, 50) is None
    assert book.own_order_reached(10, SELL, 8_000, 50) is None


def test_clearing_the_book_returns_what_rested_in_order_of_arrival(book: OrderBook) -> None:
    book.limit(1, 10, BUY, 8_000, 5)
    book.limit(2, 20, SELL, 9_000, 6)
    assert book.clear() == [1, 2]
    assert len(book) == 0
    assert book.depth() == ((), ())


def test_placing_and_cancelling_for_ever_keeps_the_book_small(book: OrderBook) -> None:
    book.limit(0, 10, BUY, 8_500, 1)
    for order_id in range(1, 20_001):
        book.limit(order_id, 10, BUY, 8_500 if order_id % 2 else 8_000 + order_id % 400, 1)
        book.cancel(order_id)
    bids = book._bids
    assert len(bids.heap) < 100
    assert sum(len(level) for level in bids.levels.values()) < 100


@pytest.mark.parametrize("seed", [1, 20])
def test_the_mixed_workload_ends_as_the_reference_matcher_says(seed: int) -> None:
    operations = workload(4_000, seed)
    book, tape = run_tanlab(operations)
    reference = ReferenceMatcher()
    expected = []
    for kind, order_id, owner_id, side, price_fen, quantity_t in operations:
        if kind == "cancel":
            assert reference.cancel(order_id) > 0
            continue
        if kind == "market":
            trades = reference.market(side, quantity_t)
        else:
            trades = reference.limit(order_id, owner_id, side, price_fen, quantity_t)
        expected += [(order_id, maker_id, price, traded) for price, traded, maker_id, _ in trades]
    assert tanlab_trades(tape) == expected
    assert len(expected) > 2_000
    assert [(order.order_id, order.remaining_t) for order in book] == [
        (order.order_id, order.remaining_t) for order in reference.orders
    ]


def test_no_sequence_of_orders_breaks_an_invariant() -> None:
    run_state_machine_as_test(BookMachine, settings=STATE_MACHINE)


def test_the_state_machine_finds_a_wrong_sort() -> None:
    """Planted bug: a book that serves the worst bid first must be caught."""

    class WrongSortMachine(BookMachine):
        book_class = WrongSortBook

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            WrongSortMachine,
            settings=settings(STATE_MACHINE, print_blob=False, report_multiple_bugs=False),
        )
