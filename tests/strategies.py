"""Builders of registry data and Hypothesis strategies, in one place for every package's tests."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from hypothesis import strategies as st

from registry.ledger import (
    DepositCash,
    IssueAllowances,
    Measure,
    Purpose,
    Retire,
    SerialRange,
    UnitKind,
    add_unit_type,
)
from registry.parties import add_party, open_account
from registry.projects import (
    IssueCredits,
    SaveEstimate,
    StartProject,
    SubmitProject,
    ValidateProject,
)
from registry.projects.commands import FileReport, RegisterProject, VerifyReport
from registry.services import execute
from registry.worlds import Actor, Outcome, Role, WorldSession
from registry.worlds.commands import Command

OPERATOR = Actor("operator@example.org", frozenset({Role.OPERATOR}))

_numbers = count(1)

quantities = st.integers(min_value=1, max_value=10**12)
serial_ranges = st.tuples(st.integers(1, 300), st.integers(0, 40)).map(
    lambda pair: SerialRange(pair[0], pair[0] + pair[1])
)


def client_id() -> str:
    """A client id not used before."""
    return f"test-{next(_numbers)}"


@dataclass(frozen=True)
class Holder:
    """A party with one account and the actor who represents it."""

    party_id: int
    account_id: int
    account: str
    actor: Actor


def holder(session: WorldSession, name: str = "", kind: str = "emitter") -> Holder:
    """A fictitious party with an account and a representative."""
    label = name or f"{next(_numbers)}"
    party = add_party(session, f"示例企业{label}", f"Example {label}", kind, fictitious=True)
    account = open_account(session, party.id)
    actor = Actor(
        f"{label}@example.org",
        frozenset({Role.REPRESENTATIVE, Role.DEVELOPER}),
        frozenset({party.id}),
    )
    return Holder(party.id, account.id, account.number, actor)


def body(session: WorldSession, name: str = "") -> tuple[int, Actor]:
    """A verification body and the actor who represents it."""
    label = name or f"{next(_numbers)}"
    party = add_party(session, f"示例核查机构{label}", f"Body {label}", "verifier", fictitious=True)
    return party.id, Actor(
        f"body{label}@example.org", frozenset({Role.VERIFIER}), frozenset({party.id})
    )


def allowances(
    session: WorldSession, receiver: Holder, quantity: int = 1000, code: str = "CEA-2024"
) -> Outcome:
    """Allowances for a holder; the unit type is entered when it is new."""
    unit_type(session, code)
    command = IssueAllowances(
        client_id=client_id(), account=receiver.account, unit_type=code, quantity=quantity
    )
    return execute(session, command, OPERATOR)


def unit_type(session: WorldSession, code: str = "CEA-2024") -> int:
    """The id of an allowance type, entered when it is new."""
    found = session.connection().exec_driver_sql(f"SELECT id FROM unit_type WHERE code = '{code}'")
    row = found.fetchone()
    if row:
        return int(row[0])
    return add_unit_type(session, code, UnitKind.ALLOWANCE, Measure.T_CO2E).id


def cash(session: WorldSession, receiver: Holder, amount_fen: int = 10**9) -> Outcome:
    """Cash for a holder."""
    command = DepositCash(client_id=client_id(), account=receiver.account, amount_fen=amount_fen)
    return execute(session, command, OPERATOR)


def do(session: WorldSession, actor: Actor, kind: type[Command], **content: object) -> Outcome:
    """Carry out a command of a kind under a new client id."""
    return execute(session, kind(client_id=client_id(), **content), actor)


def estimate(
    session: WorldSession, owner: Holder, quantity: str = "761646.68", inputs_json: str = "{}"
) -> str:
    """The number of a saved estimate."""
    outcome = do(
        session,
        owner.actor,
        SaveEstimate,
        party_id=owner.party_id,
        title="海上风电示例",
        quantity=quantity,
        measure="t_co2e",
        methodology_id="ccer-01-002",
        methodology_version="V01",
        methodology_status="official",
        inputs_json=inputs_json,
        result_json="{}",
    )
    return str(outcome.data["report"])


@dataclass(frozen=True)
class Venture:
    """A registered project with its people."""

    project: str
    estimate: str
    quantity: str
    developer: Holder
    validator: tuple[int, Actor]
    verifier: tuple[int, Actor]


def registered_project(session: WorldSession, quantity: str = "761646.68") -> Venture:
    """A project taken from an estimate to registration."""
    developer = holder(session, kind="developer")
    validator, verifier = body(session), body(session)
    number = estimate(session, developer, quantity)
    started = do(session, developer.actor, StartProject, estimate=number, name="示例海上风电场")
    project = str(started.data["project"])
    do(session, developer.actor, SubmitProject, project=project)
    do(session, validator[1], ValidateProject, project=project, party_id=validator[0])
    do(session, OPERATOR, RegisterProject, project=project)
    return Venture(project, number, quantity, developer, validator, verifier)


def verified_report(session: WorldSession, venture: Venture, year: int = 2025) -> str:
    """The number of a verified monitoring report of one year, by a calculation of its own."""
    filed = do(
        session,
        venture.developer.actor,
        FileReport,
        project=venture.project,
        estimate=estimate(session, venture.developer, venture.quantity),
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
    )
    report = str(filed.data["report"])
    body_id, actor = venture.verifier
    do(session, actor, VerifyReport, report=report, party_id=body_id)
    return report


def issued_and_retired(session: WorldSession) -> Venture:
    """A project whose credits were issued and in part retired: every table has a row."""
    venture = registered_project(session, "1000.5")
    report = verified_report(session, venture)
    account = venture.developer.account
    do(session, OPERATOR, IssueCredits, report=report, account=account)
    do(
        session,
        venture.developer.actor,
        Retire,
        account=account,
        unit_type="CCER-2025",
        quantity=100,
        beneficiary="示例公司",
        purpose=Purpose.EVENT,
    )
    return venture
