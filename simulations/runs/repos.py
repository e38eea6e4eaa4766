"""Repo (回购): firms with a surplus sell units to liquidity providers and buy them back later.

Between the two days the provider quotes with the units of others beside its own: that is how repo
supplies liquidity. The amounts are those of the market's repo rules.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from market.financing import Netting, close_out, repurchase_fen
from simulations.agents import FirmAgent, LiquidityAgent
from simulations.memory import CASH
from simulations.runs.market_state import MarketState
from simulations.scenarios import Repos, on_year

_PPM = 1_000_000


@dataclass(slots=True)
class Repo:
    """Units sold by one firm that it will buy back.

    Args:
        firm: The seller.
        provider: The buyer.
        quantity_t: How many, t.
        return_fen: What the firm pays at the end, fen.
    """

    firm: FirmAgent
    provider: LiquidityAgent
    quantity_t: int
    return_fen: int


class RepoDesk:
    """The repos of one market that begin and end on the days of one line of the scenario.

    Args:
        market: The market.
        terms: The line.
        providers: The liquidity providers that buy, each an equal part.
    """

    def __init__(self, market: MarketState, terms: Repos, providers: list[LiquidityAgent]) -> None:
        self.market = market
        self.terms = terms
        self.providers = providers
        self.open: list[Repo] = []
        self._own = {provider.account: provider.strategy for provider in providers}

    def open_day(self, day: int) -> None:
        """Begin or end repos where today is their day."""
        start, end = self._span()
        if day == end:
            self._end(day)
        if start is not None and day == start and end is not None and start < end:
            self._begin(day, end)

    def _span(self) -> tuple[int | None, int | None]:
        """Return the first and last trading day in the cycle; what is open ends by the deadline."""
        cycle, days = self.market.cycle, self.market.stage.days
        last = min(cycle.deadline, len(days) - 1)
        start = self._place(self.terms.start, cycle.first, last)
        end = self._place(self.terms.end, cycle.first if start is None else start, last)
        return start, last if end is None else end

    def _place(self, text: str, first: int, last: int) -> int | None:
        """Return the trading day of a yearly date between two; None where it lies outside."""
        days = self.market.stage.days
        for year in range(days[first].year, days[last].year + 1):
            at: date = on_year(text, year)
            if days[first] <= at <= days[last]:
                return bisect_left(days, at)
        return None

    def _begin(self, day: int, end: int) -> None:
        market, terms = self.market, self.terms
        stage, venue, world = market.stage, market.venue, market.world
        price_fen = venue.previous_close_fen
        term_days = (stage.days[end] - stage.days[day]).days
        left_t = terms.quantity_t_max
        for place, (firm, surplus_t) in enumerate(self._sellers()):
            provider = self.providers[place % len(self.providers)]
            buyer_id = world.accounts[provider.account]
            cash_fen = world.ledger.balance(buyer_id, CASH).available
            quantity_t = min(int(terms.surplus_share * surplus_t), left_t, cash_fen // price_fen)
            if quantity_t <= 0:
                continue
            paid_fen = quantity_t * price_fen
            back_fen = repurchase_fen(
                paid_fen, round(terms.rate * _PPM), term_days, terms.day_count
            )
            world.swap(firm.account_id, buyer_id, (venue.unit_type_id, quantity_t), paid_fen)
            firm.lent_t += quantity_t
            left_t -= quantity_t
            self.open.append(Repo(firm, provider, quantity_t, back_fen))
        self._stock()
        lent_t = terms.quantity_t_max - left_t
        market.event(day, "repo", venue.instrument, lent_t, f"{price_fen / 100:.2f} CNY/t")

    def _sellers(self) -> Iterable[tuple[FirmAgent, int]]:
        """Yield firms with units to spare, t, the largest surplus first."""
        market = self.market
        unit_type_id, world = market.venue.unit_type_id, market.world
        found = []
        for agent in market.agents:
            held_t = world.held(agent.account_id, unit_type_id)
            spare_t = min(
                -agent.gap_t(held_t, market.verified),
                world.sellable_t(agent.account_id, unit_type_id),
            )
            if spare_t > 0:
                found.append((agent, spare_t))
        return sorted(found, key=lambda pair: (-pair[1], pair[0].profile.number))

    def _stock(self) -> None:
        """Let each provider quote as deeply as the units it holds of others allow."""
        for provider in self.providers:
            own = self._own[provider.account]
            lent_t = sum(repo.quantity_t for repo in self.open if repo.provider is provider)
            deeper = 1.0 + lent_t / own.inventory_t_range
            provider.position_t_max += lent_t - provider.borrowed_t
            provider.borrowed_t = lent_t
            provider.strategy = replace(
                own,
                inventory_t=own.inventory_t + lent_t,
                inventory_t_range=own.inventory_t_range + lent_t,
                quantity_t=max(1, round(own.quantity_t * deeper)),
            )

    def _end(self, day: int) -> None:
        """Return the units for the agreed price; what the provider lacks is settled in cash."""
        market = self.market
        venue, world = market.venue, market.world
        price_fen = venue.previous_close_fen
        returned_t = short_t = 0
        for repo in self.open:
            buyer_id, seller_id = world.accounts[repo.provider.account], repo.firm.account_id
            units_t = min(repo.quantity_t, world.sellable_t(buyer_id, venue.unit_type_id))
            due_fen = repo.return_fen * units_t // repo.quantity_t
            cash_fen = world.ledger.balance(seller_id, CASH).available
            world.swap(buyer_id, seller_id, (venue.unit_type_id, units_t), min(due_fen, cash_fen))
            missing_t = repo.quantity_t - units_t
            self._settle(close_out(repo.return_fen - due_fen, missing_t, price_fen), repo)
            repo.firm.lent_t -= repo.quantity_t
            returned_t, short_t = returned_t + units_t, short_t + missing_t
        if self.open:
            market.event(day, "repo_return", venue.instrument, returned_t)
        if short_t:
            market.event(day, "repo_cash", venue.instrument, short_t)
        self.open.clear()
        self._stock()

    def _settle(self, net: Netting, repo: Repo) -> None:
        """Pay the difference between units that stay where they are and what is owed for them."""
        world = self.market.world
        firm_id, provider_id = repo.firm.account_id, world.accounts[repo.provider.account]
        for payer_id, payee_id, amount_fen in (
            (firm_id, provider_id, net.from_seller_fen),
            (provider_id, firm_id, net.from_buyer_fen),
        ):
            cash_fen = world.ledger.balance(payer_id, CASH).available
            world.pay(payer_id, payee_id, min(amount_fen, cash_fen))


def repo_desks(market: MarketState) -> list[RepoDesk]:
    """Return the desks of a market, in the order of the scenario."""
    found = []
    for terms in (market.stage.scenario.agents.repos or {}).values():
        if terms.market != market.name:
            continue
        prefix = f"{market.name}/liquidity-{terms.provider}-"
        providers = [
            trader
            for trader in market.traders
            if isinstance(trader, LiquidityAgent) and trader.account.startswith(prefix)
        ]
        if providers:
            found.append(RepoDesk(market, terms, providers))
    return found
