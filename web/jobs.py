"""Background work: rows of the job table say what and how far, the queue carries only their ids.

A kind of job is a function registered with `@job_kind("name")` in a module listed in `KINDS`; it
gets a `JobRun`, reports progress, asks whether to stop, and returns what the page shall show. One
that a reader waits for is registered as `prompt` and has workers of its own.

A running job gives a sign of life every few seconds. One that falls silent because its worker died
is marked failed, by whoever looks next; one that was still waiting is put back into the queue when
a worker starts.
"""

import importlib
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from multiprocessing import get_context
from threading import Event, Thread
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select, update

from web.catalogue import Job, JobState
from web.catalogue_sessions import CatalogueSessions
from web.job_lanes import QUEUES, Lane, LaneName, open_lane
from web.refusal_texts import HTTP
from web.refusals import LANGUAGES, Refusal, is_refusal, refusal
from web.settings import Settings
from web.upkeep import keep_up_here
from web.worlds import Worlds

BEAT_SECONDS = 5
LOST_AFTER = timedelta(seconds=30)
KINDS: tuple[str, ...] = (
    "web.simulations.runs",
    "web.simulations.whatif",
    "web.simulations.ensembles",
    "web.simulations.calibrations",
)
"""Modules whose import registers kinds of jobs."""

WORKER_LOST: Final = {
    "en": Refusal(
        code="jobs.worker_lost",
        sentence="The worker that did this job stopped before the end; nothing was kept.",
        fix="Start the job again.",
    ).model_dump(),
    "zh": Refusal(
        code="jobs.worker_lost",
        sentence="执行该任务的工作进程中途停止，未保留任何结果。",
        fix="请重新启动该任务。",
    ).model_dump(),
}

_handlers: dict[str, "Handler"] = {}
_lanes: dict[str, LaneName] = {}
_log = logging.getLogger(__name__)


class JobCancelledError(Exception):
    """Somebody asked the job to stop."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """What a running job may use."""

    job_id: str
    parameters: Mapping[str, Any]
    settings: Settings
    worlds: Worlds
    jobs: "Jobs"

    def progress(
        self,
        steps_done: int,
        steps_total: int,
        message: str = "",
        found: Mapping[str, Any] | None = None,
    ) -> None:
        """Report how far the work has come, and stop if somebody asked for it.

        Args:
            steps_done: of the whole.
            steps_total: the whole.
            message: what is being done.
            found: what the page may show already; what was found before stays if it is None.

        Raises:
            JobCancelledError: the job shall stop.
        """
        with self.jobs.changing(self.job_id) as job:
            job.steps_done, job.steps_total, job.message = steps_done, steps_total, message
            job.seen_at = datetime.now(UTC)
            if found is not None:
                job.result = dict(found)
            stop = job.cancel_requested or job.state != JobState.RUNNING
        if stop:
            raise JobCancelledError


Handler = Callable[[JobRun], Mapping[str, Any]]


def job_kind(name: str, lane: LaneName = "long") -> Callable[[Handler], Handler]:
    """Register a function as a kind of job.

    Args:
        name: of the kind.
        lane: `prompt` for what a reader waits for, which takes seconds.
    """

    def register(handler: Handler) -> Handler:
        _handlers[name], _lanes[name] = handler, lane
        return handler

    return register


class Jobs:
    """The queue of one installation."""

    def __init__(self, settings: Settings, catalogue: CatalogueSessions, worlds: Worlds) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._worlds = worlds

    @cached_property
    def lanes(self) -> Mapping[LaneName, Lane]:
        """Return the queues; each must know the task that it delivers."""
        return {name: open_lane(self._settings, name, self.run) for name in QUEUES}

    def close(self) -> None:
        """Close the connections to the queues, if there are any."""
        if "lanes" in self.__dict__:
            for lane in self.lanes.values():
                lane.queue.storage.close()

    def _enqueue(self, job_id: str, kind: str) -> None:
        self.lanes[_lane_of(kind)].enqueue(job_id)

    def start(self, kind: str, parameters: Mapping[str, Any], user_id: int | None) -> str:
        """Queue a job.

        Args:
            kind: registered by `job_kind`.
            parameters: plain values for its function.
            user_id: who asked.

        Returns:
            The job's id.
        """
        job = Job(kind=kind, parameters=dict(parameters), user_id=user_id)
        with self._catalogue.unit_of_work() as session:
            session.add(job)
        self._enqueue(job.id, kind)
        return job.id

    def find(self, job_id: str) -> Job | None:
        """Return a job as it is now, or None."""
        with self._catalogue.reading() as session:
            return session.get(Job, job_id)

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop; one that has not begun will not begin."""
        with self.changing(job_id) as job:
            job.cancel_requested = True
            if job.state == JobState.QUEUED:
                _finish(job, JobState.CANCELLED)

    def restart(self, job_id: str) -> bool:
        """Queue a job again that has ended; False if it has not, or somebody else did so."""
        ended = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
        again = update(Job).where(col(Job.id) == job_id, col(Job.state).in_(ended))
        with self._catalogue.unit_of_work() as session:
            found = session.exec(
                again.values(
                    state=JobState.QUEUED, cancel_requested=False, error={}, finished_at=None
                )
            )
            if found.rowcount != 1:
                return False
            kind = _job(session, job_id).kind
        self._enqueue(job_id, kind)
        return True

    @contextmanager
    def changing(self, job_id: str) -> Iterator[Job]:
        """Change a job's row in one short transaction."""
        with self._catalogue.unit_of_work() as session:
            yield _job(session, job_id)

    def fail_lost(self) -> None:
        """Mark running jobs as failed whose worker has given no sign of life for half a minute."""
        now = datetime.now(UTC)
        silent = update(Job).where(
            col(Job.state) == JobState.RUNNING, col(Job.seen_at) < now - LOST_AFTER
        )
        with self._catalogue.unit_of_work() as session:
            session.exec(
                silent.values(state=JobState.FAILED, error=dict(WORKER_LOST), finished_at=now)
            )

    def requeue(self) -> None:
        """Put every waiting job into the queue again; a job that is there twice runs once."""
        with self._catalogue.reading() as session:
            waiting = (
                select(Job.id, Job.kind)
                .where(Job.state == JobState.QUEUED)
                .order_by(col(Job.created_at))
            )
            found = session.exec(waiting).all()
        for job_id, kind in found:
            self._enqueue(job_id, kind)

    def drain(self) -> None:
        """Do the jobs that wait, here and one after the other, then return."""
        for lane in self.lanes.values():
            lane.drain()

    def work(self) -> None:
        """Take jobs from the queues until told to stop by SIGTERM or SIGINT."""
        self.fail_lost()
        self.requeue()
        self.close()  # connections must not be shared with forked processes
        self._catalogue.engine.dispose()
        fork = get_context("fork")
        fork.Process(target=keep_up_here, daemon=True).start()
        prompt = fork.Process(target=self.lanes["prompt"].work, args=(1,))
        prompt.start()
        try:
            self.lanes["long"].work(self._settings.worker_processes)
        finally:
            prompt.terminate()
            prompt.join()

    def run(self, job_id: str) -> None:
        """Do one job and record how it ended."""
        if not self._claimed(job_id):
            return
        job = self.find(job_id)
        assert job is not None
        run = JobRun(job_id, dict(job.parameters), self._settings, self._worlds, self)
        try:
            with self._alive(job_id):
                result = _handler(job.kind)(run)
        except JobCancelledError:
            self._end(job_id, JobState.CANCELLED)
        except Exception as error:
            self._end(job_id, JobState.FAILED, error=_in_words(job_id, error))
        else:
            self._end(job_id, JobState.DONE, result=dict(result))

    def _claimed(self, job_id: str) -> bool:
        """Mark a waiting job as running; False if somebody else did, or it was cancelled."""
        now = datetime.now(UTC)
        waiting = update(Job).where(col(Job.id) == job_id, col(Job.state) == JobState.QUEUED)
        with self._catalogue.unit_of_work() as session:
            claimed = session.exec(
                waiting.values(state=JobState.RUNNING, started_at=now, seen_at=now)
            )
            return claimed.rowcount == 1

    @contextmanager
    def _alive(self, job_id: str) -> Iterator[None]:
        """Give a sign of life every few seconds while the work inside goes on."""
        ended = Event()

        def beat() -> None:
            while not ended.wait(BEAT_SECONDS):
                try:
                    with self.changing(job_id) as job:
                        job.seen_at = datetime.now(UTC)
                except SQLAlchemyError:  # one missed beat is no reason to fall silent
                    _log.warning("job %s missed a sign of life", job_id, exc_info=True)

        beating = Thread(target=beat, name=f"alive-{job_id}", daemon=True)
        beating.start()
        try:
            yield
        finally:
            ended.set()
            beating.join()

    def _end(self, job_id: str, state: JobState, **columns: dict[str, Any]) -> None:
        with self.changing(job_id) as job:
            if job.state != JobState.RUNNING:
                return
            for name, value in columns.items():
                setattr(job, name, value)
            _finish(job, state)


def _handler(kind: str) -> Handler:
    _register_kinds()
    return _handlers[kind]


def _lane_of(kind: str) -> LaneName:
    """Return the lane of a kind; one that is not known waits among the long ones, and fails."""
    _register_kinds()
    return _lanes.get(kind, "long")


def _register_kinds() -> None:
    for module in KINDS:
        importlib.import_module(module)


def _job(session: Session, job_id: str) -> Job:
    job = session.get(Job, job_id)
    assert job is not None, f"no job {job_id}"
    return job


def _finish(job: Job, state: JobState) -> None:
    job.state, job.finished_at = state, datetime.now(UTC)


def _in_words(job_id: str, error: Exception) -> dict[str, Any]:
    """Return the refusal in both languages; an unexpected error is logged with a reference."""
    if is_refusal(error):
        return {language: refusal(error, language).model_dump() for language in LANGUAGES}
    reference = secrets.token_hex(4)
    _log.error("job %s failed, reference %s", job_id, reference, exc_info=error)
    return {
        language: Refusal(
            code="http.500",
            sentence=HTTP[500]["sentence"][language].format(reference=reference),
            fix=HTTP[500]["fix"][language],
        ).model_dump()
        for language in LANGUAGES
    }
