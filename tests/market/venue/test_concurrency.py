"""Several processes trade on two instruments; the database puts each book in one order."""

import random
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

from market.listed import PlaceOrder
from market.rules import OrderKind, Side
from market.services import execute
from registry.worlds import (
    Actor,
    Database,
    DrivenClock,
    RegistryError,
    Role,
    World,
    carry_out,
    reading,
)
from tests.market.matching.reference_matcher import ReferenceMatcher
from tests.market.traders import CASH_FEN, CEA, UNITS_T, Trader, Venue, assert_sound, open_venue
from tests.sharing import forking

PROCESSES = 4
ORDERS = 30
CODES = (CEA, "CEA-2023")
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def trade_in_a_process(
    url: str, schema: str | None, seed: int, traders: list[tuple[str, int]]
) -> tuple[int, int]:
    """Place random orders, each twice under the same client id; return what was refused."""
    database = Database(url, synchronous="OFF", pooled=False)
    world = World("test", database, DrivenClock(START), schema)
    draw = random.Random(seed)
    refused = differing = 0
    for number in range(ORDERS):
        account, party_id = draw.choice(traders)
        actor = Actor("x", frozenset({Role.REPRESENTATIVE}), frozenset({party_id}))
        price_fen = draw.choice([None, *range(9_770, 9_793)])
        command = PlaceOrder(
            client_id=f"p{seed}-{number}",
            account=account,
            instrument=draw.choice(CODES),
            side=draw.choice(list(Side)),
            order_kind=OrderKind.MARKET if price_fen is None else OrderKind.LIMIT,
            price_fen=price_fen,
            quantity_t=draw.randint(1, 50),
        )
        try:
            first = carry_out(world, lambda session, c=command, a=actor: execute(session, c, a))
            again = carry_out(world, lambda session, c=command, a=actor: execute(session, c, a))
        except RegistryError:
            refused += 1
        else:
            differing += first.data != again.data or not again.replayed
    database.dispose()
    return refused, differing


def test_processes_trade_as_one_matcher_would(world: World) -> None:
    venue = open_venue(world)
    venue.list_instrument(CODES[1])
    traders = [venue.trader(f"T{number}") for number in range(6)]
    for trader in traders:
        venue.issue(trader, CODES[1], UNITS_T)
    url = world.database.url.render_as_string(hide_password=False)
    arguments = [(trader.account, trader.party_id) for trader in traders]
    with ProcessPoolExecutor(PROCESSES, mp_context=forking()) as pool:
        runs = [
            pool.submit(trade_in_a_process, url, world.schema, seed, arguments)
            for seed in range(PROCESSES)
        ]
        results = [run.result() for run in runs]
    placed = sum(compare_with_reference(venue, code) for code in CODES)
    assert [differing for _, differing in results] == [0] * PROCESSES
    assert placed == PROCESSES * ORDERS - sum(refused for refused, _ in results)
    assert placed > PROCESSES * ORDERS // 2
    assert_sound(venue)
    assert_nothing_lost(venue, traders)


def compare_with_reference(venue: Venue, code: str) -> int:
    """Give all orders of a book, in the order of their numbers, to the reference matcher."""
    this_book = f"WHERE instrument_id = (SELECT id FROM instrument WHERE code = '{code}')"
    with reading(venue.world) as session:
        connection = session.connection()
        orders = connection.exec_driver_sql(
            "SELECT id, party_id, side, price_fen, quantity_t, state, remaining_t"
            f" FROM market_order {this_book} ORDER BY id"
        ).fetchall()
        trades = connection.exec_driver_sql(
            "SELECT buy_order_id, sell_order_id, price_fen, quantity_t FROM trade"
            f" {this_book} ORDER BY id"
        ).fetchall()
    reference, expected = ReferenceMatcher(), []
    for id_, party_id, side, price_fen, quantity_t, _, _ in orders:
        if price_fen is None:
            fills = reference.market(side, quantity_t)
        else:
            fills = reference.limit(id_, party_id, side, price_fen, quantity_t)
        for traded_fen, traded_t, maker_id, _ in fills:
            pair = (id_, maker_id) if side == "buy" else (maker_id, id_)
            expected.append((*pair, traded_fen, traded_t))
    assert [tuple(trade) for trade in trades] == expected
    assert len(expected) > 5
    resting = {order.order_id: order.remaining_t for order in reference.orders}
    assert {row[0]: row[6] for row in orders if row[5] == "open"} == resting
    return len(orders)


def assert_nothing_lost(venue: Venue, traders: list[Trader]) -> None:
    assert sum(venue.cash(trader)[0] for trader in traders) == CASH_FEN * len(traders)
    for code in CODES:
        held_t = [venue.held(trader).get(code, (0, 0))[0] for trader in traders]
        assert sum(held_t) == UNITS_T * len(traders)
