import pytest

from registry.worlds import World
from tests.market.traders import Trader, Venue, open_venue
from tests.registry.conftest import unlisted_refusals

__all__ = ["unlisted_refusals"]


@pytest.fixture
def venue(world: World) -> Venue:
    return open_venue(world)


@pytest.fixture
def ann(venue: Venue) -> Trader:
    return venue.trader("Ann")


@pytest.fixture
def ben(venue: Venue) -> Trader:
    return venue.trader("Ben")


@pytest.fixture
def cem(venue: Venue) -> Trader:
    return venue.trader("Cem")
