"""Units of a reconstructed methodology are refused until somebody answers for them."""

from uuid import uuid4

import pytest
from flask import Flask

from methodologies import find
from tests.web.demo_site import AsPerson, Person, text_of
from tests.web.project_life import DESIGN, advance, file_document, published, step

REASON = "Compared with the official text <b>by two people</b>; equal."
METHODOLOGY = find("ccer-10-001")
INPUTS = dict(METHODOLOGY.examples["one_year"])


def saved(developer: Person) -> str:
    body = {"methodology_id": METHODOLOGY.id, "title": "Gas", "inputs": INPUTS}
    answer = developer.call("/saved-estimates", {**body, "client_id": uuid4().hex})
    assert answer.status_code == 200, answer.json
    return str(answer.json["report"])


def started(developer: Person) -> str:
    body = {"estimate": saved(developer), "name": "Gas", "client_id": uuid4().hex}
    number = str(developer.call("/projects", body).json["project"])
    facts = {"name": "Gas", **DESIGN, "client_id": uuid4().hex}
    assert developer.call(f"/projects/{number}/design", facts, "PUT").status_code == 200
    assert file_document(developer, number, "design")[0] == 200
    return number


def waiting_for_issuance(as_person: AsPerson, app: Flask) -> tuple[str, str]:
    """The numbers of a registered project and of its report under review."""
    developer, validator = as_person("developer"), as_person("verifier1")
    number = started(developer)
    path = f"/projects/{number}/steps"
    assert step(developer, path, "publish") == (200, "")
    advance(app)
    assert file_document(validator, number, "validation")[0] == 200
    assert step(validator, path, "validate") == (200, "")
    assert step(developer, path, "apply") == (200, "")
    assert step(as_person("operator"), path, "register") == (200, "")
    filing = {
        "estimate": saved(developer),
        "period_from": "2024-01-01",
        "period_to": "2024-12-31",
        "document": file_document(developer, number, "monitoring")[1],
        "client_id": uuid4().hex,
    }
    report = str(developer.call(f"/projects/{number}/reports", filing).json["report"])
    advance(app)
    verifier, reported = as_person("verifier2"), f"/reports/{report}/steps"
    assert file_document(verifier, number, "verification", report)[0] == 200
    assert step(verifier, reported, "verify") == (200, "")
    assert step(developer, reported, "claim") == (200, "")
    return number, report


@pytest.fixture
def waiting(as_person: AsPerson, demo_app: Flask) -> tuple[str, str]:
    """A project and its report that waits for issuance."""
    return waiting_for_issuance(as_person, demo_app)


def test_an_override_is_asked_kept_and_shown_to_everybody(
    as_person: AsPerson, waiting: tuple[str, str]
) -> None:
    number, report = waiting
    operator, developer = as_person("operator"), as_person("developer")
    account, reported = developer.account(), f"/reports/{report}/steps"
    page = operator.see(f"/registry/projects/{number}")
    assert 'name="override_reason"' in page.text
    assert 'name="override_reason"' not in developer.see(f"/registry/projects/{number}").text
    refused = step(operator, reported, "issue", account=account)
    assert refused == (422, "registry.override_missing")
    blank = {"account": account, "override_reason": "  "}
    answer = operator.send(f"/registry/reports/{report}/issue", **blank)
    assert answer.status_code == 422
    assert "reconstructed" in text_of(answer)
    stranger = step(developer, reported, "issue", account=account, override_reason=REASON)
    assert stranger == (403, "registry.role_missing")
    more = {"account": account, "override_reason": REASON}
    assert operator.send(f"/registry/reports/{report}/issue", **more).status_code == 303
    shown = as_person().call(f"/projects/{number}", method="GET").json
    assert [each["override_reason"] for each in shown["issuances"]] == [REASON]
    public = as_person().see(f"/registry/projects/{number}").text
    assert "issued by override" in public
    assert "&lt;b&gt;by two people&lt;/b&gt;" in public


def test_an_official_methodology_shows_no_override(as_person: AsPerson) -> None:
    number = published(as_person("developer"))
    assert "override" not in as_person("operator").see(f"/registry/projects/{number}").text
