"""Statistics of runs or of a user's prices, side by side with what was published."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from simulations.moments.bootstrap import BootstrapPlan
from simulations.moments.correlations import PairCorrelation, weekly_correlations
from simulations.moments.daily import DailySeries, series_of_table
from simulations.moments.market_moments import (
    Compliance,
    MarketMoments,
    Moment,
    compliance_of_run,
    market_moments,
    over_runs,
)
from simulations.moments.published import PublishedRow, published_bands

SCHEMA: Final = "tanlab/moments@1"
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class MomentsReport:
    """Statistics of markets and how they compare.

    Args:
        markets: Each market's statistics.
        correlations: Of weekly returns, by pair of markets; empty over several runs.
        plan: How the bands were drawn.
        runs: Number of runs behind the values.
    """

    markets: tuple[MarketMoments, ...]
    correlations: tuple[PairCorrelation, ...]
    plan: BootstrapPlan
    runs: int

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON values; null where a statistic is undefined."""
        return {
            "schema": SCHEMA,
            "runs": self.runs,
            "bands": {
                "of": "bootstrap" if self.runs == 1 else "runs",
                "coverage": self.plan.coverage,
                "replications": self.plan.replications if self.runs == 1 else None,
                "mean_block_days": self.plan.mean_block_days if self.runs == 1 else None,
                "seed": self.plan.seed if self.runs == 1 else None,
            },
            "markets": {market.market: _market(market) for market in self.markets},
            "correlations": [_pair(pair) for pair in self.correlations],
        }


def report_of_runs(runs: Iterable[Mapping[str, pa.Table]], plan: BootstrapPlan) -> MomentsReport:
    """Return the statistics of one run, or their means over several.

    Args:
        runs: The tables daily, events and firms of each run; at least one run.
        plan: How bands are drawn. With several runs the band holds the plan's coverage of the
            runs, and nothing is drawn.
    """
    read = [
        (series_of_table(tables["daily"]), compliance_of_run(tables["events"], tables["firms"]))
        for tables in runs
    ]
    if len(read) == 1:
        return _report(*read[0], plan)
    by_market: dict[str, list[MarketMoments]] = {}
    for series, compliance in read:
        for name, days in series.items():
            known = compliance.get(name, Compliance())
            by_market.setdefault(name, []).append(market_moments(days, known, None))
    markets = tuple(over_runs(found, plan.coverage) for found in by_market.values())
    return MomentsReport(markets, (), plan, len(read))


def report_of_prices(
    series: Mapping[str, DailySeries], compliance: Compliance, plan: BootstrapPlan
) -> MomentsReport:
    """Return the statistics of markets read from a price file.

    Args:
        series: The markets by name.
        compliance: Deadlines and covered emissions, of every market of the file.
        plan: How bands are drawn.
    """
    return _report(series, dict.fromkeys(series, compliance), plan)


def _report(
    series: Mapping[str, DailySeries],
    compliance: Mapping[str, Compliance],
    plan: BootstrapPlan,
) -> MomentsReport:
    markets = tuple(
        market_moments(days, compliance.get(name, Compliance()), plan)
        for name, days in series.items()
    )
    return MomentsReport(markets, weekly_correlations(series, plan), plan, 1)


def _market(market: MarketMoments) -> dict[str, Any]:
    known = published_bands().of_market(market.market)
    code, rows = (known[0], known[1].rows) if known else ("", ())
    moments = [_moment(moment, rows) for moment in market.moments]
    judged = [row["inside"] for moment in moments for row in moment["published"]]
    return {
        "first_day": market.first_day.isoformat(),
        "last_day": market.last_day.isoformat(),
        "days": market.days,
        "compared_with": code or None,
        "inside": judged.count(True),
        "outside": judged.count(False),
        "moments": moments,
    }


def _moment(moment: Moment, rows: Sequence[PublishedRow]) -> dict[str, Any]:
    return {
        "id": moment.id,
        "name": dict(moment.name),
        "unit": moment.unit,
        "value": _number(moment.value),
        "low": _number(moment.low),
        "high": _number(moment.high),
        "by_period": {key: _number(value) for key, value in moment.by_period.items()},
        "published": [_row(row, moment.value) for row in rows if row.moment == moment.id],
    }


def _row(row: PublishedRow, value: float) -> dict[str, Any]:
    source = published_bands().sources[row.source]
    return {
        "period": row.period,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "basis": row.basis,
        "use": row.use,
        "inside": row.inside(value),
        "source": source.text,
        "confidence": source.confidence,
    }


def _pair(pair: PairCorrelation) -> dict[str, Any]:
    return {
        "markets": list(pair.markets),
        "weeks": pair.weeks,
        "value": _number(pair.value),
        "low": _number(pair.low),
        "high": _number(pair.high),
        "published": [_row(published_bands().correlations, pair.value)],
    }


def _number(value: float) -> float | None:
    return round(value, _DIGITS) if math.isfinite(value) else None
