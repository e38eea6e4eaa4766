"""Levels of simulated prices beside published closes, quarter by quarter, on the same days."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from statistics import fmean
from typing import Any, Final

import pyarrow.compute as pc

from simulations.ensembles import EnsembleFiles

_MONTHS_OF_A_QUARTER: Final = 3
_PERCENT: Final = 100.0
_FEN_DIGITS: Final = 2

RunDay = tuple[int, date]
"""Replication and day."""


def simulated_closes(ensemble: EnsembleFiles, market: str, case: int) -> dict[RunDay, float]:
    """Return the close of each run and day of one case, CNY/t.

    Raises:
        NotAnEnsemble: The ensemble does not keep the days.
    """
    daily = ensemble.table("daily")
    chosen = pc.and_(pc.equal(daily["case"], case), pc.equal(daily["market"], market))
    rows = daily.filter(chosen).select(["replication", "date", "close_cny"]).to_pylist()
    return {(row["replication"], row["date"]): row["close_cny"] for row in rows}


def quarter_levels(
    ensemble: EnsembleFiles, market: str, case: int, published_cny: Mapping[date, float]
) -> list[dict[str, Any]]:
    """Return for each quarter the mean close on the days on which closes were published.

    Args:
        ensemble: A finished ensemble that keeps the table ``daily``.
        market: Which market.
        case: Number of the case.
        published_cny: Published closes, CNY/t, by day; days without a simulated close count not.

    Returns:
        Rows with ``quarter``, ``days``, ``simulated_cny`` (mean over runs), ``lowest_cny`` and
        ``highest_cny`` (of the runs), ``published_cny``, ``difference_pct`` and ``inside``
        (whether what was published lies between the lowest and the highest run), in order.

    Raises:
        NotAnEnsemble: It does not keep the days.
    """
    closes = simulated_closes(ensemble, market, case)
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
