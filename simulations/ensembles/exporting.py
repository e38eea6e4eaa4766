"""Results written for other tools: Parquet as it is, CSV, and the IAMC's table of scenarios.

The IAMC format has one row for model, scenario, region, variable and unit, and one column for each
year: https://pyam-iamc.readthedocs.io/en/stable/data.html
"""

import csv
import io
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import numpy as np

from simulations.ensembles.reading import EnsembleFiles
from simulations.ensembles.refused_ensembles import NoSuchResult
from simulations.runs import MANIFEST

IAMC: Final = "iamc.csv"
CSV: Final = "runs.csv"
FORMATS: Final = ("parquet", "csv", "iamc")
PERCENTILES: Final = (5, 50, 95)
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


def export(files: EnsembleFiles, directory: Path, formats: Sequence[str]) -> list[Path]:
    """Write an ensemble's results in some formats and return the files.

    Args:
        files: A finished ensemble.
        directory: Where; made when it does not exist.
        formats: Of ``parquet``, ``csv`` and ``iamc``.

    Raises:
        NoSuchResult: A format that is none of them.
    """
    for name in formats:
        if name not in FORMATS:
            raise NoSuchResult(name=name, known=", ".join(FORMATS))
    directory.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    if "parquet" in formats:
        for name in (*files.manifest["files"], MANIFEST):
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(files.directory / name, target)
            written.append(target)
    if "csv" in formats:
        rows = files.runs().to_pylist()
        written.append(_write(directory / CSV, list(rows[0]), [row.values() for row in rows]))
    if "iamc" in formats:
        head, *rest = iamc_rows(files)
        written.append(_write(directory / IAMC, head, rest))
    return written


def iamc_rows(files: EnsembleFiles) -> list[list[Any]]:
    """Return head and rows of the IAMC table.

    Prices are means of a year's closes; volumes and tonnes are sums of a year. Each variable has
    its mean over runs, and percentiles under names of their own. What was not kept is left out:
    prices need the table ``daily``, tonnes of firms the table ``firms``.
    """
    values: _Yearly = defaultdict(list)
    kept = files.plan.experiment.tables
    if "daily" in kept:
        _days(files, values)
    if "firms" in kept:
        _firms(files, values)
    years = sorted({key[-1] for key in values})
    names = [case.name for case in files.plan.cases()]
    model = f"TanLab {files.manifest['versions']['tanlab']}"
    rows: list[list[Any]] = [["Model", "Scenario", "Region", "Variable", "Unit", *years]]
    for case, market, variable, unit in sorted({key[:-1] for key in values}):
        found = [values.get((case, market, variable, unit, year), []) for year in years]
        head = [model, names[case], market]
        rows.append([*head, variable, unit, *(_mean(numbers) for numbers in found)])
        for share in PERCENTILES:
            cells = (float(np.percentile(n, share)) if n else "" for n in found)
            rows.append([*head, f"{variable}|Percentile {share}", unit, *cells])
    return rows


def _mean(numbers: Sequence[float]) -> float | str:
    return fmean(numbers) if numbers else ""


def _days(files: EnsembleFiles, values: _Yearly) -> None:
    closes: dict[tuple[int, int, str, int], list[float]] = defaultdict(list)
    volumes: dict[tuple[int, int, str, int], float] = defaultdict(float)
    for row in files.table("daily").to_pylist():
        key = (row["case"], row["replication"], row["market"], row["date"].year)
        closes[key].append(row["close_cny"])
        volumes[key] += row["listed_volume_t"] + row["block_volume_t"]
    for (case, _, market, year), numbers in closes.items():
        values[case, market, "Price|Carbon", "CNY/t CO2", year].append(fmean(numbers))
    for (case, _, market, year), volume_t in volumes.items():
        values[case, market, "Allowances|Traded", "t CO2/yr", year].append(volume_t)


def _firms(files: EnsembleFiles, values: _Yearly) -> None:
    sums: dict[tuple[int, int, str, int, str], float] = defaultdict(float)
    for row in files.table("firms").to_pylist():
        for variable, column in _FIRMS.items():
            key = (row["case"], row["replication"], row["market"], row["year"], variable)
            sums[key] += row[column]
    for (case, _, market, year, variable), tonnes in sums.items():
        values[case, market, variable, "t CO2/yr", year].append(tonnes)


def _write(path: Path, head: Sequence[Any], rows: Iterable[Iterable[Any]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path
