"""Marks of tests for the numbered checks: `@trips(Refusal)` shows it refusing, `@passes` not.

Helper of `tests/registry/test_checks.py`, which fails while a check lacks either.
"""

from collections.abc import Callable
from typing import TypeVar

from registry.worlds.errors import RegistryError

Test = TypeVar("Test", bound=Callable[..., object])

TRIPPED: dict[type[RegistryError], list[str]] = {}
PASSED: dict[type[RegistryError], list[str]] = {}


def trips(*refusals: type[RegistryError]) -> Callable[[Test], Test]:
    """Say that a test shows each of these checks refusing."""
    return lambda test: _noted(test, TRIPPED, refusals)


def passes(*refusals: type[RegistryError]) -> Callable[[Test], Test]:
    """Say that a test shows each of these checks letting something pass."""
    return lambda test: _noted(test, PASSED, refusals)


def _noted(
    test: Test, book: dict[type[RegistryError], list[str]], refusals: tuple[type, ...]
) -> Test:
    for refusal in refusals:
        book.setdefault(refusal, []).append(f"{test.__module__}.{test.__qualname__}")
    return test
