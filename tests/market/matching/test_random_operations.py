"""Outcomes of the book equal those of an independent, slow matcher, operation by operation."""

import pytest

from benchmarks.bench_book import OPERATIONS, run_tanlab, tanlab_trades, workload
from tests.market.matching.random_operations import REASONS, Twins
from tests.market.matching.reference_matcher import ReferenceMatcher


def test_fifty_thousand_random_operations_end_as_the_reference_matcher_says() -> None:
    twins = Twins(seed=4)
    twins.run(50_000)
    assert set(REASONS.values()) | {"gone", "self-trade"} == set(twins.refused)
    assert twins.trades > 10_000
    assert twins.takes > 2_000


@pytest.mark.soak
@pytest.mark.parametrize(
    ("seed", "cancel_share", "away_fen"),
    [(1, 0.3, 10), (2, 0.2, 10), (3, 0.2, 10), (4, 0.1, 10), (5, 0.1, 25)],
)
def test_a_million_random_operations_end_as_the_reference_matcher_says(
    seed: int, cancel_share: float, away_fen: int
) -> None:
    """Five runs of 200,000, from books of fifty orders to books of a thousand."""
    twins = Twins(seed=seed, cancel_share=cancel_share, away_fen=away_fen)
    twins.run(200_000)
    assert twins.trades > 40_000


@pytest.mark.soak
def test_the_whole_workload_of_the_benchmark_ends_as_the_reference_matcher_says() -> None:
    operations = workload(OPERATIONS, 20)
    book, tape = run_tanlab(operations)
    reference = ReferenceMatcher()
    expected = []
    for kind, order_id, owner_id, side, price_fen, quantity_t in operations:
        if kind == "cancel":
            assert reference.cancel(order_id) > 0
        elif kind == "market":
            expected += [(order_id, fill) for fill in reference.market(side, quantity_t)]
        else:
            fills = reference.limit(order_id, owner_id, side, price_fen, quantity_t)
            expected += [(order_id, fill) for fill in fills]
    assert tanlab_trades(tape) == [
        (order_id, maker_id, price_fen, traded_t)
        for order_id, (price_fen, traded_t, maker_id, _) in expected
    ]
    assert (len(expected), sum(fill[1] for _, fill in expected)) == (138_681, 3_545_232)
    assert (len(book), sum(order.remaining_t for order in book)) == (898, 43_919)
    assert [(order.order_id, order.remaining_t) for order in book] == [
        (order.order_id, order.remaining_t) for order in reference.orders
    ]
