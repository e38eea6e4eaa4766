"""Credits on offer: what suppliers of each unit have and ask, and what a market accepts of it.

A market may have credits of its own at a given price. Beside them each unit has one pool in which
its suppliers ask, every day anew; firms of all markets that accept the unit buy there, the
cheapest first (`credit_purchases`). Credits of suppliers carry the year of their issue, since some
markets accept only those of certain years.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from registry.ledger import unit_type_code
from simulations.agents import FirmAgent, SupplierAgent
from simulations.behaviour import FEN
from simulations.memory import MemoryWorld, Venue
from simulations.runs.stage import Stage
from simulations.runs.surrender import usable_offsets_t
from simulations.scenarios import Market, Offsets


class CreditMarket(Protocol):
    """What pools and desks see of a market: its name, its rules and its venue today."""

    name: str
    rules: Market
    venue: Venue
    world: MemoryWorld


@dataclass(slots=True)
class Ask:
    """Credits that somebody offers.

    Args:
        price_fen: Price, fen per t.
        unit: Unit, such as ``CCER``.
        year: Year of issue; None for a market's own stock.
        instrument: Code of the unit type.
        seller: Account that sells.
        left_t: What is left of the offer, t.
        supplier: Who is told of a sale; None for a market's own stock.
    """

    price_fen: int
    unit: str
    year: int | None
    instrument: str
    seller: str
    left_t: int
    supplier: SupplierAgent | None


class CreditPool:
    """All that the suppliers of one unit have and ask.

    Args:
        unit: The unit.
        suppliers: Its suppliers.
        markets: The markets of the run.
        stage: What they share.
    """

    def __init__(
        self,
        unit: str,
        suppliers: Sequence[SupplierAgent],
        markets: Sequence[CreditMarket],
        stage: Stage,
    ) -> None:
        self.unit = unit
        self.suppliers = suppliers
        self.stage = stage
        self.asks: list[Ask] = []
        self.renewals = 0
        self._markets = {market.name: market for market in markets}
        self._codes: dict[int, str] = {}
        for supplier in suppliers:
            stage.world.open_account(supplier.account)

    def open_day(self, day: int) -> None:
        """Issue what a new year brings, and let all suppliers ask anew."""
        days = self.stage.days
        if day == 0:
            self._issue(day, days[0].year - 1, {s.account: s.opening_t for s in self.suppliers})
        if day == 0 or days[day].year > days[day - 1].year:
            self._issue(day, days[day].year, self._yearly())
        self.ask(day)

    def ask(self, day: int) -> None:
        """Let all suppliers ask anew for what they hold."""
        self.asks = [
            ask for supplier in self.suppliers for ask in self._asks_of(supplier, day) if ask.left_t
        ]
        self.renewals += 1

    def _reference_cny(self, supplier: SupplierAgent) -> float:
        """Return the dearest allowance that its credits stand in for, CNY/t; 0 without any."""
        markets = (self._markets[name] for name in supplier.markets if name in self._markets)
        accepting = (m for m in markets if self.unit in m.rules.offsets.units)
        return max((m.venue.previous_close_fen / FEN for m in accepting), default=0.0)

    def _yearly(self) -> dict[str, int]:
        """Return what each supplier has issued in a new year, t."""
        return {
            supplier.account: supplier.issued_t(
                self._reference_cny(supplier) * (1.0 - supplier.strategy.discount)
            )
            for supplier in self.suppliers
        }

    def _issue(self, day: int, year: int, amounts_t: dict[str, int]) -> None:
        total_t = sum(amounts_t.values())
        if not total_t:
            return
        stage, code = self.stage, unit_type_code(self.unit, year)
        stage.world.open_venue(_venue(stage.world, self.unit, code))
        self._codes[year] = code
        for account, amount_t in amounts_t.items():
            stage.world.issue(account, code, amount_t)
        stage.records.event(stage.days[day], self.unit, "credits", code, total_t, "")

    def _asks_of(self, supplier: SupplierAgent, day: int) -> Iterable[Ask]:
        """Return a supplier's offer, its oldest credits first."""
        reference_cny = self._reference_cny(supplier)
        if not reference_cny:
            return
        world = self.stage.world
        account_id = world.accounts[supplier.account]
        stock = {
            year: world.held(account_id, world.unit_types[code])
            for year, code in self._codes.items()
        }
        quote = supplier.offer(sum(stock.values()), reference_cny, day, math.inf)
        if quote is None:
            return
        offered_t = quote.quantity_t
        for year, held_t in stock.items():
            part_t = min(held_t, offered_t)
            offered_t -= part_t
            code, price_fen = self._codes[year], quote.price_fen
            yield Ask(price_fen, self.unit, year, code, supplier.account, part_t, supplier)


class CreditDesk:
    """Where the firms of one market find credits: its own stock and the pools.

    Args:
        market: The market.
        pools: The pools of the run.
    """

    def __init__(self, market: CreditMarket, pools: Sequence[CreditPool]) -> None:
        self.market = market
        self.own: Ask | None = None
        self._pools = pools
        self._asks: list[Ask] = []
        self._seen = -1
        self._supplied_t = 0
        self._known: Offsets | None = None
        self._types_known = 0
        self._types: list[tuple[str, str, int]] = []

    def asks(self) -> list[Ask]:
        """Return what the market's firms may buy today, cheapest first."""
        if self._seen < 0 or (self._pools and self._seen != self._renewals()):
            self.renew()
        return self._asks

    def cost_at_most(self, price_fen: int) -> bool:
        """Whether the market's firms may buy credits today at a price, fen per t, or below it."""
        asks = self.asks()
        return bool(asks) and asks[0].price_fen <= price_fen

    def ask_anew(self, day: int) -> None:
        """Let all suppliers ask anew, as after credits became void."""
        for pool in self._pools:
            pool.ask(day)
        self.renew()

    def renew(self) -> None:
        """Look again at what the pools offer and what the rules accept."""
        self._seen = self._renewals()
        found = [
            ask
            for pool in self._pools
            for ask in pool.asks
            if self._admits(ask.supplier) and self.accepts(ask.unit, ask.year)
        ]
        self._stock_own()
        if self.own is not None and self.accepts(self.own.unit, None):
            found.append(self.own)
        self._asks = sorted(found, key=lambda ask: ask.price_fen)

    def _renewals(self) -> int:
        return sum(pool.renewals for pool in self._pools)

    def _stock_own(self) -> None:
        """Bring the market's own stock in line with its rules; a smaller supply takes none back."""
        rules, world = self.market.rules.offsets, self.market.world
        if self.own is None and rules.units and rules.supply_t:
            unit = rules.units[0]
            seller = f"{self.market.name}/{unit.lower()}-supplier"
            world.open_account(seller)
            world.open_venue(_venue(world, unit, unit))
            self.own = Ask(0, unit, None, unit, seller, 0, None)
        own = self.own
        if own is None:
            return
        if rules.supply_t > self._supplied_t:
            world.issue(own.seller, own.instrument, rules.supply_t - self._supplied_t)
            self._supplied_t = rules.supply_t
        own.price_fen = int(rules.price_cny * FEN)
        own.left_t = world.held(world.accounts[own.seller], world.unit_types[own.instrument])

    def accepts(self, unit: str, year: int | None) -> bool:
        """Whether the market's rules accept credits of a unit and a year of issue."""
        rules = self.market.rules.offsets
        first = rules.issued_from_year
        return unit in rules.units and (year is None or first is None or year >= first)

    def stock(self, account_id: int) -> list[tuple[str, str, int]]:
        """Return the accepted credits an account holds: unit, code and quantity, oldest first."""
        balances = self.market.world.ledger.balances
        found = []
        for unit, code, unit_type_id in self._accepted():
            balance = balances.get((account_id, unit_type_id))
            if balance is not None and balance.quantity:
                found.append((unit, code, balance.quantity))
        return found

    def _accepted(self) -> list[tuple[str, str, int]]:
        """Return unit, code and unit type of all credits that exist and are accepted."""
        world, rules = self.market.world, self.market.rules.offsets
        if rules is not self._known or len(world.unit_types) != self._types_known:
            self._known, self._types_known = rules, len(world.unit_types)
            self._types = [
                (unit, code, world.unit_types[code])
                for unit in rules.units
                for code in world.codes_of(unit)
                if self.accepts(unit, _year(code))
            ]
        return self._types

    def surrenderable(self, agent: FirmAgent) -> list[tuple[str, int]]:
        """Return code and quantity of the credits a firm holds, each unit within its own share."""
        room_t = self._shares_t(agent)
        found: list[tuple[str, int]] = []
        for unit, code, held_t in self.stock(agent.account_id):
            part_t = min(held_t, room_t.get(unit, held_t))
            if unit in room_t:
                room_t[unit] -= part_t
            if part_t:
                found.append((code, part_t))
        return found

    def room_t(self, agent: FirmAgent) -> dict[str, int]:
        """Return how many credits of each unit the firm may still use, t."""
        rules = self.market.rules.offsets
        year = agent.year
        all_t = usable_offsets_t(year.emissions_t, agent.abatement_max_t, rules.max_share)
        room_t: dict[str, int] = dict.fromkeys(rules.units, all_t - agent.offsets_t)
        shares_t = self._shares_t(agent)
        if shares_t:
            for unit, _, held_t in self.stock(agent.account_id):
                if unit in shares_t:
                    shares_t[unit] -= held_t
            room_t |= {unit: min(room_t[unit], left_t) for unit, left_t in shares_t.items()}
        return room_t

    def _shares_t(self, agent: FirmAgent) -> dict[str, int]:
        """Return the most of each unit that has a share of its own, t."""
        rules = self.market.rules.offsets
        return {
            unit: usable_offsets_t(agent.year.emissions_t, agent.abatement_max_t, share)
            for unit, share in (rules.unit_share_max or {}).items()
            if unit in rules.units
        }

    def _admits(self, supplier: SupplierAgent | None) -> bool:
        return supplier is None or self.market.name in supplier.markets


def split_credits(stock: Sequence[tuple[str, int]], used_t: int) -> list[tuple[str, int]]:
    """Return which credits are surrendered when so many are used, t; the oldest first."""
    parts: list[tuple[str, int]] = []
    for code, held_t in stock:
        part_t = min(held_t, used_t)
        used_t -= part_t
        if part_t:
            parts.append((code, part_t))
    return parts


def _venue(world: MemoryWorld, unit: str, code: str) -> Venue:
    return Venue(unit, code, world.open_unit_type(code), FEN, None)


def _year(code: str) -> int | None:
    _, _, year = code.partition("-")
    return int(year) if year else None
