"""Progress of long jobs: told a few times a second, and asked as often whether to stop."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from simulations import EnsembleCancelled, connect
from web.jobs import JobCancelledError, JobRun
from web.settings import Settings

REPORT_SECONDS: Final = 0.2


class Pace:
    """Says when it is time to report again.

    Args:
        clock: seconds that only go on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = 0.0

    def is_due(self) -> bool:
        """Tell whether the latest report is old enough; if so, count one as made now."""
        now = self._clock()
        if now < self._next:
            return False
        self._next = now + REPORT_SECONDS
        return True


class Reporter:
    """Tells a job's page how far it is; `stop_asked` is what a long computation asks."""

    def __init__(self, job: JobRun) -> None:
        self._job = job
        self._pace = Pace()
        self._known: tuple[int, int, Mapping[str, Any]] = (0, 0, {})
        self._stop = False

    def tell(self, done: int, total: int, found: Mapping[str, Any]) -> None:
        """Take note of how far it is, and of what the page may show already."""
        self._known = (done, total, found)
        self._ask()

    def stop_asked(self) -> bool:
        """Tell whether somebody asked the job to stop."""
        self._ask()
        return self._stop

    def _ask(self) -> None:
        if self._stop or not self._pace.is_due():
            return
        try:
            self._job.progress(*self._known[:2], "simulate", self._known[2])
        except JobCancelledError:
            self._stop = True


@contextmanager
def scheduled(settings: Settings) -> Iterator[Any]:
    """Lend a client of the scheduler in the settings, None without one; a stop ends the job.

    Raises:
        JobCancelledError: what was carried out inside was asked to stop.
    """
    executor = connect(settings.scheduler) if settings.scheduler else None
    try:
        yield executor
    except EnsembleCancelled:
        raise JobCancelledError from None
    finally:
        if executor is not None:
            executor.close()
