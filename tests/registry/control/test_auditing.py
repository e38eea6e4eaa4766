import pytest
from sqlalchemy import text

from registry.control.auditing import (
    mandate_breaches,
    same_person_breaches,
    waiting_breaches,
)
from registry.due import carry_out_due
from tests.registry.control.people import (
    approve,
    company,
    person,
    propose,
    retirement,
    strict,
    transfer,
)
from tests.registry.control.test_transfers import TUESDAY_TEN
from tests.strategies import allowances, holder


@pytest.fixture
def lived(session, clock):
    """A retirement and a waiting transfer, both approved and carried out."""
    firm = company(session)
    allowances(session, firm.holder, 1000)
    strict(session)
    for command in (retirement(firm.account), transfer(firm.account, holder(session).account)):
        number = propose(session, command, person(session, firm.initiator))
        approve(session, number, person(session, firm.approver))
    clock.set(TUESDAY_TEN)
    carry_out_due(session)
    return firm


def breaches(session):
    found = (same_person_breaches, mandate_breaches, waiting_breaches)
    return [breach.detail for check in found for breach in check(session)]


@pytest.mark.usefixtures("lived")
def test_what_two_people_did_in_time_breaks_nothing(session):
    assert breaches(session) == []


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE proposal SET approver = NULL", "not two people"),
        ("UPDATE mandate SET right_ = 'read'", "had no mandate"),
        ("UPDATE mandate SET valid_to = '2026-11-22'", "had no mandate"),
        ("UPDATE proposal SET executed_at = recorded_at", "before it was due"),
    ],
)
def test_a_change_behind_the_back_is_found(session, change, said):
    session.execute(text(change))
    assert any(said in detail for detail in breaches(session))


@pytest.mark.usefixtures("lived")
def test_an_execution_at_night_is_found(session):
    session.execute(
        text(
            "UPDATE proposal SET executed_at = '2026-11-24 20:00:00+00:00',"
            " execute_at = '2026-11-24 02:00:00+00:00' WHERE execute_at IS NOT NULL"
        )
    )
    assert "carried out outside the hours" in breaches(session)
