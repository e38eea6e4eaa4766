"""A world older than the log gets the events of its past, and its log covers everything."""

import json

import pytest
from sqlalchemy import text

from market.listed import PlaceOrder
from market.rules import Side
from market.services import execute as execute_on_market
from market.venue import OpenInstrument
from registry.ledger.commands import Retire, Transfer
from registry.services import execute
from registry.worlds import Database, World, unit_of_work
from tests.registry.proof.tampering import tamper
from tests.strategies import OPERATOR, allowances, cash, holder
from web.migrations import upgrade_world
from web.migrations.world.backfilled_events import backfill

KEY = "ab" * 32
WITNESSED = {-4, -5, -6}
"""House accounts that later migrations open; a log that is there by then witnesses their rows."""


@pytest.fixture
def past(world):
    """A world with transfers, a trade, an open order and a certificate."""
    with unit_of_work(world) as session:
        seller, buyer = holder(session), holder(session)
        allowances(session, seller, 1_000)
        cash(session, buyer, 10**9)
        execute(
            session,
            Transfer(
                client_id="t-1",
                from_account=seller.account,
                to_account=buyer.account,
                unit_type="CEA-2024",
                quantity=300,
                serials=("CEA-2024-000000101…000000400",),
            ),
            seller.actor,
        )
        execute(
            session,
            Retire(
                client_id="r-1",
                account=buyer.account,
                unit_type="CEA-2024",
                quantity=20,
                beneficiary="某公司",
                purpose="carbon_neutrality",
            ),
            buyer.actor,
        )
        opened = OpenInstrument(
            client_id="i-1",
            instrument="CEA-2024",
            reference_price_fen=9_000,
        )
        execute_on_market(session, opened, OPERATOR)
        for number, (who, side) in enumerate(((seller, Side.SELL), (buyer, Side.BUY))):
            order = PlaceOrder(
                client_id=f"o-{number}",
                account=who.account,
                instrument="CEA-2024",
                side=side,
                price_fen=9_000,
                quantity_t=100 + 50 * number,
            )
            execute_on_market(session, order, who.actor)
    return world


def contents(world):
    with unit_of_work(world) as session:
        rows = session.execute(text("SELECT content FROM event ORDER BY id")).scalars()
        return [json.loads(row) for row in rows]


def transactions(events):
    """What was posted, by id; which reservation a leg drew on is not known afterwards."""
    return {
        each["id"]: {**each, "legs": [[*leg[:4], None] for leg in each["legs"]]}
        for event in events
        for each in event.get("transactions", ())
    }


def commands(events):
    return {
        event["client_id"]: (event["body"], event["outcome"])
        for event in events
        if event["kind"] == "command"
    }


def of_kind(events, kind):
    return [event.get("content") for event in events if event["kind"] == kind]


def test_the_past_is_written_as_it_would_have_been(past):
    before = contents(past)
    tamper(past, "event", "DELETE FROM event")
    with unit_of_work(past) as session:
        backfill(session.connection(), KEY)
    after = contents(past)
    assert all(event["backfilled"] for event in after)
    assert transactions(after) == transactions(before)
    for kind in ("party", "account", "unit_type", "certificate"):
        then, now = (
            sorted(str(each) for each in of_kind(events, kind) if each.get("id") not in WITNESSED)
            for events in (before, after)
        )
        assert then == now
    commands = [
        {
            event["client_id"]: (event["body"], event["outcome"])
            for event in events
            if "body" in event
        }
        for events in (before, after)
    ]
    assert commands[0] == commands[1]


def test_what_is_set_aside_now_comes_last(past):
    tamper(past, "event", "DELETE FROM event")
    with unit_of_work(past) as session:
        backfill(session.connection(), KEY)
        query = "SELECT account_id, remaining FROM reservation WHERE state = 'open'"
        open_now = [list(row) for row in session.execute(text(query)).all()]
    made = contents(past)[-1]["reservations"]["made"]
    assert [[row[1], row[3]] for row in made] == open_now
    assert len(made) == 1


def test_a_world_from_before_the_log_upgrades(tmp_path, database):
    url = (
        f"sqlite:///{tmp_path}/old.sqlite3"
        if database.is_sqlite
        else database.url.render_as_string(hide_password=False)
    )
    old = Database(url, pooled=False)
    world = World("old", old)
    upgrade_world(old, world.schema, "0004")
    with world.writing_engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO party (name_zh, name_en, kind, fictitious, created_at)"
            " VALUES ('甲', 'A', 'emitter', true, '2026-01-05 00:00:00')"
        )
    upgrade_world(old, world.schema)
    assert [each["name_zh"] for each in of_kind(contents(world), "party")] == ["甲"]
    old.dispose()
