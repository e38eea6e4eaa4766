"""What participants can ask of the registry, as frozen values.

People, bots and simulated agents issue the same values. `client_id` names one command for ever:
sent again with the same body it returns the first result. Ids with a colon are the house's own.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, cast

from registry.worlds.refused_values import ClientIdInvalid

RESERVED_MARK: Final = ":"
"""Ids that hold it can be foreseen (``due:P-2026-000001``), so only the house itself uses them."""

_CLIENT_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Base of every command."""

    kind: ClassVar[str] = "command"
    client_id: str

    def __post_init__(self) -> None:
        check_client_id(self.client_id)


def check_client_id(client_id: object) -> None:
    """Refuse a client id that is not 1 to 64 letters, digits or ``. _ : -``.

    Raises:
        ClientIdInvalid: it is something else.
    """
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise ClientIdInvalid(value=str(client_id)[:64], field="client_id")


def body(command: Command) -> str:
    """Return a command's content as canonical JSON, without its client id."""
    content: dict[str, object] = {"kind": command.kind}
    for name in _field_names(command):
        if name != "client_id":
            content[name] = _plain(getattr(command, name))
    return canonical_json(content)


def _field_names(command: object) -> Sequence[str]:
    """Return the names of a command's fields; commands that come in millions are named tuples."""
    names: Sequence[str] | None = getattr(command, "_fields", None)
    return [part.name for part in fields(cast(Command, command))] if names is None else names


def canonical_json(content: Mapping[str, object]) -> str:
    """Return JSON with sorted keys and no blanks; equal contents give equal texts."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, float)):  # a float is refused later, in its field's own words
        return str(value)
    raise TypeError(f"a command cannot carry {type(value).__name__}")
