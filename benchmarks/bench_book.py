"""Order book against two peers: the same 200,000 operations, the same trades, operations/s.

The mix is 161,923 limit, 29,509 cancel and 8,568 market orders on ticks of 0.01 CNY within ±10 %
of 90.00 CNY. Each engine gets its own best of three, with the collector off and a fresh book, and
each is driven by a loop as short as its interface allows. pyorderbook has no market order, and one
of lightmatchingengine would rest at price 0: for both it is a limit order at the end of the band
whose rest is cancelled. The order objects of pyorderbook are built inside the timed loop, as a
venue must build them; a second figure builds them beforehand.

Run: ``python -m benchmarks.bench_book [--operations N] [--seed S]``; JSON is the last line.
"""

import argparse
import gc
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from market.matching import OrderBook
from market.rules import Side

LIMIT_SHARE, CANCEL_SHARE = 161_923, 29_509
OPERATIONS = 200_000
BASE_FEN, LOW_FEN, HIGH_FEN = 9_000, 8_100, 9_900
TARGET_RATIO = 10.0
TARGET_DEPTH = 1.5


class Operation(NamedTuple):
    """One arriving order; a cancel names the order it takes out."""

    kind: str
    order_id: int
    owner_id: int
    side: Side
    price_fen: int
    quantity_t: int


Trades = list[tuple[int, int, int, int]]
"""Taker order, maker order, price in fen, quantity in t, in the order in which they happened."""


def workload(operations: int = OPERATIONS, seed: int = 20) -> list[Operation]:
    """Draw the operations: the mean price wanders inside the band, every cancel finds its order.

    About 1,100 orders rest at a time, and about 138,000 trades happen.

    Args:
        operations: how many, in the proportions of the full workload.
        seed: seed of the generator.

    Returns:
        The operations; equal arguments give equal operations.
    """
    draw = random.Random(seed)
    limits = operations * LIMIT_SHARE // OPERATIONS
    cancels = operations * CANCEL_SHARE // OPERATIONS
    kinds = ["limit"] * limits + ["cancel"] * cancels + ["market"] * (operations - limits - cancels)
    draw.shuffle(kinds)
    book = OrderBook()
    placed: list[int] = []
    mean_fen = float(BASE_FEN)
    drawn: list[Operation] = []
    waiting = 0
    for order_id, drawn_kind in enumerate(kinds, start=1):
        kind = drawn_kind
        if kind == "cancel" and not len(book):
            kind, waiting = "limit", waiting + 1
        elif kind == "limit" and waiting and len(book):
            kind, waiting = "cancel", waiting - 1
        mean_fen += draw.gauss(0, 10) + (BASE_FEN - mean_fen) * 0.0005
        mean_fen = min(max(mean_fen, LOW_FEN + 100), HIGH_FEN - 100)
        side = draw.choice((Side.BUY, Side.SELL))
        offset_fen = -25 if side is Side.BUY else 25
        price_fen = min(max(round(draw.gauss(mean_fen + offset_fen, 40)), LOW_FEN), HIGH_FEN)
        operation = Operation(
            kind, order_id, draw.randrange(1, 200), side, price_fen, draw.randint(1, 100)
        )
        if kind == "cancel":
            operation = operation._replace(order_id=_living(book, placed, draw))
            book.cancel(operation.order_id)
        elif kind == "market":
            book.market(side, operation.quantity_t)
        else:
            book.limit(*operation[1:])
            placed.append(order_id)
        drawn.append(operation)
    return drawn


def _living(book: OrderBook, placed: list[int], draw: random.Random) -> int:
    """Pick an order that still rests, forgetting on the way those that do not."""
    while True:
        place = draw.randrange(len(placed))
        placed[place], placed[-1] = placed[-1], placed[place]
        order_id = placed.pop()
        if book.remaining_t(order_id):
            return order_id


def run_tanlab(operations: Iterable[tuple[Any, ...]]) -> tuple[OrderBook, list[Any]]:
    """Drive TanLab's book and keep every trade."""
    book = OrderBook()
    limit, market, cancel = book.limit, book.market, book.cancel
    tape: list[Any] = []
    for kind, order_id, owner_id, side, price_fen, quantity_t in operations:
        if kind == "limit":
            fills = limit(order_id, owner_id, side, price_fen, quantity_t)
        elif kind == "cancel":
            cancel(order_id)
            continue
        else:
            fills = market(side, quantity_t)
        if fills:
            tape.append((order_id, fills))
    return book, tape


def run_pyorderbook(
    operations: Iterable[tuple[Any, ...]], built: dict[int, Any] | None = None
) -> tuple[Any, list[Any], dict[int, Any]]:
    """Drive pyorderbook; orders are built here unless they are given."""
    from pyorderbook import Book  # noqa: PLC0415 - configures logging when imported

    book = Book()
    match, cancel, known = book.match, book.cancel, book.order_map
    orders: dict[int, Any] = {} if built is None else built
    tape: list[Any] = []
    for operation in operations:
        kind, order_id = operation[0], operation[1]
        if kind == "cancel":
            cancel(orders[order_id])
            continue
        if built is None:
            order = orders[order_id] = _peer_order(operation)
        else:
            order = orders[order_id]
        blotter = match(order)
        if blotter.trades:
            tape.append((order_id, blotter.trades))
        if kind == "market" and order.id in known:
            cancel(order)
    return book, tape, orders


def _peer_order(operation: tuple[Any, ...]) -> Any:
    from pyorderbook import ask, bid  # noqa: PLC0415 - configures logging when imported

    kind, _, _, side, price_fen, quantity_t = operation
    if kind == "market":
        price_fen = HIGH_FEN if side is Side.BUY else LOW_FEN
    return (bid if side is Side.BUY else ask)("CEA", price_fen / 100, quantity_t)


def run_lightmatchingengine(
    operations: Iterable[tuple[Any, ...]],
) -> tuple[Any, list[Any], dict[int, int]]:
    """Drive lightmatchingengine, which numbers orders itself; prices are whole fen."""
    from lightmatchingengine.lightmatchingengine import LightMatchingEngine  # noqa: PLC0415

    engine = LightMatchingEngine()
    add, cancel = engine.add_order, engine.cancel_order
    numbers: dict[int, int] = {}
    tape: list[Any] = []
    for kind, order_id, _, side, price_fen, quantity_t in operations:
        if kind == "cancel":
            cancel(numbers[order_id], "CEA")
            continue
        is_buy = side is Side.BUY
        if kind == "market":
            price_fen = HIGH_FEN if is_buy else LOW_FEN  # noqa: PLW2901  no copy in a timed loop
        order, trades = add("CEA", price_fen, quantity_t, 1 if is_buy else 2)
        numbers[order_id] = order.order_id
        if trades:
            tape.append((order_id, trades))
        if kind == "market" and order.leaves_qty:
            cancel(order.order_id, "CEA")
    return engine, tape, numbers


def tanlab_trades(tape: list[Any]) -> Trades:
    """Flatten TanLab's tape."""
    return [
        (order_id, maker_id, price_fen, quantity_t)
        for order_id, fills in tape
        for price_fen, quantity_t, maker_id, _ in fills
    ]


def peer_trades(tape: list[Any], orders: dict[int, Any]) -> Trades:
    """Flatten pyorderbook's tape, with our order numbers for its UUIDs."""
    number = {order.id: order_id for order_id, order in orders.items()}
    return [
        (order_id, number[fill.standing_order_id], int(fill.fill_price * 100), fill.fill_quantity)
        for order_id, fills in tape
        for fill in fills
    ]


def engine_trades(tape: list[Any], numbers: dict[int, int]) -> Trades:
    """Flatten the tape of lightmatchingengine, leaving out its records of the taker's side."""
    ours = {number: order_id for order_id, number in numbers.items()}
    return [
        (order_id, ours[trade.order_id], trade.trade_price, trade.trade_qty)
        for order_id, trades in tape
        for trade in trades
        if ours[trade.order_id] != order_id
    ]


Contestant = tuple[Callable[[], Any], Callable[[Any], Any]]
"""Untimed preparation, and the timed run on what it prepared."""


def best_seconds(contestants: Sequence[Contestant], rounds: int = 3) -> list[float]:
    """Time each contestant's best of several rounds, in seconds.

    They take turns, with the collector off, so that a busy machine troubles all of them.
    """
    best = [float("inf")] * len(contestants)
    for _ in range(rounds):
        for place, (prepare, run) in enumerate(contestants):
            prepared = prepare()
            gc.collect()
            gc.disable()
            try:
                start = time.perf_counter()
                kept = run(prepared)
                best[place] = min(best[place], time.perf_counter() - start)
            finally:
                gc.enable()
            del kept, prepared
    return best


def at_depth(resting: int, operations: int = 20_000) -> Contestant:
    """Place and cancel, and trade at the touch, beside a number of resting orders."""

    def prepare() -> OrderBook:
        draw = random.Random(resting)
        book = OrderBook()
        for order_id in range(resting):
            side = Side.BUY if order_id % 2 else Side.SELL
            distance_fen = draw.randrange(1, 900)
            price_fen = BASE_FEN - distance_fen if side is Side.BUY else BASE_FEN + distance_fen
            book.limit(order_id, 1, side, price_fen, 50)
        return book

    def run(book: OrderBook) -> None:
        for order_id in range(resting, resting + operations, 4):
            book.limit(order_id, 2, Side.BUY, BASE_FEN - 1 - order_id % 800, 10)
            book.cancel(order_id)
            book.limit(order_id + 1, 2, Side.SELL, BASE_FEN, 10)
            book.limit(order_id + 2, 3, Side.BUY, BASE_FEN, 10)

    return prepare, run


def compare(drawn: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Let the three books trade the same operations and say what happened, alike in all."""
    book, tape = run_tanlab(drawn)
    ours = tanlab_trades(tape)
    _, tape, orders = run_pyorderbook(drawn)
    if ours != peer_trades(tape, orders):
        raise AssertionError("pyorderbook traded differently")
    _, tape, numbers = run_lightmatchingengine(drawn)
    if ours != engine_trades(tape, numbers):
        raise AssertionError("lightmatchingengine traded differently")
    return {
        "mix": Counter(operation[0] for operation in drawn),
        "trades": len(ours),
        "traded_t": sum(trade[3] for trade in ours),
        "resting_orders": len(book),
        "resting_t": sum(order.remaining_t for order in book),
        "identical_trades": True,
    }


def measure(operations: int, seed: int) -> dict[str, Any]:
    """Compare trades, then time the engines on the same operations."""
    drawn = [tuple(operation) for operation in workload(operations, seed)]
    outcome = compare(drawn)

    def nothing() -> None:
        return None

    def built() -> dict[int, Any]:
        placed = (operation for operation in drawn if operation[0] != "cancel")
        return {operation[1]: _peer_order(operation) for operation in placed}

    ours_s, engine_s, peer_s, peer_built_s = best_seconds(
        [
            (nothing, lambda _: run_tanlab(drawn)),
            (nothing, lambda _: run_lightmatchingengine(drawn)),
            (nothing, lambda _: run_pyorderbook(drawn)),
            (built, lambda orders: run_pyorderbook(drawn, orders)),
        ]
    )
    shallow_s, deep_s = best_seconds([at_depth(1_000), at_depth(100_000)])
    return {
        "benchmark": "book",
        "operations": len(drawn),
        **outcome,
        "tanlab_ops_per_s": round(len(drawn) / ours_s),
        "lightmatchingengine_ops_per_s": round(len(drawn) / engine_s),
        "pyorderbook_ops_per_s": round(len(drawn) / peer_s),
        "pyorderbook_built_beforehand_ops_per_s": round(len(drawn) / peer_built_s),
        "ratio_lightmatchingengine": round(engine_s / ours_s, 2),
        "ratio_pyorderbook": round(peer_s / ours_s, 2),
        "ratio_pyorderbook_built_beforehand": round(peer_built_s / ours_s, 2),
        "target_ratio": TARGET_RATIO,
        "depth_100000_over_1000": round(deep_s / shallow_s, 3),
        "target_depth": TARGET_DEPTH,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Order book against two peers.")
    parser.add_argument("--operations", type=int, default=OPERATIONS)
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    result = measure(arguments.operations, arguments.seed)
    print(f"{'engine':<42}{'operations/s':>14}{'ratio':>8}")
    print(f"{'TanLab OrderBook':<42}{result['tanlab_ops_per_s']:>14,}{1:>8}")
    for key, name in (
        ("lightmatchingengine", "lightmatchingengine"),
        ("pyorderbook", "pyorderbook"),
        ("pyorderbook_built_beforehand", "pyorderbook, orders built beforehand"),
    ):
        print(f"{name:<42}{result[f'{key}_ops_per_s']:>14,}{result[f'ratio_{key}']:>8}")
    print(f"identical trades: {result['trades']:,}, {result['traded_t']:,} t; ", end="")
    print(f"resting: {result['resting_orders']:,}, {result['resting_t']:,} t")
    print(f"cost at 100,000 resting orders / at 1,000: {result['depth_100000_over_1000']}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
