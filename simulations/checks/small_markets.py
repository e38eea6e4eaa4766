"""Small markets on the venue of a run: firms with linear marginal cost quote around it, day by day.

They trade through the world, the venue and the ledger that runs use, with the commands that runs
use; band, expiry at the close, and no resale of what was bought the same day hold here too. What is
simple is the firms: they know their own marginal cost and nothing else.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

import numpy as np

from market.listed import PlaceOrder
from market.rules import OrderKind, Side
from registry.ledger import DepositCash
from simulations.memory import MemoryWorld, Venue
from simulations.scenarios import Trading, load_scenario

FEN: Final = 100
_PERCENT: Final = 100.0
_CASH_FEN: Final = 10**14
_QUANTITY_T_MAX: Final = 10**9
WIDEST_PCT: Final = 50
WIDTH_LEAST: Final = 0.02
_NARROWING: Final = 0.9


@cache
def _trading(band_pct: int | None, fee_pct: Decimal | None) -> Trading:
    """Return the national market's rules with another band and no bound on an order's size."""
    trading = load_scenario("builtin:cn-national-2024").markets["national"].trading
    wide = trading.listing.model_copy(
        update={"limit_pct": band_pct, "max_t": _QUANTITY_T_MAX, "fee_pct": fee_pct}
    )
    return trading.model_copy(update={"listing": wide})


def open_venue(
    world: MemoryWorld,
    instrument: str,
    opening_cny: float,
    band_pct: int | None = WIDEST_PCT,
    fee_pct: Decimal | None = None,
) -> Venue:
    """Open a market for one instrument in a world.

    Args:
        world: Where.
        instrument: Code of the units, and name of the market.
        opening_cny: First previous close, CNY/t.
        band_pct: Width of the day's band to each side, per cent; None for no band.
        fee_pct: Fee that buyer and seller each pay, per cent of the turnover; None for no fee.
    """
    unit_type_id = world.open_unit_type(instrument)
    opening_fen = round(opening_cny * FEN)
    venue = Venue(instrument, instrument, unit_type_id, opening_fen, _trading(band_pct, fee_pct))
    world.open_venue(venue)
    return venue


def open_trader(world: MemoryWorld, account: str) -> int:
    """Return the id of an account that has cash for anything; a known one as it is."""
    if account in world.accounts:
        return world.accounts[account]
    account_id = world.open_account(account)
    world.execute(DepositCash(client_id="cash", account=account, amount_fen=_CASH_FEN))
    return account_id


def place(
    world: MemoryWorld, account: str, venue: Venue, side: Side, price_fen: int, quantity_t: int
) -> int:
    """Place a limit order and return its number."""
    command = PlaceOrder(
        client_id="quote",
        account=account,
        instrument=venue.instrument,
        side=side,
        order_kind=OrderKind.LIMIT,
        price_fen=price_fen,
        quantity_t=quantity_t,
    )
    number: int = world.execute(command)
    return number


@dataclass(frozen=True, slots=True)
class QuotingFirm:
    """One firm: what it must cover, what it covers it with, and the slope of its marginal cost.

    Args:
        emissions_t: Emissions without abatement, t.
        units_t: Units it starts with, t.
        slope: Rise of marginal cost, CNY/t per t.
        to_come_t: Units it counts on that it will receive later, t.
    """

    emissions_t: int
    units_t: int
    slope: float
    to_come_t: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a small market is like.

    Args:
        opening_cny: First previous close, CNY/t.
        noise_cny: Most by which a firm misjudges its marginal cost, each day anew, CNY/t.
        width_first: How far from its cost a firm quotes at most on the first day, a share.
        trade_cost_cny: What trading a tonne costs either side, CNY/t.
        fee_pct: Fee of the venue that either side pays, per cent of the turnover; None for none.
        penalty_cny: What a missing tonne costs instead of abating it, CNY/t; None for no limit.
        floor_cny: Price at which the regulator buys without limit, CNY/t.
        ceiling_cny: Price at which it sells without limit, CNY/t.
    """

    opening_cny: float
    noise_cny: float
    width_first: float = 0.3
    trade_cost_cny: float = 0.0
    fee_pct: Decimal | None = None
    penalty_cny: float | None = None
    floor_cny: float | None = None
    ceiling_cny: float | None = None


class SmallMarket:
    """Firms in one venue; each comes once a day and asks and bids around its marginal cost.

    A firm quotes the quantity after which its marginal cost would be the price it quotes. How far
    from its cost it quotes narrows from day to day.

    Args:
        world: Where commands are carried out; it may hold other markets.
        name: Name of market and instrument.
        firms: Who trades; accounts are ``firm-0``, ``firm-1``, … with ``prefix`` before.
        terms: What the market is like.
        numbers: The market's own random stream.
        prefix: First part of the accounts' names.
    """

    def __init__(
        self,
        world: MemoryWorld,
        name: str,
        firms: Sequence[QuotingFirm],
        terms: Terms,
        numbers: np.random.Generator,
        prefix: str = "",
    ) -> None:
        self.world = world
        self.firms = firms
        self.terms = terms
        self.numbers = numbers
        self.venue = open_venue(world, name, terms.opening_cny, fee_pct=terms.fee_pct)
        self.accounts = [f"{prefix}firm-{i}" for i in range(len(firms))]
        self.account_ids = [open_trader(world, account) for account in self.accounts]
        for account, firm in zip(self.accounts, firms, strict=True):
            world.issue(account, name, firm.units_t)
        self.closes_cny: list[float] = []
        self.volumes_t: list[int] = []
        self.highest_cny = 0.0
        self._fee = float(terms.fee_pct or 0) / _PERCENT
        self._shading: list[float] = []
        self._errors: list[float] = []
        self._regulator = f"{name}-regulator"
        self._open_regulator()

    def _open_regulator(self) -> None:
        terms = self.terms
        if terms.ceiling_cny is None and terms.floor_cny is None:
            return
        open_trader(self.world, self._regulator)
        if terms.ceiling_cny is not None:
            self.world.issue(self._regulator, self.venue.instrument, _QUANTITY_T_MAX)

    # A day

    def open_day(self) -> list[int]:
        """Begin a day and return the firms in the order in which they will come."""
        self.venue.open_day()
        width = max(WIDTH_LEAST, self.terms.width_first * _NARROWING ** len(self.closes_cny))
        count = len(self.firms)
        self._shading = (width * self.numbers.random(count)).tolist()
        errors = self.terms.noise_cny * (2.0 * self.numbers.random(count) - 1.0)
        self._errors = errors.tolist()
        if self.terms.ceiling_cny is not None:
            self._stand(Side.SELL, self.terms.ceiling_cny)
        if self.terms.floor_cny is not None:
            self._stand(Side.BUY, self.terms.floor_cny)
        return [int(i) for i in self.numbers.permutation(count)]

    def _stand(self, side: Side, price_cny: float) -> None:
        """Let the regulator quote for more than anybody trades in a day."""
        price_fen = round(price_cny * FEN)
        quantity_t = sum(firm.emissions_t for firm in self.firms)
        low, high = self.venue.band
        if low <= price_fen <= high:
            place(self.world, self._regulator, self.venue, side, price_fen, quantity_t)

    def lacking_t(self, i: int) -> int:
        """Return what a firm must abate with the units it has and counts on, t."""
        firm = self.firms[i]
        held_t = self.world.held(self.account_ids[i], self.venue.unit_type_id)
        return firm.emissions_t - held_t - firm.to_come_t

    def _paid_cny(self, price_cny: float) -> float:
        """Return what a tonne bought at a price costs in all, CNY/t."""
        return price_cny * (1.0 + self._fee) + self.terms.trade_cost_cny

    def _earned_cny(self, price_cny: float) -> float:
        """Return what a tonne sold at a price leaves, CNY/t."""
        return price_cny * (1.0 - self._fee) - self.terms.trade_cost_cny

    def visit(self, i: int) -> None:
        """Let a firm place its bid and its offer of the day."""
        firm, terms = self.firms[i], self.terms
        error_cny = self._errors[i]
        lacking_t = self.lacking_t(i) + error_cny / firm.slope
        cost_cny = max(firm.slope * lacking_t, 0.0)
        if terms.penalty_cny is not None:
            cost_cny = min(cost_cny, terms.penalty_cny)
        low, high = self.venue.band
        worth_cny = cost_cny * (1.0 - self._shading[i])
        bid_cny = (worth_cny - terms.trade_cost_cny) / (1.0 + self._fee)
        bid_fen = min(math.floor(bid_cny * FEN), high)
        if bid_fen >= low:
            wanted_t = int(lacking_t - self._paid_cny(bid_fen / FEN) / firm.slope)
            if wanted_t > 0:
                place(self.world, self.accounts[i], self.venue, Side.BUY, bid_fen, wanted_t)
        worth_cny = cost_cny * (1.0 + self._shading[i])
        ask_cny = (worth_cny + terms.trade_cost_cny) / (1.0 - self._fee)
        ask_fen = max(math.ceil(ask_cny * FEN), low)
        if ask_fen <= high:
            earned_cny = self._earned_cny(ask_fen / FEN)
            self._offer(i, ask_fen, int(earned_cny / firm.slope - lacking_t))

    def _offer(self, i: int, ask_fen: int, spare_t: int) -> None:
        held_t = self.world.sellable_t(self.account_ids[i], self.venue.unit_type_id)
        offered_t = min(spare_t, held_t)
        if offered_t > 0:
            place(self.world, self.accounts[i], self.venue, Side.SELL, ask_fen, offered_t)

    def close_day(self) -> None:
        """Make the close."""
        _, high, _, close, listed_t, *_ = self.world.close_day(self.venue)
        self.closes_cny.append(close / FEN)
        self.volumes_t.append(listed_t)
        if listed_t:
            self.highest_cny = max(self.highest_cny, high / FEN)

    def trade(self, days: int) -> None:
        """Hold so many days of a market that is alone in its world."""
        for _ in range(days):
            self.world.start_day(len(self.closes_cny))
            for i in self.open_day():
                self.visit(i)
            self.close_day()
        self.world.check_conservation()

    # What came of it

    def abatement_t(self, i: int) -> float:
        """Return a firm's abatement when it must cover what it lacks or pays for it, t."""
        lacking_t = float(max(self.lacking_t(i), 0))
        penalty_cny = self.terms.penalty_cny
        if penalty_cny is None:
            return lacking_t
        return min(lacking_t, penalty_cny / self.firms[i].slope)

    def abatements_t(self) -> Iterator[float]:
        """Yield the abatement of each firm, t."""
        return (self.abatement_t(i) for i in range(len(self.firms)))

    @property
    def cost_cny(self) -> float:
        """Return the cost of all abatement, CNY."""
        pairs = zip(self.firms, self.abatements_t(), strict=True)
        return sum(0.5 * firm.slope * abated_t**2 for firm, abated_t in pairs)

    @property
    def short_t(self) -> float:
        """Return what firms leave uncovered and pay for, t."""
        return sum(max(self.lacking_t(i), 0) - self.abatement_t(i) for i in range(len(self.firms)))

    @property
    def regulator_sold_t(self) -> int:
        """Return what the regulator sold less what it bought, t."""
        account_id = self.world.accounts[self._regulator]
        left_t = self.world.held(account_id, self.venue.unit_type_id)
        issued_t = 0 if self.terms.ceiling_cny is None else _QUANTITY_T_MAX
        return issued_t - left_t
