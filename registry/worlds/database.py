"""Databases and worlds, and the two ways into them: `unit_of_work` writes, `reading` does not."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, StaticPool
from sqlmodel import Session

from registry.worlds.actors import Role
from registry.worlds.clock import Clock, DrivenClock, WallClock
from registry.worlds.columns import instant_read
from registry.worlds.events import Noted, Notes, content_fields, event_text, instant_text
from registry.worlds.models import WorldClock
from registry.worlds.turns import Turns
from registry.worlds.witness import added, digest_of, is_witnessed, key_of, summed_record

T = TypeVar("T")
RolesOf = Callable[[str], frozenset[Role] | None]
SQLITE_WAIT_MS = 30_000
_IN_MEMORY = (None, "", ":memory:")
RETRIES_MAX = 10
_STORED_CLOCK = "SELECT instant, wall_instant, rate_permille FROM world_clock"
_PSEUDONYM_KEY = "SELECT pseudonym_key FROM log_secret"
_EVENT = "INSERT INTO event (kind, subject, content, recorded_at) VALUES (?, ?, ?, ?)"
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
_READ_ONLY = "tanlab_read_only"
_SCHEMA = "tanlab_schema"


class Database:
    """A SQLite file or a PostgreSQL database; connects when first used.

    Args:
        url: ``sqlite:///path``, ``sqlite://`` (in memory) or ``postgresql://…``.
        synchronous: SQLite's setting; FULL loses nothing that was acknowledged.
        pooled: False opens a connection for each use, as tests and short commands want.
    """

    def __init__(self, url: str, *, synchronous: str = "FULL", pooled: bool = True) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self.synchronous = synchronous
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._turns = self._queue()
        self.engine = self._create_engine(pooled)
        self.driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _create_engine(self, pooled: bool) -> Engine:
        options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
        if self.is_sqlite:
            options["connect_args"] = {"check_same_thread": False, "isolation_level": None}
            if self.url.database in _IN_MEMORY:
                pooled, options["poolclass"] = False, StaticPool
        if pooled:
            options |= {"pool_size": 10, "max_overflow": 90, "pool_pre_ping": not self.is_sqlite}
        engine = create_engine(self.url, **options)
        if self.is_sqlite:
            event.listen(engine, "connect", self._prepare_sqlite)
        event.listen(engine, "begin", self._begin_sqlite if self.is_sqlite else _begin_postgresql)
        if self._turns:
            event.listen(engine, "checkin", self._end_turn)
        return engine

    def _queue(self) -> Turns | None:
        """Return where writers wait for each other; only those of a SQLite file need one."""
        if not self.is_sqlite or self.url.database in _IN_MEMORY:
            return None
        assert self.url.database
        return Turns(Path(self.url.database), SQLITE_WAIT_MS / 1000)

    def _begin_sqlite(self, connection: Connection) -> None:
        read_only = bool(connection.get_execution_options().get(_READ_ONLY))
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA query_only={int(read_only)}")
        if self._turns and not read_only:
            self._turns.take(connection.info)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    def _end_turn(self, _connection: Any, entry: ConnectionPoolEntry) -> None:
        assert self._turns
        self._turns.give_back(entry.info)

    def _prepare_sqlite(self, connection: Any, _entry: ConnectionPoolEntry) -> None:
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={self.synchronous}",
            "foreign_keys=ON",
            f"busy_timeout={SQLITE_WAIT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")


class World:
    """A registry and venue of its own: one SQLite file, or one PostgreSQL schema.

    Args:
        slug: its name in addresses: a letter, then letters, digits and hyphens.
        database: where it lives.
        clock: its clock; None reads the world's own clock table for each session.
        schema: the PostgreSQL schema; default `world_` and the slug.
    """

    def __init__(
        self, slug: str, database: Database, clock: Clock | None = None, schema: str | None = None
    ) -> None:
        if not _SLUG.fullmatch(slug):
            raise ValueError(f"{slug!r} is no slug of a world")
        self.slug = slug
        self.database = database
        self.clock = clock
        self.schema = None if database.is_sqlite else schema or "world_" + slug.replace("-", "_")
        self.writing_engine = database.engine.execution_options(**{_SCHEMA: self.schema})
        self.reading_engine = self.writing_engine.execution_options(**{_READ_ONLY: True})
        self.pseudonym_key = ""
        self.roles_of: RolesOf | None = None
        """Gives the present roles of one who signs in, None for a name that does not; unset where
        nobody signs in."""


class WorldSession(Session):
    """A session in one world; `clock` tells that world's time."""

    def __init__(self, world: World, bind: Engine) -> None:
        super().__init__(bind, expire_on_commit=False)
        self.world = world
        self.driver_error = world.database.driver_error
        self.is_sqlite = world.database.is_sqlite
        self.notes = Notes()
        self._clock = world.clock
        self._driver: Any = None

    @property
    def clock(self) -> Clock:
        """Return the world's clock; it stands still during a unit of work."""
        if self._clock is None:
            self._clock = DrivenClock(_stored_clock(self).now())
        return self._clock

    def driver_connection(self) -> Any:
        """Return the driver's own connection inside this session's transaction."""
        if self._driver is None:
            self._driver = self.connection().connection.driver_connection
        return self._driver

    def note(self, kind: str, content: Mapping[str, object], subject: str = "") -> None:
        """Note something that happened outside of a command's own event, for the log.

        Args:
            kind: what happened, such as ``party``.
            content: plain values for JSON.
            subject: what the event is found by, if it is looked for.
        """
        noted = Noted(kind, subject, self.clock.now(), content_fields(content))
        self.notes.events.append(noted)

    def begin_nested(self) -> SessionTransaction:
        """Begin a savepoint; what is noted inside is forgotten if it is rolled back."""
        mark = self.notes.mark()
        transaction = super().begin_nested()
        self.connection()  # else the savepoint would be made only after the driver's own statements

        def forget(_: Session, rolled_back: SessionTransaction) -> None:
            if rolled_back is transaction:
                self.notes.return_to(mark)

        event.listen(self, "after_soft_rollback", forget)
        return transaction

    def write_notes(self) -> None:
        """Write what was noted to the log; `commit` does so too."""
        self.flush()
        self._note_rows()
        taken = self.notes.take(self.clock.now())
        if not taken:
            return
        if not self.world.pseudonym_key:
            found = self.driver_connection().execute(_PSEUDONYM_KEY).fetchone()
            self.world.pseudonym_key = found[0]
        rows = [
            (
                each.kind,
                each.subject,
                event_text(each, self.world.pseudonym_key),
                instant_text(each.recorded_at)[:-1].replace("T", " ")
                if self.is_sqlite
                else each.recorded_at,
            )
            for each in taken
        ]
        text = _EVENT if self.is_sqlite else _EVENT.replace("?", "%s")
        self.connection().exec_driver_sql(text, rows if len(rows) > 1 else rows[0])

    def _note_rows(self) -> None:
        """Note the digest of every record as it is left, and the sums of rows added in bulk."""
        notes = self.notes
        if not notes.records and not notes.sums:
            return
        left = {(str(each.__tablename__), key_of(each)): each for each in notes.records}
        in_order = sorted(left.items(), key=itemgetter(0))
        records = [[table, key, digest_of(each)] for (table, key), each in in_order]
        self.note("rows", {"records": records, "sums": added(notes.sums)})
        notes.records, notes.sums = [], []

    def commit(self) -> None:
        """Write what was noted to the log and commit; the next statement begins anew."""
        self.write_notes()
        self._driver, self._clock = None, self.world.clock
        super().commit()

    def rollback(self) -> None:
        """Roll back; the next statement begins anew."""
        self.notes = Notes()
        self._driver, self._clock = None, self.world.clock
        super().rollback()

    def close(self) -> None:
        """Give the connection back."""
        self._driver = None
        super().close()


@event.listens_for(WorldSession, "after_flush")
def _witness(session: WorldSession, _context: object) -> None:
    """Remember the records that were just written."""
    notes = session.notes
    notes.records += [
        record for record in (*session.new, *session.dirty) if is_witnessed(type(record))
    ]
    notes.sums += [summed for record in session.new if (summed := summed_record(record))]


@contextmanager
def unit_of_work(world: World) -> Iterator[WorldSession]:
    """Open a session that commits at the end, or leaves no trace if anything is raised.

    This is the only place that commits to a world.
    """
    with WorldSession(world, world.writing_engine) as session:
        yield session
        session.commit()


@contextmanager
def reading(world: World) -> Iterator[WorldSession]:
    """Open a session that cannot write; it sees one state of the world throughout."""
    with WorldSession(world, world.reading_engine) as session:
        yield session
        session.rollback()


def carry_out(world: World, work: Callable[[WorldSession], T]) -> T:
    """Do work in a unit of work, again from the start if the database asks for it.

    PostgreSQL breaks a deadlock between two units of work by refusing one of them.

    Args:
        world: where.
        work: called with a fresh session each time; it must not keep state between calls.
    """
    for attempt in range(RETRIES_MAX):
        try:
            with unit_of_work(world) as session:
                return work(session)
        except OperationalError as error:
            if attempt == RETRIES_MAX - 1 or not _may_be_repeated(error):
                raise
            time.sleep(0.01 * 2**attempt)
    raise AssertionError("unreachable")


def set_clock(session: WorldSession, clock: DrivenClock | None) -> None:
    """Give the world a driven clock of its own, or take it away (None: the wall clock)."""
    row = session.get(WorldClock, 1)
    if clock is None:
        if row is not None:
            session.delete(row)
            session.note("clock", {"instant": None, "rate": None})
        return
    assert clock.wall_instant is not None
    if row is None:
        row = WorldClock(instant=clock.instant, wall_instant=clock.wall_instant)
    row.instant = clock.instant
    row.wall_instant = clock.wall_instant
    row.rate_permille = round(clock.rate * 1000)
    session.add(row)
    session.flush()
    session.note("clock", {"instant": instant_text(clock.instant), "rate": str(clock.rate)})


def _stored_clock(session: WorldSession) -> Clock:
    session.flush()
    found = session.driver_connection().execute(_STORED_CLOCK).fetchone()
    if found is None:
        return WallClock()
    instant, wall_instant = (instant_read(value) for value in found[:2])
    return DrivenClock(instant, found[2] / 1000, wall_instant)


def _may_be_repeated(error: OperationalError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in {"40001", "40P01"} or "locked" in str(error.orig)


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_READ_ONLY):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    if options.get(_SCHEMA):
        connection.exec_driver_sql(f'SET LOCAL search_path TO "{options[_SCHEMA]}"')
