"""Every refusal of a command must be one that its transaction type lists."""

from collections.abc import Iterator

import pytest

from registry import services
from registry.worlds.errors import RegistryError
from registry.worlds.transaction_types import TransactionType

GENERAL = {
    "IdempotencyConflict",
    "ClientIdInvalid",
    "ClientIdReserved",
    "InputInvalid",
    "RuleNotInForce",
    "RuleUnset",
}
"""Checks of every command, which no type lists."""
PROPOSES = {"propose"}
"""Kinds that refuse for the reasons of the command inside."""


@pytest.fixture(autouse=True)
def unlisted_refusals() -> Iterator[list[str]]:
    """Fail a test in which a command was refused for a reason that its type does not list."""
    unlisted: list[str] = []

    def watch(type_: TransactionType, error: RegistryError) -> None:
        kind = type_.command.kind
        if kind in PROPOSES or type(error).__name__ in GENERAL or isinstance(error, type_.checks):
            return
        unlisted.append(f"{kind} refuses {type(error).__name__}")

    services.WATCHERS.append(watch)
    yield unlisted
    services.WATCHERS.remove(watch)
    assert unlisted == []
