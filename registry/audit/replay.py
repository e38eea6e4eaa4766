"""A second ledger, as simple as can be: it reads the log and adds up.

Pure: it knows neither the tables nor the code that wrote them, only the log's format
(`docs/proof.md`).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.audit.lines import Moves
from registry.worlds.commands import canonical_json

PSEUDONYM = "person:"
Place = tuple[int, int]
"""Account id and unit type id."""


@dataclass(slots=True)
class Replay:
    """What the log says there is.

    Of transactions and commands only a hash is kept, so that a large log fits into memory; a
    command in which a pseudonym stands for an address keeps its text. `breaches` names events that
    contradict what came before.
    """

    held: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    reserved: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    reservations: dict[str, tuple[Place, int]] = field(default_factory=dict)
    moves: dict[int, Moves] = field(default_factory=lambda: defaultdict(Moves))
    transactions: dict[str, int] = field(default_factory=dict)
    commands: dict[str, tuple[str, int | str, int | str]] = field(default_factory=dict)
    records: dict[tuple[str, str], str] = field(default_factory=dict)
    sums: dict[str, tuple[int, int]] = field(default_factory=dict)
    accounts: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    unit_types: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    breaches: list[tuple[object, ...]] = field(default_factory=list)
    events: int = 0


def replay(events: Iterable[Sequence[Any]]) -> Replay:
    """Return what the log says.

    Args:
        events: id and canonical text of each, in order.
    """
    seen = Replay()
    for id_, content in events:
        seen.events += 1
        _read(seen, int(id_), json.loads(content))
    return seen


def _read(seen: Replay, id_: int, event: Mapping[str, Any]) -> None:
    content = event.get("content", {})
    match event["kind"]:
        case "account":
            seen.accounts[content["id"]] = content
        case "unit_type":
            seen.unit_types[content["id"]] = content
        case "rows":
            for table, key, digest in content["records"]:
                seen.records[table, key] = digest
            for table, (count, total) in content["sums"].items():
                before = seen.sums.get(table, (0, 0))
                seen.sums[table] = (before[0] + count, (before[1] + int(total, 16)) % 2**128)
        case "command":
            said = (event["command"], packed(event["body"]), packed(event["outcome"]))
            _once(seen, seen.commands, event["client_id"], said, id_)
    made = event.get("reservations", {"made": [], "voided": []})
    for reservation, account, unit_type, quantity in made["made"]:
        _once(seen, seen.reservations, reservation, ((account, unit_type), quantity), id_)
        seen.reserved[account, unit_type] += quantity
    for transaction in event.get("transactions", ()):
        _post(seen, id_, transaction)
    for reservation, quantity in made["voided"]:
        _draw(seen, id_, reservation, quantity)


def _post(seen: Replay, id_: int, transaction: Mapping[str, Any]) -> None:
    for source, target, unit_type, quantity, reservation in transaction["legs"]:
        seen.held[source, unit_type] -= quantity
        seen.held[target, unit_type] += quantity
        if reservation is not None:
            _draw(seen, id_, reservation, quantity)
    for unit_type, *move in transaction["moves"]:
        seen.moves[unit_type].add(*move)
    _once(seen, seen.transactions, transaction["id"], _hash_of(transaction), id_)


def _draw(seen: Replay, id_: int, reservation: str, quantity: int) -> None:
    if reservation not in seen.reservations:
        seen.breaches.append((id_, reservation, "was never made"))
        return
    place, rest = seen.reservations[reservation]
    seen.reservations[reservation] = (place, rest - quantity)
    seen.reserved[place] -= quantity
    if rest < quantity:
        seen.breaches.append((id_, reservation, "gives more than it holds"))


def _once(seen: Replay, known: dict[str, Any], key: str, value: object, id_: int) -> None:
    if key in known:
        seen.breaches.append((id_, key, "comes twice"))
    known[key] = value


def _hash_of(transaction: Mapping[str, Any]) -> int:
    sums: dict[Place, int] = defaultdict(int)
    for source, target, unit_type, quantity, _ in transaction["legs"]:
        sums[source, unit_type] -= quantity
        sums[target, unit_type] += quantity
    return hash_of(transaction["kind"], sums, [tuple(move) for move in transaction["moves"]])


def hash_of(kind: str, sums: Mapping[Place, int], moves: Sequence[tuple[int, ...]]) -> int:
    """Return a hash of what a transaction did: its kind, sums by place, and runs of serials."""
    postings = sorted((*place, total) for place, total in sums.items() if total)
    return hash((kind, tuple(postings), tuple(sorted(moves))))


def packed(content: Mapping[str, Any]) -> int | str:
    """Return a hash of a content, or its text if a pseudonym stands in it."""
    text = canonical_json(content)
    return text if PSEUDONYM in text else hash(text)
