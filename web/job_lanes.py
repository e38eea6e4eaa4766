"""Lanes of jobs: long work in one, what somebody waits for on a page in the other.

Each lane is a queue with workers of its own, so that an answer within seconds never waits behind an
ensemble of an hour.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from huey.api import Huey, PostgresHuey, SqliteHuey

from web.settings import Settings

LaneName = Literal["long", "prompt"]
QUEUES: Final[Mapping[LaneName, str]] = {"long": "tanlab", "prompt": "tanlab-prompt"}
STOP_SECONDS: Final[Mapping[LaneName, int]] = {"long": 5, "prompt": 1}


@dataclass(frozen=True, slots=True)
class Lane:
    """One queue.

    Args:
        name: which one.
        queue: a SQLite file, or tables in the PostgreSQL database.
        enqueue: puts a job's number into it.
    """

    name: LaneName
    queue: Huey
    enqueue: Callable[[str], object]

    def drain(self) -> None:
        """Do the jobs that wait, here and one after the other, then return."""
        while (task := self.queue.dequeue()) is not None:
            self.queue.execute(task)

    def work(self, workers: int) -> None:
        """Take jobs until told to stop by SIGTERM or SIGINT, in so many processes."""
        self.queue.create_consumer(
            workers=workers,
            worker_type="process",
            periodic=False,
            max_delay=0.5,
            graceful_signal="TERM",
            shutdown_timeout=STOP_SECONDS[self.name],
        ).run()


def open_lane(settings: Settings, name: LaneName, do: Callable[[str], None]) -> Lane:
    """Return a lane whose workers do a job by its number."""
    queue: Huey
    if settings.on_postgresql:
        queue = PostgresHuey(QUEUES[name], dsn=settings.database_url, results=False)
    else:
        settings.instance.mkdir(parents=True, exist_ok=True)
        file = settings.instance.absolute() / "queue.sqlite3"
        queue = SqliteHuey(QUEUES[name], filename=str(file), results=False)
    return Lane(name, queue, queue.task(name="run_job")(do))
