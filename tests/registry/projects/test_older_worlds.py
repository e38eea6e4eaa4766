"""Projects and reports of a world from before projects had publicity keep their meaning."""

from datetime import date

import pytest
from sqlmodel import select

from registry.projects.models import Project, ProjectEvent, Report
from registry.worlds import Database, World, reading
from web.migrations import upgrade_world

METHODOLOGY = "'ccer-01-002', '1.0', 'in_force'"
AT = "'2026-01-05 00:00:00+00:00'"
OLD_ROWS = (
    "INSERT INTO party (id, name_zh, name_en, kind, fictitious, created_at)"
    f" VALUES (1, '甲', 'A', 'developer', true, {AT})",
    *(
        "INSERT INTO project (id, number, name, scheme, developer_party_id, methodology_id,"
        " methodology_version, methodology_status, location, description, state, created_at)"
        f" VALUES ({id_}, 'P-{id_}', '风电', 'CCER', 1, {METHODOLOGY}, '', '', '{state}', {AT})"
        for id_, state in enumerate(("draft", "submitted", "validated", "registered"), 1)
    ),
    *(
        "INSERT INTO report (id, number, kind, title, party_id, project_id, methodology_id,"
        " methodology_version, methodology_status, quantity, measure, inputs_json, result_json,"
        " digest, period_from, period_to, state, created_at)"
        f" VALUES ({id_}, 'R-{id_}', '{kind}', '', 1, 4, {METHODOLOGY}, '120.5', 't_co2e', '{{}}',"
        f" '{{}}', '{id_:064d}', '2025-01-01', '2025-12-31', '{state}', {AT})"
        for id_, (kind, state) in enumerate(
            (
                ("estimate", "saved"),
                ("monitoring", "filed"),
                ("monitoring", "verified"),
                ("monitoring", "rejected"),
                ("monitoring", "issued"),
            ),
            1,
        )
    ),
    *(
        "INSERT INTO project_event (project_id, report_id, step, actor, party_id, note,"
        f" recorded_at, business_date) VALUES ({project}, {report}, '{step}', 'a', 1, '', {AT},"
        f" '{day}')"
        for project, report, step, day in (
            (2, "NULL", "submit", "2026-01-06"),
            (3, "NULL", "submit", "2026-01-08"),
            (3, "NULL", "submit", "2026-01-07"),
            (4, "NULL", "submit", "2026-01-09"),
            (4, 2, "file", "2026-02-10"),
            (4, 5, "file", "2026-02-11"),
        )
    ),
)


@pytest.fixture
def upgraded(tmp_path, database):
    """A world with projects and reports of the seventh revision, brought to the newest."""
    url = (
        f"sqlite:///{tmp_path}/old.sqlite3"
        if database.is_sqlite
        else database.url.render_as_string(hide_password=False)
    )
    old = Database(url, pooled=False)
    world = World("old", old)
    upgrade_world(old, world.schema, "0007")
    with world.writing_engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.exec_driver_sql(statement)
    upgrade_world(old, world.schema)
    with reading(world) as session:
        yield session
    old.dispose()


def test_projects_keep_their_states_and_a_submitted_one_is_published(upgraded):
    found = {row.id: row for row in upgraded.exec(select(Project)).all()}
    assert [found[id_].state for id_ in (1, 2, 3, 4)] == [
        "draft",
        "published",
        "validated",
        "registered",
    ]
    days = [(row.first_published_on, row.public_until) for _, row in sorted(found.items())]
    submitted = [date(2026, 1, 6), date(2026, 1, 7), date(2026, 1, 9)]
    assert days == [(None, None), *((day, day) for day in submitted)]


def test_reports_keep_what_was_verified_and_when_they_were_filed(upgraded):
    found = sorted(upgraded.exec(select(Report)).all(), key=lambda row: row.id)
    assert [(row.state, row.verified_quantity, row.public_until) for row in found] == [
        ("saved", None, None),
        ("filed", None, date(2026, 2, 10)),
        ("verified", "120.5", None),
        ("rejected", None, None),
        ("issued", "120.5", date(2026, 2, 11)),
    ]
    assert {row.quantity for row in found} == {"120.5"}


def test_the_history_of_a_project_stays_as_it_was(upgraded):
    events = upgraded.exec(select(ProjectEvent).order_by(ProjectEvent.id)).all()
    assert [(row.project_id, row.step) for row in events] == [
        (2, "submit"),
        (3, "submit"),
        (3, "submit"),
        (4, "submit"),
        (4, "file"),
        (4, "file"),
    ]
