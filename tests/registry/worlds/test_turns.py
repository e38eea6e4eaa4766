"""Writers of a SQLite file take turns, in threads and in processes."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from registry.worlds.turns import Turns


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "world.sqlite3"


def in_a_thread(work: Callable[[], Any]) -> "Future[Any]":
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(work)
    finally:
        pool.shutdown(wait=False)


def test_a_second_process_waits_until_the_first_gives_its_turn_back(database: Path) -> None:
    """Locks of two open files exclude one another as those of two processes do."""
    first, second = Turns(database, 5), Turns(database, 5)
    held: dict[str, Any] = {}
    first.take(held)
    asking = Event()
    other: dict[str, Any] = {}

    def ask() -> None:
        asking.set()
        second.take(other)

    asked = in_a_thread(ask)
    assert asking.wait(5)
    assert not other
    first.give_back(held)
    asked.result(5)
    assert other
    second.give_back(other)


def test_a_thread_that_waited_long_goes_on_without_a_turn(database: Path) -> None:
    turns = Turns(database, 0.01)
    held: dict[str, Any] = {}
    other: dict[str, Any] = {}
    turns.take(held)
    turns.take(other)
    assert held
    assert not other
    turns.give_back(other)
    turns.give_back(held)
    turns.take(other)
    assert other
    turns.give_back(other)


def test_a_turn_is_taken_and_given_back_once(database: Path) -> None:
    turns = Turns(database, 0.01)
    held: dict[str, Any] = {}
    turns.take(held)
    turns.take(held)
    turns.give_back(held)
    turns.give_back(held)
    turns.take(held)
    assert held
    turns.give_back(held)


def test_a_lock_that_cannot_be_had_leaves_the_queue_open(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "nowhere" / "world.sqlite3", 0.01)
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            turns.take({})
