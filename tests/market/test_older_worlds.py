"""A world that traded before the market was made of areas upgrades, and trades on.

`world_0014.sql` holds the rows that the version before wrote on two days of trading: orders of
every end, a thin day in Guangdong, green certificates under rules made for others, and orders
that still rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from market.auditing import audit_market
from market.data import candles, tape
from market.due import carry_out_due
from market.listed import CancelOrder, PlaceOrder
from market.rules import Side
from market.services import execute
from registry.audit import audit
from registry.worlds import (
    Actor,
    Database,
    DrivenClock,
    Role,
    World,
    carry_out,
    reading,
    unit_of_work,
)
from web.migrations import upgrade_world

ROWS = Path(__file__).with_name("world_0014.sql")
FRIDAY = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
FORGOTTEN = {("instrument", "rules")}
"""Columns whose meaning has moved elsewhere."""
Row = dict[str, Any]
REFUSED = (
    "UPDATE trade SET quantity_t = 1",
    "DELETE FROM trade",
    "DELETE FROM market_event",
    "UPDATE market_event SET kind = 'day'",
    "UPDATE posting SET quantity = 1",
    "UPDATE market_order SET fee_rate = -1",
    "UPDATE market_order SET remaining_t = quantity_t + 1",
    "UPDATE trading_day SET block_volume_t = -1",
    "UPDATE trading_day SET tick_fen = 0",
    "UPDATE trading_day SET close_fen = 0",
    "UPDATE instrument SET state = 'ajar'",
    "INSERT INTO market_event (instrument_id, kind, recorded_at) VALUES (1, 'other', '2026-11-20')",
    "INSERT INTO market_order (instrument_id, account_id, party_id, side, kind, quantity_t,"
    " remaining_t, state, fee_rate, client_id, business_date, placed_at) VALUES"
    " (1, 999, 1, 'buy', 'market', 1, 1, 'open', 0, 'x', '2026-11-20', '2026-11-20')",
)
"""What no code should write."""


@dataclass
class Upgraded:
    """A world that was upgraded, and the rows it had before."""

    world: World
    clock: DrivenClock
    before: dict[str, list[Row]]

    def do(self, command: object, actor: Actor) -> Any:
        return carry_out(self.world, lambda session: execute(session, command, actor))  # type: ignore[arg-type]


@pytest.fixture
def upgraded(tmp_path: Path, database: Database) -> Iterator[Upgraded]:
    url = (
        f"sqlite:///{tmp_path}/old.sqlite3"
        if database.is_sqlite
        else database.url.render_as_string(hide_password=False)
    )
    old, clock = Database(url, pooled=False), DrivenClock(FRIDAY)
    world = World("old", old, clock)
    upgrade_world(old, world.schema, "0014")
    fill(world)
    before = contents(world)
    upgrade_world(old, world.schema)
    yield Upgraded(world, clock, before)
    old.dispose()


def fill(world: World) -> None:
    """Write the rows as they are kept, and let the next ones be numbered after them."""
    with world.writing_engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        if not world.database.is_sqlite:
            driver.execute("SET LOCAL timezone TO 'UTC'")
        for statement in ROWS.read_text(encoding="utf-8").split(";\n"):
            driver.execute(statement)
        if world.database.is_sqlite:
            return
        named = "SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()"
        for (sequence,) in driver.execute(named).fetchall():
            table = sequence.removesuffix("_id_seq")
            driver.execute(f"SELECT setval('{sequence}', max(id)) FROM {table}")


def contents(world: World) -> dict[str, list[Row]]:
    """All rows of a world, by table."""
    with world.reading_engine.connect() as connection:
        names = inspect(connection).get_table_names(schema=world.schema)
        return {
            name: [
                dict(row._mapping)
                for row in connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1')
            ]
            for name in names
            if name != "alembic_version"
        }


def trader(number: int, name: str) -> Actor:
    return Actor(f"{name}@example.org", frozenset({Role.REPRESENTATIVE}), frozenset({number}))


ANN, BEN = trader(1, "ann"), trader(2, "ben")


def order(client_id: str, account: str, side: Side, price_fen: int, quantity_t: int) -> PlaceOrder:
    return PlaceOrder(
        client_id=client_id,
        account=account,
        instrument="CEA-2024",
        side=side,
        price_fen=price_fen,
        quantity_t=quantity_t,
    )


def account(upgraded: Upgraded, party_id: int) -> str:
    found = [row for row in upgraded.before["account"] if row["party_id"] == party_id]
    return str(found[0]["number"])


def broken(world: World) -> list[Any]:
    """What the auditors of registry and market find amiss."""
    with reading(world) as session:
        reports = (audit(session), audit_market(session))
    return [each for report in reports for each in report.invariants if not each.ok]


def test_the_rows_are_those_of_a_market_that_traded(upgraded: Upgraded) -> None:
    states = {row["state"] for row in upgraded.before["market_order"]}
    assert states == {"open", "filled", "cancelled", "expired"}
    assert {row["kind"] for row in upgraded.before["market_order"]} == {"limit", "market"}
    assert len(upgraded.before["trade"]) == 7
    assert [row["rules"] for row in upgraded.before["instrument"]] == [
        "cea-listed",
        "gdea-listed",
        "bea-listed",
        "ccer-listed",
        "ccer-listed",
    ]


def test_nothing_is_lost(upgraded: Upgraded) -> None:
    after = contents(upgraded.world)
    for table, rows in upgraded.before.items():
        kept = [column for column in (rows[0] if rows else ()) if (table, column) not in FORGOTTEN]
        now = [{column: row[column] for column in kept} for row in after[table]]
        for row in rows:
            assert {column: row[column] for column in kept} in now, table
        new = len(now) - len(rows)
        assert new == {"account": 3, "event": 3}.get(table, 0), table


def test_each_instrument_is_of_the_market_whose_rules_it_had_and_certificates_of_theirs(
    upgraded: Upgraded,
) -> None:
    found = {row["code"]: row["market"] for row in contents(upgraded.world)["instrument"]}
    assert found == {
        "CEA-2024": "cn_ets",
        "GDEA-2024": "GDEA",
        "BEA-2024": "BEA",
        "CCER-2025": "ccer",
        "GEC-2026-09": "gec",
    }


def test_the_audits_are_clean_now_and_after_everything_due_was_done(upgraded: Upgraded) -> None:
    assert broken(upgraded.world) == []
    upgraded.clock.advance(timedelta(days=3))
    with unit_of_work(upgraded.world) as session:
        done = carry_out_due(session)
    assert {outcome.data.get("business_date") for outcome in done} >= {"2026-11-19", "2026-11-20"}
    assert broken(upgraded.world) == []


def test_old_orders_trade_with_new_ones_and_leave_the_book(upgraded: Upgraded) -> None:
    resting = next(
        row
        for row in upgraded.before["market_order"]
        if row["state"] == "open" and row["party_id"] == 1 and row["side"] == "sell"
    )
    bought = upgraded.do(
        order("new-1", account(upgraded, 2), Side.BUY, resting["price_fen"], 500), BEN
    )
    assert [trade["price_fen"] for trade in bought.data["trades"]] == [resting["price_fen"]]
    left = upgraded.do(CancelOrder(client_id="new-2", order_id=resting["id"]), ANN)
    assert left.data["cancelled_t"] == resting["remaining_t"] - 500
    upgraded.clock.advance(timedelta(days=3))
    sold = upgraded.do(order("new-3", account(upgraded, 2), Side.SELL, 10_000, 500), BEN)
    assert sold.data["state"] == "open"
    with reading(upgraded.world) as session:
        assert tape(session, "CEA-2024")[0].quantity_t == 500
        assert [bar.begins.day for bar in candles(session, "CEA-2024")] == [19, 20, 23]
    assert broken(upgraded.world) == []


def test_a_client_that_repeats_an_order_of_before_gets_its_answer_of_before(
    upgraded: Upgraded,
) -> None:
    first = next(row for row in upgraded.before["market_order"] if row["party_id"] == 1)
    again = order(
        first["client_id"],
        account(upgraded, 1),
        Side(first["side"]),
        first["price_fen"],
        first["quantity_t"],
    )
    answer = upgraded.do(again, ANN)
    assert answer.replayed
    assert answer.data["order_id"] == first["id"]


def test_the_database_refuses_what_it_refused_before(upgraded: Upgraded) -> None:
    for statement in REFUSED:
        with pytest.raises(DatabaseError), unit_of_work(upgraded.world) as session:
            session.connection().exec_driver_sql(statement)
