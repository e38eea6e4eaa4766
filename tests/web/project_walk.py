"""A project's life in a browser, step by step, on a clock that the test drives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.worlds import MARKET_ZONE, DrivenClock, World, set_clock, unit_of_work
from tests.web.browser import TEST_SECRET, Visit, Visitor
from web.installation import install
from web.settings import Settings

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
PUBLICITY = timedelta(days=45)
"""Longer than twenty working days, whatever holidays lie in between."""

STEPS_OF_PATH = 9
PDF = b"%PDF-1.4 example"
DESIGN = {
    "construction_start": f"{LAST_YEAR - 5}-03-01",
    "crediting_from": f"{LAST_YEAR - 3}-01-01",
    "crediting_to": f"{LAST_YEAR + 6}-12-31",
    "meters.0.meter": "MTR-JOURNEY",
    "meters.0.installation": "Nanyu",
}


@dataclass
class Cast:
    """Everybody of the journey, each with a browser."""

    developer: Visitor
    validator: Visitor
    verifier: Visitor
    operator: Visitor
    buyer: Visitor
    public: Visitor


@dataclass
class Time:
    """The served world's clock."""

    world: World

    def start(self, ago: timedelta) -> None:
        """Let the world begin some time ago, and stand."""
        with unit_of_work(self.world) as session:
            set_clock(session, DrivenClock(datetime.now(MARKET_ZONE) - ago))

    def advance(self, duration: timedelta) -> None:
        """Move the clock on."""
        with unit_of_work(self.world) as session:
            set_clock(session, DrivenClock(session.clock.now() + duration))


@pytest.fixture
def time_of_world(live_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Time]:
    """The clock of the instance that is served, for tests to drive."""
    assert live_server
    served = sorted(tmp_path_factory.getbasetemp().glob("served*"), key=_number)[-1]
    settings = Settings(
        testing=True,
        demo=True,
        instance=served / "instance",
        secret_key=TEST_SECRET,
        database_url="",
    )
    installed = install(settings)
    yield Time(installed.worlds.open())
    installed.close()


def people(visit: Visit, language: str) -> Cast:
    """Sign everybody in."""
    signed_in = []
    for name in ("developer", "verifier1", "verifier2", "operator", "trader2"):
        person = visit(language)
        person.sign_in(f"{name}@example.org")
        signed_in.append(person)
    return Cast(*signed_in, visit(language))


def submit(page: Page, selector: str) -> None:
    """Press the button of a form and wait for the page that answers."""
    page.locator(f"{selector} button:not([type=button])").last.click()
    page.wait_for_load_state()


def save_estimate(developer: Visitor, title: str) -> str:
    """Calculate and keep an estimate; return its number."""
    page = developer.open("/estimate/ccer-01-002/new")
    for name, value in INPUTS.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=grid]", "south")
    page.locator("main form .form-actions button.btn-primary").click()
    page.wait_for_url(re.compile("/result"))
    expect(page.locator(".key-total")).to_contain_text("761,646.68")
    page.fill("#title", title)
    submit(page, "form[action='/estimate/saved']")
    page.wait_for_url(re.compile("/estimate/saved/ES-"))
    return page.url.rsplit("/", 1)[1]


def start_project(developer: Visitor, estimate: str, name: str) -> str:
    """Start a draft; return its number."""
    page = developer.open(f"/estimate/saved/{estimate}/project")
    expect(page.locator(".path-step")).to_have_count(STEPS_OF_PATH)
    page.fill("[name=name]", name)
    submit(page, "main form")
    page.wait_for_url(re.compile("/registry/projects/PR-"))
    expect(page.locator("h1")).to_have_text(name)
    return page.url.rsplit("/", 1)[1]


def describe(developer: Visitor, project: str, **changes: str) -> None:
    """Fill in the design facts."""
    page = developer.open(f"/registry/projects/{project}/design")
    page.locator("button[name=add_row]").click()
    page.wait_for_load_state()
    for name, value in {**DESIGN, **changes}.items():
        page.fill(f"[name='{name}']", value)
    page.check("[name=outside_quota]")
    submit(page, "main form")
    expect(page.locator(".alert-success")).to_be_visible()


def upload(person: Visitor, project: str, kind: str) -> None:
    """File a document of a kind, a part of its option's value."""
    page = person.open(f"/registry/projects/{project}")
    option = page.locator(f"#document-kind option[value^='{kind}']").first
    page.select_option("#document-kind", option.get_attribute("value"))
    named = {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.set_input_files("#document-file", [named])  # type: ignore[list-item]
    submit(page, "form[action$='/documents']")
    expect(page.locator(".alert-success")).to_be_visible()
    expect(page.locator("section:has(#documents)")).to_contain_text(f"{kind}.pdf")


def take_step(person: Visitor, project: str, step: str) -> None:
    """Find the step in one's tasks and take it on the project's page."""
    tasks = person.open("/tasks")
    expect(tasks.locator(f"a[href*='/registry/projects/{project}']").first).to_be_visible()
    page = person.open(f"/registry/projects/{project}")
    submit(page, f"form[action$='/{step}']")
    expect(page.locator(".alert-success")).to_be_visible()


def file_report(developer: Visitor, project: str, estimate: str) -> None:
    """File a report on last year with its document."""
    page = developer.open(f"/registry/projects/{project}/reports/new")
    page.select_option("[name=estimate]", estimate)
    page.fill("[name=period_from]", f"{LAST_YEAR}-01-01")
    page.fill("[name=period_to]", f"{LAST_YEAR}-12-31")
    named = {"name": "monitoring.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.set_input_files("#field-file", [named])  # type: ignore[list-item]
    submit(page, "main form")
    page.wait_for_url(re.compile(f"{project}#MR-"))


def own_account(person: Visitor) -> str:
    """Return the number of a person's account."""
    page = person.open("/accounts")
    return page.locator("main h2 a").first.inner_text()


def _number(folder: Path) -> int:
    digits = folder.name.removeprefix("served")
    return int(digits) if digits.isdigit() else -1
