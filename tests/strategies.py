"""Builders of registry data and Hypothesis strategies, in one place for every package's tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
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
    ApplyForIssuance,
    ApplyForRegistration,
    AttachDocument,
    DescribeProject,
    FileReport,
    IssueCredits,
    PublishProject,
    RegisterProject,
    SaveEstimate,
    StartProject,
    ValidateProject,
    VerifyReport,
    keep_content,
)
from registry.services import execute
from registry.worlds import Actor, DrivenClock, Outcome, Role, WorldSession
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
    session: WorldSession,
    owner: Holder,
    quantity: str = "761646.68",
    inputs_json: str = "{}",
    status: str = "official",
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
        methodology_status=status,
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


DESIGN = {
    "construction_start": date(2019, 3, 1),
    "crediting_from": date(2021, 1, 1),
    "crediting_to": date(2030, 12, 31),
    "outside_quota": True,
}
"""Design facts that the programme takes."""

PUBLICITY = timedelta(days=45)
"""Longer than twenty working days, whatever holidays lie in between."""


def document(
    session: WorldSession,
    actor: Actor,
    project: str,
    party_id: int,
    kind: str,
    report: str = "",
    content: bytes = b"%PDF-1.7 example",
) -> str:
    """The number of a document filed with a project."""
    digest = keep_content(session, f"{kind}.pdf", content)
    outcome = do(
        session,
        actor,
        AttachDocument,
        project=project,
        party_id=party_id,
        document_kind=kind,
        name=f"{kind}.pdf",
        digest=digest,
        report=report,
    )
    return str(outcome.data["document"])


@contextmanager
def days_ago(session: WorldSession, ago: timedelta) -> Iterator[None]:
    """Go back in the world's time, and return."""
    clock = session.clock
    assert isinstance(clock, DrivenClock)
    now = clock.now()
    clock.set(now - ago)
    yield
    clock.set(now)


def published_project(
    session: WorldSession, developer: Holder, estimated: str, **design: object
) -> str:
    """The number of a project whose design is published today."""
    started = do(session, developer.actor, StartProject, estimate=estimated, name="示例海上风电场")
    project = str(started.data["project"])
    facts = {"name": "示例海上风电场", **DESIGN, **design}
    do(session, developer.actor, DescribeProject, project=project, **facts)
    document(session, developer.actor, project, developer.party_id, "design")
    do(session, developer.actor, PublishProject, project=project)
    return project


def validated_project(session: WorldSession, project: str, body_: tuple[int, Actor]) -> None:
    """Validate a project whose publicity is over."""
    document(session, body_[1], project, body_[0], "validation")
    do(session, body_[1], ValidateProject, project=project, party_id=body_[0])


def registered_project(
    session: WorldSession,
    quantity: str = "761646.68",
    status: str = "official",
    **design: object,
) -> Venture:
    """A project taken from an estimate to registration, by today."""
    developer = holder(session, kind="developer")
    validator, verifier = body(session), body(session)
    number = estimate(session, developer, quantity, status=status)
    with days_ago(session, 3 * PUBLICITY):
        project = published_project(session, developer, number, **design)
    with days_ago(session, 2 * PUBLICITY):
        validated_project(session, project, validator)
        do(session, developer.actor, ApplyForRegistration, project=project)
        do(session, OPERATOR, RegisterProject, project=project)
    return Venture(project, number, quantity, developer, validator, verifier)


def filed_report(
    session: WorldSession, venture: Venture, year: int = 2025, estimated: str = ""
) -> str:
    """The number of a monitoring report of one year, filed today."""
    developer = venture.developer
    monitoring = document(
        session, developer.actor, venture.project, developer.party_id, "monitoring"
    )
    filed = do(
        session,
        developer.actor,
        FileReport,
        project=venture.project,
        estimate=estimated or estimate(session, developer, venture.quantity),
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        document=monitoring,
    )
    return str(filed.data["report"])


def verify(session: WorldSession, venture: Venture, report: str, quantity: str = "") -> None:
    """Verify a report whose publicity is over, in full or in part."""
    body_id, actor = venture.verifier
    document(session, actor, venture.project, body_id, "verification", report)
    do(
        session,
        actor,
        VerifyReport,
        report=report,
        party_id=body_id,
        verified_quantity=quantity,
    )


def verified_report(
    session: WorldSession, venture: Venture, year: int = 2025, estimated: str = ""
) -> str:
    """The number of a verified monitoring report of one year that waits for issuance."""
    with days_ago(session, PUBLICITY):
        report = filed_report(session, venture, year, estimated)
    verify(session, venture, report)
    do(session, venture.developer.actor, ApplyForIssuance, report=report)
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
