"""The daily clearing: each day once, in order, checked against its trades."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from market.auditing import audit_market
from market.clearing.commands import ClearDay, ReserveSource, WithdrawCash
from market.clearing.queries import cleared_days
from market.clearing.refused_clearing import DayNotToClear
from market.due import carry_out_due, due_commands
from market.rules import Side
from registry.ledger import CASH_UNIT_TYPE_ID
from registry.worlds import RoleMissing, reading, unit_of_work
from tests.checked import passes, trips
from tests.market.clearing.houses import (
    FEES,
    RESERVE,
    TODAY,
    account_id,
    amend,
    charge,
    fund,
    house_fen,
)
from tests.market.traders import CASH_FEN, OPERATOR, Venue
from tests.registry.audit.test_auditing import tamper

ONE_DAY = timedelta(days=1)


@pytest.fixture
def traded(venue: Venue, ann, ben) -> Venue:
    """A day with one trade of 1,000 t at 100.00 CNY/t, fees of 7.5 per mille, and a withdrawal."""
    charge(venue)
    venue.place(ann, Side.SELL, 10_000, 1_000)
    venue.place(ben, Side.BUY, 10_000, 1_000)
    command = WithdrawCash(client_id=venue.next_id(), account=ben.account, amount_fen=500)
    venue.execute(command, ben.actor)
    return venue


def due(venue: Venue) -> list[dict]:
    with unit_of_work(venue.world) as session:
        return [
            dict(outcome.data)
            for outcome in carry_out_due(session)
            if outcome.data["kind"] == "clear_day"
        ]


def clear(venue: Venue, day: date, actor=OPERATOR) -> dict:
    command = ClearDay(client_id=venue.next_id(), business_date=day)
    return dict(venue.execute(command, actor).data)


def assert_books_agree(venue: Venue) -> None:
    with reading(venue.world) as session:
        report = audit_market(session)
    assert report.ok, [each for each in report.invariants if not each.ok]


@passes(DayNotToClear)
def test_a_day_is_cleared_by_the_clock_when_it_is_over(traded, clock):
    assert due(traded) == []
    clock.advance(ONE_DAY)
    (told,) = due(traded)
    assert told["client_id"] == "clearing:2026-11-23"
    assert (told["trades"], told["turnover_fen"], told["fees_fen"]) == (1, 10_000_000, 150_000)
    assert told["differences"] == 0
    assert due(traded) == []
    with reading(traded.world) as session:
        assert due_commands(session) == []
        (day,) = cleared_days(session)
    assert (day.business_date, day.deposited_fen, day.withdrawn_fen) == (
        TODAY,
        2 * CASH_FEN,
        500,
    )


def test_the_lines_hold_what_each_account_moved_and_sum_to_zero(traded, clock, ann, ben):
    clock.advance(2 * ONE_DAY)
    # What is paid in later does not change the closing of the day.
    traded.trader("Late")
    due(traded)
    with reading(traded.world) as session:
        rows = (
            session.connection()
            .exec_driver_sql(
                "SELECT l.account_id, l.unit_type_id, l.opening, l.received, l.sent, l.closing"
                " FROM clearing_line l JOIN clearing_day d ON d.id = l.clearing_day_id"
                " ORDER BY l.account_id, l.unit_type_id"
            )
            .fetchall()
        )
    lines = {(row[0], row[1]): tuple(row[2:]) for row in rows}
    assert lines[account_id(traded, ann), CASH_UNIT_TYPE_ID] == (
        0,
        CASH_FEN + 10_000_000,
        75_000,
        CASH_FEN + 10_000_000 - 75_000,
    )
    assert lines[account_id(traded, ben), CASH_UNIT_TYPE_ID] == (
        0,
        CASH_FEN,
        10_000_000 + 75_000 + 500,
        CASH_FEN - 10_000_000 - 75_000 - 500,
    )
    assert lines[FEES, CASH_UNIT_TYPE_ID] == (0, 150_000, 0, 150_000)
    for unit_type_id in {place[1] for place in lines}:
        assert (
            sum(line[1] - line[2] for place, line in lines.items() if place[1] == unit_type_id) == 0
        )


@trips(DayNotToClear)
def test_a_day_is_cleared_once_in_order_and_not_before_it_is_over(traded, clock):
    with pytest.raises(DayNotToClear):
        clear(traded, TODAY)
    with pytest.raises(DayNotToClear):
        clear(traded, date(2027, 1, 1))
    clock.advance(ONE_DAY)
    assert clear(traded, TODAY)["trades"] == 1
    for day in (TODAY, TODAY - ONE_DAY):
        with pytest.raises(DayNotToClear):
            clear(traded, day)


def test_only_the_operator_clears(traded, clock, ann):
    clock.advance(ONE_DAY)
    with pytest.raises(RoleMissing):
        clear(traded, TODAY, ann.actor)


def test_days_without_postings_are_passed_over_and_late_runs_catch_up(traded, clock, ann, ben):
    clock.advance(3 * ONE_DAY)
    traded.place(ben, Side.SELL, 10_000, 10)
    traded.place(ann, Side.BUY, 10_000, 10)
    clock.advance(5 * ONE_DAY)
    assert [each["business_date"] for each in due(traded)] == ["2026-11-23", "2026-11-26"]


def test_a_market_that_never_traded_has_nothing_to_clear(venue, clock):
    clock.advance(ONE_DAY)
    assert due(venue) == []


def test_the_reserve_receives_its_share_of_the_fees_when_the_day_is_cleared(traded, clock):
    clock.advance(ONE_DAY)
    (told,) = due(traded)
    assert told["to_reserve_fen"] == 30_000  # 20 % of 150,000
    assert (house_fen(traded, FEES), house_fen(traded, RESERVE)) == (120_000, 30_000)
    clock.advance(ONE_DAY)
    (told,) = due(traded)  # the day on which the share moved had no trades
    assert told["to_reserve_fen"] == 0
    assert house_fen(traded, RESERVE) == 30_000
    assert_books_agree(traded)


def test_the_share_is_a_rule_and_takes_no_more_than_is_left_of_the_fees(traded, clock, ann, ben):
    amend(traded, "control", "reserve_fee_share", "0.333", "1")
    fund(traded, 149_999, ReserveSource.FEES)
    clock.advance(ONE_DAY)
    (told,) = due(traded)
    assert told["to_reserve_fen"] == 1  # of 49,950
    traded.place(ben, Side.SELL, 10_000, 1_000)
    traded.place(ann, Side.BUY, 10_000, 1_000)
    traded.place(ben, Side.SELL, 10_000, 1)
    traded.place(ann, Side.BUY, 10_000, 1)
    clock.advance(ONE_DAY)
    told = due(traded)[-1]
    # 2 x 75,000 and 2 x 75: 150,150 x 0.333 = 49,999.95
    assert (told["fees_fen"], told["to_reserve_fen"]) == (150_150, 49_999)
    assert_books_agree(traded)


def test_without_a_share_the_reserve_is_left_to_the_operator(traded, clock):
    amend(traded, "control", "reserve_fee_share", "0", "1")
    clock.advance(ONE_DAY)
    assert due(traded)[0]["to_reserve_fen"] == 0
    assert house_fen(traded, RESERVE) == 0


def test_postings_that_differ_from_their_trade_are_counted(traded, clock):
    tamper(traded.world, "UPDATE trade SET price_fen = price_fen + 1")
    clock.advance(ONE_DAY)
    (told,) = due(traded)
    assert told["differences"] == 2  # the cash of buyer and seller


@pytest.mark.parametrize("table", ["clearing_day", "clearing_line"])
def test_what_was_cleared_is_never_changed(traded, clock, table):
    clock.advance(ONE_DAY)
    due(traded)
    for change in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            unit_of_work(traded.world) as session,
        ):
            session.connection().exec_driver_sql(change)
