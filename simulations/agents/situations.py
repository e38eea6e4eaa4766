"""What a participant sees when it looks at its market."""

import math
from dataclasses import dataclass, field

from simulations.agents.market_views import MarketView
from simulations.behaviour import FEN
from simulations.memory import Venue
from simulations.scenarios import Behaviours, Market


@dataclass(slots=True)
class Situation:
    """What a participant sees when it looks at its market; one for all who come in a session.

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

    Attributes:
        dearest_cny: The most that anything can cost today, blocks included, CNY/t.
        fee_rate: Fee of listed trades in parts of 100,000 of the turnover.
        order_t_max: Most of one order, t.
        orders_max: Most orders at a time.
        impatience: By how much further a firm goes each time it comes in vain, a share.
        quote_anchor: How far quotes move to the price that a firm expects, 0 to 1.
        quote_factor: By what the width of quotes is multiplied today.
        quote_width: Most by which a quote lies beside the price around which firms quote, a share.
        order_share: Part of a wish that is ordered at a time.
        haste: How little of the way to the price it expects a firm's limit keeps, 0 to 1; None
            where firms show their limits as they are.
        patient_sellers: Whether sellers can wait as long as they like.
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
    dearest_cny: float = field(init=False)
    fee_rate: int = field(init=False)
    order_t_max: int = field(init=False)
    orders_max: int = field(init=False)
    impatience: float = field(init=False)
    quote_anchor: float = field(init=False)
    quote_factor: float = field(init=False)
    quote_width: float = field(init=False)
    order_share: float = field(init=False)
    haste: float | None = field(init=False)
    patient_sellers: bool = field(init=False)

    def __post_init__(self) -> None:
        venue, ways = self.venue, self.behaviours
        self.dearest_cny = venue.block_band.high_fen / FEN
        self.fee_rate = venue.rules.fee_rate
        self.order_t_max = venue.rules.quantity_t_max
        self.orders_max = ways.orders_per_wake_max
        self.impatience = ways.impatience_per_try
        self.quote_anchor = ways.quote_anchor or 0.0
        self.quote_factor = self.view.liveliness.quote_factor(self.day)
        self.quote_width = ways.quote_width * self.quote_factor
        self.order_share = 1.0 if self.days_left <= ways.urgency_days else ways.order_share
        patience = ways.patience_days
        self.haste = None if patience is None else math.exp(-self.days_left / patience)
        self.patient_sellers = self.rules.carry_over.rule == "unlimited"
