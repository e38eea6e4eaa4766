"""Writes the events of a world that has a past from before the log, in the order it happened.

Parties, accounts and unit types come first, then every transaction and command by its time, then
the certificates, then what is set aside at this moment. Each such event says `"backfilled": true`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.ledger import certificate_statement
from registry.worlds import (
    Fields,
    Noted,
    NotedTransaction,
    command_fields,
    content_fields,
    event_text,
    moved_fields,
    transaction_text,
)

_PARTIES = "SELECT id, name_zh, name_en, kind, credit_code, fictitious FROM party ORDER BY id"
_ACCOUNTS = "SELECT id, number, kind, party_id FROM account ORDER BY id"
_MANDATES = "SELECT user_email, party_id, right_ FROM mandate ORDER BY id"
_UNIT_TYPES = (
    "SELECT id, code, kind, scheme, vintage, measure, serialised FROM unit_type ORDER BY id"
)
_TRANSACTIONS = (
    "SELECT id, kind, client_id, recorded_at, memo FROM ledger_transaction ORDER BY recorded_at, id"
)
_POSTINGS = "SELECT transaction_id, account_id, unit_type_id, quantity FROM posting ORDER BY id"
_MOVES = (
    "SELECT transaction_id, unit_type_id, serial_first, serial_last, from_account_id,"
    " to_account_id FROM block_move ORDER BY id"
)
_COMMANDS = (
    "SELECT client_id, kind, actor, body, outcome, recorded_at FROM command"
    " ORDER BY recorded_at, client_id"
)
_RESERVED = (
    "SELECT id, account_id, unit_type_id, remaining FROM reservation WHERE state = 'open'"
    " ORDER BY id"
)
_CERTIFICATES = "SELECT number, recorded_at FROM certificate ORDER BY id"
_ADD = sa.text(
    "INSERT INTO event (kind, subject, content, recorded_at)"
    " VALUES (:kind, :subject, :content, :recorded_at)"
).bindparams(sa.bindparam("recorded_at", type_=sa.DateTime(timezone=True)))


def backfill(connection: Connection, pseudonym_key: str) -> None:
    """Write the events of everything that happened before the log.

    Args:
        connection: of the migration, in the world's schema.
        pseudonym_key: key of the hashes that stand for e-mail addresses.
    """
    history = _History(connection)
    rows = [
        {
            "kind": noted.kind,
            "subject": noted.subject,
            "content": event_text(noted, pseudonym_key),
            "recorded_at": _stored(connection, noted.recorded_at),
        }
        for noted in history.events()
    ]
    if rows:
        connection.execute(_ADD, rows)


class _History:
    """The journal as it was found."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._now = datetime.now(UTC)

    def events(self) -> Iterator[Noted]:
        """Yield events in order."""
        for kind, query in (
            ("party", _PARTIES),
            ("account", _ACCOUNTS),
            ("mandate", _MANDATES),
            ("unit_type", _UNIT_TYPES),
        ):
            for row in self._rows(query):
                yield self._noted(kind, _content(kind, row), self._now)
        yield from self._steps()
        yield from self._certificates()
        reserved = [list(row.values()) for row in self._rows(_RESERVED)]
        if reserved:
            yield self._noted("posting", moved_fields((), reserved), self._now)

    def _steps(self) -> Iterator[Noted]:
        """Yield commands with the transactions that name them, and the other transactions."""
        commands = self._rows(_COMMANDS)
        known = {row["client_id"] for row in commands}
        owned: dict[str, list[NotedTransaction]] = {}
        steps = []
        for row, noted in self._transactions():
            if row["client_id"] in known:
                owned.setdefault(row["client_id"], []).append(noted)
            else:
                instant = _instant(row["recorded_at"])
                steps.append(self._noted("posting", moved_fields([noted]), instant))
        for row in commands:
            instant = _instant(row["recorded_at"])
            moved = moved_fields(owned.get(row["client_id"], ()))
            fields = command_fields(
                row["kind"], row["client_id"], row["body"], row["actor"], row["outcome"], moved
            )
            steps.append(self._noted("command", fields, instant, row["kind"]))
        yield from sorted(steps, key=lambda step: step.recorded_at)

    def _transactions(self) -> Iterator[tuple[Mapping[str, Any], NotedTransaction]]:
        postings = self._grouped(_POSTINGS)
        moves = self._grouped(_MOVES)
        for row in self._rows(_TRANSACTIONS):
            moved = moves.get(row["id"], [])
            legs = _legs(postings[row["id"]])
            text = transaction_text(row["id"], row["kind"], row["memo"], legs, moved)
            yield row, NotedTransaction(row["client_id"], text)

    def _certificates(self) -> Iterator[Noted]:
        for row in self._rows(_CERTIFICATES):
            content = certificate_statement(self._fetch, row["number"])
            instant = _instant(row["recorded_at"])
            yield self._noted("certificate", content_fields(content), instant, row["number"])

    def _fetch(self, query: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        text = query if self._connection.dialect.name == "sqlite" else query.replace("?", "%s")
        return self._connection.exec_driver_sql(text, tuple(parameters)).all()

    def _noted(self, kind: str, fields: Fields, instant: datetime, subject: str = "") -> Noted:
        return Noted(kind, subject, instant, {**fields, "backfilled": "true"})

    def _rows(self, query: str) -> Sequence[Mapping[str, Any]]:
        return [dict(row) for row in self._connection.execute(sa.text(query)).mappings()]

    def _grouped(self, query: str) -> dict[str, list[list[object]]]:
        rows = (list(row.values()) for row in self._rows(query))
        by_id = sorted(rows, key=lambda row: str(row[0]))
        return {
            str(id_): [row[1:] for row in group] for id_, group in groupby(by_id, lambda r: r[0])
        }


def _legs(postings: Sequence[Sequence[Any]]) -> list[list[object]]:
    """Return the legs whose postings these are: each wrote what left, then what arrived."""
    legs: list[list[object]] = []
    for (source, unit_type, minus), (target, _, plus) in zip(
        postings[::2], postings[1::2], strict=True
    ):
        assert minus == -plus
        legs.append([source, target, unit_type, plus, None])
    return legs


def _content(kind: str, row: Mapping[str, Any]) -> Fields:
    content = dict(row)
    for name in ("fictitious", "serialised"):
        if name in content:
            content[name] = bool(content[name])
    if kind == "mandate":
        content = {
            "party_id": content["party_id"],
            "right": content["right_"],
            "user": content["user_email"],
        }
    return content_fields(content)


def _instant(stored: datetime | str) -> datetime:
    instant = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant


def _stored(connection: Connection, instant: datetime) -> datetime:
    utc = instant.astimezone(UTC)
    return utc.replace(tzinfo=None) if connection.dialect.name == "sqlite" else utc
