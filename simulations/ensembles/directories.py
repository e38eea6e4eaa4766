"""An ensemble's directory: written run by run, so that nothing finished is ever lost.

``plan.json`` says what is carried out. A finished run waits in ``pending/`` until all of its
case have ended; then the case's tables become one partition each, ``daily/case=12/part-0.parquet``,
and ``cases/12.json`` its numbers. Failures stand in ``failures/`` with seed and traceback,
``timings.json`` says how long it took. The manifest, written last, has the hash of every file that
the plan determines; its ``failures`` and ``timings`` are not among them.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from simulations.ensembles.columns import numbers, texts, whole_numbers
from simulations.ensembles.designs import Case
from simulations.ensembles.metrics import columns_of
from simulations.ensembles.plans import EnsemblePlan
from simulations.ensembles.refused_ensembles import EnsembleDiffers
from simulations.ensembles.sessions import read_sessions, timings_of
from simulations.ensembles.tasks import Outcome, RunKey, Task
from simulations.errors import OutputNotEmpty
from simulations.runs import (
    CALIBRATION,
    MANIFEST,
    NOTE,
    json_bytes,
    parquet_bytes,
    read_json,
    sha256_of,
    versions,
)

ENSEMBLE_SCHEMA: Final = "tanlab/ensemble@1"
PLAN: Final = "plan.json"
RUNS: Final = "runs.parquet"
DESIGN: Final = "design.parquet"
CASES: Final = "cases"
FAILURES: Final = "failures"
PENDING: Final = "pending"


class EnsembleDirectory:
    """The files of one ensemble while it is carried out.

    Args:
        directory: Where; made when it does not exist.
        plan: What is carried out.

    Raises:
        OutputNotEmpty: The directory holds something that is no ensemble.
        EnsembleDiffers: It holds an ensemble of another plan or of other versions.
    """

    def __init__(self, directory: Path, plan: EnsemblePlan) -> None:
        self.directory = directory
        self.plan = plan
        self.cases = plan.cases()
        self.seeds = plan.seeds()
        self.files: dict[str, str] = {}
        check_directory(directory, plan)
        (directory / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(directory / FAILURES, ignore_errors=True)
        for name in (CASES, FAILURES, PENDING):
            (directory / name).mkdir(parents=True, exist_ok=True)
        self._write(PLAN, json_bytes(_plan_values(plan), in_order=True))
        self.finished = {case.number for case in self.cases if self._case_file(case).exists()}
        self.ended = self._pending()
        self.failed: dict[RunKey, str] = {}

    def write_design(self) -> None:
        """Write the table of cases; the first table that a process makes takes it a while."""
        self._write(DESIGN, parquet_bytes(design_table(self.plan, self.cases)))

    def missing(self) -> Iterator[Task]:
        """Yield the runs that have not succeeded yet, case by case."""
        for case in self.cases:
            if case.number in self.finished:
                continue
            for replication, seed in enumerate(self.seeds):
                task = Task(case.number, replication, seed, case.settings)
                if task.key not in self.ended:
                    yield task

    @property
    def done_count(self) -> int:
        """Return the number of runs that succeeded."""
        return len(self.finished) * len(self.seeds) + len(self.ended)

    def keep(self, outcome: Outcome) -> None:
        """Keep one run; the last of a case turns its runs into the case's partitions."""
        stem = f"{outcome.case}-{outcome.replication}"
        if outcome.error:
            self.failed[outcome.key] = outcome.error
            facts = {
                "case": outcome.case,
                "replication": outcome.replication,
                "seed": outcome.seed,
                "settings": dict(self.cases[outcome.case].settings),
                "error": outcome.error,
                "traceback": outcome.trace,
            }
            self._write(f"{FAILURES}/{stem}.json", json_bytes(facts))
            return
        for name, content in outcome.tables.items():
            self._write(f"{PENDING}/{stem}.{name}.arrow", content)
        self._write(f"{PENDING}/{stem}.json", json_bytes(dict(outcome.metrics)))
        self.ended.add(outcome.key)
        keys = {(outcome.case, r) for r in range(len(self.seeds))}
        if keys <= self.ended:
            self._finish_case(self.cases[outcome.case])

    def finish(self) -> dict[str, Any]:
        """Write the table of runs and the manifest, and return the manifest.

        Cases with a failed run get their partitions too, but keep their runs in ``pending/``, so
        that only what failed is carried out when the ensemble is given again.
        """
        for case in self.cases:
            if case.number not in self.finished:
                self._write_case(case)
        self._write(RUNS, parquet_bytes(self._runs_table()))
        files = {name: self._hash(name) for name in (DESIGN, PLAN, RUNS)} | self._case_hashes()
        manifest = {
            "schema": ENSEMBLE_SCHEMA,
            "scenario": self.plan.scenario.id,
            "scenario_digest": self.plan.scenario.digest,
            "scenario_files": dict(self.plan.scenario.files),
            "experiment": self.plan.name,
            "plan_digest": self.plan.digest,
            "calibration": CALIBRATION,
            "note": dict(NOTE),
            "versions": versions(),
            "cases": len(self.cases),
            "replications": len(self.seeds),
            "runs": len(self.cases) * len(self.seeds),
            "failed": len(self.failed),
            "failures": read_failures(self.directory),
            "timings": timings_of(read_sessions(self.directory)),
            "files": dict(sorted(files.items())),
            "results_digest": sha256_of(json_bytes(dict(sorted(files.items())))),
        }
        if not self.failed:
            for name in (FAILURES, PENDING):
                shutil.rmtree(self.directory / name, ignore_errors=True)
        self._write(MANIFEST, json_bytes(manifest))
        return manifest

    def _pending(self) -> set[RunKey]:
        found = set()
        for path in (self.directory / PENDING).glob("*-*.json"):
            case, _, replication = path.stem.partition("-")
            if int(case) not in self.finished:
                found.add((int(case), int(replication)))
        return found

    def _finish_case(self, case: Case) -> None:
        self._write_case(case)
        self.finished.add(case.number)
        for replication in range(len(self.seeds)):
            self.ended.discard((case.number, replication))
            stem = self.directory / PENDING / f"{case.number}-{replication}"
            stem.with_suffix(".json").unlink(missing_ok=True)
            for name in self.plan.experiment.tables:
                stem.with_suffix(f".{name}.arrow").unlink(missing_ok=True)

    def _write_case(self, case: Case) -> None:
        """Write a case's partitions and then its numbers; those of a whole case only."""
        done = [r for r in range(len(self.seeds)) if (case.number, r) in self.ended]
        files = {}
        for name in self.plan.experiment.tables if done else ():
            parts = [self._replication(case, r, name) for r in done]
            path = f"{name}/case={case.number}/part-0.parquet"
            content = parquet_bytes(pa.concat_tables(parts).combine_chunks())
            self._write(path, content)
            files[path] = sha256_of(content)
        runs = [{"replication": r, "metrics": read_json(self._pending_path(case, r))} for r in done]
        values = {"case": case.number, "files": files, "runs": runs}
        whole = len(done) == len(self.seeds)
        place = f"{CASES}/{case.number}.json" if whole else f"{PENDING}/case-{case.number}.partial"
        self._write(place, json_bytes(values))

    def _pending_path(self, case: Case, replication: int) -> Path:
        return self.directory / PENDING / f"{case.number}-{replication}.json"

    def _case_file(self, case: Case) -> Path:
        return self.directory / CASES / f"{case.number}.json"

    def _replication(self, case: Case, replication: int, name: str) -> pa.Table:
        path = self._pending_path(case, replication).with_suffix(f".{name}.arrow")
        with pa.ipc.open_stream(path.read_bytes()) as stream:
            table = stream.read_all()
        seed = whole_numbers([self.seeds[replication]] * table.num_rows, pa.int64())
        number = whole_numbers([replication] * table.num_rows, pa.int32())
        return table.add_column(0, "seed", seed).add_column(0, "replication", number)

    def _numbers(self, case: Case) -> Mapping[str, Any]:
        """Return what was written of a case, whole or in part."""
        whole = self._case_file(case)
        partial = self.directory / PENDING / f"case-{case.number}.partial"
        values: Mapping[str, Any] = read_json(whole if whole.exists() else partial)
        return values

    def _case_hashes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for case in self.cases:
            found |= self._numbers(case)["files"]
            if case.number in self.finished:
                name = f"{CASES}/{case.number}.json"
                found[name] = self._hash(name)
        return found

    def _runs_table(self) -> pa.Table:
        runs = [(case, r) for case in self.cases for r in range(len(self.seeds))]
        done = {
            (case.number, run["replication"]): run["metrics"]
            for case in self.cases
            for run in self._numbers(case)["runs"]
        }
        columns = {
            "case": whole_numbers([case.number for case, _ in runs], pa.int32()),
            "name": texts([case.name for case, _ in runs]),
            "replication": whole_numbers([r for _, r in runs], pa.int32()),
            "seed": whole_numbers([self.seeds[r] for _, r in runs], pa.int64()),
            "error": texts([self.failed.get((case.number, r), "") for case, r in runs]),
        }
        found = [done.get((case.number, r), {}) for case, r in runs]
        for name in columns_of(self.plan.scenario, self.plan.experiment.metrics):
            columns[name] = numbers([metrics.get(name) for metrics in found])
        return pa.table(columns)

    def _hash(self, name: str) -> str:
        return sha256_of((self.directory / name).read_bytes())

    def _write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all, even if the machine stops meanwhile."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".part")
        unfinished.write_bytes(content)
        unfinished.replace(path)


def read_failures(directory: Path) -> list[dict[str, Any]]:
    """Return what failed: case, replication, seed, settings, error and traceback."""
    found = [read_json(path) for path in (directory / FAILURES).glob("*.json")]
    return sorted(found, key=lambda facts: (facts["case"], facts["replication"]))


def _plan_values(plan: EnsemblePlan) -> dict[str, Any]:
    return {"schema": ENSEMBLE_SCHEMA, "versions": versions()} | plan.canonical()


def check_directory(directory: Path, plan: EnsemblePlan) -> None:
    """Refuse a directory that holds something else, before anything is written.

    Raises:
        OutputNotEmpty: It is a file, or holds something that is no ensemble.
        EnsembleDiffers: It holds an ensemble of another plan or of other versions.
    """
    if not directory.exists():
        return
    if not directory.is_dir():
        raise OutputNotEmpty(directory=str(directory))
    if not any(directory.iterdir()):
        return
    there = read_json(directory / PLAN)
    if not isinstance(there, dict) or there.get("schema") != ENSEMBLE_SCHEMA:
        raise OutputNotEmpty(directory=str(directory))
    here = _plan_values(plan)
    parts = sorted(
        key for key in here | there if json.dumps(here.get(key)) != json.dumps(there.get(key))
    )
    if parts:
        raise EnsembleDiffers(directory=str(directory), parts=", ".join(parts))


def design_table(plan: EnsemblePlan, cases: list[Case]) -> pa.Table:
    """Return the design: one row for each case.

    The column ``settings`` is the JSON laid over the scenario. The columns of factors hold, for a
    sampled design, the points that SALib's analyses expect, before whole numbers were rounded.
    """
    columns: dict[str, pa.Array] = {
        "case": whole_numbers([case.number for case in cases], pa.int32()),
        "name": texts([case.name for case in cases]),
        "settings": texts(
            [json.dumps(case.settings, sort_keys=True, ensure_ascii=False) for case in cases]
        ),
    }
    if cases and cases[0].point:
        for i, factor in enumerate(plan.experiment.factors):
            columns[factor] = numbers([case.point[i] for case in cases])
    return pa.table(columns)
