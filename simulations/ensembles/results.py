"""What an ensemble found, as researchers hold it: frames, intervals, differences, files."""

import html
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow as pa

from simulations.ensembles.exporting import export
from simulations.ensembles.intervals import Pairing, mean_interval
from simulations.ensembles.metrics import nearest_metrics, read_metric
from simulations.ensembles.reading import EnsembleFiles
from simulations.ensembles.refused_ensembles import NoSuchResult, UnknownMetric
from simulations.ensembles.sensitivity import sensitivity
from simulations.moments import BootstrapPlan, MomentsReport, published_bands, report_of_runs

PRICES: Final = "prices"
RUNS: Final = "runs"
_UNITS: Final = ("", "_cny", "_t")
_SHOWN: Final = 12


class EnsembleResult:
    """A finished ensemble. Frames are pandas; their columns carry units in their names.

    Args:
        files: Its directory.
    """

    def __init__(self, files: EnsembleFiles) -> None:
        self.files = files

    @property
    def directory(self) -> Path:
        """Return where its files are."""
        return self.files.directory

    @cached_property
    def _runs(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.files.runs().to_pylist()
        return rows

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Return the names of its cases in order; of ``run_many``, the scenarios' ids."""
        return tuple(dict.fromkeys(row["name"] for row in self._runs))

    @property
    def failures(self) -> Any:
        """Return what failed, as a frame: scenario, seed, error, traceback and settings."""
        names = self.scenarios
        rows = [{"scenario": names[each["case"]], **each} for each in self.files.failures()]
        schema = pa.schema(
            [(name, pa.string()) for name in ("scenario", "error", "traceback")]
            + [("case", pa.int32()), ("replication", pa.int32()), ("seed", pa.int64())]
        )
        return pa.Table.from_pylist(rows, schema).to_pandas()

    def table(self, name: str) -> Any:
        """Return a table of all runs as a frame with the columns run, scenario and seed first.

        Args:
            name: ``prices`` (market, date, price_cny), ``runs`` (every metric), or a table that
                was kept: ``daily``, ``events``, ``firms``, ``trades``.

        Raises:
            NoSuchResult: No such table was kept.
        """
        kept = self.files.plan.experiment.tables
        known = (RUNS, *((PRICES,) if "daily" in kept else ()), *kept)
        if name not in known:
            raise NoSuchResult(name=name, known=", ".join(known))
        if name == RUNS:
            found = self.files.runs().rename_columns({"name": "scenario"})
            return found.drop_columns(["case"]).to_pandas()
        table = self.files.table("daily" if name == PRICES else name)
        if name == PRICES:
            columns = ["case", "replication", "seed", "date", "market", "close_cny"]
            table = table.select(columns).rename_columns({"close_cny": "price_cny"})
        return self._with_runs(table).to_pandas()

    def _with_runs(self, table: pa.Table) -> pa.Table:
        """Return a table with run and scenario in place of case and replication."""
        cases, names = table["case"].to_numpy(), pa.array(self.scenarios)
        replications = self.files.plan.experiment.replications
        runs = pa.array(cases * replications + table["replication"].to_numpy(), pa.int32())
        rest = table.drop_columns(["case", "replication"])
        return rest.add_column(0, "scenario", names.take(table["case"])).add_column(0, "run", runs)

    def summary(
        self,
        *metrics: str,
        by: Literal["scenario"] | None = "scenario",
        ci: float = 0.95,  # the field's convention, and the caller's to change
    ) -> Any:
        """Return mean, standard deviation and interval of metrics as a frame.

        Args:
            metrics: Such as ``national.price_mean_cny``, or without the market for every market;
                ``price.mean`` is ``price_mean_cny``. Default those of the experiment.
            by: Whether each scenario has rows of its own.
            ci: Share of intervals that cover the mean, between 0 and 1.

        Raises:
            UnknownMetric: The runs have no such metric.
        """
        groups = self.scenarios if by else (None,)
        rows = []
        for name in self._columns(metrics or self.files.plan.experiment.metrics):
            for group in groups:
                found = mean_interval(list(self._values(name, group).values()), ci)
                head = {"scenario": group} if by else {}
                rows.append(head | {"metric": name, "unit": _unit(name)} | found._asdict())
        return pa.Table.from_pylist(rows).to_pandas()

    def paired(self, metric: str, case: str, against: str, ci: float = 0.95) -> Pairing:
        """Return the differences between two scenarios, run by run with the same seed.

        Args:
            metric: One metric of one market.
            case: A scenario.
            against: The scenario that is taken from it.
            ci: Share of intervals that cover the mean difference, between 0 and 1.

        Raises:
            NoSuchResult: There is no such metric or scenario, or the metric is of several markets.
        """
        columns = self._columns([metric])
        if len(columns) > 1:
            raise NoSuchResult(name=metric, known=", ".join(columns))
        for name in (case, against):
            if name not in self.scenarios:
                raise NoSuchResult(name=name, known=", ".join(self.scenarios))
        here, there = (self._values(columns[0], name) for name in (case, against))
        seeds = tuple(seed for seed in here if seed in there)
        differences = tuple(here[seed] - there[seed] for seed in seeds)
        return Pairing(
            columns[0],
            _unit(columns[0]),
            case,
            against,
            seeds,
            differences,
            mean_interval(differences, ci),
        )

    def sensitivity(self, *metrics: str, method: str = "") -> dict[str, Any]:
        """Return sensitivity indices, as ``simulations.sensitivity`` does."""
        return sensitivity(self.files, self._columns(metrics) if metrics else (), method)

    def moments(self, plan: BootstrapPlan | None = None) -> MomentsReport:
        """Return the statistics of all runs beside what was published of real markets.

        Args:
            plan: The coverage of the bands, default that of the published ones; with several
                runs nothing is drawn.

        Raises:
            NotAnEnsemble: It does not keep the tables daily, events and firms.
        """
        runs = self.files.each_run(("daily", "events", "firms"))
        return report_of_runs(runs, plan or published_bands().bootstrap)

    def export(self, directory: Path | str, formats: Sequence[str]) -> list[Path]:
        """Write results elsewhere, each format as its readers expect it.

        Args:
            directory: Where; made when it does not exist, an earlier export is replaced.
            formats: ``csv``, ``xlsx``, ``parquet`` and ``iamc``, as for ``simulations.export``.

        Returns:
            The files written.

        Raises:
            NoSuchFormat: An unknown format.
            NothingYearly: Nothing was kept for ``iamc``.
            TableTooLarge: A table does not go on a sheet.
            ExportInTheWay: The directory holds something else.
        """
        return export(self.files, directory, formats)

    def _columns(self, names: Sequence[str]) -> list[str]:
        """Return the columns of ``runs`` that names stand for."""
        known = [name for name in self._runs[0] if "." in name]
        found: list[str] = []
        for name in names:
            matching = [column for column in known if _stands_for(name, column)]
            if not matching:
                raise UnknownMetric(name=name, nearest=nearest_metrics(name, known))
            found += matching
        return found

    def _values(self, column: str, scenario: str | None) -> dict[int, float]:
        """Return the metric of each run that has it, by seed; of all scenarios, by position."""
        rows = enumerate(self._runs)
        return {
            row["seed"] if scenario else place: row[column]
            for place, row in rows
            if row[column] is not None and scenario in {None, row["name"]}
        }

    def _lines(self) -> Iterator[tuple[str, str]]:
        manifest = self.files.manifest
        yield "scenarios", ", ".join(self.scenarios[:_SHOWN])
        yield "runs", f"{manifest['runs']:,}, of which {manifest['failed']:,} failed"
        yield "tables", ", ".join((RUNS, *self.files.plan.experiment.tables))
        yield "results", manifest["results_digest"]
        yield "note", manifest["note"]["en"]

    def __repr__(self) -> str:
        """Return what it holds in a line."""
        manifest = self.files.manifest
        return f"<EnsembleResult {manifest['scenario']}: {manifest['runs']} runs>"

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        rows = "".join(
            f"<tr><th>{html.escape(name)}</th><td>{html.escape(text)}</td></tr>"
            for name, text in self._lines()
        )
        return f"<table><tbody>{rows}</tbody></table>"


def _stands_for(name: str, column: str) -> bool:
    """Tell whether a name is a column's, with or without its market, unit and underscores."""
    market, _, metric = column.partition(".")
    wanted = name.removeprefix(f"{market}.").replace(".", "_")
    return name == column or any(f"{wanted}{unit}" == metric for unit in _UNITS)


def _unit(column: str) -> str:
    asked = read_metric(column)
    return asked.metric.unit if asked else ""
