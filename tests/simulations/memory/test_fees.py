from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.rules import Side
from registry.ledger import SystemAccount
from simulations.memory import CASH, MemoryWorld, fee_rate
from tests.simulations.memory.worlds import (
    CASH_FEN,
    CEA,
    block,
    held,
    order,
    set_aside_fen,
    trading,
    two_firms,
)


def exchange_fen(world: MemoryWorld) -> int:
    return world.held(int(SystemAccount.EXCHANGE), CASH)


def test_a_fee_in_per_cent_is_held_in_parts_of_a_hundred_thousand() -> None:
    assert fee_rate(None) == 0
    assert fee_rate(Decimal("0.3")) == 300
    assert fee_rate(Decimal("0.0075")) == 8


def test_buyer_and_seller_pay_the_fee_of_a_listed_trade_to_the_exchange() -> None:
    world = two_firms(trading(fee_pct="0.5"))
    world.execute(order("one", Side.SELL, 8_000, 100))
    world.execute(order("two", Side.BUY, 8_100, 100))
    assert held(world, "one") == (900, CASH_FEN + 800_000 - 4_000)
    assert held(world, "two") == (1_100, CASH_FEN - 800_000 - 4_000)
    assert exchange_fen(world) == 8_000
    assert set_aside_fen(world, "two") == 0
    world.check_conservation()


def test_a_block_pays_the_fee_of_its_own_mode() -> None:
    world = two_firms(trading(fee_pct="0.5", block_fee_pct="0.1"))
    world.execute(block("two", "one", 7_500, 200))
    assert held(world, "one") == (800, CASH_FEN + 1_500_000 - 1_500)
    assert held(world, "two") == (1_200, CASH_FEN - 1_500_000 - 1_500)
    assert exchange_fen(world) == 3_000


def test_a_resting_bid_sets_its_fee_aside() -> None:
    world = two_firms(trading(fee_pct="0.3"))
    world.execute(order("two", Side.BUY, 8_000, 100))
    assert set_aside_fen(world, "two") == 800_000 + 2_400


def test_what_may_be_bought_leaves_cash_for_the_fee() -> None:
    world = two_firms(trading(fee_pct="0.5"))
    venue, account_id = world.venues[CEA], world.accounts["two"]
    most_t = world.buyable_t(account_id, venue, 8_000, venue.rules.fee_rate)
    assert most_t == 12_437
    assert (most_t + 1) * 8_000 * 1.005 > CASH_FEN >= most_t * 8_000 * 1.005
    world.execute(order("two", Side.BUY, 8_000, most_t))


prices = st.integers(7_200, 8_800)
orders = st.lists(
    st.tuples(st.sampled_from(["one", "two"]), prices, st.integers(1, 40)), min_size=1, max_size=12
)


@given(orders=orders, fee_pct=st.sampled_from(["0.001", "0.013", "0.3", "7.777"]))
@pytest.mark.parametrize("calls", [False, True])
def test_fees_of_parts_never_exceed_what_was_set_aside(
    orders: list[tuple[str, int, int]], fee_pct: str, *, calls: bool
) -> None:
    """One firm bids and the other offers, so that orders meet in parts."""
    world = two_firms(trading(fee_pct=fee_pct), calls=calls)
    for account, price_fen, quantity_t in orders:
        side = Side.SELL if account == "one" else Side.BUY
        world.execute(order(account, side, price_fen, quantity_t))
        world.check_conservation()
    world.close_day(world.venues[CEA])
    world.check_conservation()
    assert all(not balance.reserved for balance in world.ledger.balances.values())
    assert set_aside_fen(world, "two") == 0
    turnover_fen = sum(world.tape.column("price_fen") * world.tape.column("quantity_t"))
    assert exchange_fen(world) <= 2 * turnover_fen * fee_rate(Decimal(fee_pct)) / 100_000
