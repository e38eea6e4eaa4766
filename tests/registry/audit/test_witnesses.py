"""A row of any table that is altered, removed or slipped in is found."""

from datetime import date

from sqlalchemy import text

from registry.audit.replay import replay
from registry.audit.witnesses import altered_rows
from registry.worlds import reading, unit_of_work
from registry.worlds.driver import fetch
from registry.worlds.witness import witnessed_tables
from tests.registry.audit.test_auditing import tamper

# by the type that a column says it has: SQLModel's texts say `object`
VALUES = {object: "'x'", int: "77", date: "'2020-01-01'", bytes: "substr({}, 2)"}
FILLED = {
    "account",
    "certificate",
    "compliance_entity",
    "compliance_event",
    "compliance_unit",
    "control_profile",
    "mandate",
    "mirror",
    "mirror_step",
    "party",
    "project",
    "project_event",
    "proposal",
    "proposal_event",
    "quota_change",
    "quota_level",
    "report",
    "source_claim",
    "unit_type",
}
"""Tables that the full world has rows in; the rest is noted by the same code."""


def altered(world):
    with reading(world) as session:
        replayed = replay(fetch(session, "SELECT id, content FROM event ORDER BY id"))
        _, breaches = altered_rows(session, replayed)
    return {str(breach[0]) for breach in breaches}


def test_every_text_of_every_table_is_watched(full):
    with unit_of_work(full) as session:
        filled = {
            name
            for name in witnessed_tables()
            if session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
        }
    assert filled >= FILLED
    for name in sorted(filled):
        tamper(full, change(name))
        assert name in altered(full), name


def change(name):
    """A statement that alters the first row of a table; if it has only keys, removes it."""
    table = witnessed_tables()[name].__table__
    [key] = [column.key for column in table.primary_key]
    where = f"WHERE {key} = (SELECT min({key}) FROM {name})"
    for column in table.columns:
        kind = column.type.python_type
        if kind in VALUES and not column.primary_key and not column.foreign_keys:
            return f"UPDATE {name} SET {column.key} = {VALUES[kind].format(column.key)} {where}"
    return f"DELETE FROM {name} {where}"


def test_a_row_that_is_gone_or_slipped_in_is_found(full):
    assert altered(full) == set()
    tamper(full, "DELETE FROM compliance_event WHERE kind = 'obligation'")
    assert altered(full) == {"compliance_event"}
    tamper(
        full,
        "INSERT INTO control_profile (name, actor, recorded_at)"
        " VALUES ('open', 'nobody', '2026-11-23 02:00:00')",
    )
    assert altered(full) == {"compliance_event", "control_profile"}
