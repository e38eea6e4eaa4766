"""What the database refuses by itself, whatever writes to it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from registry.worlds import unit_of_work
from tests.strategies import allowances, holder, issued_and_retired, unit_type

JOURNAL = (
    "block_move",
    "certificate",
    "command",
    "event",
    "issuance",
    "ledger_transaction",
    "posting",
    "project_event",
)
INSERT_TRANSACTION = text(
    "INSERT INTO ledger_transaction (id, kind, recorded_at, business_date, memo)"
    " VALUES ('t', 'raw', '2026-11-23 02:00:00', '2026-11-23', '')"
)
INSERT_POSTING = text(
    "INSERT INTO posting (transaction_id, account_id, unit_type_id, quantity)"
    " VALUES ('t', :account, :unit, :quantity)"
)
INSERT_BLOCK = text(
    "INSERT INTO unit_block (unit_type_id, serial_first, serial_last, account_id, issuance_id)"
    " VALUES (:unit, :first, :last, :account, 1)"
)


@pytest.fixture
def seller(world):
    with unit_of_work(world) as session:
        holding = holder(session)
        allowances(session, holding, 100)
        return holding.account_id, unit_type(session)


def refused(world, *statements, match):
    def write():
        with unit_of_work(world) as session:
            for statement, values in statements:
                session.execute(statement, values)

    with pytest.raises(DatabaseError, match=match):
        write()


def test_postings_that_do_not_sum_to_zero_are_refused(world, seller):
    account, unit = seller
    refused(
        world,
        (INSERT_POSTING, {"account": account, "unit": unit, "quantity": 5}),
        (INSERT_TRANSACTION, {}),
        match="sum to zero",
    )


def test_unit_types_are_balanced_one_by_one(world, seller):
    account, unit = seller
    refused(
        world,
        (INSERT_POSTING, {"account": account, "unit": unit, "quantity": 5}),
        (INSERT_POSTING, {"account": account, "unit": 1, "quantity": -5}),
        (INSERT_TRANSACTION, {}),
        match="sum to zero",
    )


def test_a_transaction_without_postings_is_refused(world):
    refused(world, (INSERT_TRANSACTION, {}), match="needs postings")


def test_postings_without_their_transaction_are_refused_at_commit(world, seller):
    account, unit = seller
    refused(
        world,
        (INSERT_POSTING, {"account": account, "unit": unit, "quantity": 5}),
        match="(?i)foreign key",
    )


def test_nothing_is_posted_to_a_complete_transaction(world, seller):
    account, unit = seller
    with unit_of_work(world) as session:
        known = session.execute(text("SELECT id FROM ledger_transaction")).scalars().first()
    late = text(str(INSERT_POSTING).replace("'t'", f"'{known}'"))
    refused(world, (late, {"account": account, "unit": unit, "quantity": 5}), match="is complete")


@pytest.mark.parametrize(("first", "last"), [(1, 1), (100, 101), (50, 60), (1, 200), (100, 100)])
def test_overlapping_serials_are_refused(world, seller, first, last):
    account, unit = seller
    values = {"unit": unit, "first": first, "last": last, "account": account}
    refused(world, (INSERT_BLOCK, values), match="(?i)overlap|unique|exclusion")


def test_growing_into_a_neighbour_is_refused(world, seller):
    account, unit = seller
    with unit_of_work(world) as session:
        session.execute(INSERT_BLOCK, {"unit": unit, "first": 201, "last": 300, "account": account})
    grow = text("UPDATE unit_block SET serial_last = 201 WHERE serial_first = 1")
    refused(world, (grow, {}), match="(?i)overlap|exclusion")


def test_serials_of_other_types_do_not_meet(world, seller):
    account, _ = seller
    with unit_of_work(world) as session:
        other = unit_type(session, "CEA-2023")
        session.execute(INSERT_BLOCK, {"unit": other, "first": 1, "last": 100, "account": account})


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_journal_is_append_only(world, table, change):
    with unit_of_work(world) as session:
        issued_and_retired(session)
    column = "client_id" if table == "command" else "id"
    refused(world, (text(change.format(table, column, column)), {}), match="append-only")


@pytest.mark.usefixtures("seller")
def test_a_negative_holding_is_refused(world):
    spend = text("UPDATE holding SET quantity = -1 WHERE NOT unlimited")
    refused(world, (spend, {}), match="(?i)check")
    reserve = text("UPDATE holding SET reserved = 101 WHERE NOT unlimited")
    refused(world, (reserve, {}), match="(?i)check")
