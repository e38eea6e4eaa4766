"""An ensemble carried out: cases times replications, on any workers, with the same bytes."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from simulations.ensembles.carrying_out import Crew, Pace
from simulations.ensembles.directories import EnsembleDirectory, check_directory
from simulations.ensembles.locks import locked
from simulations.ensembles.plans import EnsemblePlan
from simulations.ensembles.refused_ensembles import EnsembleCancelled
from simulations.ensembles.sessions import Session, note_session
from simulations.ensembles.tasks import Outcome, ShouldCancel, Task
from simulations.ensembles.workers import Given, Here, Processes, Workers

_TELLING: Final = 2  # runs, at least, that tell how long the others take


@dataclass(frozen=True, slots=True)
class EnsembleProgress:
    """How far an ensemble has come.

    Args:
        done: Runs that ended, those of earlier sessions and failures included.
        failed: Runs that failed in this session.
        total: All runs.
        runs_per_second: Rate of this session; 0 while too few runs tell it.
        seconds_left: Expected time to the end; None while too few runs tell it: fewer than two,
            or than work at the same time. The first ones load the program.
    """

    done: int
    failed: int
    total: int
    runs_per_second: float
    seconds_left: float | None


OnProgress = Callable[[EnsembleProgress], None]


def run_ensemble(
    plan: EnsemblePlan,
    directory: Path | str,
    *,
    jobs: int = 1,
    executor: Any = None,
    on_progress: OnProgress | None = None,
    should_cancel: ShouldCancel | None = None,
) -> dict[str, Any]:
    """Carry out an ensemble, or what is missing of it in its directory.

    Args:
        plan: What to carry out.
        directory: Where to write; a directory of the same plan and versions is resumed.
        jobs: Processes on this machine; 1 runs in this process.
        executor: Instead of ``jobs``: a ``distributed.Client`` or any executor with ``submit``.
        on_progress: Called at the start and after each run.
        should_cancel: Asked several times a second whether to stop.

    Returns:
        The manifest; ``failed`` counts runs that raised, of which ``failures/`` keeps seed and
        traceback. Its file hashes do not depend on jobs, executor or interruptions.

    Raises:
        OutputNotEmpty: The directory holds something that is no ensemble.
        EnsembleDiffers: It holds an ensemble of another plan or of other versions.
        EnsembleBusy: Another process is at work in it.
        EnsembleCancelled: ``should_cancel`` answered yes; what had finished is kept.
        WorkersDiffer: A worker has other versions than this process.
    """
    directory = Path(directory)
    asked = should_cancel or (lambda: False)
    check_directory(directory, plan)
    with locked(directory):
        store = EnsembleDirectory(directory, plan)
        tasks = list(store.missing())
        watch = _Watch(store, len(tasks), on_progress)
        watch.tell()
        if not tasks:
            store.write_design()
        elif not _carried_out(watch, tasks, _workers(jobs, executor, asked), asked):
            raise EnsembleCancelled(done=store.done_count, total=watch.total)
        return store.finish()


def _carried_out(
    watch: "_Watch", tasks: list[Task], workers: Workers, should_cancel: ShouldCancel
) -> bool:
    """Carry out what is missing; return False when it was cancelled. The session is noted."""
    plan = watch.store.plan
    watch.at_once = workers.at_once
    base = json.dumps(plan.scenario.canonical(), ensure_ascii=False)
    kept = plan.experiment
    crew = Crew(workers, base, kept.tables, kept.metrics, watch.take, pace=watch.pace)
    started = datetime.now(UTC)
    clock = time.monotonic()
    try:
        watch.store.write_design()  # while the processes load the program
        return crew.carry_out(tasks, should_cancel)
    finally:
        workers.close()
        session = Session(
            started=started.isoformat(timespec="seconds"),
            seconds=time.monotonic() - clock,
            run_seconds=crew.pace.seconds,
            runs=watch.ended,
            workers=workers.name,
        )
        note_session(watch.store.directory, session)


def _workers(jobs: int, executor: Any, should_cancel: ShouldCancel) -> Workers:
    if executor is not None:
        return Given(executor)
    return Processes(jobs) if jobs > 1 else Here(should_cancel)


class _Watch:
    """Keeps each outcome and tells how far the ensemble has come.

    The rate counts from a run's time before the first one ended: processes take seconds to start
    and to load the program, once.
    """

    def __init__(
        self, store: EnsembleDirectory, missing: int, on_progress: OnProgress | None
    ) -> None:
        self.total = len(store.cases) * len(store.seeds)
        self.store = store
        self._missing = missing
        self.ended = 0
        self.at_once = 1
        self.pace = Pace()
        self._first_ended = 0.0
        self._on_progress = on_progress

    def take(self, outcome: Outcome) -> None:
        """Keep one outcome."""
        self.store.keep(outcome)
        if not self.ended:
            self._first_ended = time.monotonic()
        self.ended += 1
        self.tell()

    def tell(self) -> None:
        """Report the state now."""
        if self._on_progress is None:
            return
        seconds = time.monotonic() - self._first_ended + self.pace.least_seconds
        left = self._missing - self.ended
        known = self.ended >= max(_TELLING, self.at_once) or (self.ended and not left)
        rate = self.ended / seconds if known else 0.0
        self._on_progress(
            EnsembleProgress(
                done=self.total - left,
                failed=len(self.store.failed),
                total=self.total,
                runs_per_second=rate,
                seconds_left=left / rate if rate else None,
            )
        )
