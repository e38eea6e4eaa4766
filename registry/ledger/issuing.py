"""Issuance: allowances by the operator, credits from a verified report; and cash."""

from collections.abc import Sequence
from typing import NamedTuple

from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.commands import DepositCash, IssueAllowances
from registry.ledger.posting import post, post_many
from registry.ledger.quotas import QuotaPurpose, consume_quota
from registry.ledger.serials import SerialRange, format_range
from registry.ledger.unit_types import UnitTypeFacts, find_unit_type
from registry.ledger.units import CASH_UNIT_TYPE_ID, UnitKind, check_quantity
from registry.parties.parties import find_receiving_account
from registry.worlds.actors import Actor, Role
from registry.worlds.clock import market_date
from registry.worlds.database import WorldSession
from registry.worlds.driver import date_value, fetch, instant_value, write

CASH_FEN_MAX = 10**14
_TAKE_SERIALS = (
    "UPDATE unit_type SET serial_next = serial_next + ? WHERE id = ? RETURNING serial_next"
)
_ISSUANCE = (
    "INSERT INTO issuance (unit_type_id, account_id, quantity, memo, project_id, report_id,"
    " serial_first, serial_last, recorded_at, business_date) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ISSUANCE_IDS = "SELECT id, serial_first FROM issuance WHERE unit_type_id = ? AND serial_first >= ?"


class ToIssue(NamedTuple):
    """What an issuance shall create."""

    unit_type: UnitTypeFacts
    account_id: int
    quantity: int
    memo: str = ""
    project_id: int | None = None
    report_id: int | None = None


class Issued(NamedTuple):
    """What an issuance created."""

    issuance_id: int
    transaction_id: str
    serials: SerialRange


def issue_allowances(
    session: WorldSession, command: IssueAllowances, actor: Actor
) -> dict[str, object]:
    """Create allowances in an account.

    Raises:
        RoleMissing: the actor is no operator.
        WrongUnitKind: credits come from verified reports, certificates from metered generation.
        QuotaExceeded: the quota of the scheme and vintage is smaller.
        UnknownAccount, UnknownUnitType, QuantityOutOfRange: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    quantity = check_quantity(command.quantity)
    account = find_receiving_account(session, command.account, "account")
    unit_type = find_unit_type(session, command.unit_type, UnitKind.ALLOWANCE)
    issued = issue_units(session, unit_type, account.id, quantity, memo=command.memo)
    return issuance_answer(issued, unit_type, quantity)


def deposit_cash(session: WorldSession, command: DepositCash, actor: Actor) -> dict[str, object]:
    """Credit cash to an account.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownAccount, QuantityOutOfRange: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    amount = check_quantity(command.amount_fen, "amount_fen", CASH_FEN_MAX)
    account = find_receiving_account(session, command.account, "account")
    leg = Leg(SystemAccount.CASH_SOURCE, account.id, CASH_UNIT_TYPE_ID, amount)
    id_ = post(
        session,
        Transaction(kind=command.kind, legs=(leg,), memo=command.memo, client_id=command.client_id),
    )
    return {"transaction_id": id_, "amount_fen": amount}


def issue_units(  # noqa: PLR0913  the record has this many columns
    session: WorldSession,
    unit_type: UnitTypeFacts,
    account_id: int,
    quantity: int,
    *,
    project_id: int | None = None,
    report_id: int | None = None,
    memo: str = "",
    purpose: QuotaPurpose = QuotaPurpose.ALL,
) -> Issued:
    """Create units with the next serials of their type; checks neither actor nor reason.

    Raises:
        QuotaExceeded: the quota of the scheme and vintage is smaller.
    """
    wanted = ToIssue(unit_type, account_id, quantity, memo, project_id, report_id)
    return issue_many(session, [wanted], purpose)[0]


def issue_many(
    session: WorldSession, wanted: Sequence[ToIssue], purpose: QuotaPurpose = QuotaPurpose.ALL
) -> list[Issued]:
    """Create units of several issuances in order, each type's serials in one run; all or none.

    Raises:
        QuotaExceeded: the quota of a scheme and vintage is smaller.
    """
    session.flush()
    runs = _take_serials(session, wanted)
    ids = _record(session, wanted, runs)
    counted: dict[tuple[str, int | None], list[tuple[int, int]]] = {}
    for id_, each in zip(ids, wanted, strict=True):
        group = (each.unit_type.scheme, each.unit_type.vintage)
        counted.setdefault(group, []).append((id_, each.quantity))
    for (scheme, vintage), issued in counted.items():
        consume_quota(session, scheme, vintage, issued, purpose)
    transactions = []
    for id_, run, each in zip(ids, runs, wanted, strict=True):
        target = (each.account_id, each.unit_type.id)
        leg = Leg(SystemAccount.ISSUANCE, *target, each.quantity, None, (run,))
        transactions.append(
            Transaction(kind="issuance", legs=(leg,), memo=each.memo, issuance_id=id_)
        )
    posted = post_many(session, transactions)
    return [Issued(*parts) for parts in zip(ids, posted, runs, strict=True)]


def _take_serials(session: WorldSession, wanted: Sequence[ToIssue]) -> list[SerialRange]:
    """Return the next serials of each issuance; the types stay locked from here on."""
    totals: dict[int, int] = {}
    for each in wanted:
        totals[each.unit_type.id] = totals.get(each.unit_type.id, 0) + each.quantity
    following = {
        id_: int(fetch(session, _TAKE_SERIALS, (quantity, id_))[0][0]) - quantity
        for id_, quantity in sorted(totals.items())
    }
    runs = []
    for each in wanted:
        first = following[each.unit_type.id]
        following[each.unit_type.id] = first + each.quantity
        runs.append(SerialRange(first, first + each.quantity - 1))
    return runs


def _record(
    session: WorldSession, wanted: Sequence[ToIssue], runs: Sequence[SerialRange]
) -> list[int]:
    """Write the issuances and return their ids."""
    now = session.clock.now()
    recorded_at, day = instant_value(session, now), date_value(session, market_date(now))
    rows = [
        (each.unit_type.id, *each[1:], run.first, run.last, recorded_at, day)
        for each, run in zip(wanted, runs, strict=True)
    ]
    write(session, _ISSUANCE, rows)
    lowest: dict[int, int] = {}
    for each, run in zip(wanted, runs, strict=True):
        lowest.setdefault(each.unit_type.id, run.first)
    ids = {
        (type_id, first): int(id_)
        for type_id, start in lowest.items()
        for id_, first in fetch(session, _ISSUANCE_IDS, (type_id, start))
    }
    return [ids[each.unit_type.id, run.first] for each, run in zip(wanted, runs, strict=True)]


def issuance_answer(issued: Issued, unit_type: UnitTypeFacts, quantity: int) -> dict[str, object]:
    """Return the answer of a command that created units."""
    return {
        "transaction_id": issued.transaction_id,
        "unit_type": unit_type.code,
        "quantity": quantity,
        "serials": [format_range(unit_type.code, issued.serials)],
    }
