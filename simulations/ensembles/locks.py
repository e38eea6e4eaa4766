"""One process at a time in a directory; the lock goes with the process, however it ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from simulations.ensembles.refused_ensembles import EnsembleBusy

_TRIES: Final = 4
_PAUSE_SECONDS: Final = 0.05


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold a directory, which is made when it does not exist.

    The lock is the system's own on the directory itself: no file is left behind, and that of a
    killed process is free at once.

    Raises:
        EnsembleBusy: Another process, or another thread, holds it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    handle = os.open(directory, os.O_RDONLY)
    try:
        if not _taken(handle):
            raise EnsembleBusy(directory=str(directory))
        yield
    finally:
        os.close(handle)


def is_locked(directory: Path) -> bool:
    """Tell whether a process is at work in a directory."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _taken(handle: int) -> bool:
    """Try a few times: somebody may be asking, for an instant, whether it is held."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return True
    return False
