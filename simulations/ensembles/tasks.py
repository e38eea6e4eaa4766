"""What a worker does: a batch of runs, each a function of (base, settings, seed)."""

import json
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyarrow as pa
from pydantic import JsonValue

from simulations.ensembles.metrics import metrics_of
from simulations.ensembles.varying import varied
from simulations.errors import RunCancelled
from simulations.runs import run, versions
from simulations.scenarios import Scenario

_STREAM = pa.ipc.IpcWriteOptions(compression="lz4")

ShouldCancel = Callable[[], bool]
RunKey = tuple[int, int]
"""Number of the case, number of the replication."""


@dataclass(frozen=True, slots=True)
class Task:
    """One run to carry out."""

    case: int
    replication: int
    seed: int
    settings: Mapping[str, JsonValue]

    @property
    def key(self) -> RunKey:
        """Return case and replication."""
        return self.case, self.replication


@dataclass(frozen=True, slots=True)
class Batch:
    """Runs handed to a worker at once.

    Args:
        base: The scenario's canonical JSON.
        tables: Names of the tables to send back.
        metrics: The metrics of the experiment, for those of windows and pairs.
        tasks: The runs.
    """

    base: str
    tables: tuple[str, ...]
    metrics: tuple[str, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one run.

    Args:
        case: Number of its case.
        replication: Number of its replication.
        seed: Its seed.
        metrics: Every metric; empty when it failed.
        tables: The tables asked for as `table_bytes` has them; empty when it failed.
        error: Class of the failure; empty when it succeeded.
        trace: The failure's traceback.
    """

    case: int
    replication: int
    seed: int
    metrics: Mapping[str, float | None] = field(default_factory=dict)
    tables: Mapping[str, bytes] = field(default_factory=dict)
    error: str = ""
    trace: str = ""

    @property
    def key(self) -> RunKey:
        """Return case and replication."""
        return self.case, self.replication


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch; shorter than the batch when it was cancelled.

    Args:
        outcomes: One for each run that ended.
        versions: Those of the worker.
        seconds: Time that the batch took.
    """

    outcomes: tuple[Outcome, ...]
    versions: Mapping[str, str]
    seconds: float


def run_batch(batch: Batch, should_cancel: ShouldCancel | None = None) -> BatchResult:
    """Carry out a batch; a run that fails is an outcome like the others.

    Args:
        batch: The runs.
        should_cancel: Asked once a trading day; a run that is stopped has no outcome.
    """
    started = time.monotonic()
    cases = _Cases(json.loads(batch.base))
    outcomes = []
    for task in batch.tasks:
        try:
            outcomes.append(_outcome(cases, task, batch, should_cancel))
        except RunCancelled:
            break
    return BatchResult(tuple(outcomes), _own_versions(), time.monotonic() - started)


class _Cases:
    """The scenarios of a batch's cases, each made once for all of its runs."""

    def __init__(self, base: Mapping[str, JsonValue]) -> None:
        self._base = base
        self._made: dict[int, Scenario] = {}

    def scenario(self, task: Task) -> Scenario:
        """Return the scenario of a run's case."""
        if task.case not in self._made:
            self._made[task.case] = varied(self._base, task.settings)
        return self._made[task.case]


@cache
def _own_versions() -> dict[str, str]:
    """Return this process's versions, which take as long to read as a small run's tables."""
    return versions()


def _outcome(
    cases: _Cases,
    task: Task,
    batch: Batch,
    should_cancel: ShouldCancel | None,
) -> Outcome:
    try:
        result = run(cases.scenario(task), seed=task.seed, should_cancel=should_cancel)
        found = result.tables()
        kept = {name: table_bytes(found[name]) for name in batch.tables}
        metrics = metrics_of(result, batch.metrics)
    except RunCancelled:
        raise
    except Exception as error:  # whatever it is, it must not stop the other runs
        return failed(task, error)
    return Outcome(task.case, task.replication, task.seed, metrics, kept)


def table_bytes(table: pa.Table) -> bytes:
    """Return a table as it travels and waits: an Arrow stream, cheaper to make than Parquet."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_STREAM) as stream:
        stream.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def failed(task: Task, error: BaseException) -> Outcome:
    """Return the outcome of a run that raised, or whose worker died."""
    trace = "".join(traceback.format_exception(error))
    kind = type(error).__name__
    return Outcome(task.case, task.replication, task.seed, error=kind, trace=trace)
