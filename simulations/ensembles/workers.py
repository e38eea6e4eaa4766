"""Who carries out batches: this process, a pool of processes, or an executor that was given."""

import atexit
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from multiprocessing.synchronize import Event
from typing import Any, ClassVar, Final, Protocol

from simulations.ensembles.refused_ensembles import NoScheduler, ProcessesCannotBegin
from simulations.ensembles.tasks import Batch, BatchResult, ShouldCancel, run_batch
from simulations.runs import versions

STOP_SECONDS: Final = 5.0
_AHEAD: Final = 2  # batches handed out for each worker, so that none waits for this process
_UNKNOWN_WIDTH: Final = 16


class Workers(Protocol):
    """Carries out batches and survives the death of one of its processes.

    ``at_once`` is how many runs go on at the same time, ``width`` how many batches to hand out,
    ``name`` what timings call them.
    """

    at_once: int
    width: int
    name: str

    def submit(self, batch: Batch) -> Future[BatchResult]:
        """Hand out a batch."""

    def renew(self) -> None:
        """Go on after a death of which the executor itself does not recover, or refuse to."""

    def stop(self, running: list[Future[BatchResult]]) -> None:
        """Ask what is running to end, and wait for it a few seconds where it can hear."""

    def close(self) -> None:
        """Let go of everything."""


class Here:
    """Carries out each batch at once, in this process."""

    at_once = width = 1
    name = "here"

    def __init__(self, should_cancel: ShouldCancel) -> None:
        self._should_cancel = should_cancel

    def submit(self, batch: Batch) -> Future[BatchResult]:
        """Carry out a batch."""
        future: Future[BatchResult] = Future()
        future.set_result(run_batch(batch, self._should_cancel))
        return future

    def renew(self) -> None:
        """Do nothing: this process does not die."""

    def stop(self, running: list[Future[BatchResult]]) -> None:
        """Do nothing: a batch asks for itself whether to stop."""

    def close(self) -> None:
        """Do nothing."""


class _Process:
    """What a process of the pool knows: the event that tells it to stop."""

    stopped: ClassVar[Event | None] = None


def _begin(stopped: Event) -> None:
    """Prepare a process; an interrupt from the keyboard is for the process that started it.

    At its end, when every result has been sent, it leaves at once: to take the whole program apart
    takes longer than some runs.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    atexit.register(os._exit, 0)
    _Process.stopped = stopped


def _run(batch: Batch) -> BatchResult:
    stopped = _Process.stopped
    return run_batch(batch, stopped.is_set if stopped else None)


class Processes:
    """A pool of processes, started afresh (``spawn``) so that they inherit no thread or lock.

    They begin to load the program at once, before there is a batch.

    Args:
        jobs: How many.
    """

    def __init__(self, jobs: int) -> None:
        self.at_once = jobs
        self.width = _AHEAD * jobs
        self.name = f"{jobs} processes"
        self._context = multiprocessing.get_context("spawn")
        self._stopped = self._context.Event()
        self._begun: list[Future[Any]] = []
        self._in_vain = 0
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            self.at_once, mp_context=self._context, initializer=_begin, initargs=(self._stopped,)
        )
        self._begun = [pool.submit(versions) for _ in range(self.at_once)]
        return pool

    def submit(self, batch: Batch) -> Future[BatchResult]:
        """Hand out a batch."""
        return self._pool.submit(_run, batch)

    def renew(self) -> None:
        """Start a new pool: the old one refuses everything once a process has died.

        Raises:
            ProcessesCannotBegin: Twice in a row no process lived long enough to do anything.
        """
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._in_vain = 0 if any(map(_succeeded, self._begun)) else self._in_vain + 1
        if self._in_vain > 1:
            raise ProcessesCannotBegin(jobs=self.at_once)
        self._pool = self._new()

    def stop(self, running: list[Future[BatchResult]]) -> None:
        """Tell every process to stop at its next trading day."""
        self._stopped.set()
        for future in running:
            future.cancel()
        wait(running, STOP_SECONDS)

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _succeeded(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


class Given:
    """An executor of the caller, who also closes it: anything with ``submit``.

    A Dask client is taken through its own executor, whose futures are those of the standard
    library; its scheduler gives the batches of a dead worker to the others.
    """

    def __init__(self, executor: Any) -> None:
        as_executor: Callable[..., Any] | None = getattr(executor, "get_executor", None)
        self._executor = as_executor(pure=False) if as_executor else executor
        self._own = as_executor is not None
        self.at_once = _threads(executor)
        self.width = _AHEAD * self.at_once
        self.name = type(executor).__name__

    def submit(self, batch: Batch) -> Future[BatchResult]:
        """Hand out a batch."""
        future: Future[BatchResult] = self._executor.submit(run_batch, batch)
        return future

    def renew(self) -> None:
        """Do nothing: what recovers from a death is the caller's executor."""

    def stop(self, running: list[Future[BatchResult]]) -> None:
        """Take back what has not begun; what runs elsewhere is not waited for."""
        for future in running:
            future.cancel()

    def close(self) -> None:
        """Let go of the executor made from a Dask client; the client stays open."""
        if self._own:
            self._executor.shutdown(wait=False)


def _threads(executor: Any) -> int:
    if hasattr(executor, "nthreads"):
        return max(int(sum(executor.nthreads().values())), 1)
    return int(getattr(executor, "_max_workers", _UNKNOWN_WIDTH))


def connect(address: str) -> Any:
    """Return a Dask client of the scheduler at an address such as ``tcp://lab:8786``.

    Raises:
        NoScheduler: The extra ``cluster`` is not installed, or nothing answers there.
    """
    try:
        import distributed  # noqa: PLC0415  an extra; few need it
    except ImportError:
        raise NoScheduler(address=address, reason="distributed is not installed") from None
    try:
        client: Callable[..., Any] = distributed.Client
        return client(address, timeout=STOP_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoScheduler(address=address, reason=str(error) or type(error).__name__) from None
