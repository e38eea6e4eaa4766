"""Builders of a world with traders, an instrument and a book."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from market.listed import CancelOrder, PlaceOrder, TakeOrder
from market.rules import OrderKind, Side
from market.services import execute
from market.venue import OpenInstrument
from registry.audit import audit
from registry.ledger import (
    CASH_CODE,
    DepositCash,
    IssueAllowances,
    Measure,
    UnitKind,
    add_unit_type,
    holdings,
)
from registry.parties import add_party, open_account
from registry.worlds import Actor, Outcome, Role, World, carry_out, reading, unit_of_work

CEA = "CEA-2024"
CLOSE_FEN = 9_781
CASH_FEN = 100_000_000
UNITS_T = 100_000
OPERATOR = Actor("operator@example.org", frozenset({Role.OPERATOR}))
STRANGER = Actor("stranger@example.org", frozenset({Role.REPRESENTATIVE}))


@dataclass
class Trader:
    """A fictitious company that starts with cash and units."""

    actor: Actor
    account: str
    party_id: int


@dataclass
class Venue:
    """A world with one listed instrument; it numbers its commands itself."""

    world: World
    ids: Any = field(default_factory=count)

    def execute(self, command: object, actor: Actor) -> Outcome:
        return carry_out(self.world, lambda session: execute(session, command, actor))

    def next_id(self) -> str:
        return f"c{next(self.ids)}"

    def trader(self, name: str, cash_fen: int = CASH_FEN, units_t: int = UNITS_T) -> Trader:
        with unit_of_work(self.world) as session:
            party = add_party(session, f"{name}（虚构）", name, "emitter", fictitious=True)
            account = open_account(session, party.id).number
            party_id = party.id
        actor = Actor(
            f"{name}@example.org", frozenset({Role.REPRESENTATIVE}), frozenset({party_id})
        )
        trader = Trader(actor, account, party_id)
        if cash_fen:
            deposit = DepositCash(client_id=self.next_id(), account=account, amount_fen=cash_fen)
            self.execute(deposit, OPERATOR)
        if units_t:
            self.issue(trader, CEA, units_t)
        return trader

    def issue(self, trader: Trader, unit_type: str, units_t: int) -> None:
        command = IssueAllowances(
            client_id=self.next_id(), account=trader.account, unit_type=unit_type, quantity=units_t
        )
        self.execute(command, OPERATOR)

    def list_instrument(self, code: str) -> None:
        """Enter an allowance and list it at 97.81 CNY/t."""
        with unit_of_work(self.world) as session:
            add_unit_type(
                session,
                code,
                UnitKind.ALLOWANCE,
                Measure.T_CO2E,
                f"全国配额 {code}",
                f"{code} unit",
            )
        command = OpenInstrument(
            client_id=self.next_id(), instrument=code, reference_price_fen=CLOSE_FEN
        )
        self.execute(command, OPERATOR)

    def order(
        self, trader: Trader, side: Side, price_fen: int | None, quantity_t: int
    ) -> PlaceOrder:
        return PlaceOrder(
            client_id=self.next_id(),
            account=trader.account,
            instrument=CEA,
            side=side,
            order_kind=OrderKind.MARKET if price_fen is None else OrderKind.LIMIT,
            price_fen=price_fen,
            quantity_t=quantity_t,
        )

    def place(
        self, trader: Trader, side: Side, price_fen: int | None, quantity_t: int
    ) -> dict[str, Any]:
        command = self.order(trader, side, price_fen, quantity_t)
        return dict(self.execute(command, trader.actor).data)

    def cancel(self, trader: Trader, order_id: int) -> dict[str, Any]:
        command = CancelOrder(client_id=self.next_id(), order_id=order_id)
        return dict(self.execute(command, trader.actor).data)

    def take(self, trader: Trader, order_id: int, quantity_t: int) -> dict[str, Any]:
        command = TakeOrder(
            client_id=self.next_id(),
            account=trader.account,
            order_id=order_id,
            quantity_t=quantity_t,
        )
        return dict(self.execute(command, trader.actor).data)

    def held(self, trader: Trader) -> dict[str, tuple[int, int]]:
        """Quantity and reserved, by unit type."""
        with reading(self.world) as session:
            rows = holdings(session, party_ids={trader.party_id})
        return {row.unit_type: (row.quantity, row.reserved) for row in rows}

    def cash(self, trader: Trader) -> tuple[int, int]:
        return self.held(trader).get(CASH_CODE, (0, 0))

    def units(self, trader: Trader) -> tuple[int, int]:
        return self.held(trader).get(CEA, (0, 0))


def open_venue(world: World) -> Venue:
    """A world in which CEA-2024 is listed."""
    venue = Venue(world)
    venue.list_instrument(CEA)
    return venue


def assert_sound(venue: Venue) -> None:
    """The registry's audit is clean, and what is reserved is what open orders need."""
    with reading(venue.world) as session:
        connection = session.connection()
        differing = connection.exec_driver_sql(
            "SELECT h.id FROM holding h LEFT JOIN posting p ON p.account_id = h.account_id"
            " AND p.unit_type_id = h.unit_type_id GROUP BY h.id, h.quantity"
            " HAVING h.quantity <> coalesce(sum(p.quantity), 0)"
        ).fetchall()
        created = connection.exec_driver_sql(
            "SELECT unit_type_id FROM holding GROUP BY unit_type_id HAVING sum(quantity) <> 0"
        ).fetchall()
        reserved = connection.exec_driver_sql(
            "SELECT h.account_id, h.unit_type_id, h.reserved FROM holding h WHERE h.reserved > 0"
            " ORDER BY 1, 2"
        ).fetchall()
        needed = connection.exec_driver_sql(
            "SELECT o.account_id, CASE o.side WHEN 'buy' THEN 1 ELSE i.unit_type_id END,"
            " sum(CASE o.side WHEN 'buy' THEN o.price_fen * o.remaining_t ELSE o.remaining_t END)"
            " FROM market_order o JOIN instrument i ON i.id = o.instrument_id"
            " WHERE o.state = 'open' GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
        report = audit(session)
    assert report.ok, report
    assert (differing, created) == ([], [])
    assert [tuple(map(int, row)) for row in reserved] == [tuple(map(int, row)) for row in needed]


def set_status(venue: Venue, table: str, column: str, value: str, where: str) -> None:
    with unit_of_work(venue.world) as session:
        session.connection().exec_driver_sql(f"UPDATE {table} SET {column} = '{value}' {where}")
