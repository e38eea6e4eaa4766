"""The table of scenarios of the IAMC: model, scenario, region, variable, unit, and years.

One row for model, scenario, region, variable and unit, one column for each year:
https://pyam-iamc.readthedocs.io/en/stable/data.html
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any, Final

import numpy as np
import pyarrow as pa

HEAD: Final = ("Model", "Scenario", "Region", "Variable", "Unit")
PERCENTILES: Final = (5, 50, 95)
TABLES: Final = ("daily", "firms")
"""What the table is made from."""

_FIRMS: Final = {
    "Emissions|CO2|Covered": "emissions_t",
    "Allowances|Allocated": "allocation_t",
    "Allowances|Surrendered": "surrendered_t",
    "Offsets|Surrendered": "offsets_t",
    "Emissions|CO2|Abated": "abatement_t",
    "Allowances|Missing": "shortfall_t",
}
_Yearly = dict[tuple[int, str, str, str, int], list[float]]
"""Case, market, variable, unit and year; the values of its runs."""


def iamc_rows(
    model: str, names: Sequence[str], tables: Mapping[str, pa.Table]
) -> list[tuple[Any, ...]]:
    """Return head and rows of the IAMC table.

    Prices are means of a year's closes; volumes and tonnes are sums of a year. Each variable has
    its mean over runs and, where there are several, percentiles under names of their own.

    Args:
        model: Name and version of the program.
        names: Name of each case, in order.
        tables: ``daily`` for prices and volumes, ``firms`` for tonnes of firms, or one of them;
            of an ensemble with the columns ``case`` and ``replication``.

    Returns:
        The head, then the rows; an empty text where a variable has no value in a year.
    """
    values: _Yearly = defaultdict(list)
    if "daily" in tables:
        _days(tables["daily"], values)
    if "firms" in tables:
        _firms(tables["firms"], values)
    years = sorted({key[-1] for key in values})
    rows: list[tuple[Any, ...]] = [(*HEAD, *years)]
    for case, market, variable, unit in sorted({key[:-1] for key in values}):
        found = [values.get((case, market, variable, unit, year), []) for year in years]
        head = (model, names[case], market)
        rows.append((*head, variable, unit, *(fmean(n) if n else "" for n in found)))
        if max(len(numbers) for numbers in found) > 1:
            for share in PERCENTILES:
                cells = (float(np.percentile(n, share)) if n else "" for n in found)
                rows.append((*head, f"{variable}|Percentile {share}", unit, *cells))
    return rows


def _days(daily: pa.Table, values: _Yearly) -> None:
    closes: dict[tuple[int, int, str, int], list[float]] = defaultdict(list)
    volumes: dict[tuple[int, int, str, int], float] = defaultdict(float)
    for row in daily.to_pylist():
        key = (row.get("case", 0), row.get("replication", 0), row["market"], row["date"].year)
        closes[key].append(row["close_cny"])
        volumes[key] += row["listed_volume_t"] + row["block_volume_t"]
    for (case, _, market, year), numbers in closes.items():
        values[case, market, "Price|Carbon", "CNY/t CO2", year].append(fmean(numbers))
    for (case, _, market, year), volume_t in volumes.items():
        values[case, market, "Allowances|Traded", "t CO2/yr", year].append(volume_t)


def _firms(firms: pa.Table, values: _Yearly) -> None:
    sums: dict[tuple[int, int, str, int, str], float] = defaultdict(float)
    for row in firms.to_pylist():
        run = (row.get("case", 0), row.get("replication", 0), row["market"], row["year"])
        for variable, name in _FIRMS.items():
            sums[*run, variable] += row[name]
    for (case, _, market, year, variable), tonnes in sums.items():
        values[case, market, variable, "t CO2/yr", year].append(tonnes)
