import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DatabaseError, IntegrityError

import market
import registry.proof
import registry.reporting
import registry.services
from registry.worlds import WORLD_METADATA, World, unit_of_work


def test_the_migrated_schema_is_that_of_the_models(world: World) -> None:
    for package in (market, registry.proof, registry.reporting, registry.services):
        assert package.__doc__  # imported, so that all tables are known
    with unit_of_work(world) as session:
        context = MigrationContext.configure(
            session.connection(), opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, WORLD_METADATA) == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO instrument (code, unit_type_id, market, reference_price_fen, state, rolled_on,"
        " opened_at) VALUES ('CNY', 1, 'cn_ets', 0, 'open', '2026-11-23', '2026-11-23')",
        "INSERT INTO instrument (code, unit_type_id, market, reference_price_fen, state, rolled_on,"
        " opened_at) VALUES ('CNY', 1, 'cn_ets', 1, 'ajar', '2026-11-23', '2026-11-23')",
        "INSERT INTO instrument (code, unit_type_id, market, reference_price_fen, state, rolled_on,"
        " opened_at) VALUES ('X', 99, 'cn_ets', 1, 'open', '2026-11-23', '2026-11-23')",
    ],
)
def test_the_database_itself_refuses_impossible_instruments(world: World, statement: str) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), unit_of_work(world) as session:
        session.connection().exec_driver_sql(statement)
