"""Liquidity providers of a market: they quote both sides and withdraw when prices run wild."""

from simulations.agents.situations import Situation
from simulations.agents.traders import Trader
from simulations.behaviour import FEN
from simulations.behaviour.strategies import LiquidityProvider, Quote, Standing
from simulations.scenarios import LiquidityProviders, Scenario
from simulations.streams import Streams


class LiquidityAgent(Trader):
    """One liquidity provider.

    Args:
        trader: As `Trader` takes them.
        strategy: How it quotes.
        quotes_per_day: How often it renews its quotes on a trading day.
        withdraws_above_sd: Standard deviation of daily log returns above which it stays away;
            infinite when it never does.
    """

    __slots__ = ("borrowed_t", "quotes_per_day", "strategy", "withdraws_above_sd")

    def __init__(
        self,
        trader: tuple[str, str, int, int, int, Streams],
        strategy: LiquidityProvider,
        quotes_per_day: int,
        withdraws_above_sd: float,
    ) -> None:
        super().__init__(*trader)
        self.strategy = strategy
        self.borrowed_t = 0
        self.quotes_per_day = quotes_per_day
        self.withdraws_above_sd = withdraws_above_sd

    @property
    def visits_per_day(self) -> float:
        """How often it looks at the market on a trading day."""
        return float(self.quotes_per_day)

    def quotes(self, standing: Standing, now: Situation) -> list[Quote]:
        """Return its bid and its ask around the last close; none while prices run wild."""
        sd = now.view.daily_sd
        if sd > self.withdraws_above_sd:
            return []
        return self.strategy.quotes(standing, now.view.closes_cny[-1], sd)


def draw_liquidity_providers(
    scenario: Scenario, market: str, streams: Streams
) -> list[LiquidityAgent]:
    """Return the liquidity providers of a market, in the order of the scenario."""
    populations = scenario.agents.liquidity_providers or {}
    return [
        _provider(terms, f"{market}/liquidity-{name}-{number:04d}", streams)
        for name, terms in populations.items()
        if terms.market == market
        for number in range(1, terms.count + 1)
    ]


def _provider(terms: LiquidityProviders, account: str, streams: Streams) -> LiquidityAgent:
    most_t = terms.inventory_t + terms.inventory_t_range
    cash_fen = int(terms.cash_cny * FEN)
    strategy = LiquidityProvider(
        terms.spread_min,
        terms.spread_per_sd,
        terms.inventory_t,
        terms.inventory_t_range,
        terms.skew,
        terms.quantity_t,
    )
    calm = terms.withdraws_above_sd
    return LiquidityAgent(
        (account, terms.market, terms.inventory_t, cash_fen, most_t, streams),
        strategy,
        terms.quotes_per_day,
        float("inf") if calm is None else calm,
    )
