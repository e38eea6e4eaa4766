"""Models and migrations describe the same schema; two processes may upgrade at once."""

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import market.services
import registry.proof
import registry.services
from registry.worlds import WORLD_METADATA, Database, World, unit_of_work
from tests.registry.parties.check_digits import checks
from web.migrations import upgrade_world

KNOWN = (market.services, registry.proof, registry.services)
"""Packages whose import makes every table of a world known."""


def test_models_and_migrations_agree(world):
    with unit_of_work(world) as session:
        context = MigrationContext.configure(
            session.connection(), opts={"compare_type": True, "compare_server_default": False}
        )
        assert compare_metadata(context, WORLD_METADATA) == []


def test_a_new_world_has_its_own_accounts_and_cash(world):
    with unit_of_work(world) as session:
        rows = session.execute(text("SELECT id, number, kind FROM account ORDER BY id")).all()
        cash = session.execute(text("SELECT id, code, measure FROM unit_type")).all()
    assert [row[2] for row in rows] == [
        "counterparty",
        "risk_reserve",
        "exchange",
        "immobilisation",
        "carry_over",
        "expiry",
        "issuance",
        "surrender",
        "retirement",
        "cancellation",
        "cash_source",
    ]
    assert all(checks(row[1]) for row in rows)
    assert cash == [(1, "CNY", "fen")]


def test_upgrading_again_changes_nothing(world):
    upgrade_world(world.database, world.schema)
    with unit_of_work(world) as session:
        assert session.execute(text("SELECT count(*) FROM account")).scalar_one() == 11


def test_two_that_upgrade_at_once_upgrade_once(database, tmp_path):
    url = (
        f"sqlite:///{tmp_path}/new.sqlite3"
        if database.is_sqlite
        else database.url.render_as_string(hide_password=False)
    )
    schema = None if database.is_sqlite else "world_new"
    databases = [Database(url, pooled=False) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: upgrade_world(each, schema), databases))
    assert inspect(databases[0].engine).has_table("posting", schema=schema)


def test_worlds_do_not_see_each_other(database, clock, tmp_path):
    """A world is a schema on PostgreSQL and a file on SQLite."""
    elsewhere = Database(f"sqlite:///{tmp_path}/other.sqlite3") if database.is_sqlite else database
    other = World("other", elsewhere, clock)
    upgrade_world(elsewhere, other.schema)
    with unit_of_work(World("test", database, clock)) as session:
        session.execute(text("UPDATE account SET name = 'mine' WHERE id = 1"))
    with unit_of_work(other) as session:
        assert session.execute(text("SELECT name FROM account WHERE id = 1")).scalar_one() == ""
