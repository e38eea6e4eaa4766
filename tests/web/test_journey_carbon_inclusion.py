"""Carbon inclusion, in a browser: 10,000 platform records become credits, then a certificate."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import Visit, Visitor

BASE = "/registry/carbon-inclusion"
RECORDS = 10_000
PERSONS = 500
AMOUNT_VKM = "36.5"
CREDITS_KG = 10_000
"""500 persons reach the demo scheme's limit of 20 kg: 20 records of 5.5845 kg each."""

WORDS = {
    "zh": {"donation": "捐赠", "tableware": "无需一次性餐具"},
    "en": {"donation": "Donation", "tableware": "No disposable tableware"},
}

pytestmark = pytest.mark.browser


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Literal["zh", "en"]:
    chosen: Literal["zh", "en"] = request.param
    return chosen


def submit(page: Page, selector: str) -> None:
    """Press the last button of a form and wait for the page that answers."""
    page.locator(f"{selector} button:not([type=button])").last.click()
    page.wait_for_load_state()


def files(folder: Path, month: str, language: str) -> tuple[Path, Path, Path]:
    """Files of consents, of activities, and of activities with two bad rows."""
    consents, activities = folder / "consents.csv", folder / "activities.csv"
    people = [f"{language}-{number}" for number in range(PERSONS)]
    consents.write_text(
        "user_id,consent,day\n" + "".join(f"{each},given,{month}-01\n" for each in people)
    )
    header = "record_id,user_id,activity,day,amount,reward\n"
    rows = [
        f"{language}-{number},{people[number % PERSONS]},new_energy_vehicle,{month}-01,"
        f"{AMOUNT_VKM},coupon\n"
        for number in range(RECORDS)
    ]
    activities.write_text(header + "".join(rows))
    wrong = folder / "wrong.csv"
    wrong.write_text(header + rows[0] + f"x,{people[0]},flight,{month}-01,1e400,\n" + ",,,,,\n")
    return consents, activities, wrong


def send(page: Page, content: str, file: Path, do: str) -> None:
    page.select_option("[name=content]", content)
    page.set_input_files("[name=file]", file)
    page.locator(f"button[value={do}]").click()


def take_step(person: Visitor, batch: str, step: str) -> Page:
    page = person.open(f"/registry/carbon-inclusion/batches/{batch}")
    submit(page, f"form[action$='/{step}']")
    expect(page.locator(".alert-success")).to_be_visible()
    return page


@pytest.fixture
def cast(visit: Visit, language: Literal["zh", "en"]) -> list[Visitor]:
    """The platform's representative, a verification body and the operator."""
    people = []
    for name in ("platform", "verifier1", "operator"):
        person = visit(language)
        person.sign_in(f"{name}@example.org")
        people.append(person)
    return people


def upload(platform: Visitor, number: str, paths: tuple[Path, Path, Path]) -> None:
    """Check a wrong file, then store consents and activities."""
    consents, activities, wrong = paths
    address = f"{BASE}/platforms/{number}/upload"
    page = platform.open(address)
    send(page, "activities", wrong, "check")
    expect(page.locator("#answer tbody tr")).to_have_count(1)
    expect(page.locator("#answer tbody tr").first).to_contain_text("flight")
    page = platform.open(address)
    send(page, "consents", consents, "store")
    page.wait_for_url(re.compile(f"{number}$"))
    page = platform.open(address)
    send(page, "activities", activities, "check")
    expect(page.locator("#answer .alert-success")).to_contain_text("10,000")
    page.locator("button[value=store]").click()
    page.wait_for_url(re.compile(f"{number}$"))
    expect(page.locator("[role=status].alert-success")).to_contain_text("10,000")


def donate(platform: Visitor, unit_type: str, language: str) -> None:
    """Try a use the scheme does not allow, then donate: a certificate in kg and t."""
    account = platform.open("/accounts").locator("main h2 a").first.inner_text()
    page = platform.open(f"/accounts/{account}/retire?unit_type={unit_type}")
    page.select_option("[name=unit_type]", unit_type)
    page.fill("[name=quantity]", "2500")
    page.fill("[name=beneficiary]", "Example")
    page.select_option("[name=purpose]", "ecological_compensation")
    submit(page, "main form")
    expect(page.locator(".alert-danger")).to_contain_text(unit_type)
    page.select_option("[name=purpose]", "donation")
    submit(page, "main form")
    page.check("#confirmed")
    submit(page, "main form")
    page.wait_for_url(re.compile("/c/CR-"))
    for text in ("2,500", "2.5 t", WORDS[language]["donation"]):
        expect(page.locator("main")).to_contain_text(text)


def test_platform_records_become_credits_and_a_certificate(
    cast: list[Visitor], visit: Visit, language: Literal["zh", "en"], tmp_path: Path
) -> None:
    platform, verifier, operator = cast
    page = platform.open(BASE)
    number = page.locator("a[href*='/platforms/IP-']").first.inner_text()
    page = platform.open(f"{BASE}/platforms/{number}")
    month = page.input_value("[name=period_from]")[:7]
    upload(platform, number, files(tmp_path, month, language))

    submit(page, "form[action$='/batches']")
    page.wait_for_url(re.compile("/batches/IB-"))
    batch = page.url.rsplit("/", 1)[1]
    expect(page.locator("main")).to_contain_text("55,845")
    take_step(verifier, batch, "verify")
    page = take_step(operator, batch, "issue")
    expect(page.locator("main")).to_contain_text(f"{CREDITS_KG:,}")
    unit_type = re.search(r"WHPHCER-\d{4}", page.locator("main").inner_text())
    assert unit_type
    donate(platform, unit_type[0], language)

    page = visit(language).open(f"{BASE}/schemes/WHPHCER")
    expect(page.locator("section:has(#figures)")).to_contain_text(WORDS[language]["donation"])
    expect(page.locator("section:has(#factors)")).to_contain_text(WORDS[language]["tableware"])
