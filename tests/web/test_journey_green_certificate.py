"""Green certificates in a browser: 24 months from meter to expiry, and the exclusion with CCER."""

import re
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, cast

import pytest
from playwright.sync_api import Page, expect

from registry.green_certificates import month_last, month_text, moved_month
from registry.worlds import Database, DrivenClock, WallClock, World, set_clock, unit_of_work
from tests.web.browser import Visit, Visitor
from tests.web.demo_site import Person
from tests.web.project_life import described, file_document, saved, step

BASE = "/registry/green-certificates"
MONTHS = 24
SOLD, USED = 10, 4
WORDS = {
    "zh": {"used": "绿色电力消费", "frozen": "冻结", "cancelled": "核销", "sold": "仅可交易一次"},
    "en": {
        "used": "Green power use",
        "frozen": "frozen",
        "cancelled": "cancelled",
        "sold": "traded once",
    },
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Language = Literal["zh", "en"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seeded_instance(seeded_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo in a world whose clock is driven."""
    instance = tmp_path_factory.mktemp("driven") / "instance"
    shutil.copytree(seeded_instance, instance)
    database = Database(f"sqlite:///{instance}/worlds/public.sqlite3", pooled=False)
    with unit_of_work(World("public", database)) as session:
        set_clock(session, DrivenClock(WallClock().now()))
    database.dispose()
    return instance


@dataclass
class Cast:
    """Everybody of the journey, each with a browser."""

    owner: Visitor
    operator: Visitor
    buyer: Visitor
    admin: Visitor
    validator: Visitor
    verifier: Visitor
    public: Visitor


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture
def people(visit: Visit, language: Language) -> Cast:
    names = ("developer", "operator", "trader2", "admin", "verifier1", "verifier2")
    signed_in = []
    for name in names:
        person = visit(language)
        person.sign_in(f"{name}@example.org")
        signed_in.append(person)
    return Cast(*signed_in, visit(language))


def submit(page: Page, selector: str) -> None:
    """Press the last button of a form and wait for the page that answers."""
    page.locator(f"{selector} button:not([type=button])").last.click()
    page.wait_for_load_state()


def today(admin: Visitor) -> date:
    """The world's day, read from its page."""
    found = DAY.search(admin.open("/clock").locator(".key-figures").inner_text())
    assert found is not None
    return date.fromisoformat(found[0])


def go_to(admin: Visitor, day: date) -> None:
    """Move the clock; what is due is carried out with it."""
    page = admin.open("/clock")
    page.fill("[name=to]", day.isoformat())
    submit(page, "main form")
    expect(page.locator(".alert-success")).to_be_visible()


def own_account(person: Visitor) -> str:
    return person.open("/accounts").locator("main h2 a").first.inner_text()


def file_device(cast_: Cast, meter: str, energy: str) -> str:
    """A device filed by its owner and approved by the operator; its number."""
    page = cast_.owner.open(f"{BASE}/devices/new")
    page.fill("[name=name]", f"<b>{meter}</b>")
    page.select_option("[name=energy]", energy)
    page.fill("[name=capacity_kw]", "99,000")
    page.fill("[name=commissioned]", "2022-03-01")
    page.fill("[name=province]", "福建")
    page.fill("[name=grid_meters]", meter)
    submit(page, "main form")
    page.wait_for_url(re.compile("/devices/GD-"))
    expect(page.locator("h1")).to_have_text(f"<b>{meter}</b>")
    number = page.url.rsplit("/", 1)[1]
    page = cast_.operator.open(f"{BASE}/devices/{number}")
    page.locator("form[action$='/approve'] button").click()
    expect(page.locator("#state")).not_to_have_text("filed")
    return number


def file_months(cast_: Cast, folder: Path, meter: str, months: list[date], mwh: str) -> None:
    """Upload months of generation: a wrong file first, then the right one, checked and filed."""
    header, rows = (
        "meter,month,generation_mwh\n",
        [f"{meter},{month_text(m)},{mwh}\n" for m in months],
    )
    wrong, right = folder / "wrong.csv", folder / "right.csv"
    wrong.write_text(header + rows[0] + f"{meter},2026-13,1\n")
    right.write_text(header + "".join(rows))
    page = cast_.owner.open(f"{BASE}/generation")
    page.set_input_files("[name=file]", wrong)
    page.locator("button[value=check]").click()
    expect(page.locator("section:has(#lines) tbody tr")).to_have_count(1)
    for button in ("check", "store"):
        page.set_input_files("[name=file]", right)
        page.locator(f"button[value={button}]").click()
        expect(page.locator(".alert-success")).to_be_visible()


def issue(cast_: Cast, device: str) -> None:
    page = cast_.operator.open(f"{BASE}/devices/{device}")
    page.locator("#issue button").click()
    expect(page.locator(".alert-success")).to_be_visible()


def send(person: Visitor, sender: str, receiver: str, unit_type: str, quantity: int) -> Page:
    page = person.open(f"/accounts/{sender}/transfer?unit_type={unit_type}")
    page.select_option("[name=unit_type]", unit_type)
    page.fill("[name=to_account]", receiver)
    page.fill("[name=quantity]", str(quantity))
    submit(page, "main form")
    return page


def use(person: Visitor, account: str, unit_type: str, month: date) -> Page:
    """Declare green power use: form, what is final, certificate."""
    page = person.open(f"/accounts/{account}/retire?unit_type={unit_type}")
    page.select_option("[name=unit_type]", unit_type)
    page.fill("[name=quantity]", str(USED))
    page.fill("[name=beneficiary]", "示例工厂 Example plant")
    page.select_option("[name=purpose]", "green_power_use")
    page.fill("[name=period_from]", month.isoformat())
    page.fill("[name=period_to]", month_last(month).isoformat())
    submit(page, "main form")
    page.locator("main form [name=confirmed]").first.check()
    submit(page, "main form")
    page.wait_for_url(re.compile("/c/CR-"))
    return page


def expiry_row(visitor: Visitor, unit_type: str) -> list[str]:
    page = visitor.open(f"{BASE}/expiry")
    row = page.locator(f"tr:has(td:text-is('{unit_type}'))")
    return [cell.strip() for cell in row.locator("td.numeric").all_inner_texts()]


def test_24_months_from_the_meter_to_expiry(
    people: Cast, language: Language, tmp_path: Path
) -> None:
    words, meter = WORDS[language], f"WND-{language.upper()}"
    now = today(people.admin)
    last = moved_month(now.replace(day=1), -1)
    months = [moved_month(last, step_ - MONTHS + 2) for step_ in range(MONTHS - 1)]
    oldest = f"GEC-{month_text(months[0])}"
    device = file_device(people, meter, "wind")
    file_months(people, tmp_path, meter, months, "100.400")
    issue(people, device)
    before = expiry_row(people.public, oldest)
    page = people.public.open(f"{BASE}/devices/{device}")
    rows = page.locator("#month-table tbody tr")
    expect(rows).to_have_count(MONTHS - 1)
    expect(rows.last).to_contain_text("0.400")
    expect(rows.nth(MONTHS - 4)).to_contain_text("101")

    seller, buyer = own_account(people.owner), own_account(people.buyer)
    send(people.owner, seller, buyer, oldest, SOLD)
    page = send(people.buyer, buyer, seller, oldest, 1)
    expect(page.locator("#error-summary")).to_contain_text(words["sold"])
    page = use(people.buyer, buyer, oldest, months[0])
    expect(page.locator("main")).to_contain_text(words["used"])

    next_month = moved_month(now.replace(day=1), 1)
    go_to(people.admin, next_month)
    issued, held, frozen, used, _cancelled, expired = expiry_row(people.public, oldest)
    assert (issued, held, frozen) == (before[0], "0", "0")
    numbers = [int(text.replace(",", "")) for text in (issued, used, expired)]
    assert numbers[0] == numbers[1] + numbers[2]
    assert numbers[1] >= USED

    file_months(people, tmp_path, meter, [moved_month(last, 1)], "50.000")
    issue(people, device)
    page = people.public.open(f"{BASE}/devices/{device}")
    expect(page.locator("#month-table tbody tr")).to_have_count(MONTHS)
    expect(page.locator("html")).to_have_attribute(
        "lang", "zh-Hans-CN" if language == "zh" else "en"
    )


@dataclass
class Caller:
    """A signed-in browser that calls the JSON interface, as the builders of projects do."""

    visitor: Visitor

    def call(self, path: str, body: Any = None, method: str = "POST") -> SimpleNamespace:
        page = self.visitor.open("/accounts")
        found = page.locator("[name=csrf_token]").first.get_attribute("value")
        answer = page.request.fetch(
            f"{self.visitor.base_url}/api/v1{path}",
            method=method,
            headers={"X-CSRFToken": found or ""},
            data=body,
        )
        return SimpleNamespace(status_code=answer.status, json=answer.json())


def test_a_reduction_project_freezes_and_cancels_the_certificates_of_its_meter(
    people: Cast, language: Language, tmp_path: Path
) -> None:
    words, meter = WORDS[language], f"DSW-{language.upper()}"
    now = today(people.admin)
    year = now.year - 1
    months = [date(year, month, 1) for month in range(1, 13) if date(year, month, 1) < now]
    months = [m for m in months if moved_month(m, 24) > now.replace(day=1)]
    device = file_device(people, meter, "deep_sea_wind")
    file_months(people, tmp_path, meter, months, "12.500")
    issue(people, device)

    developer, validator, verifier, operator = (
        cast(Person, Caller(person))
        for person in (people.owner, people.validator, people.verifier, people.operator)
    )
    design = {
        "crediting_from": f"{year}-01-01",
        "crediting_to": f"{year + 9}-12-31",
        "meters": [{"meter": meter, "installation": ""}],
    }
    project = described(developer, f"Exclusion {language}", **design)
    assert file_document(developer, project, "design")[0] == 200
    path = f"/projects/{project}/steps"
    assert step(developer, path, "publish") == (200, "")
    go_to(people.admin, today(people.admin) + timedelta(days=45))
    assert file_document(validator, project, "validation")[0] == 200
    for person, taken in ((validator, "validate"), (developer, "apply"), (operator, "register")):
        assert step(person, path, taken) == (200, "")
    go_to(people.admin, today(people.admin) + timedelta(days=1))

    published = shown(people, meter, "frozen")
    assert published.count() > 0
    expect(published.first).to_contain_text(words["frozen"])
    expect(published.first).to_contain_text(project)
    page = people.public.open(f"{BASE}/devices/{device}")
    expect(page.locator("#month-table tbody tr").first).to_contain_text(words["frozen"])

    filing = {
        "estimate": saved(developer, f"Measured {language}"),
        "period_from": f"{year}-01-01",
        "period_to": f"{year}-12-31",
        "document": file_document(developer, project, "monitoring")[1],
        "client_id": f"filing-{language}",
    }
    report = developer.call(f"/projects/{project}/reports", filing).json["report"]
    reported = f"/reports/{report}/steps"
    go_to(people.admin, today(people.admin) + timedelta(days=45))
    assert file_document(verifier, project, "verification", report)[0] == 200
    assert step(verifier, reported, "verify") == (200, "")
    assert step(developer, reported, "claim") == (200, "")
    account = own_account(people.owner)
    assert step(operator, reported, "issue", account=account) == (200, "")
    go_to(people.admin, today(people.admin) + timedelta(days=1))

    published = shown(people, meter, "cancelled")
    assert published.count() > 0
    expect(published.first).to_contain_text(words["cancelled"])
    expect(published.first).to_contain_text(report)


def shown(people: Cast, meter: str, step_: str) -> Any:
    """The published rows of a meter and step."""
    page = people.public.open(f"{BASE}/exclusions?q={meter}&only={step_}")
    return page.locator("#exclusions tbody tr")
