"""Credits of projects registered before the voluntary market began, for the years of the draft."""

from datetime import date

import pytest

from registry.compliance.refused_compliance import CreditRegisteredEarly
from registry.ledger import Measure, UnitKind, add_unit_type, find_unit_type, issue_units
from registry.projects.models import Project, ProjectEvent
from tests.checked import passes, trips
from tests.registry.compliance.cycle import (
    allocated,
    enrolled,
    go_to,
    power_figures,
    surrendered,
)

CODE = "CCER-2023"


@pytest.fixture
def entity(session, clock):
    go_to(clock, "2026-10-12")
    entity = enrolled(session, first_year=2024)
    for year in (2024, 2025):
        allocated(session, entity, year, power_figures(1_000_000))
    return entity


def registered(session, entity, day):
    """The id of a project registered on a day."""
    now = session.clock.now()
    project = Project(
        number=f"P-{day}",
        name="示例",
        scheme="CCER",
        developer_party_id=entity.owner.party_id,
        methodology_id="CCER-01-001",
        methodology_version="V01",
        methodology_status="published",
        state="registered",
        created_at=now,
    )
    session.add(project)
    session.flush()
    session.add(
        ProjectEvent(
            project_id=project.id,
            step="register",
            actor="operator@example.org",
            recorded_at=now,
            business_date=day,
        )
    )
    session.flush()
    return project.id


def give(session, entity, project_id=None):
    add_unit_type(session, CODE, UnitKind.CREDIT, Measure.T_CO2E)
    unit_type = find_unit_type(session, CODE)
    issue_units(session, unit_type, entity.owner.account_id, 10, project_id=project_id)


@trips(CreditRegisteredEarly)
def test_credits_of_a_project_registered_before_the_market_do_not_count_for_2025(session, entity):
    give(session, entity, registered(session, entity, date(2024, 1, 22)))
    with pytest.raises(CreditRegisteredEarly) as refused:
        surrendered(session, entity, CODE, 10, 2025)
    assert refused.value.facts["project"] == "P-2024-01-22"


def test_they_count_for_2024(session, entity):
    give(session, entity, registered(session, entity, date(2024, 1, 22)))
    assert surrendered(session, entity, CODE, 10, 2024)


@passes(CreditRegisteredEarly)
def test_credits_of_a_project_registered_afterwards_count_for_2025(session, entity):
    give(session, entity, registered(session, entity, date(2024, 1, 23)))
    assert surrendered(session, entity, CODE, 10, 2025)


def test_credits_without_a_project_on_record_are_judged_by_their_vintage(session, entity):
    give(session, entity)
    assert surrendered(session, entity, CODE, 10, 2025)
