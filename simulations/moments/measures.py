"""The statistics of days: each with its name, unit and formula; these can be drawn again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from simulations.moments.daily import DaySample
from simulations.moments.statistics import (
    UNDEFINED,
    Series,
    autocorrelation,
    correlation,
    excess_kurtosis,
    hill,
    mean,
    quantile,
    share_beyond,
    standard_deviation,
    zero_share,
)

PERCENT: Final = 100
LARGE_MOVE: Final = 0.05
TAIL_SHARE: Final = 0.05
Unit = Literal["%", "ratio", "t"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One statistic of a market's days.

    Args:
        id: Its name in files.
        unit: ``%``, ``ratio`` (a plain number) or ``t``.
        name: What people read, in zh and en.
        of: Its formula.
    """

    id: str
    unit: Unit
    name: Mapping[str, str]
    of: Callable[[DaySample], float]


def block_share(sample: DaySample) -> float:
    """Return the share of blocks in the volume of the days, between 0 and 1."""
    whole = float(np.nansum(sample.volume_t))
    known = not np.isnan(sample.block_t).all() and not np.isnan(sample.listed_t).all()
    return float(np.nansum(sample.block_t)) / whole if whole and known else UNDEFINED


def log_volume(sample: DaySample) -> Series:
    """Return the logarithm of volume on the days that have any; days without are left out."""
    return np.log(sample.volume_t[sample.volume_t > 0])


def size_and_volume(sample: DaySample) -> float:
    """Return the correlation of |r| with log volume over days with volume."""
    traded = sample.volume_t > 0
    return correlation(np.abs(sample.returns[traded]), np.log(sample.volume_t[traded]))


def volume_tail(sample: DaySample) -> float:
    """Return the 95 % quantile of daily volume over its median."""
    median = quantile(sample.volume_t, 0.5)
    return quantile(sample.volume_t, 0.95) / median if median > 0 else UNDEFINED


def _name(zh: str, en: str) -> Mapping[str, str]:
    return {"zh": zh, "en": en}


def _of_returns(formula: Callable[[Series], float]) -> Callable[[DaySample], float]:
    return lambda sample: formula(sample.returns)


def _acf(lag: int, of: Callable[[DaySample], Series]) -> Callable[[DaySample], float]:
    return lambda sample: autocorrelation(of(sample), lag)


def _signed(sample: DaySample) -> Series:
    return sample.returns


def _size(sample: DaySample) -> Series:
    return np.abs(sample.returns)


MEASURES: Final[Sequence[Measure]] = (
    Measure(
        "sd_pct",
        "%",
        _name("日收益率标准差", "standard deviation of daily returns"),
        _of_returns(lambda returns: PERCENT * standard_deviation(returns)),
    ),
    Measure(
        "excess_kurtosis",
        "ratio",
        _name("超额峰度", "excess kurtosis of daily returns"),
        _of_returns(excess_kurtosis),
    ),
    Measure(
        "hill_5_pct",
        "ratio",
        _name("Hill 尾部指数（最大 5 %）", "Hill tail exponent of the largest 5 %"),
        _of_returns(lambda returns: hill(returns, TAIL_SHARE)),
    ),
    Measure(
        "acf_r_1",
        "ratio",
        _name("收益率自相关（1 日）", "autocorrelation of r at 1 day"),
        _acf(1, _signed),
    ),
    Measure(
        "acf_r_5",
        "ratio",
        _name("收益率自相关（5 日）", "autocorrelation of r at 5 days"),
        _acf(5, _signed),
    ),
    Measure(
        "acf_abs_r_1",
        "ratio",
        _name("|r| 自相关（1 日）", "autocorrelation of |r| at 1 day"),
        _acf(1, _size),
    ),
    Measure(
        "acf_abs_r_5",
        "ratio",
        _name("|r| 自相关（5 日）", "autocorrelation of |r| at 5 days"),
        _acf(5, _size),
    ),
    Measure(
        "zero_return_pct",
        "%",
        _name("零收益率日占比", "days whose return is zero"),
        _of_returns(lambda returns: PERCENT * zero_share(returns)),
    ),
    Measure(
        "moves_over_5_pct",
        "%",
        _name("涨跌超过 5 % 的日占比", "days that move by more than 5 %"),
        _of_returns(lambda returns: PERCENT * share_beyond(returns, LARGE_MOVE)),
    ),
    Measure(
        "range_mean_pct",
        "%",
        _name("挂牌日内振幅均值", "mean listed range of days with listed trade"),
        lambda sample: PERCENT * mean(sample.range_share),
    ),
    Measure(
        "range_median_pct",
        "%",
        _name("挂牌日内振幅中位数", "median listed range of days with listed trade"),
        lambda sample: PERCENT * quantile(sample.range_share, 0.5),
    ),
    Measure(
        "block_share_pct",
        "%",
        _name("大宗成交占比", "share of blocks in volume"),
        lambda sample: PERCENT * block_share(sample),
    ),
    Measure(
        "volume_median_t",
        "t",
        _name("日成交量中位数", "median daily volume"),
        lambda sample: quantile(sample.volume_t, 0.5),
    ),
    Measure(
        "volume_p95_to_median",
        "ratio",
        _name("日成交量 95 % 分位与中位数之比", "95 % quantile of daily volume to its median"),
        volume_tail,
    ),
    Measure(
        "acf_log_volume_1",
        "ratio",
        _name("对数成交量自相关（1 日）", "autocorrelation of log volume at 1 day"),
        _acf(1, log_volume),
    ),
    Measure(
        "acf_log_volume_20",
        "ratio",
        _name("对数成交量自相关（20 日）", "autocorrelation of log volume at 20 days"),
        _acf(20, log_volume),
    ),
    Measure(
        "corr_abs_r_log_volume",
        "ratio",
        _name("|r| 与对数成交量的相关", "correlation of |r| and log volume"),
        size_and_volume,
    ),
)


def measure_days(sample: DaySample) -> tuple[float, ...]:
    """Return every statistic of MEASURES, in its order."""
    return tuple(measure.of(sample) for measure in MEASURES)
