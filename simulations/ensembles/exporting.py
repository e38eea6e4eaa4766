"""A run or an ensemble written for other tools: Parquet, CSV, a workbook, the IAMC's table.

Beside the data stand ``dictionary.csv``, which explains every column, and ``export.json``, which
says what was exported and has the hash of every file.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from simulations.ensembles.dictionary import Entry, described
from simulations.ensembles.iamc import TABLES, iamc_rows
from simulations.ensembles.metrics import METRICS
from simulations.ensembles.reading import EnsembleFiles, is_ensemble, read_ensemble
from simulations.ensembles.refused_ensembles import (
    ExportInTheWay,
    NoSuchFormat,
    NothingYearly,
    TableTooLarge,
)
from simulations.ensembles.sheets import (
    SHEET_COLUMNS_MAX,
    SHEET_ROWS_MAX,
    Rows,
    rows_of,
    write_csv,
    write_workbook,
)
from simulations.runs import (
    COLUMNS,
    MANIFEST,
    RunFiles,
    json_bytes,
    read_json,
    read_run,
    sha256_of,
)

EXPORT_SCHEMA: Final = "tanlab/export@1"
EXPORT: Final = "export.json"
DICTIONARY: Final = "dictionary.csv"
FORMATS: Final = ("csv", "xlsx", "parquet", "iamc")
_FACTS: Final = (
    "scenario", "scenario_digest", "experiment", "seed", "cases", "replications", "runs", "failed",
    "calibration",
)  # fmt: skip
"""What a manifest says of the results, where it says it."""


@dataclass(frozen=True, slots=True)
class Exported:
    """Results to be written: of one run, or of an ensemble.

    Args:
        directory: Where they are.
        manifest: Their manifest.
        cases: Name of each case and what it sets, as JSON; of a run its scenario, as it is.
        tables: Every table by name.
    """

    directory: Path
    manifest: Mapping[str, Any]
    cases: Mapping[str, str]
    tables: Mapping[str, pa.Table]

    def entries(self) -> list[Entry]:
        """Return the data dictionary of these tables."""
        return [
            entry for name, table in self.tables.items() for entry in described(name, table.schema)
        ]


def export(
    results: RunFiles | EnsembleFiles | Path | str, target: Path | str, formats: Sequence[str]
) -> list[Path]:
    """Write the results of a run or an ensemble in some formats.

    Args:
        results: A finished run or ensemble, or its directory.
        target: Where; made when it does not exist, an earlier export in it is replaced.
        formats: Of ``csv`` (a file for each table), ``xlsx`` (a sheet for each table), ``parquet``
            (the directory as it is), ``iamc`` (yearly values and percentiles over runs).

    Returns:
        The files written, the list of them all, ``export.json``, last.

    Raises:
        NoSuchFormat: A format that is none of them.
        NotARun: The directory holds neither a finished run nor a finished ensemble.
        ResultsChanged: A file no longer has the hash in its manifest.
        NothingYearly: The IAMC's table is asked for, but neither days nor firms were kept.
        TableTooLarge: A table has more rows or columns than a sheet.
        ExportInTheWay: The target is a file or holds something else.
    """
    for name in formats:
        if name not in FORMATS:
            raise NoSuchFormat(name=name, known=", ".join(FORMATS))
    exported, target = _exported(results), Path(target)
    _check(exported, formats)
    _make_room(target)
    written = [
        path for name in FORMATS if name in formats for path in _WRITERS[name](exported, target)
    ]
    entries = [Entry._fields, *exported.entries()]
    written.append(write_csv(target / DICTIONARY, entries, mark=True))
    facts = {
        "schema": EXPORT_SCHEMA,
        "formats": [name for name in FORMATS if name in formats],
        "results": exported.manifest,
        "files": {
            path.relative_to(target).as_posix(): sha256_of(path.read_bytes()) for path in written
        },
    }
    (target / EXPORT).write_bytes(json_bytes(facts))
    return [*written, target / EXPORT]


def _exported(results: RunFiles | EnsembleFiles | Path | str) -> Exported:
    if isinstance(results, (Path, str)):
        directory = Path(results)
        results = read_ensemble(directory) if is_ensemble(directory) else read_run(directory)
    if isinstance(results, RunFiles):
        tables = {"summary": _summary(results)} | {name: results.table(name) for name in COLUMNS}
        case = {results.manifest["scenario"]: "{}"}
        return Exported(results.directory, results.manifest, case, tables)
    tables = {"design": results.design(), "runs": results.runs()}
    if results.manifest["failed"] < results.manifest["runs"]:
        tables |= {name: results.table(name) for name in results.plan.experiment.tables}
    cases = {row["name"]: row["settings"] for row in tables["design"].to_pylist()}
    return Exported(results.directory, results.manifest, cases, tables)


def _summary(files: RunFiles) -> pa.Table:
    """Return the headline numbers of a run, one row for each market and number."""
    rows = [
        {"market": market, "metric": id_, "unit": METRICS[id_].unit, "value": float(value)}
        for market, numbers in files.summary["markets"].items()
        for id_, value in numbers.items()
        if id_ in METRICS
    ]
    kinds = {"market": pa.string(), "metric": pa.string(), "unit": pa.string()}
    return pa.Table.from_pylist(rows, pa.schema([*kinds.items(), ("value", pa.float64())]))


def _check(exported: Exported, formats: Sequence[str]) -> None:
    """Refuse what cannot be written, before anything is."""
    if "iamc" in formats and not exported.tables.keys() & set(TABLES):
        raise NothingYearly(directory=str(exported.directory))
    if "xlsx" in formats:
        for name, table in exported.tables.items():
            if table.num_rows > SHEET_ROWS_MAX or table.num_columns > SHEET_COLUMNS_MAX:
                raise TableTooLarge(table=name, rows=table.num_rows, columns=table.num_columns)


def _make_room(target: Path) -> None:
    """Make the target, or remove the files of an earlier export from it."""
    if target.is_dir() and any(target.iterdir()):
        before = read_json(target / EXPORT)
        if not isinstance(before, dict) or before.get("schema") != EXPORT_SCHEMA:
            raise ExportInTheWay(directory=str(target))
        for name in before["files"]:
            (target / name).unlink(missing_ok=True)
    elif target.exists() and not target.is_dir():
        raise ExportInTheWay(directory=str(target))
    target.mkdir(parents=True, exist_ok=True)


def _parquet(exported: Exported, target: Path) -> Iterator[Path]:
    for name in (*exported.manifest["files"], MANIFEST):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(exported.directory / name, path)
        yield path


def _csv(exported: Exported, target: Path) -> Iterator[Path]:
    for name, table in exported.tables.items():
        yield write_csv(target / f"{name}.csv", rows_of(table))


def _xlsx(exported: Exported, target: Path) -> Iterator[Path]:
    manifest = exported.manifest
    about = [("key", "value"), *((key, manifest[key]) for key in _FACTS if key in manifest)]
    about += [(f"note_{lang}", text) for lang, text in manifest["note"].items()]
    about += [(f"version_{name}", number) for name, number in manifest["versions"].items()]
    sheets: list[tuple[str, Rows]] = [("about", about)]
    sheets.append(("dictionary", [Entry._fields, *exported.entries()]))
    sheets += [(name, rows_of(table)) for name, table in exported.tables.items()]
    yield write_workbook(target / "results.xlsx", sheets)


def _iamc(exported: Exported, target: Path) -> Iterator[Path]:
    """Write the table as CSV, and as a workbook with the sheets ``data`` and ``meta`` of pyam."""
    model = f"TanLab {exported.manifest['versions']['tanlab']}"
    rows = iamc_rows(model, list(exported.cases), exported.tables)
    yield write_csv(target / "iamc.csv", rows)
    facts = (exported.manifest["scenario_digest"], exported.manifest["note"]["en"])
    meta = [(model, name, *facts, settings) for name, settings in exported.cases.items()]
    head = ("Model", "Scenario", "scenario_digest", "note", "settings")
    yield write_workbook(target / "iamc.xlsx", [("data", rows), ("meta", [head, *meta])])


_WRITERS: Final = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet, "iamc": _iamc}
