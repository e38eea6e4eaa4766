"""Levels of simulated prices beside published closes, quarter by quarter, on the same days."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from statistics import fmean
from typing import Any, Final

from simulations.ensembles import EnsembleFiles, NotAnEnsemble

_MONTHS_OF_A_QUARTER: Final = 3
_PERCENT: Final = 100.0
_DAILY: Final = "daily"
_COLUMNS: Final = ("market", "replication", "date", "close_cny")
_FEN_DIGITS: Final = 2

RunDay = tuple[int, date]
"""Replication and day."""

Closes = Mapping[RunDay, float]
"""The close of each run and day of a market, CNY/t."""


def simulated_closes(ensemble: EnsembleFiles, case: int = 0) -> Mapping[str, Closes]:
    """Return the closes of one case by market; the table of its days is read once for all.

    Raises:
        NotAnEnsemble: The ensemble does not keep the days.
    """
    if _DAILY not in ensemble.plan.experiment.tables:
        raise NotAnEnsemble(directory=str(ensemble.directory), missing=_DAILY)
    found: dict[str, dict[RunDay, float]] = {name: {} for name in ensemble.plan.scenario.markets}
    daily = ensemble.partition(_DAILY, case)
    if daily is not None:
        columns = (daily[name].to_pylist() for name in _COLUMNS)
        for market, replication, day, close in zip(*columns, strict=True):
            found[market][replication, day] = close
    return found


def quarter_levels(closes: Closes, published_cny: Mapping[date, float]) -> list[dict[str, Any]]:
    """Return for each quarter the mean close on the days on which closes were published.

    Args:
        closes: Those of a market, as ``simulated_closes`` returns them.
        published_cny: Published closes, CNY/t, by day; days without a simulated close count not.

    Returns:
        Rows with ``quarter``, ``days``, ``simulated_cny`` (mean over runs), ``lowest_cny`` and
        ``highest_cny`` (of the runs), ``published_cny``, ``difference_pct`` and ``inside``
        (whether what was published lies between the lowest and the highest run), in order.
    """
    runs = sorted({replication for replication, _ in closes})
    simulated = {day for _, day in closes}
    quarters: dict[str, list[date]] = defaultdict(list)
    for day in sorted(simulated & set(published_cny)):
        quarters[_quarter(day)].append(day)
    rows = []
    for quarter, days in quarters.items():
        means = [fmean(closes[run, day] for day in days) for run in runs]
        published = fmean(published_cny[day] for day in days)
        rows.append(
            {
                "quarter": quarter,
                "days": len(days),
                "simulated_cny": round(fmean(means), _FEN_DIGITS),
                "lowest_cny": round(min(means), _FEN_DIGITS),
                "highest_cny": round(max(means), _FEN_DIGITS),
                "published_cny": round(published, _FEN_DIGITS),
                "difference_pct": round(_PERCENT * (fmean(means) / published - 1.0), 1),
                "inside": min(means) <= published <= max(means),
            }
        )
    return rows


def _quarter(day: date) -> str:
    return f"{day.year} Q{(day.month - 1) // _MONTHS_OF_A_QUARTER + 1}"
