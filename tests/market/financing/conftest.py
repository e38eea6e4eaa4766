import pytest

from registry.worlds import DrivenClock
from tests.market.financing.desks import Desk
from tests.market.traders import Trader, Venue


@pytest.fixture
def desk(venue: Venue, clock: DrivenClock, ann: Trader, ben: Trader) -> Desk:
    return Desk(venue, clock, ann, ben)
