"""What the processes of a test run make once and share."""

import fcntl
import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

FORKED = ("tests.market.venue.test_concurrency", "tests.registry.test_concurrency")
"""Modules whose functions run in processes of their own."""


def forking() -> ForkServerContext:
    """Processes that begin with what those modules import, loaded once for all."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(FORKED))
    return context


def made_once(path: Path, make: Callable[[Path], object]) -> Path:
    """Let the first process that asks make a file or folder; the others wait for it."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_name(f"{path.name}.unfinished")
            make(unfinished)
            unfinished.rename(path)
    return path
