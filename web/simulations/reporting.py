"""Progress of long jobs: told a few times a second, and asked as often whether to stop."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from web.jobs import JobCancelledError, JobRun

REPORT_SECONDS: Final = 0.2


class Reporter:
    """Tells a job's page how far it is; `stop_asked` is what a long computation asks.

    Args:
        job: the running job.
        clock: seconds that only go on.
    """

    def __init__(self, job: JobRun, clock: Callable[[], float] = time.monotonic) -> None:
        self._job = job
        self._clock = clock
        self._next = 0.0
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
        if self._stop or self._clock() < self._next:
            return
        self._next = self._clock() + REPORT_SECONDS
        try:
            self._job.progress(*self._known[:2], "simulate", self._known[2])
        except JobCancelledError:
            self._stop = True
