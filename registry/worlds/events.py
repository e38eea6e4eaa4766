"""What a unit of work notes for the event log, and the canonical text of each event.

An event is RFC 8785 canonical JSON. E-mail addresses never enter it: a keyed hash stands for each.
`docs/proof.md` describes every field.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import rfc8785

from registry.worlds.clock import market_date

FORMAT = 1
PSEUDONYM_CHARACTERS = 16
PERSON_FIELDS: Final = frozenset(
    {"actor", "approver", "email", "granted_by", "proposer", "revoked_by", "user", "user_email"}
)
"""Fields that name a person: with an @ anywhere, the whole value is an address."""
_RUN = re.compile(r'[^\s"\\\x00-\x1f]+')
"""A run of characters; one with an @ inside is taken for an address, in any script."""
_UNLIKE_PYTHON = re.compile(
    "(?:^|[:,\\[])-?(?:\\d+[.eE]|\\d{16,})|[\ud800-\udfff\U00010000-\U0010ffff]"
)
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode

Fields = Mapping[str, str]
"""Name → JSON text of the value."""


def canonical(content: object) -> str:
    """Return a value as canonical JSON.

    Python's own encoder writes the same text, except for fractions, very large numbers and
    characters beyond the first 65,536; where one of these may occur, `rfc8785` writes it.

    Raises:
        rfc8785.CanonicalizationError: a number cannot be represented exactly.

    Source:
        RFC 8785, section 3.2.
    """
    text = _encode(content)
    return rfc8785.dumps(json.loads(text)).decode() if _UNLIKE_PYTHON.search(text) else text


class Noted(NamedTuple):
    """One event before its text is written."""

    kind: str
    subject: str
    recorded_at: datetime
    fields: Fields


class NotedTransaction(NamedTuple):
    """A posted transaction: who asked, and its JSON text."""

    client_id: str | None
    text: str


@dataclass(slots=True)
class Moved:
    """What was posted, set aside and released since the last event."""

    transactions: list[NotedTransaction] = field(default_factory=list)
    made: list[tuple[str, int, int, int]] = field(default_factory=list)
    voided: list[tuple[str, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.transactions or self.made or self.voided)

    def fields(self) -> Fields:
        """Return all of it as fields of one event."""
        return moved_fields(self.transactions, self.made, self.voided)


class Mark(NamedTuple):
    """How much was noted at some moment."""

    events: int
    transactions: int
    made: int
    voided: int
    records: int
    sums: int


class Notes:
    """What a unit of work will write to the log when it commits.

    `records` are rows that were written, `sums` name a table, count and sum of rows added in bulk.
    """

    def __init__(self) -> None:
        self.events: list[Noted] = []
        self.moved = Moved()
        self.records: list[Any] = []
        self.sums: list[tuple[str, int, int]] = []

    def transaction(
        self,
        client_id: str | None,
        id_: str,
        kind: str,
        memo: str,
        legs: Sequence[Sequence[object]],
        moves: Sequence[Sequence[object]],
    ) -> None:
        """Note a posted transaction."""
        text = transaction_text(id_, kind, memo, legs, moves)
        self.moved.transactions.append(NotedTransaction(client_id, text))

    def mark(self) -> Mark:
        """Return where the notes stand."""
        moved = self.moved
        return Mark(
            len(self.events),
            len(moved.transactions),
            len(moved.made),
            len(moved.voided),
            len(self.records),
            len(self.sums),
        )

    def since(self, mark: Mark) -> Moved:
        """Return what moved since a mark, and forget it here: it goes into an event."""
        moved = self.moved
        done = Moved(
            moved.transactions[mark.transactions :],
            moved.made[mark.made :],
            moved.voided[mark.voided :],
        )
        self._forget_moved(mark)
        return done

    def return_to(self, mark: Mark) -> None:
        """Forget what was noted since a mark: it was rolled back."""
        del self.events[mark.events :]
        del self.records[mark.records :]
        del self.sums[mark.sums :]
        self._forget_moved(mark)

    def take(self, now: datetime) -> list[Noted]:
        """Return the events and forget them; what no command claimed becomes one of its own."""
        if self.moved:
            self.events.append(Noted("posting", "", now, self.moved.fields()))
            self.moved = Moved()
        taken, self.events = self.events, []
        return taken

    def _forget_moved(self, mark: Mark) -> None:
        moved = self.moved
        del moved.transactions[mark.transactions :]
        del moved.made[mark.made :]
        del moved.voided[mark.voided :]


def transaction_text(
    id_: str,
    kind: str,
    memo: str,
    legs: Sequence[Sequence[object]],
    moves: Sequence[Sequence[object]],
) -> str:
    """Return a transaction as JSON.

    Args:
        id_: its id.
        kind: its kind.
        memo: its memo.
        legs: from account, to account, unit type, quantity, reservation or None, of each leg.
        moves: unit type, first serial, last serial, from account, to account, of each run.
    """
    return _encode({"id": id_, "kind": kind, "legs": legs, "memo": memo, "moves": moves})


def moved_fields(
    transactions: Sequence[NotedTransaction],
    made: Sequence[Sequence[object]] = (),
    voided: Sequence[Sequence[object]] = (),
) -> Fields:
    """Return the fields of an event that say what moved."""
    return {
        "reservations": _encode({"made": made, "voided": voided}),
        "transactions": f"[{','.join(each.text for each in transactions)}]",
    }


def command_fields(
    kind: str, client_id: str, body: str, actor: str, outcome: str, moved: Fields
) -> Fields:
    """Return the fields of a command's event.

    Args:
        kind: the command's kind.
        client_id: its client id.
        body: its body as canonical JSON.
        actor: who asked.
        outcome: the answer as canonical JSON.
        moved: what it moved.
    """
    return {
        "actor": _encode(actor),
        "body": body,
        "client_id": _encode(client_id),
        "command": _encode(kind),
        "outcome": outcome,
        **moved,
    }


def content_fields(content: Mapping[str, object]) -> Fields:
    """Return the fields of an event that is no command."""
    return {"content": canonical(content)}


def event_text(noted: Noted, pseudonym_key: str) -> str:
    """Return the canonical JSON of an event.

    A random salt keeps an event that is published only as a hash from being guessed.

    Args:
        noted: the event.
        pseudonym_key: key of the hashes that stand for e-mail addresses.
    """
    whole = {
        **_without_addresses(noted.fields, pseudonym_key),
        "business_date": f'"{market_date(noted.recorded_at).isoformat()}"',
        "format": str(FORMAT),
        "kind": _encode(noted.kind),
        "recorded_at": f'"{instant_text(noted.recorded_at)}"',
        "salt": f'"{secrets.token_hex(16)}"',
    }
    text = "{" + ",".join(f'"{name}":{whole[name]}' for name in sorted(whole)) + "}"
    if any(_UNLIKE_PYTHON.search(part) for part in noted.fields.values()):
        return rfc8785.dumps(json.loads(text)).decode()
    return text


def instant_text(instant: datetime) -> str:
    """Return an aware instant as events write it: UTC, microseconds, ``Z``."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat("T", "microseconds") + "Z"


def pseudonym(address: str, key: str) -> str:
    """Return what stands for an e-mail address in the log: the same for the same person.

    Args:
        address: the address.
        key: the world's own key, hexadecimal; without it nobody can test a guessed address.
    """
    hashed = hmac.new(bytes.fromhex(key), address.lower().encode(), hashlib.sha256).hexdigest()
    return f"person:{hashed[:PSEUDONYM_CHARACTERS]}"


def _without_addresses(fields: Fields, key: str) -> Fields:
    """Return fields with pseudonyms; only those that may hold an address are read."""
    return {
        name: _encode(_pseudonymous(name, json.loads(text), key)) if "@" in text else text
        for name, text in fields.items()
    }


def without_addresses(value: object, key: str) -> object:
    """Return a plain value with a pseudonym in place of each e-mail address.

    Args:
        value: as JSON holds it.
        key: the world's own key.
    """

    def named(found: re.Match[str]) -> str:
        return pseudonym(found[0], key) if "@" in found[0][1:-1] else found[0]

    if isinstance(value, str):
        return _RUN.sub(named, value) if "@" in value else value
    if isinstance(value, dict):
        return {
            str(without_addresses(name, key)): _pseudonymous(name, part, key)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [without_addresses(part, key) for part in value]
    return value


def _pseudonymous(name: str, value: object, key: str) -> object:
    """Return a field's value; all of one that names a person is taken for an address."""
    if name in PERSON_FIELDS and isinstance(value, str) and "@" in value:
        return pseudonym(value, key)
    return without_addresses(value, key)
