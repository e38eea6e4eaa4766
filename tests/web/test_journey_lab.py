"""Journey L: a researcher writes a scenario, asks what if, and runs an ensemble in the browser."""

import re
from typing import Literal

import pytest

from tests.web.accessibility import grave_findings
from tests.web.browser import DESKTOP, PHONE, Visit, Visitor

FEW_FIRMS = "\n".join(
    (
        "agents.firms.power.count=10",
        "agents.firms.steel.count=2",
        "agents.firms.cement.count=2",
        "agents.firms.aluminium.count=1",
    )
)
WRONG = "agents:\n  firms:\n    power: {cuont: 3}\n"
RUN_MS_MAX = 120_000

pytestmark = pytest.mark.browser


def check_page(visitor: Visitor) -> None:
    """Hold that nothing hinders readers and that the page is no wider than the window."""
    page = visitor.page
    assert grave_findings(page) == []
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0, page.url


@pytest.mark.parametrize(("language", "viewport"), [("zh", DESKTOP), ("en", PHONE)])
def test_an_error_is_marked_at_its_line_while_it_is_written_and_found_by_its_link(
    visit: Visit, language: Literal["zh", "en"], viewport: dict[str, int]
) -> None:
    reader = visit(language, viewport=viewport)
    reader.sign_in("researcher@example.org")
    page = reader.open("/lab/s/new?from=cn-national-2024")
    text = page.locator("#field-text")
    written = text.input_value()
    text.fill(written + WRONG)
    mark = page.locator("[data-lines] .wrong")
    mark.wait_for()
    line = len(written.splitlines()) + 3
    assert mark.inner_text() == str(line)
    check_page(reader)
    page.locator(f"a[data-line='{line}']").first.click()
    selected = page.evaluate(
        "() => { const t = document.activeElement;"
        " return t.value.slice(t.selectionStart, t.selectionEnd); }"
    )
    assert "cuont" in selected

    text.fill(written)
    page.locator(".problems-none").wait_for()
    page.locator(".editor-foot button.btn-primary").click()
    page.wait_for_url(re.compile(r"/lab/s/\d+$"))
    check_page(reader)


def test_a_lever_moved_by_the_keyboard_draws_a_band_beside_the_unchanged_one(
    visit: Visit,
) -> None:
    reader = visit("en")
    reader.sign_in("researcher@example.org")
    page = reader.open("/lab/whatif?scenario=cn-national-2024")
    page.locator("#lever-hoarding").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    assert page.locator(".lever:has(#lever-hoarding) [data-value]").inner_text() == "0.6"
    page.locator("#found .run-done").wait_for(timeout=RUN_MS_MAX)
    assert "ran 20 of 20" in page.locator("#found").inner_text()
    page.locator("#fan[data-drawn-days]").wait_for()
    check_page(reader)
    page.get_by_role("button", name="Save as my scenario").click()
    page.wait_for_url(re.compile(r"/lab/s/\d+/edit$"))
    assert "hoarding: 0.6" in page.locator("#field-text").input_value()


@pytest.mark.parametrize(("language", "viewport"), [("zh", DESKTOP), ("en", PHONE)])
def test_an_ensemble_is_designed_watched_and_read(
    visit: Visit, language: Literal["zh", "en"], viewport: dict[str, int]
) -> None:
    reader = visit(language, viewport=viewport)
    reader.sign_in("researcher@example.org")
    page = reader.open("/lab/e/new?from=cn-national-2024")
    page.locator("#field-overrides").fill(FEW_FIRMS)
    page.locator("#field-points").fill("2")
    page.locator("#field-points").blur()
    page.locator("#cost .cost").wait_for()
    check_page(reader)
    page.locator("form .btn-primary").last.click()
    page.wait_for_url(re.compile(r"/lab/e/\w+$"))
    page.locator("#results-digest").wait_for(timeout=RUN_MS_MAX)
    page.locator("[data-drawn-days]").wait_for()
    check_page(reader)
    page.get_by_role("link", name=re.compile("^(Sensitivity|敏感度)$")).click()
    page.locator("[data-indices] svg").wait_for()
    check_page(reader)
    ensemble = page.url.split("/")[-2]
    page = reader.open(f"/lab/compare?a={ensemble}.0&b={ensemble}.1")
    page.locator("#fan[data-drawn-days]").wait_for()
    check_page(reader)
