"""A market's days: prices and volumes in order, taken from a table of days or a price file."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulations.moments.statistics import Series, log_returns

Days = NDArray[np.datetime64]
_FEN_DIGITS = 2
COLUMNS = (
    "date",
    "market",
    "instrument",
    "high_cny",
    "low_cny",
    "close_cny",
    "listed_volume_t",
    "block_volume_t",
)


@dataclass(frozen=True, slots=True, eq=False)
class DailySeries:
    """The days of one market; every array has one value for each day, NaN where unknown.

    Args:
        market: Name of the market.
        days: Days in ascending order, none twice.
        close: Positive closing prices, CNY/t.
        high: Highest listed price of the day, CNY/t.
        low: Lowest listed price of the day, CNY/t.
        listed_t: Listed volume, t.
        block_t: Volume of blocks, t.
    """

    market: str
    days: Days
    close: Series
    high: Series
    low: Series
    listed_t: Series
    block_t: Series

    @property
    def volume_t(self) -> Series:
        """Return listed and block volume, t; one that is unknown counts as none."""
        both = np.array([self.listed_t, self.block_t])
        unknown = np.isnan(both).all(axis=0)
        return np.where(unknown, np.nan, np.nansum(both, axis=0))

    def between(self, first: date, last: date) -> "DailySeries":
        """Return the days from the first to the last, both included."""
        chosen = (self.days >= np.datetime64(first)) & (self.days <= np.datetime64(last))
        return DailySeries(
            self.market,
            self.days[chosen],
            self.close[chosen],
            self.high[chosen],
            self.low[chosen],
            self.listed_t[chosen],
            self.block_t[chosen],
        )


@dataclass(frozen=True, slots=True, eq=False)
class DaySample:
    """Days in any order, each with the return that led to its close: what a bootstrap draws.

    Args:
        returns: Log return from the close before.
        range_share: (high − low) / close; NaN on days without listed trade.
        listed_t: Listed volume, t.
        block_t: Volume of blocks, t.
        volume_t: Both, t.
    """

    returns: Series
    range_share: Series
    listed_t: Series
    block_t: Series
    volume_t: Series

    def take(self, indices: NDArray[np.int64]) -> "DaySample":
        """Return the days at these positions."""
        return DaySample(
            self.returns[indices],
            self.range_share[indices],
            self.listed_t[indices],
            self.block_t[indices],
            self.volume_t[indices],
        )


def day_sample(series: DailySeries) -> DaySample:
    """Return a market's days from the second on, each with its return."""
    ranges = (series.high - series.low) / series.close
    traded = np.where(series.listed_t > 0, ranges, np.nan)
    return DaySample(
        returns=log_returns(series.close),
        range_share=traded[1:],
        listed_t=series.listed_t[1:],
        block_t=series.block_t[1:],
        volume_t=series.volume_t[1:],
    )


def series_of_table(table: pa.Table) -> dict[str, DailySeries]:
    """Return the markets of a run's table of days, by name.

    Several instruments of one market and day become one: volumes are added, prices weighted by
    the day's shares of listed volume (without trades, those of the last day with trades).

    Args:
        table: Rows with the columns of ``daily.parquet``, in any order.
    """
    by_market: dict[str, dict[date, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in table.select(list(COLUMNS)).to_pylist():
        by_market[row["market"]][row["date"]].append(row)
    return {
        market: _series(market, [days[day] for day in sorted(days)])
        for market, days in sorted(by_market.items())
    }


def series_of_rows(market: str, rows: Iterable[Sequence[Any]]) -> DailySeries:
    """Return a series of rows: date, close, high, low, listed and block volume; None if unknown."""
    in_order = sorted(rows, key=lambda row: row[0])
    days, *columns = list(zip(*in_order, strict=True)) or [(), (), (), (), (), ()]
    close, high, low, listed, block = (np.array(column, dtype=np.float64) for column in columns)
    return DailySeries(market, np.array(days, "datetime64[D]"), close, high, low, listed, block)


def _series(market: str, days: Sequence[list[dict[str, Any]]]) -> DailySeries:
    weights: dict[str, float] = {}
    rows = []
    for instruments in days:
        traded = {row["instrument"]: float(row["listed_volume_t"]) for row in instruments}
        if any(traded.values()):
            weights = traded
        parts = [weights.get(row["instrument"], 0.0) for row in instruments]
        if not any(parts):
            parts = [1.0] * len(instruments)
        rows.append(
            (
                instruments[0]["date"],
                *(
                    _weighted(instruments, name, parts)
                    for name in ("close_cny", "high_cny", "low_cny")
                ),
                sum(row["listed_volume_t"] for row in instruments),
                sum(row["block_volume_t"] for row in instruments),
            )
        )
    return series_of_rows(market, rows)


def _weighted(rows: Sequence[dict[str, Any]], name: str, parts: Sequence[float]) -> float:
    if len(rows) == 1:
        return float(rows[0][name])
    total = sum(row[name] * part for row, part in zip(rows, parts, strict=True) if part)
    return float(round(total / sum(parts), _FEN_DIGITS))
