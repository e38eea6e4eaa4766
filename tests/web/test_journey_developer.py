"""Journey D: an estimate becomes a project, issued units, a sale and a surrender, in a browser."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from registry.worlds import MARKET_ZONE
from tests.web.browser import Visit, Visitor

INPUTS = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "export_mwh": "1500000",
    "import_mwh": "3200",
    "factor_year": "2019",
}
ISSUABLE = 761_646
LAST_YEAR = datetime.now(MARKET_ZONE).year - 1
CREDIT = f"CCER-{LAST_YEAR}"
PRICE_CNY = "95.00"
SOLD_T = 100
SURRENDERED_T = 60
WORDS = {
    "zh": {"html": "zh-Hans-CN", "rule": "规则", "fix": "如何处理", "used": "清缴"},
    "en": {"html": "en", "rule": "Rule", "fix": "What to do", "used": "surrendered"},
}

pytestmark = pytest.mark.browser


@dataclass
class Cast:
    """Everybody of the journey, each with a browser."""

    developer: Visitor
    validator: Visitor
    verifier: Visitor
    operator: Visitor
    buyer: Visitor
    public: Visitor


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Literal["zh", "en"]:
    chosen: Literal["zh", "en"] = request.param
    return chosen


@pytest.fixture
def cast(visit: Visit, language: Literal["zh", "en"]) -> Cast:
    people = []
    for name in ("developer", "verifier1", "verifier2", "operator", "trader2"):
        person = visit(language)
        person.sign_in(f"{name}@example.org")
        people.append(person)
    return Cast(*people, visit(language))


def submit(page: Page, selector: str) -> None:
    """Press the button of a form and wait for the page that answers."""
    page.locator(f"{selector} button:not([type=button])").last.click()
    page.wait_for_load_state()


def save_estimate(developer: Visitor) -> str:
    page = developer.open("/estimate/ccer-01-002/new")
    for name, value in INPUTS.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=grid]", "south")
    submit(page, "main form")
    expect(page.locator("main")).to_contain_text("761,646.68")
    page.fill("#title", "Journey D")
    submit(page, "form[action='/estimate/saved']")
    page.wait_for_url(re.compile("/estimate/saved/ES-"))
    return page.url.rsplit("/", 1)[1]


def start_project(developer: Visitor, estimate: str) -> str:
    page = developer.open(f"/estimate/saved/{estimate}/project")
    expect(page.locator(".path-step")).to_have_count(7)
    page.fill("[name=name]", "<script>alert(1)</script> Journey D")
    submit(page, "main form")
    page.wait_for_url(re.compile("/registry/projects/PR-"))
    expect(page.locator("h1")).to_have_text("<script>alert(1)</script> Journey D")
    return page.url.rsplit("/", 1)[1]


def take_step(person: Visitor, project: str, step: str) -> None:
    """Find the step in one's tasks and take it on the project's page."""
    tasks = person.open("/tasks")
    expect(tasks.locator(f"a[href*='/registry/projects/{project}']").first).to_be_visible()
    page = person.open(f"/registry/projects/{project}")
    submit(page, f"form[action$='/{step}']")
    expect(page.locator(".alert-success")).to_be_visible()


def file_report(developer: Visitor, project: str, estimate: str) -> None:
    page = developer.open(f"/registry/projects/{project}/reports/new")
    page.select_option("[name=estimate]", estimate)
    page.fill("[name=period_from]", f"{LAST_YEAR}-01-01")
    page.fill("[name=period_to]", f"{LAST_YEAR}-12-31")
    submit(page, "main form")
    page.wait_for_url(re.compile(f"{project}#MR-"))


def order(trader: Visitor, side: str) -> Page:
    page = trader.open(f"/market/{CREDIT}")
    page.locator(f".choice-{side}").click()
    page.fill("#price", PRICE_CNY)
    page.fill("#quantity", str(SOLD_T))
    page.locator("#ticket button.submit").click()
    expect(page.locator("#ticket-answer")).not_to_be_empty()
    return page


def own_account(person: Visitor) -> str:
    page = person.open("/accounts")
    return page.locator("main h2 a").first.inner_text()


def surrender(buyer: Visitor, account: str, quantity_t: int, serials: str = "") -> Page:
    page = buyer.open(f"/accounts/{account}/surrender")
    page.select_option("[name=unit_type]", CREDIT)
    page.fill("[name=quantity]", str(quantity_t))
    page.fill("[name=compliance_year]", str(LAST_YEAR))
    page.fill("[name=serials]", serials)
    submit(page, "main form")
    return page


def test_an_estimate_becomes_surrendered_units(cast: Cast, language: Literal["zh", "en"]) -> None:
    words = WORDS[language]
    estimate = save_estimate(cast.developer)
    project = start_project(cast.developer, estimate)
    take_step(cast.developer, project, "submit")
    take_step(cast.validator, project, "validate")
    take_step(cast.operator, project, "register")
    file_report(cast.developer, project, estimate)
    take_step(cast.verifier, project, "verify")
    take_step(cast.operator, project, "issue")

    page = cast.public.open(f"/registry/projects/{project}")
    expect(page.locator("html")).to_have_attribute("lang", words["html"])
    expect(page.locator(".path-step-done")).to_have_count(7)
    issued = page.locator("section:has(#issuances) tbody tr")
    expect(issued).to_have_count(1)
    expect(issued).to_contain_text(f"{ISSUABLE:,}")
    expect(issued).to_contain_text(CREDIT)

    order(cast.buyer, "buy")
    order(cast.developer, "sell")
    account = own_account(cast.buyer)
    statement = cast.buyer.open(f"/accounts/{account}").locator("section:has(#statement)")
    expect(statement).to_contain_text(f"+{SOLD_T}")

    page = surrender(cast.buyer, account, SURRENDERED_T)
    expect(page.locator(".irreversible")).to_contain_text(str(SURRENDERED_T))
    page.check("#confirmed")
    submit(page, "main form")
    page.wait_for_url(re.compile("/c/CR-"))
    certificate = page.url.rsplit("/", 1)[1]
    shown = cast.public.open(f"/c/{certificate}").locator(".certificate")
    expect(shown).to_contain_text(str(SURRENDERED_T))
    expect(shown).to_contain_text(str(LAST_YEAR))
    serials = shown.locator("a.serial").all_inner_texts()
    assert serials
    assert all(run.startswith(f"{CREDIT}-") for run in serials)

    again = "; ".join(serials)
    page = surrender(cast.buyer, account, SURRENDERED_T, again)
    refused = page.locator("#error-summary")
    expect(refused).to_contain_text(certificate)
    expect(refused).to_contain_text(words["used"])
    expect(refused).to_contain_text(words["rule"])
    expect(page.locator("[name=serials]")).to_have_value(again)
    life = cast.public.open(f"/serial?q={serials[0]}").locator("main")
    expect(life).to_contain_text(certificate)


def test_only_another_body_may_verify(cast: Cast) -> None:
    page = cast.validator.open("/registry/projects/PR-2026-000001")
    expect(page.locator("form[action$='/verify']")).to_have_count(0)
