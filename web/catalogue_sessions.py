"""Sessions on the catalogue database, opened when first needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.globals import app_ctx
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import scoped_session, sessionmaker
from sqlmodel import Session

from web.catalogue import SCHEMA

BUSY_SECONDS = 10
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


class CatalogueSessions:
    """Makes sessions for one catalogue database.

    Args:
        url: `sqlite:///…` or `postgresql://…`; nothing connects before the first session.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._factory = sessionmaker(self.engine, class_=Session, expire_on_commit=False)
        self.of_request = scoped_session(
            self._factory,
            scopefunc=lambda: id(app_ctx._get_current_object()),  # type: ignore[attr-defined]
        )

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Open a session that commits at the end, or rolls back on any exception."""
        with self._factory.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that writes nothing."""
        with self._factory() as session:
            yield session


def _engine(url: str) -> Engine:
    where = make_url(url)
    if where.get_backend_name() == "postgresql":
        return create_engine(
            where.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            execution_options={"schema_translate_map": {None: SCHEMA}},
        )
    engine = create_engine(where, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine
