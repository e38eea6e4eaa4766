"""The benchmark's own claim, on a small run: both peers trade exactly as the book does."""

import logging
from collections.abc import Iterator

import pytest

from benchmarks.bench_book import (
    engine_trades,
    peer_trades,
    run_lightmatchingengine,
    run_pyorderbook,
    run_tanlab,
    tanlab_trades,
    workload,
)


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Importing pyorderbook configures the root logger."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_pyorderbook_makes_the_same_trades() -> None:
    operations = workload(10_000, seed=7)
    _, tape = run_tanlab(operations)
    _, peer_tape, orders = run_pyorderbook(operations)
    ours = tanlab_trades(tape)
    assert ours == peer_trades(peer_tape, orders)
    assert len(ours) > 5_000


def test_lightmatchingengine_makes_the_same_trades() -> None:
    operations = workload(10_000, seed=7)
    _, tape = run_tanlab(operations)
    _, engine_tape, numbers = run_lightmatchingengine(operations)
    assert tanlab_trades(tape) == engine_trades(engine_tape, numbers)


def test_the_workload_is_the_documented_mix() -> None:
    kinds = [operation.kind for operation in workload(20_000)]
    assert kinds.count("limit") == 16_192
    assert kinds.count("cancel") == 2_950
    assert len(kinds) == 20_000
    assert workload(500, 1) == workload(500, 1) != workload(500, 2)
