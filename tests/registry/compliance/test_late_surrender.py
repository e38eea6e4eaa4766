"""What comes after the deadline: late surrender, its fine, and the next year's allowances."""

from datetime import date

import pytest

from registry.compliance import (
    Allocate,
    ImposeFine,
    ReverseSurrender,
    Status,
    compliance_report,
    entity_year,
)
from registry.compliance.refused_compliance import FineNotDue
from registry.ledger import certificate, certificates
from registry.worlds.paging import Sought
from tests.registry.compliance.cycle import (
    allocated,
    assert_sound,
    enrolled,
    go_to,
    power_figures,
    surrendered,
    verified,
)
from tests.strategies import OPERATOR, allowances, do

OWED_T, HANDED_IN_T, SHORT_T = 1_000_000, 900_000, 100_000
PRICE_FEN = 7_000


@pytest.fixture
def entity(session, clock):
    """Who handed in 900,000 of 1,000,000 t by the deadline of 2024."""
    go_to(clock, "2025-12-01")
    entity = enrolled(session, first_year=2024)
    allocated(session, entity, 2024, power_figures(OWED_T))
    surrendered(session, entity, "CEA-2024", HANDED_IN_T, 2024)
    go_to(clock, "2026-01-05")
    return entity


def fine(session, entity, quantity=SHORT_T, year=2024):
    content = {"amount_fen": 5 * quantity * PRICE_FEN, "mean_price_fen": PRICE_FEN}
    return do(session, OPERATOR, ImposeFine, entity=entity.number, year=year, **content).data


def row_of(session, day=None):
    return compliance_report(session, 2024, Sought(), day=day).rows[0]


def test_a_late_surrender_shows_as_late_with_what_was_short(session, entity):
    surrendered(session, entity, "CEA-2024", SHORT_T, 2024)
    shown = entity_year(session, entity.number, 2024)
    assert shown.status is Status.MET_LATE
    assert (shown.position.missing_t, shown.short_at_deadline_t) == (0, SHORT_T)
    row = row_of(session)
    assert (row.status, row.missing_t, row.short_at_deadline_t) == (Status.MET_LATE, 0, SHORT_T)
    assert compliance_report(session, 2024, Sought(only="met_late")).total == 1
    earlier = row_of(session, date(2025, 12, 31))
    assert (earlier.status, earlier.short_at_deadline_t) == (Status.OPEN, 0)


def test_who_met_late_is_still_fined_for_what_was_short(session, entity):
    surrendered(session, entity, "CEA-2024", SHORT_T, 2024)
    assert fine(session, entity)["missing_t"] == SHORT_T
    shown = entity_year(session, entity.number, 2024)
    assert (shown.status, shown.short_at_deadline_t) == (Status.FINED, SHORT_T)


def test_a_surrender_of_the_last_days_undone_afterwards_was_not_in_time(session, entity, clock):
    go_to(clock, "2025-12-31")
    last = surrendered(session, entity, "CEA-2024", SHORT_T, 2024)
    go_to(clock, "2026-01-05")
    assert entity_year(session, entity.number, 2024).status is Status.MET
    with pytest.raises(FineNotDue):
        fine(session, entity)
    do(session, OPERATOR, ReverseSurrender, certificate=last, reason="误操作")
    shown = entity_year(session, entity.number, 2024)
    assert (shown.status, shown.short_at_deadline_t) == (Status.SHORT, SHORT_T)
    assert row_of(session).short_at_deadline_t == SHORT_T
    undone = certificate(session, last)
    assert (undone.undone_on, bool(undone.undone_by)) == (date(2026, 1, 5), True)
    assert certificates(session)[-1].undone_on is None


def test_a_fine_takes_what_is_still_missing_from_the_next_year(session, entity, clock):
    assert fine(session, entity)["deducts_next_year"]
    surrendered(session, entity, "CEA-2024", 40_000, 2024)
    go_to(clock, "2026-09-10")
    allowances(session, entity.owner, 1)
    plain = allocated(session, entity, 2025, power_figures(OWED_T))
    detail = entity_year(session, entity.number, 2025).last("allocation").detail
    assert detail["deducted_t"] == 60_000
    last = detail["steps"][-1]
    assert dict(last["values"])["q"] == "60000"
    assert int(last["result"]) == plain["allocation_t"] == plain["issued_t"]
    assert int(dict(last["values"])["A"]) - 60_000 == plain["allocation_t"]
    assert plain["obligation_t"] == OWED_T
    assert_sound(session)


def test_a_fine_decided_under_the_code_takes_nothing_from_the_next_year(session, entity, clock):
    go_to(clock, "2026-08-15")
    assert not fine(session, entity)["deducts_next_year"]
    verified(session, entity, 2025, power_figures(OWED_T))
    do(session, OPERATOR, Allocate, entity=entity.number, year=2025)
    detail = entity_year(session, entity.number, 2025).last("allocation").detail
    assert "deducted_t" not in detail
