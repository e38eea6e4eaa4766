"""Jobs of the lab as people see them: found, listed, limited for each person, stopped.

Everybody who is signed in sees runs, ensembles and calibrations; only the owner or an administrator
stops one or goes on with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlmodel import Session, col, select

from web.catalogue import Job, JobState, User
from web.installation import Installation
from web.simulations.run_errors import NotYourRun, RunEnded, TooManyRuns

UNFINISHED: Final = (JobState.QUEUED, JobState.RUNNING)
ADMINISTRATOR: Final = "administrator"


@dataclass(frozen=True, slots=True)
class LabJob:
    """A job as its page shows it.

    Args:
        job: its row.
        owner: name of who asked for it; empty if nobody is known.
    """

    job: Job
    owner: str

    @property
    def id(self) -> str:
        """Return its number."""
        return self.job.id

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing will change any more."""
        return self.job.state not in UNFINISHED

    @property
    def is_done(self) -> bool:
        """Tell whether there are results."""
        return self.job.state == JobState.DONE

    @property
    def is_stopping(self) -> bool:
        """Tell whether somebody asked it to stop, and it has not yet."""
        return self.job.cancel_requested and not self.is_finished


Shown = TypeVar("Shown", bound=LabJob)


def find_job(
    installation: Installation, kind: str, shown: type[Shown], job_id: str
) -> Shown | None:
    """Return a job of a kind as it is now, or None."""
    installation.jobs.fail_lost()
    with installation.catalogue.reading() as session:
        job = session.get(Job, job_id)
        if job is None or job.kind != kind:
            return None
        return _with_owners(session, shown, [job])[0]


def recent_jobs(
    installation: Installation, kind: str, shown: type[Shown], jobs_max: int
) -> list[Shown]:
    """Return the latest jobs of a kind, of everybody, the newest first."""
    installation.jobs.fail_lost()
    latest = select(Job).where(Job.kind == kind).order_by(col(Job.created_at).desc())
    with installation.catalogue.reading() as session:
        return _with_owners(session, shown, session.exec(latest.limit(jobs_max)).all())


def unfinished_jobs(installation: Installation, user: User, kind: str) -> Sequence[str]:
    """Return the numbers of the user's jobs of a kind that wait or run."""
    installation.jobs.fail_lost()
    mine = select(Job.id).where(
        Job.kind == kind, Job.user_id == user.id, col(Job.state).in_(UNFINISHED)
    )
    with installation.catalogue.reading() as session:
        return session.exec(mine).all()


def check_room(installation: Installation, user: User, kind: str) -> None:
    """Refuse another job of a kind while too many of the user's have not ended.

    Raises:
        TooManyRuns: the user's earlier ones have not ended yet.
    """
    unfinished = len(unfinished_jobs(installation, user, kind))
    unfinished_max = installation.settings.runs_unfinished_max
    if unfinished >= unfinished_max:
        raise TooManyRuns(unfinished=unfinished, unfinished_max=unfinished_max)


def may_steer(user: User, found: LabJob) -> bool:
    """Tell whether the user may stop a job or go on with it."""
    return user.id == found.job.user_id or user.has_role(ADMINISTRATOR)


def require_steering(user: User, found: LabJob) -> None:
    """Refuse to stop a job, or to go on with it, for those who may not.

    Raises:
        NotYourRun: the user neither started it nor is an administrator.
    """
    if not may_steer(user, found):
        raise NotYourRun()


def stop_job(installation: Installation, user: User, found: LabJob) -> None:
    """Ask a job to stop; a run inside it does so within a trading day.

    Raises:
        NotYourRun: the user neither started it nor is an administrator.
        RunEnded: it has already ended.
    """
    require_steering(user, found)
    if found.is_finished:
        raise RunEnded()
    installation.jobs.cancel(found.id)


def _with_owners(session: Session, shown: type[Shown], jobs: Sequence[Job]) -> list[Shown]:
    owners = {job.user_id for job in jobs if job.user_id is not None}
    users = session.exec(select(User).where(col(User.id).in_(owners))).all()
    names = {user.id: user.name or user.email for user in users}
    return [shown(job, names.get(job.user_id, "")) for job in jobs]
