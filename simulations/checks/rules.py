"""Checks 19, 20 and 23: auction, order book and the rules of the national market."""

from collections.abc import Iterator
from datetime import date

from market.listed import PlaceOrder
from market.matching import Bid, OrderBook, uniform_price_auction
from market.rules import (
    OrderKind,
    SameDayResale,
    Side,
    closing_price_fen,
    price_band,
)
from registry.compliance import legal_carry_over_t, legal_credit_limit_t, penalty_range_fen
from registry.ledger import DepositCash
from simulations.agents import UnitClass, allocation_t, benchmarks_of, power_unit
from simulations.checks.check import Check, exact
from simulations.checks.reference_book import ReferenceBook, workload
from simulations.memory import MemoryWorld, NegotiateTrade, Venue, national_rules
from simulations.runs import carried_t, usable_offsets_t
from simulations.scenarios import load_scenario

STEPS = 5_000
_CLOSE_FEN = 9_781
_DEADLINE = date(2025, 12, 31)


def rule_checks() -> Iterator[Check]:
    """Yield the checks of rules in integers."""
    yield from _auction()
    yield from _book()
    yield from _national_rules()
    yield from _venue_rules()


def _auction() -> Iterator[Check]:
    bids = [
        Bid(number, price * 100, quantity)
        for number, (price, quantity) in enumerate(
            ((50, 30), (45, 30), (40, 30), (40, 10), (30, 50)), start=1
        )
    ]
    free = uniform_price_auction(bids, 80)
    yield exact(
        19,
        "uniform auction of 80: price in fen, quantities, revenue in fen",
        [4_000, [30, 30, 15, 5, 0], 320_000],
        [free.price_fen, list(free.allocations_t), free.revenue_fen],
    )
    reserved = uniform_price_auction(bids, 80, 4_200)
    yield exact(
        19,
        "the same with a reserve of 42: price, sold",
        [4_200, 60],
        [reserved.price_fen, reserved.sold_t],
    )


def _book() -> Iterator[Check]:
    """Compare the book with a slow one, step by step, and look at its invariants."""
    book, reference = OrderBook(), ReferenceBook()
    trades = traded_t = differing = crossed = 0
    for step in workload(20, STEPS):
        side = Side.BUY if step.buys else Side.SELL
        expected = reference.apply(step)
        if step.kind == "cancel":
            book.cancel(step.order_id)
            obtained = []
        elif step.kind == "market":
            obtained = [fill[:3] for fill in book.market(side, step.quantity_t)]
        else:
            fills = book.limit(step.order_id, 1, side, step.price_fen, step.quantity_t)
            obtained = [fill[:3] for fill in fills]
        differing += expected != obtained
        trades += len(obtained)
        traded_t += sum(quantity_t for _, quantity_t, _ in obtained)
        bid, ask = book.best_bid_fen, book.best_ask_fen
        crossed += bid is not None and ask is not None and bid >= ask
    name = f"order book against a slow reference, {STEPS} operations, {trades} trades, {traded_t} t"
    yield exact(
        20, f"{name}: steps that differ, steps with a crossed book", [0, 0], [differing, crossed]
    )
    left = sorted((order.order_id, order.remaining_t) for order in book)
    wanted = sorted((order.order_id, order.quantity_t) for order in reference.resting)
    yield exact(
        20,
        "what rests in the end: orders, t, the same orders as in the reference",
        [len(wanted), sum(t for _, t in wanted), True],
        [len(left), sum(t for _, t in left), left == wanted],
    )


def _national_rules() -> Iterator[Check]:
    rules = load_scenario("builtin:cn-national-2024").markets["national"]
    listed = price_band(_CLOSE_FEN, national_rules("listed").band_pct)
    block = price_band(_CLOSE_FEN, national_rules("block").band_pct)
    yield exact(
        23,
        "bands around 97.81: listed ±10 %, block ±30 %, in fen",
        [8_803, 10_759, 6_847, 12_715],
        [*listed, *block],
    )
    yield exact(
        23,
        "carry-over min(floor(10,000 + 1.5 × net sales), held): by law, by the scenario",
        [55_000, 55_000],
        [legal_carry_over_t(30_000, 60_000, _DEADLINE), carried_t(rules, 60_000, 30_000)],
    )
    yield exact(
        23,
        "offsets for an obligation of 1,000,000 t: by law, by the scenario",
        [50_000, 50_000],
        [
            legal_credit_limit_t(1_000_000, _DEADLINE),
            usable_offsets_t(1_000_000, 0, rules.offsets.max_share),
        ],
    )
    yield exact(
        23,
        "fine on 10,000 t at a mean price of 70, 5 and 10 times, in fen",
        [350_000_000, 700_000_000],
        list(penalty_range_fen(10_000, 7_000, _DEADLINE)),
    )
    unit = power_unit(UnitClass.COAL_LARGE, 2e6, 1e6, 0.6, 1_900_000)
    yield exact(
        23,
        "allocation of 2,000,000 MWh and 1,000,000 GJ at a load factor of 60 %, t",
        1_782_377,
        allocation_t(unit, benchmarks_of(rules.allocation, 2024, 0)),
    )


def _venue_rules() -> Iterator[Check]:
    """Trade a block and try to sell what was bought: two firms, one day, in memory."""
    trading = load_scenario("builtin:cn-national-2024").markets["national"].trading
    world = MemoryWorld()
    for account in ("seller", "buyer"):
        world.open_account(account)
    world.execute(DepositCash(client_id="cash", account="buyer", amount_fen=10**12))
    world.open_venue(
        Venue("national", "CEA-2024", world.open_unit_type("CEA-2024"), 7_900, trading)
    )
    world.issue("seller", "CEA-2024", 200_000)
    world.execute(
        NegotiateTrade(
            client_id="block",
            buyer="buyer",
            seller="seller",
            instrument="CEA-2024",
            price_fen=6_000,
            quantity_t=150_000,
        )
    )
    try:
        world.execute(
            PlaceOrder(
                client_id="resale",
                account="buyer",
                instrument="CEA-2024",
                side=Side.SELL,
                order_kind=OrderKind.LIMIT,
                price_fen=7_900,
                quantity_t=1,
            )
        )
        resale = "accepted"
    except SameDayResale:
        resale = "refused"
    yield exact(23, "selling on the same day what was bought", "refused", resale)
    row = world.close_day(world.venues["CEA-2024"])
    yield exact(
        23,
        "close in fen, listed and block volume of a day with blocks only, previous close 79.00",
        [7_900, 0, 150_000],
        [row[3], row[4], row[5]],
    )
    yield exact(
        23,
        "close of 68,010 t for 5,027,730 CNY, in fen",
        7_393,
        closing_price_fen(502_773_000, 68_010, 7_900),
    )
