"""All statistics of one market, with bands: of a run, of a user's prices, or over many runs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from simulations.moments.bootstrap import BootstrapPlan, Replicates, replicate
from simulations.moments.daily import DailySeries, day_sample
from simulations.moments.measures import MEASURES, Unit, measure_days
from simulations.moments.statistics import UNDEFINED, quantile
from simulations.moments.years import YEAR_MEASURES, mean_of_years
from simulations.streams import Streams

NAMES = tuple(measure.id for measure in MEASURES)


@dataclass(frozen=True, slots=True)
class Moment:
    """One statistic of one market.

    Args:
        id: Its name in files.
        name: What people read, in zh and en.
        unit: ``%``, ``ratio`` or ``t``.
        value: NaN where undefined.
        low: Lower end of its band (bootstrap, or over runs); NaN without one.
        high: Upper end of its band.
        by_period: Values by calendar year or deadline, of which the value is the mean.
    """

    id: str
    name: Mapping[str, str]
    unit: Unit
    value: float
    low: float = UNDEFINED
    high: float = UNDEFINED
    by_period: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarketMoments:
    """The statistics of one market.

    Args:
        market: Its name.
        first_day: First day.
        last_day: Last day.
        days: Number of days; one more than there are returns.
        runs: Number of runs behind the values; 1 for one run or one price file.
        moments: Every statistic, always in the same order.
    """

    market: str
    first_day: date
    last_day: date
    days: int
    runs: int
    moments: tuple[Moment, ...]

    def value(self, moment_id: str) -> float:
        """Return one statistic's value."""
        return next(moment.value for moment in self.moments if moment.id == moment_id)


@dataclass(frozen=True, slots=True)
class Compliance:
    """What statistics need to know of a market's compliance.

    Args:
        deadlines: Days of surrender, ascending.
        emissions_t: Covered emissions by calendar year, t.
    """

    deadlines: tuple[date, ...] = ()
    emissions_t: Mapping[int, float] = field(default_factory=dict)


def compliance_of_run(events: pa.Table, firms: pa.Table) -> dict[str, Compliance]:
    """Return each market's deadlines and covered emissions from the tables of a run.

    A deadline is a day with an event ``surrender``; the emissions settled at it are those of the
    firms' year of the same rank. A calendar year without deadline has the emissions of the
    deadline before it, or of the first.
    """
    deadlines: dict[str, set[date]] = {}
    for row in events.select(["date", "market", "kind"]).to_pylist():
        if row["kind"] == "surrender":
            deadlines.setdefault(row["market"], set()).add(row["date"])
    emissions: dict[str, dict[int, float]] = {}
    for row in firms.select(["year", "market", "emissions_t"]).to_pylist():
        of_market = emissions.setdefault(row["market"], {})
        of_market[row["year"]] = of_market.get(row["year"], 0.0) + row["emissions_t"]
    return {
        market: Compliance(tuple(sorted(days)), _settled(sorted(days), emissions.get(market, {})))
        for market, days in deadlines.items()
    }


def _settled(deadlines: Sequence[date], by_firms_year: Mapping[int, float]) -> dict[int, float]:
    in_order = [by_firms_year[year] for year in sorted(by_firms_year)]
    settled = {day.year: tonnes for day, tonnes in zip(deadlines, in_order, strict=False)}
    if not settled:
        return {}
    known = min(settled)
    found = {}
    for year in range(known - 1, max(settled) + 2):
        known = year if year in settled else known
        found[year] = settled[known]
    return found


def bootstrap_of(series: DailySeries, plan: BootstrapPlan) -> Replicates:
    """Return the statistics of MEASURES over series drawn again from a market's days."""
    sample = day_sample(series)
    random = Streams(plan.seed).generator("moments.bootstrap", series.market)
    return replicate(
        NAMES,
        sample.returns.size,
        lambda indices: measure_days(sample.take(indices)),
        plan,
        random,
    )


def market_moments(
    series: DailySeries, compliance: Compliance, plan: BootstrapPlan | None
) -> MarketMoments:
    """Return every statistic of a market's days.

    Args:
        series: The days; at least one.
        compliance: Deadlines and covered emissions; without them some statistics are NaN.
        plan: How bands are drawn; None for values without bands.
    """
    values = measure_days(day_sample(series))
    drawn = bootstrap_of(series, plan) if plan else None
    found = []
    for measure, value in zip(MEASURES, values, strict=True):
        band = (UNDEFINED, UNDEFINED)
        if drawn is not None and plan and drawn.values.size and not math.isnan(value):
            band = drawn.band(measure.id, plan.coverage)
        found.append(Moment(measure.id, measure.name, measure.unit, value, *band))
    for yearly in YEAR_MEASURES:
        periods = yearly.of(series, compliance.deadlines, compliance.emissions_t)
        value = mean_of_years(periods)
        found.append(Moment(yearly.id, yearly.name, yearly.unit, value, by_period=dict(periods)))
    days = series.days.astype(object)
    return MarketMoments(series.market, days[0], days[-1], len(days), 1, tuple(found))


def over_runs(runs: Sequence[MarketMoments], coverage: float) -> MarketMoments:
    """Return the mean of every statistic over runs, with the quantiles of the runs as its band.

    Args:
        runs: The same market in one or more runs.
        coverage: Share of the runs between the ends of a band, between 0 and 1.
    """
    tail = (1 - coverage) / 2
    found = []
    for column in zip(*(run.moments for run in runs), strict=True):
        values = np.array([moment.value for moment in column])
        defined = values[~np.isnan(values)]
        first = column[0]
        found.append(
            Moment(
                first.id,
                first.name,
                first.unit,
                float(defined.mean()) if defined.size else UNDEFINED,
                quantile(values, tail),
                quantile(values, 1 - tail),
            )
        )
    return MarketMoments(
        runs[0].market,
        min(run.first_day for run in runs),
        max(run.last_day for run in runs),
        sum(run.days for run in runs),
        len(runs),
        tuple(found),
    )
