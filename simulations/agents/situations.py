"""What a participant sees when it looks at its market."""

from typing import NamedTuple

from simulations.agents.market_views import MarketView
from simulations.memory import Venue
from simulations.scenarios import Behaviours, Market


class Situation(NamedTuple):
    """What a participant sees when it looks at its market.

    Args:
        venue: The venue of the year's instrument.
        rules: The market's rules today.
        behaviours: How firms decide.
        day: Index of the trading day.
        days_left: Trading days to the deadline.
        verified: Whether emissions are known.
        blocks_open: Whether block trades are accepted at this hour.
        push: Share by which firms go beyond the last price today.
        view: What everybody in the market can know.
    """

    venue: Venue
    rules: Market
    behaviours: Behaviours
    day: int
    days_left: int
    verified: bool
    blocks_open: bool
    push: float
    view: MarketView
