"""Rows that are older than the log: they are witnessed once, when a world is upgraded."""

from sqlmodel import select

from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, stream
from registry.worlds.witness import SUMMED, added, row_digest, row_sum, witnessed_tables

_WITNESSED = "SELECT 1 FROM event WHERE kind = 'rows' LIMIT 1"


def witness_past(session: WorldSession) -> None:
    """Note every row that there is, unless the log already speaks of rows."""
    if not session.is_sqlite:
        session.driver_connection().execute("LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE")
    if fetch(session, _WITNESSED):
        return
    records = []
    for name, record in witnessed_tables().items():
        table = record.__table__  # type: ignore[attr-defined]
        keys = [column.key for column in table.primary_key]
        for row in session.execute(select(*table.columns)):
            values = dict(row._mapping)
            key = "/".join(str(values[column]) for column in keys)
            records.append([name, key, row_digest(name, values)])
    sums = []
    for table, columns in SUMMED.items():
        query = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608
        sums.append((table, *row_sum(stream(session, query))))
    session.note("rows", {"records": records, "sums": added(sums)})
