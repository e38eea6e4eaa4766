import pytest

from registry.worlds import World
from tests.market.blocks.dealers import Dealers, dealers_of
from tests.market.traders import Trader


@pytest.fixture
def dealers(world: World) -> Dealers:
    return dealers_of(world)


@pytest.fixture
def ann(dealers: Dealers) -> Trader:
    return dealers.trader("Ann")


@pytest.fixture
def ben(dealers: Dealers) -> Trader:
    return dealers.trader("Ben")


@pytest.fixture
def cem(dealers: Dealers) -> Trader:
    return dealers.trader("Cem")
