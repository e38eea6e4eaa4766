"""The numbers of one run that ensembles compare: its summary and its moments, market by market."""

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from simulations.ensembles.windows import (
    PAIR_NUMBERS,
    WINDOW_NUMBERS,
    Window,
    read_window_metric,
    window_value,
)
from simulations.moments import (
    MEASURES,
    YEAR_MEASURES,
    Compliance,
    compliance_of_run,
    market_moments,
    series_of_table,
)
from simulations.runs import RunResult
from simulations.scenarios import Scenario

NEAREST: Final = 5


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of a run and market.

    Args:
        id: Its name, used after the market's: ``national.price_mean_cny``.
        unit: ``CNY/t``, ``CNY``, ``t``, ``%``, ``ratio`` or ``firms``.
        name: What people read, in zh and en.
    """

    id: str
    unit: str
    name: Mapping[str, str]


def _metric(id_: str, unit: str, zh: str, en: str) -> Metric:
    return Metric(id_, unit, {"zh": zh, "en": en})


_SUMMARY: Final = (
    _metric("price_mean_cny", "CNY/t", "平均收盘价", "mean close"),
    _metric("price_min_cny", "CNY/t", "最低收盘价", "lowest close"),
    _metric("price_max_cny", "CNY/t", "最高收盘价", "highest close"),
    _metric("price_last_cny", "CNY/t", "期末收盘价", "last close"),
    _metric("price_volume_weighted_cny", "CNY/t", "成交量加权均价", "volume-weighted price"),
    _metric("volume_t", "t", "成交量", "volume"),
    _metric("listed_volume_t", "t", "挂牌成交量", "listed volume"),
    _metric("block_volume_t", "t", "大宗成交量", "block volume"),
    _metric("block_share", "ratio", "大宗占比", "share of blocks"),
    _metric("top_month_share", "ratio", "最大月份占比", "share of the largest month"),
    _metric("last_60_days_share", "ratio", "最后 60 日占比", "share of the last 60 days"),
    _metric("emissions_t", "t", "排放量", "emissions"),
    _metric("allocation_t", "t", "配额发放量", "allocation"),
    _metric("obligation_t", "t", "清缴义务", "obligation"),
    _metric("abatement_t", "t", "减排量", "abatement"),
    _metric("surrendered_t", "t", "清缴量", "surrendered"),
    _metric("offsets_t", "t", "抵销量", "offsets used"),
    _metric("carried_over_t", "t", "结转量", "carried over"),
    _metric("shortfall_t", "t", "缺口", "shortfall"),
    _metric("firms", "firms", "企业数", "firms"),
    _metric("compliance_rate", "ratio", "履约率", "firms compliant"),
    _metric("net_purchases_share", "ratio", "净购入占义务比例", "net purchases over obligation"),
    _metric("abatement_cost_cny", "CNY", "减排成本", "cost of abatement"),
    _metric("penalty_cny", "CNY", "罚款", "fines"),
)
_OF_DAYS: Final = tuple(Metric(m.id, m.unit, m.name) for m in MEASURES)
_OF_YEARS: Final = tuple(Metric(m.id, m.unit, m.name) for m in YEAR_MEASURES)
METRICS: Final[Mapping[str, Metric]] = {
    metric.id: metric for metric in (*_SUMMARY, *_OF_DAYS, *_OF_YEARS)
}
"""Every metric by id, in the order of the columns of ``runs.parquet``."""

_OF_PARTS: Final = (
    _metric("price_change_pct", "%", "价格涨跌幅", "change of the close"),
    _metric("days_traded", "days", "有成交的天数", "days with trade"),
    _metric("weekly_correlation", "ratio", "周收益率相关系数", "correlation of weekly returns"),
    _metric("price_gap_cny", "CNY/t", "平均价差", "mean gap of prices"),
    _metric("last_price_gap_cny", "CNY/t", "期末价差", "last gap of prices"),
)
_NAMED: Final = {**METRICS, **{metric.id: metric for metric in _OF_PARTS}}

METRIC_FORMS: Final[Mapping[str, tuple[Metric, ...]]] = {
    "MARKET.METRIC": tuple(METRICS.values()),
    "MARKET.METRIC@DAY/DAY": tuple(_NAMED[name] for name in WINDOW_NUMBERS),
    "MARKET~MARKET.METRIC[@DAY/DAY]": tuple(_NAMED[name] for name in PAIR_NUMBERS),
}
"""Every metric by the form in which experiments write it: of a run, of some days, of a pair."""


class AskedMetric(NamedTuple):
    """What an experiment's metric is taken of.

    Args:
        markets: One market, or the two of a pair.
        metric: What is measured.
        window: The days it is taken over; None for all.
    """

    markets: tuple[str, ...]
    metric: Metric
    window: Window | None


def read_metric(text: str) -> AskedMetric | None:
    """Return what ``market.metric``, with a window or of a pair, asks for; None if no metric."""
    part = read_window_metric(text)
    if part is not None:
        return AskedMetric(part.markets, _NAMED[part.name], part.window)
    market, _, name = text.partition(".")
    return AskedMetric((market,), METRICS[name], None) if name in METRICS else None


def nearest_metrics(name: str, known: Iterable[str] = METRICS) -> str:
    """Return the five known names nearest to one that is unknown, the nearest first."""
    return ", ".join(difflib.get_close_matches(name, list(known), NEAREST, cutoff=0.0))


def unknown_metric(name: str) -> dict[str, str]:
    """Return the sentence about a metric that does not exist, in both languages."""
    near = nearest_metrics(name)
    return {
        "en": f"Unknown metric “{name}”; the nearest are {near}. "
        "`tanlab ensemble metrics` lists all.",
        "zh": f"未知的指标“{name}”；最接近的是 {near}。`tanlab ensemble metrics` 列出全部指标。",
    }


def metric_names(scenario: Scenario) -> list[str]:
    """Return every ``market.metric`` of a scenario, in order."""
    return [f"{market}.{metric}" for market in scenario.markets for metric in METRICS]


def columns_of(scenario: Scenario, asked: Iterable[str]) -> list[str]:
    """Return the metrics that an experiment keeps: every one, and those of windows it asks for."""
    names = metric_names(scenario)
    return names + [text for text in dict.fromkeys(asked) if read_window_metric(text)]


def metrics_of(result: RunResult, asked: Iterable[str] = ()) -> dict[str, float | None]:
    """Return every ``market.metric`` of a run; None where a statistic is undefined.

    Args:
        result: The run.
        asked: The metrics of the experiment; those of windows and pairs are added.
    """
    series = series_of_table(result.daily)
    compliance = compliance_of_run(result.events, result.firms)
    found: dict[str, float | None] = dict.fromkeys(metric_names(result.scenario))
    for market, numbers in result.summary["markets"].items():
        for metric in _SUMMARY:
            found[f"{market}.{metric.id}"] = float(numbers[metric.id])
        settled = compliance.get(market, Compliance())
        for moment in market_moments(series[market], settled, None).moments:
            known = math.isfinite(moment.value)
            found[f"{market}.{moment.id}"] = moment.value if known else None
    for text in asked:
        windowed = read_window_metric(text)
        if windowed is not None:
            found[text] = window_value(windowed, series)
    return found
