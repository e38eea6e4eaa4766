from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from registry.worlds import Database
from web.catalogue import SCHEMA, CatalogueTable, Job, Role, User, WorldEntry
from web.catalogue_sessions import CatalogueSessions
from web.migrations import upgrade_catalogue


@pytest.fixture
def sessions(catalogue_url: str) -> Iterator[CatalogueSessions]:
    """Sessions on a migrated catalogue."""
    upgrade_catalogue(Database(catalogue_url, pooled=False))
    made = CatalogueSessions(catalogue_url)
    yield made
    made.close()


def test_the_migrated_schema_is_that_of_the_models(
    catalogue_url: str, sessions: CatalogueSessions
) -> None:
    with sessions.engine.connect() as connection:
        if catalogue_url.startswith("postgres"):
            connection.exec_driver_sql(f"SET search_path TO {SCHEMA}")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, CatalogueTable.metadata) == []


def test_two_upgrades_at_once_leave_one_schema(catalogue_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        databases = [Database(catalogue_url, pooled=False) for _ in range(4)]
        assert list(pool.map(upgrade_catalogue, databases)) == [None] * 4


def test_a_user_keeps_roles_and_the_time_of_creation(sessions: CatalogueSessions) -> None:
    before = datetime.now(UTC)
    with sessions.unit_of_work() as session:
        session.add(User(email="a@example.org", roles=[Role(name="operator")]))
    with sessions.reading() as session:
        user = session.exec(select(User)).one()
        assert [role.name for role in user.roles] == ["operator"]
        assert before <= user.created_at <= datetime.now(UTC)


def test_an_email_signs_in_once(sessions: CatalogueSessions) -> None:
    with sessions.unit_of_work() as session:
        session.add(User(email="a@example.org"))
    with pytest.raises(IntegrityError), sessions.unit_of_work() as session:
        session.add(User(email="a@example.org"))


@pytest.mark.parametrize(
    "row",
    [
        User(email="a@example.org", language="fr"),
        WorldEntry(slug="x", kind="other", title_en="X", title_zh="X"),
        Job(kind="x", state="lost"),
        Job(kind="x", steps_done=-1),
    ],
    ids=["language", "kind", "state", "steps"],
)
def test_the_database_refuses_what_no_code_should_write(
    sessions: CatalogueSessions, row: User | WorldEntry | Job
) -> None:
    with pytest.raises(IntegrityError), sessions.unit_of_work() as session:
        session.add(type(row)(**row.model_dump()))


def test_an_error_leaves_no_trace(sessions: CatalogueSessions) -> None:
    def fail_halfway() -> None:
        with sessions.unit_of_work() as session:
            session.add(Role(name="operator"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    with sessions.reading() as session:
        assert session.exec(select(Role)).all() == []
