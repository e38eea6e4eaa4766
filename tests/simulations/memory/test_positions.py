import pytest

from market.listed import CancelOrder
from market.rules import Side
from market.rules.refused_orders import PositionLimitExceeded
from simulations.memory import MemoryWorld
from tests.simulations.memory.worlds import CEA, block, order, trading, two_firms


@pytest.fixture
def world() -> MemoryWorld:
    """Nobody may hold more than 1,500 t; both firms hold 1,000 t."""
    return two_firms(trading(position_t_max=1_500))


def most_t(world: MemoryWorld) -> int:
    return world.buyable_t(world.accounts["two"], world.venues[CEA], 8_000, 0)


def test_a_purchase_beyond_the_largest_holding_is_refused(world: MemoryWorld) -> None:
    world.execute(order("two", Side.BUY, 8_000, 500))
    with pytest.raises(PositionLimitExceeded) as refused:
        world.execute(order("two", Side.BUY, 8_000, 1))
    assert refused.value.facts["held_t"] == 1_500
    with pytest.raises(PositionLimitExceeded):
        world.execute(block("two", "one", 8_000, 200))


def test_what_may_still_be_bought_counts_open_bids(world: MemoryWorld) -> None:
    assert most_t(world) == 500
    number = world.execute(order("two", Side.BUY, 7_900, 300))
    assert most_t(world) == 200
    world.execute(order("one", Side.SELL, 7_900, 100))
    assert most_t(world) == 200
    world.execute(CancelOrder(client_id="x", order_id=number))
    assert most_t(world) == 400


def test_a_holding_above_the_limit_may_be_sold_but_not_added_to() -> None:
    world = two_firms(trading(position_t_max=800))
    assert most_t(world) == 0
    world.execute(order("two", Side.SELL, 8_000, 1_000))
