"""Carries commands out in a world on disk, each once."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from registry.worlds.actors import Actor
from registry.worlds.commands import RESERVED_MARK, Command, body, canonical_json, digest
from registry.worlds.database import WorldSession
from registry.worlds.driver import ROWS_PER_STATEMENT, fetch, instant_value, value_rows, write
from registry.worlds.errors import IdempotencyConflict
from registry.worlds.events import (
    Mark,
    Moved,
    Noted,
    NotedTransaction,
    command_fields,
    moved_fields,
)
from registry.worlds.refused_values import ClientIdReserved

Handler = Callable[[WorldSession, Any, Actor], Mapping[str, object]]
"""Does what one kind of command asks and returns what it answers: plain values for JSON."""

Handlers = Mapping[type[Command], Handler]
BatchHandler = Callable[[WorldSession, Sequence[Any], Actor], Sequence[Mapping[str, object]]]

_KNOWN = (
    "SELECT client_id, kind, body_hash, actor, outcome FROM command"
    " WHERE client_id IN (VALUES {rows})"
)
_STORE = (
    "INSERT INTO command (client_id, kind, body_hash, actor, body, outcome, recorded_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ?, 0))"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command answered; `replayed` if it had been carried out before."""

    data: Mapping[str, Any]
    replayed: bool = False


class Known(NamedTuple):
    """A command carried out before."""

    kind: str
    body_hash: str
    actor: str
    outcome: str


def carry_out_command(
    session: WorldSession, command: Command, actor: Actor, handlers: Handlers
) -> Outcome:
    """Carry out a command, or return what it answered when it was carried out before.

    Args:
        session: the unit of work; committing it makes the command and its effects one.
        command: what to do.
        actor: who asks.
        handlers: what can be done.

    Raises:
        IdempotencyConflict: the client id belongs to another command or another actor.
        ClientIdReserved: a person uses an id of the house's own.
        RegistryError: the handler refuses; nothing is kept.
    """
    content = body(command)
    hashed = digest(content)
    if not session.is_sqlite:
        fetch(session, _LOCK, (command.client_id,))
    known = _known(session, [command.client_id]).get(command.client_id)
    if known is not None:
        return _replay(command, hashed, actor, known)
    _check_may_use(actor, command.client_id)
    before = session.notes.mark()
    data = dict(handlers[type(command)](session, command, actor))
    _store(session, [(command, hashed, content, data)], actor, before)
    return Outcome(data)


def carry_out_batch(
    session: WorldSession, commands: Sequence[Command], actor: Actor, handler: BatchHandler
) -> list[Outcome]:
    """Carry out commands of one kind together: all, or none if one is refused.

    Raises:
        IdempotencyConflict: a client id belongs to another command or actor, or comes twice.
        ClientIdReserved: a person uses an id of the house's own.
        RegistryError: the handler refuses one; nothing is kept.
    """
    contents = [body(command) for command in commands]
    hashes = [digest(content) for content in contents]
    ids = [command.client_id for command in commands]
    if len(set(ids)) != len(ids):
        twice = next(id_ for id_ in ids if ids.count(id_) > 1)
        raise IdempotencyConflict(client_id=twice, kind=commands[0].kind)
    if not session.is_sqlite:
        for id_ in sorted(ids):
            fetch(session, _LOCK, (id_,))
    known = _known(session, ids)
    fresh = [index for index, id_ in enumerate(ids) if id_ not in known]
    _check_may_use(actor, *(ids[index] for index in fresh))
    outcomes = {
        index: _replay(commands[index], hashes[index], actor, known[ids[index]])
        for index in range(len(ids))
        if ids[index] in known
    }
    before = session.notes.mark()
    answers = handler(session, [commands[index] for index in fresh], actor) if fresh else []
    rows = []
    for index, answer in zip(fresh, answers, strict=True):
        data = dict(answer)
        outcomes[index] = Outcome(data)
        rows.append((commands[index], hashes[index], contents[index], data))
    _store(session, rows, actor, before)
    return [outcomes[index] for index in range(len(ids))]


def was_carried_out(
    session: WorldSession, client_id: str, kind: type[Command], actor: Actor
) -> bool:
    """Tell whether an actor's command of a kind was carried out under this id."""
    known = _known(session, [client_id]).get(client_id)
    return known is not None and (known.kind, known.actor) == (kind.kind, actor.name)


def _check_may_use(actor: Actor, *ids: str) -> None:
    """Refuse a person an id that the house's own work may need."""
    if actor.system:
        return
    for id_ in ids:
        if RESERVED_MARK in id_:
            raise ClientIdReserved(value=id_, field="client_id")


def _known(session: WorldSession, ids: Sequence[str]) -> dict[str, Known]:
    known = {}
    for start in range(0, len(ids), ROWS_PER_STATEMENT):
        part = ids[start : start + ROWS_PER_STATEMENT]
        text = _KNOWN.format(rows=value_rows(1, len(part)))
        for client_id, *rest in fetch(session, text, part):
            known[client_id] = Known(*rest)
    return known


def _replay(command: Command, hashed: str, actor: Actor, known: Known) -> Outcome:
    """Return the first answer, to the one who got it then and to nobody else."""
    if known.body_hash != hashed or known.actor != actor.name:
        raise IdempotencyConflict(client_id=command.client_id, kind=known.kind, field="client_id")
    return Outcome(json.loads(known.outcome), replayed=True)


def _store(
    session: WorldSession,
    done: Sequence[tuple[Command, str, str, Mapping[str, object]]],
    actor: Actor,
    before: Mark,
) -> None:
    session.flush()
    now = session.clock.now()
    recorded_at = instant_value(session, now)
    rows = [
        (
            command.client_id,
            command.kind,
            hashed,
            actor.name,
            content,
            canonical_json(answer),
            recorded_at,
        )
        for command, hashed, content, answer in done
    ]
    write(session, _STORE, rows)
    moved = session.notes.since(before)
    transactions = _by_command(moved, [row[0] for row in rows])
    for number, (client_id, kind, _, name, content, answer, _) in enumerate(rows):
        reservations = () if number else (moved.made, moved.voided)
        fields = moved_fields(transactions.get(client_id, ()), *reservations)
        fields = command_fields(kind, client_id, content, name, answer, fields)
        session.notes.events.append(Noted("command", kind, now, fields))


def _by_command(moved: Moved, ids: Sequence[str]) -> dict[str, list[NotedTransaction]]:
    """Return transactions by the command they belong to; those of none go to the first."""
    if len(ids) == 1:
        return {ids[0]: moved.transactions}
    found: dict[str, list[NotedTransaction]] = {id_: [] for id_ in ids}
    for transaction in moved.transactions:
        known = transaction.client_id if transaction.client_id in found else ids[0]
        assert known is not None
        found[known].append(transaction)
    return found
