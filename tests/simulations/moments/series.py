"""Small daily series for tests."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from simulations.moments.daily import DailySeries, series_of_rows


def weekdays(first: date, last: date) -> list[date]:
    span = (last - first).days
    days = [first + timedelta(days=i) for i in range(span + 1)]
    return [day for day in days if day.weekday() < 5]


def market(
    days: Sequence[date],
    listed_t: Sequence[float],
    block_t: Sequence[float] | None = None,
    close: Sequence[float] | None = None,
    name: str = "national",
) -> DailySeries:
    prices = close if close is not None else [50.0] * len(days)
    blocks = block_t if block_t is not None else [0.0] * len(days)
    rows = zip(days, prices, prices, prices, listed_t, blocks, strict=True)
    return series_of_rows(name, rows)


def heavy_returns(count: int, seed: int = 1) -> np.ndarray:
    """Fat-tailed, clustered, now and then exactly zero."""
    random = np.random.default_rng(seed)
    size = 0.02 * np.exp(0.5 * np.cumsum(random.normal(0, 0.1, count)))
    returns = size * random.standard_t(3, count)
    return np.where(random.random(count) < 0.2, 0.0, returns)


def daily_table(rows: Sequence[tuple[object, ...]]) -> pa.Table:
    names = (
        *("date", "market", "instrument", "open_cny", "high_cny", "low_cny", "close_cny"),
        *("listed_volume_t", "block_volume_t", "auction_volume_t", "turnover_cny"),
    )
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
