"""A market of firms that quote around their own marginal cost, through the real order book.

It exists to compare the book with closed forms: no calendar, no rules but price and time.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from market.matching import OrderBook
from market.rules import Side

FEN = 100
_REGULATOR = -1
_UNLIMITED_T = 10**12
_FIRST_LOTS = 50
_WIDTH, _NARROWING = 0.3, 0.95


@dataclass(frozen=True, slots=True)
class QuotingFirm:
    """One firm: emissions, units and the slope of its marginal cost.

    Args:
        bau_t: Emissions without abatement, t.
        units_t: Units it starts with, t.
        slope: Rise of marginal cost, CNY/t per t.
    """

    bau_t: int
    units_t: int
    slope: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the simple market ended with.

    Args:
        price_cny: Volume-weighted price after the burn-in, CNY/t; None without a trade.
        last_cny: Volume-weighted price of the last round with trades, CNY/t.
        highest_cny: Highest price of any trade, CNY/t.
        cost_cny: Cost of all abatement, CNY.
        sold_by_regulator_t: Units sold at the ceiling, t.
        volume_t: All trades, t.
    """

    price_cny: float | None
    last_cny: float | None
    highest_cny: float
    cost_cny: float
    sold_by_regulator_t: int
    volume_t: int


class SimpleMarket:
    """Firms that replace a bid below and an offer above their marginal cost, round by round.

    Args:
        firms: Who trades.
        seed: Seed of the order of arrival and of the quotes.
        rounds: How often each firm comes.
        lot_t: Usual size of an order, t; larger in the first rounds.
        noise_t: Most by which a firm misjudges its emissions, each time anew, t.
        ceiling_cny: Price at which units are sold without limit, or None.
    """

    def __init__(
        self,
        firms: Sequence[QuotingFirm],
        seed: int,
        rounds: int,
        lot_t: int,
        *,
        noise_t: int = 0,
        ceiling_cny: float | None = None,
    ) -> None:
        self.firms = firms
        self.random = random.Random(seed)  # noqa: S311 - a simulation, not a secret
        self.rounds = rounds
        self.lot_t = lot_t
        self.noise_t = noise_t
        self.units = [firm.units_t for firm in firms]
        self.book = OrderBook()
        self.orders: list[list[int]] = [[] for _ in firms]
        self.next_order = 1
        self.tape: list[tuple[int, int, int]] = []
        self.sold_t = 0
        if ceiling_cny is not None:
            self.book.limit(0, _REGULATOR, Side.SELL, round(ceiling_cny * FEN), _UNLIMITED_T)

    def run(self) -> Outcome:
        """Let every firm come in random order, round by round."""
        order = list(range(len(self.firms)))
        for this_round in range(self.rounds):
            width = _WIDTH * _NARROWING**this_round
            self.random.shuffle(order)
            for place in order:
                self._quote(place, width, this_round)
        return self._outcome()

    def _lacking_t(self, place: int) -> int:
        """Return what the firm must abate with the units it has, t; negative with a surplus."""
        return self.firms[place].bau_t - self.units[place]

    def _quote(self, place: int, width: float, this_round: int) -> None:
        """Replace the firm's quotes; a trade changes both sides' units at once."""
        for order_id in self.orders[place]:
            self.book.cancel(order_id)
        self.orders[place] = []
        noise_t = self.random.randint(-self.noise_t, self.noise_t) if self.noise_t else 0
        lacking_t = self._lacking_t(place) + noise_t
        slope = self.firms[place].slope
        cost_cny = slope * max(lacking_t, 0)
        shift = width * self.random.random()
        lot_t = max(self.lot_t, int(_FIRST_LOTS * self.lot_t * _NARROWING**this_round))
        bid_t = min(lot_t, max(lacking_t, 0))
        bid_fen = int(cost_cny * (1.0 - shift) * FEN)
        if bid_t and bid_fen > 0:
            self._place(place, Side.BUY, bid_fen, bid_t, this_round)
        offer_t = min(lot_t, self.units[place])
        more_cny = slope * max(lacking_t, 0)
        offer_fen = max(1, int(more_cny * (1.0 + shift) * FEN) + 1)
        if offer_t:
            self._place(place, Side.SELL, offer_fen, offer_t, this_round)

    def _place(
        self, place: int, side: Side, price_fen: int, quantity_t: int, this_round: int
    ) -> None:
        order_id = self.next_order
        self.next_order += 1
        fills = self.book.limit(order_id, place, side, price_fen, quantity_t)
        self.orders[place].append(order_id)
        sign = 1 if side is Side.BUY else -1
        for fill_fen, fill_t, _, other in fills:
            self.units[place] += sign * fill_t
            if other == _REGULATOR:
                self.sold_t += fill_t
            else:
                self.units[other] -= sign * fill_t
            self.tape.append((this_round, fill_fen, fill_t))

    def _outcome(self) -> Outcome:
        settled = [entry for entry in self.tape if entry[0] >= self.rounds // 2]
        last_round = self.tape[-1][0] if self.tape else 0
        last = [entry for entry in self.tape if entry[0] == last_round]
        cost = sum(
            0.5 * firm.slope * max(self._lacking_t(place), 0) ** 2
            for place, firm in enumerate(self.firms)
        )
        return Outcome(
            price_cny=_average(settled),
            last_cny=_average(last),
            highest_cny=max((fen for _, fen, _ in self.tape), default=0) / FEN,
            cost_cny=cost,
            sold_by_regulator_t=self.sold_t,
            volume_t=sum(t for _, _, t in self.tape),
        )


def _average(tape: Sequence[tuple[int, int, int]]) -> float | None:
    volume_t = sum(t for _, _, t in tape)
    return sum(fen * t for _, fen, t in tape) / volume_t / FEN if volume_t else None
