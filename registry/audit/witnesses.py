"""Every other row of the registry against the digest that the log has of it."""

from collections import defaultdict
from collections.abc import Iterator

from sqlmodel import select

from registry.audit.invariants import Invariant, found
from registry.audit.replay import Replay
from registry.worlds.database import WorldSession
from registry.worlds.driver import stream
from registry.worlds.witness import SUMMED, row_digest, row_sum, witnessed_tables


def rows_as_logged(session: WorldSession, replayed: Replay) -> Iterator[Invariant]:
    """Compare the rows of every table with what the log says of them.

    Args:
        session: any session.
        replayed: the log.
    """
    yield found("I12.rows_as_logged", *altered_rows(session, replayed))
    yield _bulk(session, replayed)


def altered_rows(session: WorldSession, replayed: Replay) -> tuple[int, list[tuple[object, ...]]]:
    """Return how many rows were compared, and table and key of each that is not as logged."""
    logged: dict[str, dict[str, str]] = defaultdict(dict)
    for (table, key), digest in replayed.records.items():
        logged[table][key] = digest
    checked = 0
    breaches: list[tuple[object, ...]] = []
    for name, record in witnessed_tables().items():
        table = record.__table__  # type: ignore[attr-defined]
        known = logged[name]
        keys = [column.key for column in table.primary_key]
        for row in session.execute(select(*table.columns)):
            checked += 1
            values = dict(row._mapping)
            key = "/".join(str(values[column]) for column in keys)
            if known.pop(key, None) != row_digest(name, values):
                breaches.append((name, key))
        breaches += [(name, key, "is gone") for key in known]
    return checked, breaches


def _bulk(session: WorldSession, replayed: Replay) -> Invariant:
    checked = 0
    breaches: list[tuple[object, ...]] = []
    for table, columns in SUMMED.items():
        query = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608
        there = row_sum(stream(session, query))
        logged = replayed.sums.get(table, (0, 0))
        checked += there[0]
        if there != logged:
            breaches.append((table, there[0], logged[0]))
    return found("I12.bulk_as_logged", checked, breaches)
