"""A statement closes with what it opened with and what moved, whatever the period."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.ledger.commands import Transfer
from registry.ledger.queries import holdings
from registry.reporting.statements import Period, account_statement, statement_lines
from registry.worlds import PeriodInvalid, World, unit_of_work
from tests.strategies import allowances, cash, do, holder

START = date(2026, 11, 23)


def send(session, seller, buyer, quantity):
    do(
        session,
        seller.actor,
        Transfer,
        from_account=seller.account,
        to_account=buyer.account,
        unit_type="CEA-2024",
        quantity=quantity,
        memo="合同 7",
    )


@pytest.fixture
def traded(session, clock):
    seller, buyer = holder(session), holder(session)
    allowances(session, seller, 100)
    for quantity in (10, 20, 30):
        clock.advance(timedelta(days=1))
        send(session, seller, buyer, quantity)
    cash(session, seller, 500)
    return seller, buyer


def sums(statement):
    return {
        each.unit_type: (each.opening, each.received, each.sent, each.closing)
        for each in statement.balances
    }


def test_a_statement_opens_moves_and_closes(session, traded):
    seller, buyer = traded
    period = Period(first=START + timedelta(days=2), last=START + timedelta(days=2))
    found = account_statement(session, seller.account_id, period)
    assert sums(found) == {"CEA-2024": (90, 0, 20, 70)}
    (line,) = found.lines.rows
    assert (line.quantity, line.balance, line.counterparty) == (-20, 70, buyer.account)
    assert line.memo == "合同 7"


def test_a_statement_to_today_closes_with_the_holding(session, traded):
    seller, _ = traded
    found = account_statement(session, seller.account_id, Period(last=START + timedelta(days=3)))
    held = {
        each.unit_type: each.quantity for each in holdings(session, account_id=seller.account_id)
    }
    assert {each.unit_type: each.closing for each in found.balances} == held


def test_what_was_recorded_later_is_left_out_when_asked(session, traded, clock):
    seller, _ = traded
    period = Period(last=START + timedelta(days=9), recorded_by=clock.now() - timedelta(days=1))
    assert sums(account_statement(session, seller.account_id, period)) == {
        "CEA-2024": (0, 100, 30, 70)
    }


def test_one_unit_type_alone_and_page_by_page(session, traded):
    seller, _ = traded
    period = Period(last=START + timedelta(days=9), unit_type="CEA-2024")
    whole = list(statement_lines(session, seller.account_id, period))
    assert [line.balance for line in whole] == [100, 90, 70, 40]
    second = account_statement(session, seller.account_id, period, page=2, rows=3)
    assert [line.balance for line in second.lines.rows] == [40]
    assert (second.lines.total, second.lines.pages) == (4, 2)


def test_a_period_that_ends_before_it_begins_is_refused(session, traded):
    with pytest.raises(PeriodInvalid):
        account_statement(
            session, traded[0].account_id, Period(first=START, last=START - timedelta(days=1))
        )


days = st.integers(0, 6)
moves = st.lists(st.tuples(days, st.integers(1, 40), st.booleans()), max_size=12)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves, first=days, last=days)
def test_closing_is_opening_plus_lines_for_every_period(new_database, clock, moves, first, last):
    with new_database() as database:
        began = clock.now()
        with unit_of_work(World("test", database, clock)) as session:
            people = holder(session), holder(session)
            for person in people:
                allowances(session, person, 1000)
            for day, quantity, back in sorted(moves):
                clock.set(began + timedelta(days=day))
                send(session, people[back], people[not back], quantity)
            clock.set(began)
            period = Period(
                first=START + timedelta(days=min(first, last)),
                last=START + timedelta(days=max(first, last)),
            )
            for person in people:
                found = account_statement(session, person.account_id, period)
                lines = list(statement_lines(session, person.account_id, period))
                (balance,) = found.balances
                assert balance.opening + sum(line.quantity for line in lines) == balance.closing
                whole = account_statement(
                    session, person.account_id, Period(last=START + timedelta(days=9))
                )
                held = holdings(session, account_id=person.account_id)
                assert whole.balances[0].closing == held[0].quantity
