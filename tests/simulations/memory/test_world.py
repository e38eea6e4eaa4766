import pytest

from market.listed import CancelOrder
from market.rules import (
    PriceOutsideBand,
    QuantityTooSmall,
    SameDayResale,
    SelfTrade,
    Side,
    UnknownOrder,
)
from registry.ledger import InsufficientUnits
from simulations.memory import CASH, MemoryWorld, NegotiateTrade, Venue
from tests.simulations.memory.worlds import CEA, held, order, two_firms
from tests.simulations.scenarios import small


@pytest.fixture
def world() -> MemoryWorld:
    return two_firms(small().markets["national"].trading)


def test_a_trade_delivers_against_payment_at_the_resting_price(world: MemoryWorld) -> None:
    world.execute(order("one", Side.SELL, 7_900, 300))
    world.execute(order("two", Side.BUY, 8_100, 200))
    assert held(world, "one") == (800, 100_000_000 + 200 * 7_900)
    assert held(world, "two") == (1_200, 100_000_000 - 200 * 7_900)
    assert world.ledger.balance(world.accounts["two"], CASH).reserved == 0
    assert world.tape.column("price_fen").tolist() == [7_900]
    assert world.tape.column("quantity_t").tolist() == [200]
    world.check_conservation()


def test_what_rests_is_set_free_at_the_close(world: MemoryWorld) -> None:
    world.execute(order("one", Side.SELL, 7_900, 300))
    world.execute(order("two", Side.BUY, 7_800, 200))
    world.close_day(world.venues[CEA])
    for name in ("one", "two"):
        for unit_type in (CASH, world.unit_types[CEA]):
            assert world.ledger.balance(world.accounts[name], unit_type).reserved == 0


def test_an_order_can_be_cancelled_once(world: MemoryWorld) -> None:
    number = world.execute(order("one", Side.SELL, 7_900, 300))
    assert world.execute(CancelOrder(client_id="x", order_id=number)) == 300
    with pytest.raises(UnknownOrder):
        world.execute(CancelOrder(client_id="y", order_id=number))
    assert world.ledger.balance(world.accounts["one"], world.unit_types[CEA]).reserved == 0


def test_rules_of_market_and_registry_hold(world: MemoryWorld) -> None:
    with pytest.raises(PriceOutsideBand):
        world.execute(order("one", Side.SELL, 8_801, 1))
    with pytest.raises(InsufficientUnits):
        world.execute(order("one", Side.SELL, 8_000, 1_001))
    world.execute(order("one", Side.SELL, 8_000, 10))
    with pytest.raises(SelfTrade):
        world.execute(order("one", Side.BUY, 8_000, 10))


def test_units_bought_today_are_sold_tomorrow(world: MemoryWorld) -> None:
    world.execute(order("one", Side.SELL, 8_000, 500))
    world.execute(order("two", Side.BUY, 8_000, 500))
    world.execute(order("two", Side.SELL, 8_100, 1_000))
    with pytest.raises(SameDayResale):
        world.execute(order("two", Side.SELL, 8_200, 1))
    world.close_day(world.venues[CEA])
    world.start_day(1)
    world.execute(order("two", Side.SELL, 8_100, 1_500))


def test_a_block_below_the_threshold_is_refused(world: MemoryWorld) -> None:
    command = NegotiateTrade(
        client_id="b", buyer="two", seller="one", instrument=CEA, price_fen=8_000, quantity_t=500
    )
    with pytest.raises(QuantityTooSmall):
        world.execute(command)


def test_a_lost_unit_is_noticed(world: MemoryWorld) -> None:
    """The planted bug: a balance is changed without a posting."""
    key = (world.accounts["one"], world.unit_types[CEA])
    world.ledger.balances[key].quantity = 999
    with pytest.raises(AssertionError, match="does not sum to zero"):
        world.check_conservation()


def test_a_coarser_tick_shapes_bands_and_close() -> None:
    trading = small().markets["national"].trading
    listing = trading.listing.model_copy(update={"tick_fen": 50})
    venue = Venue("national", CEA, 2, 8_030, trading.model_copy(update={"listing": listing}))
    assert venue.band == (7_250, 8_850)
    venue.note(8_050, 1)
    venue.note(8_150, 3)
    assert venue.close_day()[3] == 8_150
