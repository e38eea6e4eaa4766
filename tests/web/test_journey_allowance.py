"""Journey A: an allowance is allocated, traded, surrendered and carried over, in a browser.

The world's clock is driven from the annual report of March 2025 to the exchange of March 2026.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from market.services import execute as execute_in_market
from market.venue import OpenInstrument
from registry.compliance import EnrolEntity, EnrolUnit
from registry.due import carry_out_due
from registry.ledger import DepositCash, Measure, UnitKind, add_unit_type
from registry.parties import add_party, grant_mandate, open_account
from registry.services import execute
from registry.worlds import (
    Actor,
    Database,
    DrivenClock,
    Role,
    World,
    WorldSession,
    set_clock,
    unit_of_work,
)
from tests.web.browser import Visit, Visitor, install_people

ENTITY = "/registry/compliance/entities/CE-2025-000001"
SOLD_T = "10,000"
WORDS = {
    "zh": {"met": "已足额清缴", "open": "待清缴", "carry": "结转", "name": "履约示例发电公司"},
    "en": {"met": "met", "open": "open", "carry": "carry-over", "name": "Example Power"},
}
OPERATOR = Actor("operator@example.org", frozenset({Role.OPERATOR}))

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Literal["zh", "en"]:
    chosen: Literal["zh", "en"] = request.param
    return chosen


@pytest.fixture(scope="module")
def seeded_instance(language: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the demo's people and one entity, in March 2025."""
    instance = tmp_path_factory.mktemp(f"allowance-{language}") / "instance"
    installed = install_people(instance)
    with unit_of_work(installed.worlds.open()) as session:
        set_clock(session, DrivenClock(at("2025-03-20")))
    with unit_of_work(installed.worlds.open()) as session:
        found(session)
    return instance


def at(day: str) -> datetime:
    """Ten o'clock in Shanghai of a day."""
    return datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)


def found(session: WorldSession) -> None:
    """Enter an entity, a buyer, a verifier and a market."""
    add_unit_type(session, "CEA-2024", UnitKind.ALLOWANCE, Measure.T_CO2E)
    accounts = []
    for zh, en, kind, email in (
        ("履约示例发电公司", "Example Power", "emitter", "emitter@example.org"),
        ("示例买方公司", "Example Buyer", "emitter", "trader2@example.org"),
        ("示例核查机构", "Example Body", "verifier", "verifier2@example.org"),
    ):
        party = add_party(session, zh, en, kind, fictitious=True)
        assert party.id is not None
        grant_mandate(session, email, party.id)
        accounts.append((party.id, open_account(session, party.id).number))
    (party_id, account), (_, buyer), _ = accounts
    do = [
        EnrolEntity(
            client_id="1",
            party_id=party_id,
            account=account,
            scheme="CEA",
            sector="power",
            first_year=2024,
            annual_emissions_t=1_000_000,
        ),
        EnrolUnit(
            client_id="2",
            entity="CE-2025-000001",
            code="1",
            name="1号机组",
            unit_class="coal_large",
        ),
        DepositCash(client_id="3", account=buyer, amount_fen=10**10),
    ]
    for command in do:
        execute(session, command, OPERATOR)
    opening = OpenInstrument(client_id="4", instrument="CEA-2024", reference_price_fen=9_700)
    execute_in_market(session, opening, OPERATOR)


@pytest.fixture
def go_to(live_server: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], None]:
    """Drive the served world's clock to a day, and let the clock do what is due."""
    del live_server
    served = sorted(tmp_path_factory.getbasetemp().glob("served*/instance/worlds/public.sqlite3"))
    world = World("public", Database(f"sqlite:///{served[-1]}", pooled=False))

    def go(day: str) -> None:
        with unit_of_work(world) as session:
            set_clock(session, DrivenClock(at(day)))
        with unit_of_work(world) as session:
            carry_out_due(session)

    return go


def take(person: Visitor, step: str, year: int = 2024, **fields: str) -> Page:
    """Open a step's form, fill it and send it; the entity's page answers."""
    page = person.open(f"{ENTITY}/{year}/{step}")
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"CE-2025-000001\?year="))
    return page


def trade(person: Visitor, side: str) -> None:
    page = person.open("/market/CEA-2024")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    page.locator(f".choice-{side}").click()
    page.locator("#price").fill("97.00")
    page.locator("#quantity").fill(SOLD_T)
    page.locator("#ticket .submit").click()
    expect(page.locator("#ticket-answer")).to_contain_text(SOLD_T)


def surrender(person: Visitor) -> None:
    account = person.open("/accounts").locator("main h2 a").first.inner_text()
    page = person.open(f"/accounts/{account}/surrender?unit_type=CEA-2024")
    page.select_option("[name=unit_type]", "CEA-2024")
    page.fill("[name=quantity]", "1,000,000")
    page.fill("[name=compliance_year]", "2024")
    page.locator("main form button.btn-primary").click()
    page.check("#confirmed")
    page.locator("main form button.btn-danger").click()
    page.wait_for_url(re.compile("/c/CR-2025-000001"))


def test_an_allowance_is_allocated_traded_surrendered_and_carried_over(
    visit: Visit, language: Literal["zh", "en"], go_to: Callable[[str], None]
) -> None:
    said = WORDS[language]
    owner, buyer, body, operator = (visit(language) for _ in range(4))
    for person, name in ((owner, "emitter"), (buyer, "trader2"), (body, "verifier2")):
        person.sign_in(f"{name}@example.org")
    operator.sign_in("operator@example.org")

    take(
        owner,
        "report",
        u0_emissions_t="1,000,000",
        u0_output_mwh="1,300,000",
        u0_load_factor="0.70",
    )
    go_to("2025-06-12")
    take(body, "verify", note="OK")
    go_to("2025-09-10")
    page = take(operator, "allocate")
    expect(page.locator("section:has(#calculation)")).to_contain_text("1,028,300")
    expect(page.locator("section:has(#stand)")).to_contain_text(said["open"])

    go_to("2025-10-13")
    trade(owner, "sell")
    trade(buyer, "buy")
    go_to("2025-12-01")
    surrender(owner)
    page = owner.open(f"{ENTITY}?year=2024")
    expect(page.locator("section:has(#stand)")).to_contain_text(said["met"])

    go_to("2026-01-20")
    page = take(owner, "apply", 2025, unit_type="CEA-2024", quantity="18,300")
    expect(page.locator("section:has(#notice)")).to_contain_text("18,300")
    go_to("2026-03-21")
    page = visit(language).open(f"{ENTITY}?year=2025")
    expect(page.locator("section:has(#timeline)")).to_contain_text("CEA-2025")
    expect(page.locator("section:has(#timeline)")).to_contain_text(said["carry"])

    page = visit(language).open("/registry/compliance?year=2024")
    row = page.locator("tbody tr").first
    for text in (said["name"], "1,000,000", "1,028,300", said["met"]):
        expect(row).to_contain_text(text)
    page = visit(language).open("/registry/compliance?year=2024&on=2025-11-01")
    expect(page.locator("tbody tr").first).to_contain_text(said["open"])
