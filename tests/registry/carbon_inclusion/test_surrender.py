"""Kilogram credits meet obligations in tonnes: whole steps, within the market's limit."""

from datetime import date

import pytest

from registry.compliance import Allocate
from registry.compliance.queries import entity_year
from registry.compliance.refused_compliance import CreditLimitExceeded, CreditNotAccepted
from registry.ledger import (
    Measure,
    PartTonnes,
    UnitKind,
    UseNotInScheme,
    add_unit_type,
    certificate,
    find_unit_type,
    issue_units,
)
from registry.rules.amendments import amend_rule
from registry.rules.commands import AmendRule
from registry.worlds import Actor, Role
from tests.registry.compliance.cycle import enrolled, go_to, surrendered, verified
from tests.strategies import OPERATOR, client_id, do

PLACE = {"scheme": "SHEA", "sector": "industry", "unit_class": "installation"}
DECIDED = {"year": 2025, "quantity": 900_000, "document": "沪示例〔2026〕1号"}


def set_deadline(session):
    """An administrator enters Shanghai's last day of surrender, which is not known to us."""
    command = AmendRule(
        client_id=client_id(),
        scheme="SHEA",
        key="surrender_due",
        value="09-30",
        unit="month_day",
        applies_to="all",
        valid_from=date(2013, 1, 1),
        valid_to=None,
        source="示例",
        confidence="assumed",
        reason="示例",
    )
    amend_rule(session, command, Actor("admin@example.org", frozenset({Role.ADMINISTRATOR})))


@pytest.fixture
def shanghai(session, clock):
    """An entity of Shanghai's pilot that owes 1,000,000 t for 2025, with kilogram credits."""
    go_to(clock, "2026-06-01")
    set_deadline(session)
    entity = enrolled(session, first_year=2025, **PLACE)
    verified(session, entity, 2025, {"code": "1", "emissions_t": "1000000"})
    do(session, OPERATOR, Allocate, entity=entity.number, **DECIDED)
    for code in ("SHCERCIR1-2026", "WHPHCER-2026", "JCER-2026"):
        add_unit_type(session, code, UnitKind.CREDIT, Measure.KG_CO2E)
        unit_type = find_unit_type(session, code)
        issue_units(session, unit_type, entity.owner.account_id, 100_000_000)
    return entity


def test_whole_tonnes_of_kilogram_credits_count_as_tonnes(session, shanghai):
    number = surrendered(session, shanghai, "SHCERCIR1-2026", 12_000, 2025)
    shown = certificate(session, number)
    assert (shown.quantity, shown.measure) == (12_000, "kg_co2e")
    assert entity_year(session, shanghai.number, 2025).position.surrendered_t == 12


def test_part_of_a_tonne_is_refused(session, shanghai):
    with pytest.raises(PartTonnes):
        surrendered(session, shanghai, "SHCERCIR1-2026", 12_500, 2025)


def test_the_markets_limit_is_counted_in_tonnes(session, shanghai):
    limit_t = entity_year(session, shanghai.number, 2025).credit_limit_t
    surrendered(session, shanghai, "SHCERCIR1-2026", limit_t * 1000, 2025)
    with pytest.raises(CreditLimitExceeded):
        surrendered(session, shanghai, "SHCERCIR1-2026", 1_000, 2025)


def test_credits_of_another_city_do_not_count(session, shanghai):
    with pytest.raises(CreditNotAccepted):
        surrendered(session, shanghai, "WHPHCER-2026", 1_000, 2025)


def test_a_scheme_without_use_for_compliance_refuses_surrender(session, shanghai):
    with pytest.raises(UseNotInScheme):
        surrendered(session, shanghai, "JCER-2026", 1_000, 2025)
