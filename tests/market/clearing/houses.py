"""What tests of clearing do: amend rules, fund the reserve, let a party default, read tables."""

from datetime import date
from typing import Any

from market.clearing import cover_shortfall, pay_due
from market.clearing.commands import FundReserve, ReserveSource
from market.clearing.daily_statements import daily_statement
from market.clearing.defaulting import Paid
from market.clearing.views import DailyStatement
from registry.ledger import CASH_UNIT_TYPE_ID
from registry.parties import find_account
from registry.rules import AmendRule, Confidence
from registry.rules.amendments import amend_rule
from registry.worlds import Actor, Role, reading, unit_of_work
from tests.market.traders import OPERATOR, Trader, Venue

ADMINISTRATOR = Actor("admin@example.org", frozenset({Role.ADMINISTRATOR}))
TODAY = date(2026, 11, 23)
FEES, RESERVE = -4, -5


def amend(venue: Venue, scheme: str, key: str, value: str, unit: str) -> None:
    """Give a rule another value from today on."""
    command = AmendRule(
        client_id=venue.next_id(),
        scheme=scheme,
        key=key,
        value=value,
        unit=unit,
        valid_from=TODAY,
        valid_to=None,
        source="a test",
        reason="a test",
        confidence=Confidence.ASSUMED,
    )
    with unit_of_work(venue.world) as session:
        amend_rule(session, command, ADMINISTRATOR)


def charge(venue: Venue, rate: str = "0.0075") -> None:
    """Let the national market charge each side; 7.5 per mille as recalled of Beijing."""
    amend(venue, "cn_ets", "trading_fee_rate", rate, "1")


def fund(venue: Venue, amount_fen: int, source: ReserveSource = ReserveSource.CAPITAL) -> None:
    command = FundReserve(
        client_id=venue.next_id(), amount_fen=amount_fen, reserve_source=source, reason="a test"
    )
    venue.execute(command, OPERATOR)


def house_fen(venue: Venue, account_id: int) -> int:
    """Cash of one of the house's accounts."""
    with reading(venue.world) as session:
        found = session.connection().exec_driver_sql(
            "SELECT quantity FROM holding WHERE unit_type_id = 1"
            f" AND account_id = {int(account_id)}"
        )
        return int(found.scalar() or 0)


def account_id(venue: Venue, trader: Trader) -> int:
    with reading(venue.world) as session:
        return find_account(session, trader.account).id


def owe(venue: Venue, debtor: Trader, creditor: Trader, amount_fen: int) -> Paid:
    """Let a payment fall due."""
    payer, payee = account_id(venue, debtor), account_id(venue, creditor)
    with unit_of_work(venue.world) as session:
        return pay_due(session, payer, payee, amount_fen, "repurchase", "RP-2026-000001")


def cover(venue: Venue, debtor: Trader, creditor: Trader, amount_fen: int) -> Any:
    payer, payee = account_id(venue, debtor), account_id(venue, creditor)
    with unit_of_work(venue.world) as session:
        return cover_shortfall(
            session, payer, amount_fen, "margin", "FU-1", creditor_account_id=payee
        )


def stated(venue: Venue, trader: Trader, day: date = TODAY) -> DailyStatement:
    with reading(venue.world) as session:
        account = find_account(session, trader.account)
        return daily_statement(session, account.id, account.number, day)


def assert_cash_conserved(venue: Venue) -> None:
    """What all accounts hold of every type sums to zero, the sources below it included."""
    with reading(venue.world) as session:
        unbalanced = (
            session.connection()
            .exec_driver_sql(
                "SELECT unit_type_id FROM holding GROUP BY unit_type_id HAVING sum(quantity) <> 0"
            )
            .fetchall()
        )
        in_all = session.connection().exec_driver_sql(
            f"SELECT count(*) FROM holding WHERE unit_type_id = {CASH_UNIT_TYPE_ID}"
        )
        assert in_all.scalar()
    assert unbalanced == []
