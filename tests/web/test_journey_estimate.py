"""Journey E: a developer chooses a methodology, estimates, compares, shares, reports and starts."""

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.web.accessibility import grave_findings
from tests.web.browser import PHONE, Visit, Visitor

pytestmark = pytest.mark.browser

DEVELOPER = "developer@example.org"
WIND = "/estimate/ccer-01-002"
ANSWERS = {
    "purpose": "credits",
    "activity": "wind_power",
    "place": "far_sea",
    "proof": "true",
}
CAPACITY_MW, EXPORT_MWH, IMPORT_MWH = 300, 900_000, 3_200
REDUCTIONS = "528,708.44"
"""(900,000 − 3,200) MWh × (0.5 × 0.7921 + 0.5 × 0.3870) t CO2/MWh, East China, factors of 2019."""


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Literal["zh", "en"]:
    chosen: Literal["zh", "en"] = request.param
    return chosen


@pytest.fixture
def developer(visit: Visit, language: Literal["zh", "en"]) -> Visitor:
    visitor = visit(language)
    visitor.sign_in(DEVELOPER)
    return visitor


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
        page.locator(f"[name={name}]").blur()


def calculate(page: Page) -> None:
    page.locator("main form .form-actions button.btn-primary").click()


def fill_and_keep(page: Page, **values: str) -> None:
    """Type values and wait until the draft of them is saved."""
    with page.expect_response(lambda answer: "/draft" in answer.url and answer.ok):
        fill(page, **values)


def wind(page: Page, export_mwh: str) -> None:
    """Type the data of an offshore wind farm."""
    page.select_option("[name=complies_with_law_and_policy]", "true")
    fill(page, distance_to_shore_km="45", water_depth_m="38", factor_year="2019")
    page.select_option("[name=grid]", "east")
    fill(
        page,
        installed_capacity_mw=str(CAPACITY_MW),
        export_mwh=export_mwh,
        import_mwh="３，２００",
    )


def saved(page: Page, title: str) -> str:
    """Save the result on the page under a title; return its number."""
    page.fill("#title", title)
    page.locator("form:has(#title) button").click()
    page.wait_for_url(re.compile("/estimate/saved/ES-"))
    return page.url.rsplit("/", 1)[1]


def edited(content: bytes, **values: object) -> bytes:
    """The downloaded form with other values in some cells."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["inputs"]
    rows = {str(row[0].value): row[2] for row in sheet.iter_rows()}
    for name, value in values.items():
        rows[name].value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def download(page: Page, press: Callable[[], Any]) -> bytes:
    with page.expect_download() as waiting:
        press()
    return Path(waiting.value.path()).read_bytes()


def test_five_questions_name_what_fits_and_the_article_of_what_does_not(
    visit: Visit, language: Literal["zh", "en"]
) -> None:
    page = visit(language, viewport=PHONE).open("/estimate")
    for name, value in ANSWERS.items():
        page.select_option(f"#questions [name={name}]", value)
    page.fill("#questions [name=started_on]", "2024-03-01")
    page.keyboard.press("Tab")
    expect(page.locator("#verdict")).to_contain_text("1")
    fitting = page.locator("#chosen > article")
    expect(fitting).to_have_count(1)
    expect(fitting).to_contain_text("CCER-01-002-V01")
    refused = page.locator("section:has(#outside) .refused-list > li")
    assert refused.count() >= 2
    for entry in refused.all():
        assert entry.locator(".source").last.inner_text().strip()
    assert grave_findings(page) == []
    fitting.locator("a.btn-primary").click()
    expect(page).to_have_url(re.compile(f"{WIND}/new"))


def test_a_draft_survives_and_comes_back_from_a_workbook_with_one_bad_cell(
    developer: Visitor, visit: Visit, language: Literal["zh", "en"], tmp_path: Path
) -> None:
    page = developer.open(f"{WIND}/new")
    wind(page, "900,000,000")
    calculate(page)
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#error-summary")).to_contain_text("8,760 h")
    expect(page.locator(".form-cell:has([name=export_mwh])")).to_contain_text("kWh")
    expect(page.locator("[name=export_mwh]")).to_have_value("900,000,000")
    assert grave_findings(page) == []
    fill_and_keep(page, export_mwh="９００，０００")
    developer.page.context.clear_cookies()

    returned = visit(language)
    returned.sign_in(DEVELOPER)
    page = returned.open("/estimate/drafts")
    assert grave_findings(page) == []
    page.locator("article .form-actions a.btn-primary").first.click()
    expect(page.locator("[name=export_mwh]")).to_have_value("９００，０００")
    expect(page.locator("main")).to_contain_text("0.7921")

    page.locator(".actions a[href*='/upload']").click()
    form = download(page, page.locator("a[href*='form.xlsx']").first.click)
    bad = edited(form, water_depth_m=40, distance_to_shore_km=46, import_mwh="=1+1")
    (tmp_path / "wind.xlsx").write_bytes(bad)
    page.set_input_files("#file", tmp_path / "wind.xlsx")
    page.locator("form:has(#file) button").click()
    refused = page.locator("section:has(#refused) tbody tr")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("import_mwh")
    expect(refused.locator(".cell")).to_have_text(re.compile(r"[A-Z]\d+"))
    changed = page.locator("section:has(#accepted) tbody").first.locator("tr")
    expect(changed).to_have_count(2)
    assert grave_findings(page) == []


def test_a_result_is_explained_varied_compared_shared_and_becomes_a_project(
    developer: Visitor, visit: Visit, language: Literal["zh", "en"]
) -> None:
    page = developer.open(f"{WIND}/new")
    wind(page, "９００，０００")
    calculate(page)
    page.wait_for_url(re.compile("/result"))
    expect(page.locator(".key-total")).to_contain_text(REDUCTIONS)
    page.locator(".trace details summary").first.click()
    expect(page.locator(".trace details[open]")).to_contain_text("2019")
    assert grave_findings(page) == []
    address = page.url
    first = saved(page, "300 MW")
    for place in ("uncertainty", "years", "revenue"):
        page.goto(address.replace("/result", f"/{place}"))
        assert grave_findings(page) == []

    page.goto(address.replace("/result", "/new"))
    fill(page, installed_capacity_mw="250", export_mwh="750000")
    calculate(page)
    page.wait_for_url(re.compile("/result"))
    second = saved(page, "250 MW")
    check_shared_comparison(developer, visit(language), first, second)
    check_reports(developer, first)

    page = developer.open(f"/estimate/saved/{first}/project")
    expect(page.locator("main")).to_contain_text(first)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile("/registry/projects/PR-"))
    expect(page.locator("main")).to_contain_text(first)
    assert grave_findings(page) == []


def check_shared_comparison(developer: Visitor, stranger: Visitor, first: str, second: str) -> None:
    """Two variants are compared, and somebody without a sign-in reads the comparison."""
    page = developer.open(f"/estimate/compare?e={first}&e={second}")
    expect(page.locator("main")).to_contain_text("300 MW")
    expect(page.locator("main")).to_contain_text("250 MW")
    assert grave_findings(page) == []
    page.locator("section:has(#save) button").click()
    page.locator("#share > summary").click()
    page.locator("#share button").click()
    shared = page.locator("#share-address").inner_text()
    page = stranger.open("/" + shared.split("/", 3)[3])
    expect(page.locator("main")).to_contain_text("250 MW")
    expect(page.locator("main form[method=post]")).to_have_count(0)
    assert grave_findings(page) == []


def check_reports(developer: Visitor, number: str) -> None:
    """Reports in both languages have the page's digests, the figure, and the workbook inside."""
    for tag in ("zh", "en"):
        page = developer.open(f"/estimate/saved/{number}/report?chosen=true&lang={tag}")
        assert grave_findings(page) == []
        digests = page.locator(".digest").all_inner_texts()
        buttons = page.locator("section:has(#files) a.btn")
        pdf, xlsx = (download(page, buttons.nth(place).click) for place in range(2))
        assert [hashlib.sha256(content).hexdigest() for content in (pdf, xlsx)] == digests
        reader = PdfReader(io.BytesIO(pdf))
        attached = [content for contents in reader.attachments.values() for content in contents]
        assert attached == [xlsx]
        assert REDUCTIONS in "".join(sheet.extract_text() for sheet in reader.pages)
        assert REDUCTIONS in kept_values(xlsx)


def kept_values(workbook: bytes) -> set[str]:
    """The numbers that the workbook keeps beside its formulas."""
    book = load_workbook(io.BytesIO(workbook), data_only=True)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return {f"{value:,.2f}" for value in cells if isinstance(value, int | float)}
