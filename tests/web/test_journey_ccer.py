"""A project's whole life with its real windows: draft, comment, credits, certificate; zh and en."""

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.web.browser import PHONE, Visit
from tests.web.project_walk import (
    CREDIT,
    ISSUABLE,
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

SCRIPT = "<script>alert(1)</script>"
RETIRED_T = 120
WORDS = {
    "zh": {"open": "意见征集至", "from": "起方可办理", "closed": "公示至", "owner": "示例受益公司"},
    "en": {
        "open": "comments open until",
        "from": "may be taken from",
        "closed": "public until",
        "owner": "Example Beneficiary",
    },
}

pytestmark = pytest.mark.browser
assert time_of_world  # a fixture


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Literal["zh", "en"]:
    chosen: Literal["zh", "en"] = request.param
    return chosen


def until_published(cast: Cast, language: str) -> tuple[str, str]:
    """Return a published project and the estimate it began from."""
    estimate = save_estimate(cast.developer, f"CCER {language}")
    project = start_project(cast.developer, estimate, f"{SCRIPT} {language}")
    assert cast.public.page.goto(f"/registry/projects/{project}").status == 404  # type: ignore[union-attr]
    describe(cast.developer, project, **{"meters.0.meter": f"MTR-CCER-{language}"})
    upload(cast.developer, project, "design")
    take_step(cast.developer, project, "publish")
    return project, estimate


def comment(cast: Cast, project: str, said: str) -> None:
    """Comment without an account, on a phone's width, and answer as the developer."""
    page = cast.public.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"/registry/projects/{project}")
    page.fill("#comment-author", SCRIPT)
    page.fill("#comment-contact", "zhou@example.org")
    page.fill("#comment-text", said)
    submit(page, "form[action$='/comments']")
    expect(page.locator(".comment-text").first).to_have_text(said)
    expect(page.locator("body")).not_to_contain_text("zhou@example.org")
    answer = cast.developer.open(f"/registry/projects/{project}")
    answer.fill(".comment [name=text]", "OK.")
    submit(answer, ".comment form")
    expect(answer.locator(".comment-answer")).to_contain_text("OK.")


def refused_early(cast: Cast, project: str, words: dict[str, str]) -> None:
    """See how long the window is open, and be refused before it ends."""
    page = cast.public.page
    page.goto(f"/registry/projects/{project}")
    expect(page.locator(".path-line")).to_contain_text(words["open"])
    early = cast.validator.open(f"/registry/projects/{project}")
    expect(early.locator("form[action$='/validate']")).to_have_count(0)


def retire(cast: Cast, beneficiary: str, issued: str) -> str:
    """Retire the first of the issued credits; return the certificate's number."""
    first = int(issued.removeprefix(f"{CREDIT}-").split("…")[0])
    account = own_account(cast.developer)
    page = cast.developer.open(f"/accounts/{account}/retire")
    page.select_option("[name=unit_type]", CREDIT)
    page.fill("[name=quantity]", str(RETIRED_T))
    page.fill("[name=serials]", f"{CREDIT}-{first:09d}…{first + RETIRED_T - 1:09d}")
    page.fill("[name=beneficiary]", beneficiary)
    page.select_option("[name=purpose]", index=1)
    submit(page, "main form")
    page.check("#confirmed")
    submit(page, "main form")
    page.wait_for_url("**/c/CR-*")
    return page.url.rsplit("/", 1)[1]


def test_from_draft_to_certificate(
    visit: Visit, time_of_world: Time, language: Literal["zh", "en"]
) -> None:
    words = WORDS[language]
    time_of_world.start(3 * PUBLICITY)
    cast = people(visit, language)
    project, estimate = until_published(cast, language)
    comment(cast, project, f"{SCRIPT} birds?")
    refused_early(cast, project, words)
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
    page = cast.public.page
    page.goto(f"/registry/projects/{project}")
    expect(page.locator(".path-step-done")).to_have_count(STEPS_OF_PATH)
    expect(page.locator(".path-line")).to_contain_text(words["closed"])
    expect(page.locator("section:has(#issuances) tbody tr")).to_contain_text(f"{ISSUABLE:,}")
    serials = page.locator("section:has(#issuances) a.serial").first.inner_text()
    certificate = retire(cast, words["owner"], serials)
    page.goto(f"/c/{certificate}")
    expect(page.locator(".certificate")).to_contain_text(words["owner"])
    expect(page.locator(".certificate")).to_contain_text(str(RETIRED_T))
    page.goto(f"/registry/projects/{project}")
    expect(page.locator("section:has(#uses)")).to_contain_text(certificate)
