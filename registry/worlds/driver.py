"""Plain SQL on the session's connection, for the few statements every post consists of.

The texts go straight to the driver: an ORM flush of the same rows takes several times as long.
`?` marks a parameter on either database.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from typing import Any

from sqlalchemy.exc import DBAPIError

from registry.worlds.database import WorldSession
from registry.worlds.witness import summed_insert

Row = Sequence[Any]
ROWS_PER_STATEMENT = 200
ROWS_PER_FETCH = 5_000
_cursors = count(1)


def fetch(session: WorldSession, text: str, parameters: Row = ()) -> Sequence[Row]:
    """Return the rows of a query."""
    if text.startswith("INSERT"):
        _sum_up(session, text, (parameters,))
    driver = session.driver_connection()
    statement = _for_driver(text, session.is_sqlite)
    try:
        rows: Sequence[Row] = driver.execute(statement, parameters).fetchall()
    except session.driver_error as error:
        raise _wrapped(session, statement, error) from error
    return rows


def stream(session: WorldSession, text: str) -> Iterator[Row]:
    """Yield the rows of a query without holding them all in memory."""
    driver = session.driver_connection()
    if session.is_sqlite:
        yield from driver.execute(text)
        return
    with driver.cursor(name=f"stream_{next(_cursors)}") as cursor:
        cursor.itersize = ROWS_PER_FETCH
        cursor.execute(text)
        yield from cursor


def write(session: WorldSession, text: str, rows: Sequence[Row]) -> None:
    """Carry out a statement once for each row of parameters."""
    if not rows:
        return
    _sum_up(session, text, rows)
    driver = session.driver_connection()
    statement = _for_driver(text, session.is_sqlite)
    try:
        if len(rows) == 1:
            driver.execute(statement, rows[0])
        else:
            driver.cursor().executemany(statement, rows)
    except session.driver_error as error:
        raise _wrapped(session, statement, error) from error


@contextmanager
def together(session: WorldSession) -> Iterator[None]:
    """Send the statements inside to PostgreSQL without waiting for each answer."""
    if session.is_sqlite:
        yield
        return
    try:
        with session.driver_connection().pipeline():
            yield
    except session.driver_error as error:
        raise _wrapped(session, "", error) from error


@lru_cache(maxsize=256)
def value_rows(columns: int, rows: int) -> str:
    """Return the text of a VALUES list of parameters."""
    one = "(" + ",".join("?" * columns) + ")"
    return ",".join([one] * rows)


def locking(session: WorldSession, table: str) -> str:
    """Return the clause that locks the rows read; SQLite has one writer at a time anyway."""
    return "" if session.is_sqlite else f" FOR UPDATE OF {table}"


def instant_value(session: WorldSession, instant: datetime) -> Any:
    """Return an instant as the driver stores it, the same as `UtcDateTime` does."""
    if session.is_sqlite:
        return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return instant


def date_value(session: WorldSession, day: date) -> Any:
    """Return a date as the driver stores it."""
    return day.isoformat() if session.is_sqlite else day


def _sum_up(session: WorldSession, text: str, rows: Sequence[Row]) -> None:
    """Note rows that are added in bulk, for the log."""
    summed = summed_insert(text, rows)
    if summed is not None:
        session.notes.sums.append(summed)


def _wrapped(session: WorldSession, statement: str, error: Exception) -> Exception:
    """Return a driver's error as SQLAlchemy's, so that callers meet one family of errors."""
    return DBAPIError.instance(statement, None, error, session.driver_error)


@lru_cache(maxsize=512)
def _for_driver(text: str, is_sqlite: bool) -> str:
    return text if is_sqlite else text.replace("?", "%s")
