"""Statistics that follow the calendar: one value for each year or deadline, and their mean.

They are not drawn again by the bootstrap, which would tear the calendar apart; their spread is
that of the years.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from simulations.moments.daily import DailySeries
from simulations.moments.measures import PERCENT, Unit
from simulations.moments.statistics import UNDEFINED, Series, gini, mean, top_share

WINDOW: Final = timedelta(days=60)
YEAR: Final = timedelta(days=365)
TOP_DECILE: Final = 0.1
MONTHS_MIN: Final = 6
"""A year counts when days of at least so many of its months are known."""


@dataclass(frozen=True, slots=True)
class YearMeasure:
    """One statistic of a market's years.

    Args:
        id: Its name in files.
        unit: ``%`` or ``ratio``.
        name: What people read, in zh and en.
        of: Gives the value of each year or deadline from the days, the deadlines and the covered
            emissions by calendar year, t.
    """

    id: str
    unit: Unit
    name: Mapping[str, str]
    of: Callable[[DailySeries, Sequence[date], Mapping[int, float]], Mapping[str, float]]


def calendar_years(series: DailySeries) -> dict[int, DailySeries]:
    """Return the calendar years of which at least half the months have days."""
    found = {}
    for year in np.unique(series.days.astype("datetime64[Y]")):
        number = int(str(year))
        days = series.between(date(number, 1, 1), date(number, 12, 31))
        if np.unique(days.days.astype("datetime64[M]")).size >= MONTHS_MIN:
            found[number] = days
    return found


def top_month(series: DailySeries) -> float:
    """Return the share of its largest month in the volume of the days."""
    months, place = np.unique(series.days.astype("datetime64[M]"), return_inverse=True)
    volume = np.bincount(place, np.nan_to_num(series.volume_t), months.size)
    return float(volume.max() / volume.sum()) if volume.sum() else UNDEFINED


def last_days_share(series: DailySeries, deadline: date) -> float:
    """Return the share of the 60 days up to a deadline in the volume of the 365 days up to it.

    It is undefined when the days begin less than twice 60 days before the deadline.
    """
    if not _covers(series, deadline - 2 * WINDOW, deadline):
        return UNDEFINED
    year_t = _volume_t(series, deadline - YEAR, deadline)
    return _volume_t(series, deadline - WINDOW, deadline) / year_t if year_t else UNDEFINED


def deadline_ratio(series: DailySeries, deadline: date) -> float:
    """Return mean daily volume of the 60 days up to a deadline over that of the 60 days after it.

    It is undefined when the days do not reach so far to both sides, and without trade after it.
    """
    if not _covers(series, deadline - WINDOW, deadline + WINDOW):
        return UNDEFINED
    before = series.between(deadline - WINDOW + timedelta(days=1), deadline)
    after = series.between(deadline + timedelta(days=1), deadline + WINDOW)
    if not before.days.size or not after.days.size:
        return UNDEFINED
    later = float(np.nanmean(np.nan_to_num(after.volume_t)))
    return float(np.nanmean(np.nan_to_num(before.volume_t))) / later if later else UNDEFINED


def _covers(series: DailySeries, first: date, last: date) -> bool:
    """Tell whether the days reach from one date to another, give or take a week of holidays."""
    slack = timedelta(days=10)
    days = series.days
    return bool(
        days.size
        and days[0] <= np.datetime64(first + slack)
        and days[-1] >= np.datetime64(last - slack)
    )


def _volume_t(series: DailySeries, after: date, last: date) -> float:
    return float(np.nansum(series.between(after + timedelta(days=1), last).volume_t))


def _by_year(formula: Callable[[Series], float]) -> Callable[..., Mapping[str, float]]:
    def of(series: DailySeries, *_: object) -> Mapping[str, float]:
        return {
            str(year): formula(np.nan_to_num(days.volume_t))
            for year, days in calendar_years(series).items()
        }

    return of


def _top_months(series: DailySeries, *_: object) -> Mapping[str, float]:
    return {str(year): PERCENT * top_month(days) for year, days in calendar_years(series).items()}


def _turnovers(
    series: DailySeries, _: Sequence[date], emissions_t: Mapping[int, float]
) -> Mapping[str, float]:
    return {
        str(year): PERCENT * float(np.sum(days.volume_t[days.volume_t > 0])) / emissions_t[year]
        for year, days in calendar_years(series).items()
        if emissions_t.get(year, 0) > 0 and not np.isnan(days.volume_t).all()
    }


def _at_deadlines(
    formula: Callable[[DailySeries, date], float],
) -> Callable[..., Mapping[str, float]]:
    def of(series: DailySeries, deadlines: Sequence[date], *_: object) -> Mapping[str, float]:
        return {day.isoformat(): formula(series, day) for day in deadlines}

    return of


YEAR_MEASURES: Final[Sequence[YearMeasure]] = (
    YearMeasure(
        "top_month_share_pct",
        "%",
        {"zh": "成交量最大月占全年比重", "en": "share of the year's volume in its top month"},
        _top_months,
    ),
    YearMeasure(
        "last_60_days_share_pct",
        "%",
        {
            "zh": "履约截止前 60 日占此前一年成交量比重",
            "en": "share of the last 60 days before the deadline in the trailing year's volume",
        },
        _at_deadlines(lambda series, day: PERCENT * last_days_share(series, day)),
    ),
    YearMeasure(
        "deadline_volume_ratio",
        "ratio",
        {
            "zh": "截止日前后 60 日的日均成交量之比",
            "en": "mean daily volume 60 days before the deadline to 60 days after",
        },
        _at_deadlines(deadline_ratio),
    ),
    YearMeasure(
        "turnover_pct",
        "%",
        {"zh": "换手率（成交量/覆盖排放量）", "en": "turnover: volume over covered emissions"},
        _turnovers,
    ),
    YearMeasure(
        "volume_gini",
        "ratio",
        {"zh": "年内日成交量基尼系数", "en": "Gini coefficient of daily volume within a year"},
        _by_year(gini),
    ),
    YearMeasure(
        "top_decile_share_pct",
        "%",
        {
            "zh": "成交最活跃 10 % 交易日占全年成交量比重",
            "en": "share of the top 10 % of days in a year's volume",
        },
        _by_year(lambda volume_t: PERCENT * top_share(volume_t, TOP_DECILE)),
    ),
)


def mean_of_years(values: Mapping[str, float]) -> float:
    """Return the mean of the years in which a statistic is defined."""
    return mean(np.array(list(values.values()), dtype=np.float64))
