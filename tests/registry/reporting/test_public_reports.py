"""Public reports tell the ledger's sums as of a date and reveal nobody's holding."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from registry.compliance.commands import Surrender
from registry.ledger.posting import post
from registry.ledger.queries import totals
from registry.ledger.reversals import reversal_of
from registry.reporting.holder_classes import OTHER
from registry.reporting.public_reports import (
    REPORTS,
    UnknownReportTable,
    public_report,
    report_day,
    report_page,
    report_rows,
)
from registry.rules import file_rules
from registry.worlds import World, unit_of_work
from registry.worlds.paging import Sought
from tests.checked import passes, trips
from tests.strategies import allowances, do, holder

DAY = date(2026, 11, 23)
HOLDERS_MIN = file_rules().parameter("control", "holders_shown_min", DAY).whole
KINDS = ("emitter", "developer", "institution", "individual")


def rows(session, name, day=DAY):
    return [row._mapping for row in report_rows(session, public_report(name), day)]


def surrendered(session, owner, quantity):
    do(
        session,
        owner.actor,
        Surrender,
        account=owner.account,
        unit_type="CEA-2024",
        quantity=quantity,
        compliance_year=2024,
    )


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_has_the_columns_it_names_and_sorts_by_each(session, report):
    owner = holder(session)
    allowances(session, owner, 100)
    surrendered(session, owner, 30)
    wanted = {column.name for column in report.columns}
    for row in report_rows(session, report, DAY):
        assert set(row._mapping) == wanted | {"row_key"}
    for column in report.columns:
        for descending in (False, True):
            sought = Sought(order=column.name, descending=descending)
            assert report_page(session, report, DAY, sought).page == 1


def test_totals_of_today_are_those_of_the_ledger(session):
    owner = holder(session)
    allowances(session, owner, 100)
    surrendered(session, owner, 30)
    (row,) = rows(session, "units")
    (total,) = totals(session)
    assert (row["issued"], row["held"], row["surrendered"]) == (100, 70, 30)
    assert row["issued"] == total.issued


def test_a_surrender_that_was_undone_is_reported_up_to_that_day_only(session, clock):
    owner = holder(session)
    allowances(session, owner, 100)
    surrendered(session, owner, 30)
    made = session.execute(text("SELECT transaction_id FROM certificate")).scalar_one()
    clock.advance(timedelta(days=2))
    post(session, reversal_of(session, made))
    assert len(rows(session, "surrender", DAY + timedelta(days=1))) == 1
    assert rows(session, "surrender", DAY + timedelta(days=2)) == []


def test_an_earlier_date_shows_what_was_then(session, clock):
    owner = holder(session)
    allowances(session, owner, 100)
    clock.advance(timedelta(days=2))
    surrendered(session, owner, 30)
    (then,) = rows(session, "units", DAY + timedelta(days=1))
    assert (then["held"], then["surrendered"]) == (100, 0)
    assert rows(session, "surrender", DAY + timedelta(days=1)) == []
    (line,) = rows(session, "surrender", DAY + timedelta(days=2))
    assert (line["quantity"], line["compliance_year"]) == (30, 2024)


def test_a_report_of_a_day_to_come_is_one_of_today(session):
    assert report_day(session, DAY + timedelta(days=9)) == DAY
    assert report_day(session, None) == DAY


def test_small_classes_are_joined(session):
    for _ in range(HOLDERS_MIN):
        allowances(session, holder(session, kind="emitter"), 10)
    allowances(session, holder(session, kind="institution"), 7)
    shown = {row["holder"]: (row["holders"], row["quantity"]) for row in rows(session, "holdings")}
    assert shown == {OTHER: (HOLDERS_MIN + 1, 10 * HOLDERS_MIN + 7)}
    for _ in range(HOLDERS_MIN):
        allowances(session, holder(session, kind="developer"), 1)
    shown = {row["holder"]: row["holders"] for row in rows(session, "holdings")}
    assert sorted(shown.values()) == [HOLDERS_MIN, HOLDERS_MIN + 1]


@passes(UnknownReportTable)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_no_class_shows_fewer_holders_than_the_threshold(new_database, clock, counts):
    with new_database() as database, unit_of_work(World("test", database, clock)) as session:
        held = 0
        for kind, count in zip(KINDS, counts, strict=True):
            for number in range(count):
                allowances(session, holder(session, kind=kind), number + 1)
                held += number + 1
        shown = rows(session, "holdings")
        assert sum(row["quantity"] for row in shown) == held
        counted = [row["holders"] for row in shown if row["holders"] is not None]
        assert all(holders >= HOLDERS_MIN for holders in counted)
        assert len(counted) == len(shown) or len(shown) == 1


@trips(UnknownReportTable)
def test_an_unknown_report_is_said_to_be_unknown():
    with pytest.raises(UnknownReportTable):
        public_report("passwords")
