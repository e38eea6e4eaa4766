"""A finished ensemble read back, its hashes checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from simulations.ensembles.directories import (
    DESIGN,
    ENSEMBLE_SCHEMA,
    PLAN,
    RUNS,
    read_failures,
)
from simulations.ensembles.plans import EnsemblePlan, plan_of
from simulations.ensembles.refused_ensembles import NotAnEnsemble
from simulations.runs import MANIFEST, missing_file, read_json


@dataclass(frozen=True, slots=True)
class EnsembleFiles:
    """A finished ensemble's directory.

    Args:
        directory: Where it is.
        manifest: What was carried out, versions, hashes.
        plan: Scenario and experiment.
    """

    directory: Path
    manifest: Mapping[str, Any]
    plan: EnsemblePlan

    def runs(self) -> pa.Table:
        """Return one row for each run: case, replication, seed, error and every metric."""
        return pq.ParquetFile(self.directory / RUNS).read()

    def design(self) -> pa.Table:
        """Return one row for each case: name, settings and, if sampled, the factors' points."""
        return pq.ParquetFile(self.directory / DESIGN).read()

    def table(self, name: str) -> pa.Table:
        """Return one table of all runs, with the columns case, replication and seed.

        Args:
            name: A table that the experiment keeps.

        Raises:
            NotAnEnsemble: It keeps no such table, or every run failed.
        """
        parts = []
        for case in range(self.manifest["cases"]):
            part = self.partition(name, case)
            if part is not None:
                number = pa.array([case] * part.num_rows, pa.int32())
                parts.append(part.add_column(0, "case", number))
        if not parts:
            raise NotAnEnsemble(directory=str(self.directory), missing=name)
        return pa.concat_tables(parts)

    def each_run(self, names: Sequence[str]) -> Iterator[dict[str, pa.Table]]:
        """Yield the tables of each finished run, with the columns replication and seed.

        Args:
            names: Tables that the experiment keeps.

        Raises:
            NotAnEnsemble: It does not keep one of them.
        """
        for name in names:
            if name not in self.plan.experiment.tables:
                raise NotAnEnsemble(directory=str(self.directory), missing=name)
        for case in range(self.manifest["cases"]):
            read = {name: self.partition(name, case) for name in names}
            tables = {name: table for name, table in read.items() if table is not None}
            for replication in range(self.manifest["replications"] if tables else 0):
                found = {
                    name: table.filter(pc.equal(table["replication"], replication))
                    for name, table in tables.items()
                }
                if any(table.num_rows for table in found.values()):
                    yield found

    def partition(self, name: str, case: int) -> pa.Table | None:
        """Return a case's part of a table, with replication and seed; None where there is none."""
        path = self.directory / name / f"case={case}" / "part-0.parquet"
        return pq.ParquetFile(path).read() if path.exists() else None

    def failures(self) -> list[dict[str, Any]]:
        """Return what failed: case, replication, seed, settings, error and traceback."""
        return read_failures(self.directory)


def is_ensemble(directory: Path | str) -> bool:
    """Tell whether a directory holds a finished ensemble."""
    manifest = read_json(Path(directory) / MANIFEST)
    return isinstance(manifest, dict) and manifest.get("schema") == ENSEMBLE_SCHEMA


def read_ensemble(directory: Path | str) -> EnsembleFiles:
    """Open a finished ensemble and check every file against its manifest.

    Raises:
        NotAnEnsemble: The manifest or a file it names is missing.
        ResultsChanged: A file no longer has the hash in the manifest.
        StoredOtherwise: Another version wrote it, in another form.
    """
    directory = Path(directory)
    if not is_ensemble(directory):
        raise NotAnEnsemble(directory=str(directory), missing=MANIFEST)
    manifest = read_json(directory / MANIFEST)
    missing = missing_file(directory, manifest["files"])
    if missing:
        raise NotAnEnsemble(directory=str(directory), missing=missing)
    return EnsembleFiles(directory, manifest, plan_of(read_json(directory / PLAN)))
