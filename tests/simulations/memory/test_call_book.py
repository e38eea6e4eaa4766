import pytest

from market.listed import CancelOrder
from market.rules import SelfTrade, Side
from simulations.memory import MemoryWorld
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


@pytest.fixture
def world() -> MemoryWorld:
    return two_firms(trading(), calls=True)


def test_nothing_trades_before_the_call_and_all_of_it_at_one_price(world: MemoryWorld) -> None:
    world.execute(order("one", Side.SELL, 7_800, 100))
    world.execute(order("one", Side.SELL, 7_900, 100))
    world.execute(order("two", Side.BUY, 8_200, 150))
    assert not world.tape
    row = world.close_day(world.venues[CEA])
    assert set(world.tape.column("price_fen").tolist()) == {7_900}
    assert row == (7_900, 7_900, 7_900, 7_900, 150, 0, 0, 150 * 7_900)
    assert held(world, "two") == (1_150, CASH_FEN - 150 * 7_900)
    assert held(world, "one") == (850, CASH_FEN + 150 * 7_900)
    assert set_aside_fen(world, "two") == 0
    assert all(not balance.reserved for balance in world.ledger.balances.values())
    world.check_conservation()


def test_where_several_prices_clear_the_one_next_to_the_close_holds(world: MemoryWorld) -> None:
    world.execute(order("one", Side.SELL, 7_400, 100))
    world.execute(order("two", Side.BUY, 8_600, 100))
    assert world.close_day(world.venues[CEA])[3] == 8_000


def test_a_cancelled_order_is_not_called(world: MemoryWorld) -> None:
    number = world.execute(order("one", Side.SELL, 7_800, 100))
    assert world.execute(CancelOrder(client_id="x", order_id=number)) == 100
    world.execute(order("two", Side.BUY, 8_200, 150))
    assert world.close_day(world.venues[CEA])[4] == 0
    assert set_aside_fen(world, "two") == 0


def test_nobody_meets_itself_in_a_call(world: MemoryWorld) -> None:
    world.execute(order("one", Side.SELL, 7_900, 100))
    with pytest.raises(SelfTrade):
        world.execute(order("one", Side.BUY, 7_900, 100))
    world.execute(order("one", Side.BUY, 7_899, 100))


def test_blocks_trade_beside_the_call_as_beside_the_book(world: MemoryWorld) -> None:
    world.execute(block("two", "one", 7_500, 200))
    assert held(world, "two")[0] == 1_200
    row = world.close_day(world.venues[CEA])
    assert row[3:6] == (8_000, 0, 200)


def test_the_next_day_starts_with_an_empty_book(world: MemoryWorld) -> None:
    world.execute(order("one", Side.SELL, 8_000, 100))
    world.close_day(world.venues[CEA])
    world.start_day(1)
    world.venues[CEA].open_day()
    world.execute(order("two", Side.BUY, 8_000, 100))
    assert world.close_day(world.venues[CEA])[4] == 0
