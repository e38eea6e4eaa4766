"""Investors of a market: each trades on value, on momentum, or for no reason."""

import math

from simulations.agents.situations import Situation
from simulations.agents.traders import Trader
from simulations.behaviour import FEN
from simulations.behaviour.strategies import (
    MomentumInvestor,
    NoiseDraw,
    NoiseTrader,
    Position,
    Quote,
    Standing,
    ValueInvestor,
)
from simulations.scenarios import Investors, Scenario
from simulations.streams import Streams

_EVEN = 0.5


class InvestorAgent(Trader):
    """One investor: what it trades on, and its own opinion of what a unit is worth.

    Args:
        trader: As `Trader` takes them.
        strategy: What it trades on.
        opinion: Factor by which it holds a unit to be worth more than theory says.
        wakes_per_day: Chance that it looks at the market on a trading day.
    """

    __slots__ = ("opinion", "strategy", "wakes_per_day")

    def __init__(
        self,
        trader: tuple[str, str, int, int, int, Streams],
        strategy: ValueInvestor | MomentumInvestor | NoiseTrader,
        opinion: float,
        wakes_per_day: float,
    ) -> None:
        super().__init__(*trader)
        self.strategy = strategy
        self.opinion = opinion
        self.wakes_per_day = wakes_per_day

    @property
    def visits_per_day(self) -> float:
        """How often it looks at the market on a trading day."""
        return self.wakes_per_day

    def quotes(self, standing: Standing, now: Situation) -> list[Quote]:
        """Return its one quote, if any; without a reason it quotes more widely on lively days."""
        strategy = self.strategy
        if isinstance(strategy, ValueInvestor):
            quote = strategy.quote(standing, now.view.worth_cny * self.opinion)
        elif isinstance(strategy, MomentumInvestor):
            quote = strategy.quote(standing, now.view.closes_cny)
        else:
            draws = self._draws
            side, size, price = next(draws), next(draws), next(draws)
            draw = NoiseDraw(side, size, 0.5 + now.quote_factor * (price - 0.5))
            quote = strategy.quote(standing, draw)
        return [quote] if quote else []


def draw_investors(scenario: Scenario, market: str, streams: Streams) -> list[InvestorAgent]:
    """Return the investors of a market, in the order of the scenario."""
    populations = scenario.agents.investors or {}
    return [
        _investor(terms, f"{market}/investor-{name}-{number:04d}", streams)
        for name, terms in populations.items()
        if terms.market == market
        for number in range(1, terms.count + 1)
    ]


def _investor(terms: Investors, account: str, streams: Streams) -> InvestorAgent:
    numbers = streams.generator("profile", account)
    kind, opinion = float(numbers.random()), float(numbers.standard_normal())
    opening_t = int(terms.opening_share * terms.position_t_max)
    cash_fen = int(terms.cash_cny * FEN)
    return InvestorAgent(
        (account, terms.market, opening_t, cash_fen, terms.position_t_max, streams),
        _strategy(terms, kind),
        math.exp(terms.value_sd * opinion),
        terms.wakes_per_day,
    )


def _strategy(terms: Investors, kind: float) -> ValueInvestor | MomentumInvestor | NoiseTrader:
    position = Position(terms.position_t_max, terms.opening_share, max(terms.order_t_max, 1))
    if kind < terms.value_share:
        return ValueInvestor(
            position, terms.value_strength, terms.value_threshold, terms.value_reversion
        )
    if kind < terms.value_share + terms.momentum_share:
        return MomentumInvestor(
            position,
            terms.momentum_window_days,
            terms.momentum_scale,
            terms.momentum_strength,
            terms.momentum_chase,
        )
    return NoiseTrader(terms.noise_t_mean, terms.noise_width, _EVEN)
