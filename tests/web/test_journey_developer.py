"""Journey D: an estimate becomes a project, issued units, a sale and a surrender, in a browser."""

import re
from datetime import timedelta
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import Visit, Visitor
from tests.web.project_walk import (
    CREDIT,
    ISSUABLE,
    LAST_YEAR,
    PUBLICITY,
    STEPS_OF_PATH,
    Cast,
    Time,
    describe,
    file_report,
    own_account,
    people,
    save_estimate,
    start_project,
    submit,
    take_step,
    time_of_world,
    upload,
)

PRICE_CNY = "95.00"
SOLD_T = 100
SURRENDERED_T = 60
WORDS = {
    "zh": {"html": "zh-Hans-CN", "rule": "规则", "fix": "如何处理", "used": "清缴"},
    "en": {"html": "en", "rule": "Rule", "fix": "What to do", "used": "surrendered"},
}

pytestmark = pytest.mark.browser
assert time_of_world  # a fixture
DAY = timedelta(days=1)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Literal["zh", "en"]:
    chosen: Literal["zh", "en"] = request.param
    return chosen


@pytest.fixture
def cast(visit: Visit, time_of_world: Time, language: Literal["zh", "en"]) -> Cast:
    time_of_world.start(2 * PUBLICITY + DAY)
    return people(visit, language)


def order(trader: Visitor, side: str) -> Page:
    page = trader.open(f"/market/{CREDIT}")
    page.locator(f".choice-{side}").click()
    page.fill("#price", PRICE_CNY)
    page.fill("#quantity", str(SOLD_T))
    page.locator("#ticket button.submit").click()
    expect(page.locator("#ticket-answer")).not_to_be_empty()
    return page


def surrender(buyer: Visitor, account: str, quantity_t: int, serials: str = "") -> Page:
    page = buyer.open(f"/accounts/{account}/surrender")
    page.select_option("[name=unit_type]", CREDIT)
    page.fill("[name=quantity]", str(quantity_t))
    page.fill("[name=compliance_year]", str(LAST_YEAR))
    page.fill("[name=serials]", serials)
    submit(page, "main form")
    return page


def issued(cast: Cast, time_of_world: Time, language: str) -> str:
    """Return a project whose credits were issued."""
    estimate = save_estimate(cast.developer, "Journey D")
    name = "<script>alert(1)</script> Journey D"
    project = start_project(cast.developer, estimate, name)
    describe(cast.developer, project, **{"meters.0.meter": f"MTR-D-{language}"})
    upload(cast.developer, project, "design")
    take_step(cast.developer, project, "publish")
    time_of_world.advance(PUBLICITY)
    upload(cast.validator, project, "validation")
    take_step(cast.validator, project, "validate")
    take_step(cast.developer, project, "apply")
    take_step(cast.operator, project, "register")
    file_report(cast.developer, project, estimate)
    upload(cast.verifier, project, "verification")
    time_of_world.advance(PUBLICITY)
    take_step(cast.verifier, project, "verify")
    take_step(cast.developer, project, "claim")
    take_step(cast.operator, project, "issue")
    return project


def test_an_estimate_becomes_surrendered_units(
    cast: Cast, time_of_world: Time, language: Literal["zh", "en"]
) -> None:
    words = WORDS[language]
    project = issued(cast, time_of_world, language)

    page = cast.public.open(f"/registry/projects/{project}")
    expect(page.locator("html")).to_have_attribute("lang", words["html"])
    expect(page.locator(".path-step-done")).to_have_count(STEPS_OF_PATH)
    row = page.locator("section:has(#issuances) tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(f"{ISSUABLE:,}")
    expect(row).to_contain_text(CREDIT)

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
