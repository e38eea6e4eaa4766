"""Runs handed to workers in batches, until all have ended; a worker's death loses none."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from typing import Final

from simulations.ensembles.refused_ensembles import WorkersDiffer
from simulations.ensembles.tasks import (
    Batch,
    BatchResult,
    Outcome,
    RunKey,
    ShouldCancel,
    Task,
    failed,
)
from simulations.ensembles.workers import Workers
from simulations.runs import versions

BATCH_SECONDS: Final = 1.0
BATCH_MAX: Final = 64
POLL_SECONDS: Final = 0.2
DEATHS_MAX: Final = 2

Running = dict[Future[BatchResult], tuple[Task, ...]]


@dataclass(slots=True)
class Pace:
    """How long runs take, from which batches are made about a second long.

    ``least_seconds`` is what a run took in the quickest batch: the first ones load the program.
    """

    runs: int = 0
    seconds: float = 0.0
    least_seconds: float = math.inf

    def note(self, result: BatchResult) -> None:
        """Count a finished batch."""
        self.runs += len(result.outcomes)
        self.seconds += result.seconds
        if result.outcomes:
            self.least_seconds = min(self.least_seconds, result.seconds / len(result.outcomes))

    @property
    def batch_size(self) -> int:
        """Return how many runs to hand out at once."""
        if not self.runs or not self.seconds:
            return 1
        return min(BATCH_MAX, max(1, math.ceil(BATCH_SECONDS * self.runs / self.seconds)))


@dataclass(slots=True)
class Crew:
    """Workers and the runs that they have not done yet.

    When a worker dies, every batch that was out is suspect. Suspects are tried again one run at
    a time and alone, so that a run that kills its worker is found and kept as a failure, and no
    other run is blamed for it.

    Args:
        workers: Who carries out.
        base: The scenario's canonical JSON.
        tables: Names of the tables to keep.
        metrics: The metrics of the experiment.
        take: Called with each outcome, in the order in which runs end.
    """

    workers: Workers
    base: str
    tables: tuple[str, ...]
    metrics: tuple[str, ...]
    take: Callable[[Outcome], None]
    waiting: deque[Task] = field(default_factory=deque)
    suspects: deque[Task] = field(default_factory=deque)
    running: Running = field(default_factory=dict)
    deaths: dict[RunKey, int] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    versions: Mapping[str, str] = field(default_factory=versions)

    def carry_out(self, tasks: Iterable[Task], should_cancel: ShouldCancel) -> bool:
        """Carry out every task; return False when it was cancelled.

        Raises:
            WorkersDiffer: A worker has other versions than this process.
        """
        self.waiting.extend(tasks)
        try:
            while self.waiting or self.suspects or self.running:
                if should_cancel():
                    self._stop()
                    return False
                self._hand_out()
                ended, _ = wait(self.running, POLL_SECONDS, FIRST_COMPLETED)
                self._collect(ended)
        except BaseException:
            self.workers.stop(list(self.running))
            raise
        return True

    def _hand_out(self) -> None:
        if self.suspects:
            if not self.running:
                self._submit((self.suspects.popleft(),))
            return
        while self.waiting and len(self.running) < self.workers.width:
            share = math.ceil(len(self.waiting) / (self.workers.width + 1))
            size = min(self.pace.batch_size, share)
            self._submit(tuple(self.waiting.popleft() for _ in range(size)))

    def _submit(self, tasks: tuple[Task, ...]) -> None:
        batch = Batch(self.base, self.tables, self.metrics, tasks)
        try:
            future = self.workers.submit(batch)
        except BrokenExecutor:  # a process died while nothing was out, or since the last look
            self.workers.renew()
            future = self.workers.submit(batch)
        self.running[future] = tasks

    def _collect(self, ended: Iterable[Future[BatchResult]]) -> None:
        broken, alone = False, len(self.running) == 1
        for future in ended:
            tasks = self.running.pop(future)
            try:
                result = future.result()
            except Exception as error:  # a run's own failure is an outcome; this is the worker's
                broken = broken or isinstance(error, BrokenExecutor)
                self._suspect(tasks, error, alone=alone)
            else:
                self._take(tasks, result)
        if broken:
            self._recall()

    def _take(self, tasks: tuple[Task, ...], result: BatchResult) -> None:
        differing = [
            f"{name} {theirs} / {mine}"
            for name, mine in self.versions.items()
            if (theirs := result.versions.get(name)) != mine
        ]
        if differing:
            raise WorkersDiffer(parts=", ".join(differing))
        self.pace.note(result)
        for outcome in result.outcomes:
            self.take(outcome)
        done = {outcome.key for outcome in result.outcomes}
        self.waiting.extendleft(task for task in tasks if task.key not in done)

    def _suspect(self, tasks: tuple[Task, ...], error: BaseException, *, alone: bool) -> None:
        for task in tasks:
            if alone and len(tasks) == 1:
                self.deaths[task.key] = self.deaths.get(task.key, 0) + 1
            if self.deaths.get(task.key, 0) >= DEATHS_MAX:
                self.take(failed(task, error))
            else:
                self.suspects.append(task)

    def _recall(self) -> None:
        """Make the workers whole again; batches that died with the others are tried again."""
        finished, left = wait(self.running, POLL_SECONDS)
        for future in [*finished, *left]:
            tasks = self.running.pop(future)
            try:
                result = future.result(timeout=0)
            except Exception:
                future.cancel()
                self.suspects.extend(tasks)
            else:
                self._take(tasks, result)
        self.workers.renew()

    def _stop(self) -> None:
        """Stop the workers and keep what they had finished."""
        self.workers.stop(list(self.running))
        for future in [future for future in self.running if future.done()]:
            tasks = self.running.pop(future)
            if not future.cancelled() and future.exception() is None:
                self._take(tasks, future.result())
