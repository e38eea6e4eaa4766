"""Layer B of check 18: what a unit is worth while nobody knows yet whether units will do.

Nothing can be abated. News about emissions comes every day until they are verified, some days
before the deadline; traders ask for and bid what a unit is worth by the firms' own rule for that,
each a little wrong. The venue has no band: with one, a close that jumps further than the band is
never reached, because nobody sells at the upper limit and the close of a day without trade stays.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from market.rules import Side
from simulations.behaviour import Shortage
from simulations.checks.check import Check
from simulations.checks.replications import DAYS, SEEDS, bound_check, mean_check, price_check
from simulations.checks.small_markets import FEN, open_trader, open_venue, place
from simulations.equilibria import EmissionsOutlook
from simulations.memory import MemoryWorld
from simulations.streams import Streams

_PENALTY, _CAP = 100.0, 104.0
_NOW = EmissionsOutlook(100.0, 5.0)
_PUBLISHED = ((100.0, 0.0, 21.19), (100.0, 0.5, 12.90), (104.0, 0.5, 50.0), (106.0, 0.5, 71.42))
"""Expected emissions in Mt, share of the variance known, and the closed form in CNY/t."""
_TOLERANCE = 1.5
_TRADERS, _UNITS_T, _LOT_T = 6, 100_000, 100
_ERROR_CNY, _WIDTH_CNY = 2.0, 0.5
_NEWS_DAYS, _KNOWN_DAYS = 30, 20


def shortage_checks() -> Iterator[Check]:
    """Yield the checks of prices under uncertain emissions."""
    for mean_mt, known, price_cny in _PUBLISHED:
        worth_cny = _worth_cny(EmissionsOutlook(mean_mt, _NOW.after(known).sd_t))
        name = f"shortage option: price at expected emissions {mean_mt:g}, {known:.0%} known"
        closes = [
            _Traders(seed, price_cny, name).trade([worth_cny] * DAYS) for seed in range(SEEDS)
        ]
        yield price_check(18, name, price_cny, closes, _TOLERANCE)
    ended = [_until_the_deadline(seed) for seed in range(SEEDS)]
    for verb, values, bound in (
        ("lowest", [traders.lowest_cny for traders, _, _ in ended], 0.0),
        ("highest", [traders.highest_cny for traders, _, _ in ended], _PENALTY),
    ):
        name = f"shortage option: {verb} price of any trade"
        yield bound_check(18, name, bound, values, least=verb == "lowest")
    misses = [abs(closes[-1] - worths[-1]) for _, worths, closes in ended]
    name = "shortage option: last price less 0 or the penalty, whichever it turned out to be"
    yield mean_check(18, name, 0.0, misses, _TOLERANCE)
    halfway = [closes[_NEWS_DAYS // 2] - worths[_NEWS_DAYS // 2] for _, worths, closes in ended]
    name = "shortage option: price at half the variance less the closed form for the news so far"
    yield mean_check(18, name, 0.0, halfway, _TOLERANCE)


def _worth_cny(outlook: EmissionsOutlook) -> float:
    """Return the price by the rule that firms use, CNY/t."""
    return Shortage(
        emissions=outlook,
        units_t=_CAP,
        penalty_cny=_PENALTY,
        worth_if_long_cny=0.0,
        rate=0.0,
        years_left=0.0,
    ).price_cny()


def _until_the_deadline(seed: int) -> tuple["_Traders", list[float], list[float]]:
    """Let emissions become known day by day; return the traders, a unit's worth, and the closes."""
    news = Streams(seed).generator("check-shortage-news").standard_normal(_NEWS_DAYS)
    known = np.cumsum(news) / math.sqrt(_NEWS_DAYS)
    worths = [_worth_cny(_NOW)]
    for day in range(1, _NEWS_DAYS + 1):
        share = day / _NEWS_DAYS
        mean_mt = _NOW.mean_t + _NOW.sd_t * float(known[day - 1])
        worths.append(_worth_cny(EmissionsOutlook(mean_mt, _NOW.after(share).sd_t)))
    worths += worths[-1:] * _KNOWN_DAYS
    traders = _Traders(seed, worths[0], "until the deadline")
    return traders, worths, traders.trade(worths)


class _Traders:
    """Traders who agree on a unit's worth but for small errors, each day anew.

    Args:
        seed: Seed of their errors.
        opening_cny: First previous close, CNY/t.
        name: What they trade for, which has a stream of its own.
    """

    def __init__(self, seed: int, opening_cny: float, name: str) -> None:
        self.world = MemoryWorld()
        self.venue = open_venue(self.world, "X", opening_cny, band_pct=None)
        self.numbers = Streams(seed).generator("check-shortage-traders", name)
        self.accounts = [f"trader-{i}" for i in range(_TRADERS)]
        for account in self.accounts:
            open_trader(self.world, account)
            self.world.issue(account, "X", _UNITS_T)
        self.lowest_cny, self.highest_cny = math.inf, 0.0

    def trade(self, worths_cny: Sequence[float]) -> list[float]:
        """Hold a day for each worth and return the closes, CNY/t."""
        closes = []
        for day, worth_cny in enumerate(worths_cny):
            self.world.start_day(day)
            self.venue.open_day()
            errors = _ERROR_CNY * (2.0 * self.numbers.random(_TRADERS) - 1.0)
            for i in self.numbers.permutation(_TRADERS):
                self._quote(self.accounts[i], worth_cny + float(errors[i]))
            _, high, low, close, listed_t, *_ = self.world.close_day(self.venue)
            if listed_t:
                self.lowest_cny = min(self.lowest_cny, low / FEN)
                self.highest_cny = max(self.highest_cny, high / FEN)
            closes.append(close / FEN)
        self.world.check_conservation()
        return closes

    def _quote(self, account: str, worth_cny: float) -> None:
        low, high = self.venue.band
        believed_cny = min(max(worth_cny, 0.0), _PENALTY)
        bid_fen = min(math.floor((believed_cny - _WIDTH_CNY) * FEN), high)
        if bid_fen >= low:
            place(self.world, account, self.venue, Side.BUY, bid_fen, _LOT_T)
        ask_cny = min(believed_cny + _WIDTH_CNY, _PENALTY)
        ask_fen = max(math.ceil(ask_cny * FEN), low)
        if ask_fen <= high:
            place(self.world, account, self.venue, Side.SELL, ask_fen, _LOT_T)
