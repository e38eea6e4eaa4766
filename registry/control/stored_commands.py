"""Commands kept as text: read back exactly, or refused."""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from registry.control.refused_control import CommandUnreadable
from registry.worlds.commands import Command, body

REASON_CHARACTERS_MAX = 160


def read_command(kind: type[Command], content: str, client_id: str) -> Command:
    """Return the command that a body stands for.

    Args:
        kind: of the command.
        content: its body as canonical JSON; `registry.worlds.commands.body` gives it.
        client_id: that it gets.

    Raises:
        CommandUnreadable: it is no body of this kind. Fields that the kind has gained since are
            read as their defaults; anything else must be as written.
    """
    try:
        given = json.loads(content)
        if not isinstance(given, dict) or given.pop("kind", None) != kind.kind:
            raise CommandUnreadable(kind=kind.kind, reason="kind", field="content")
        reader: TypeAdapter[Any] = _reader(kind)  # type: ignore[arg-type]  # a class is hashable
        command = reader.validate_python({**given, "client_id": client_id})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise CommandUnreadable(
            kind=kind.kind, reason=reason[:REASON_CHARACTERS_MAX], field="content"
        ) from None
    except (ValueError, RecursionError, TypeError):
        raise CommandUnreadable(kind=kind.kind, reason="JSON", field="content") from None
    assert isinstance(command, Command)
    read = json.loads(body(command))
    if any(name not in read or read[name] != value for name, value in given.items()):
        raise CommandUnreadable(kind=kind.kind, reason="≠", field="content")
    return command


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
