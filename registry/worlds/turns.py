"""Turns of writers at one SQLite file: threads and processes queue, and nobody polls.

SQLite lets one writer in at a time, and has the others ask again after longer and longer pauses:
under load one of them may ask in vain for seconds. Here each waits for a lock that the kernel hands
on. It is a courtesy: SQLite's own lock is what keeps writers apart.
"""

import fcntl
from collections.abc import MutableMapping
from io import TextIOWrapper
from pathlib import Path
from threading import Lock
from typing import Any

_HELD = "tanlab_turn"


class Turns:
    """The queue of one file.

    Args:
        database: the SQLite file; the lock is a file beside it.
        wait_seconds: after which a thread stops queueing and asks SQLite itself.
    """

    def __init__(self, database: Path, wait_seconds: float) -> None:
        self._path = database.with_name(f"{database.name}-turn")
        self._wait_seconds = wait_seconds
        self._of_process = Lock()

    def take(self, connection: MutableMapping[Any, Any]) -> None:
        """Wait for a turn, and keep it until the connection gives it back.

        Args:
            connection: what is kept with the driver's connection.
        """
        if _HELD in connection or not self._of_process.acquire(timeout=self._wait_seconds):
            return
        try:
            file = self._path.open("a", encoding="ascii")
            fcntl.flock(file, fcntl.LOCK_EX)
        except BaseException:
            self._of_process.release()
            raise
        connection[_HELD] = file

    def give_back(self, connection: MutableMapping[Any, Any]) -> None:
        """End a connection's turn if it has one."""
        file: TextIOWrapper | None = connection.pop(_HELD, None)
        if file is not None:
            file.close()
            self._of_process.release()
