"""From a saved estimate to issued units: each step by its role, on the page and as JSON."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from tests.web.demo_site import AsPerson, Person, text_of
from tests.web.project_life import (
    DESIGN,
    INPUTS,
    ISSUABLE,
    PDF,
    advance,
    described,
    file_document,
    published,
    saved,
    started,
    step,
)

PUBLICITY_DAY = timedelta(days=1)
SCRIPT = "<script>alert(1)</script>"


def comment(person: Person, number: str, text: str = "Birds?", **more: str) -> tuple[int, str]:
    body = {"author": "Ms Zhou", "text": text, "client_id": uuid4().hex, **more}
    answer = person.call(f"/projects/{number}/comments", body)
    return answer.status_code, answer.json.get("comment") or answer.json["error"]["code"]


def test_a_project_goes_from_estimate_to_units(as_person: AsPerson, demo_app: Flask) -> None:
    developer, validator = as_person("developer"), as_person("verifier1")
    verifier, operator = as_person("verifier2"), as_person("operator")
    number = published(developer, SCRIPT)
    path = f"/projects/{number}/steps"
    assert step(validator, path, "return", note="Which turbines?") == (200, "")
    assert step(developer, path, "publish") == (200, "")
    assert step(validator, path, "validate") == (409, "registry.window_open")
    advance(demo_app)
    assert step(validator, path, "validate") == (422, "registry.document_missing")
    assert file_document(validator, number, "validation")[0] == 200
    assert step(validator, path, "validate") == (200, "")
    assert step(operator, path, "register") == (409, "registry.project_state")
    assert step(developer, path, "apply") == (200, "")
    assert step(operator, path, "register") == (200, "")
    filing = {
        "estimate": saved(developer, "Measured"),
        "period_from": "2024-01-01",
        "period_to": "2024-12-31",
        "document": file_document(developer, number, "monitoring")[1],
        "client_id": uuid4().hex,
    }
    report = developer.call(f"/projects/{number}/reports", filing).json["report"]
    reported = f"/reports/{report}/steps"
    assert step(validator, reported, "verify") == (403, "registry.verifier_is_validator")
    assert step(verifier, reported, "verify") == (409, "registry.window_open")
    advance(demo_app)
    assert file_document(verifier, number, "verification", report)[0] == 200
    more = {"verified_quantity": str(ISSUABLE + 1)}
    assert step(verifier, reported, "verify", **more) == (422, "registry.verified_above_reported")
    assert step(verifier, reported, "verify", verified_quantity="700000.9") == (200, "")
    account = developer.account()
    assert step(operator, reported, "issue", account=account) == (409, "registry.report_state")
    assert step(developer, reported, "claim") == (200, "")
    assert step(operator, reported, "issue", account=account) == (200, "")
    assert step(operator, reported, "issue", account=account) == (409, "registry.report_state")
    shown = as_person().call(f"/projects/{number}", method="GET").json
    assert shown["project"]["state"] == "registered"
    assert [issued["quantity"] for issued in shown["issuances"]] == [700_000]
    assert shown["reports"][0]["methodology_status"] == "official"
    assert [document["kind"] for document in shown["documents"]] == [
        "design",
        "validation",
        "monitoring",
        "verification",
    ]
    page = as_person().see(f"/registry/projects/{number}")
    assert SCRIPT not in page.text
    assert "700,000" in text_of(page)
    assert "Which turbines?" in text_of(page)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("trader1", "validate", "registry.role_missing"),
        ("developer", "register", "registry.role_missing"),
        ("trader1", "publish", "registry.role_missing"),
        ("verifier1", "register", "registry.role_missing"),
    ],
)
def test_a_wrong_role_is_refused(as_person: AsPerson, name: str, taken: str, code: str) -> None:
    number = published(as_person("developer"))
    person = as_person(name)
    assert step(person, f"/projects/{number}/steps", taken) == (403, code)
    page = person.send(f"/registry/projects/{number}/{taken}")
    assert page.status_code == 403
    assert "What to do" in page.text


def test_nobody_signed_out_takes_a_step(as_person: AsPerson) -> None:
    number = started(as_person("developer"))
    visitor = as_person()
    assert visitor.send(f"/registry/projects/{number}/publish").status_code == 401
    assert step(visitor, f"/projects/{number}/steps", "publish")[0] == 401
    assert visitor.see("/tasks").status_code == 303
    assert visitor.see("/estimate/saved").status_code == 303


def test_steps_out_of_order_are_refused_with_the_state(as_person: AsPerson) -> None:
    number = started(as_person("developer"))
    code = step(as_person("operator"), f"/projects/{number}/steps", "register")
    assert code == (409, "registry.project_state")
    page = as_person("operator").send(f"/registry/projects/{number}/register")
    assert page.status_code == 409
    assert "draft" in text_of(page)


def test_a_step_inside_the_window_names_the_day_it_may_be_taken(as_person: AsPerson) -> None:
    number = published(as_person("developer"))
    last_day = as_person().call(f"/projects/{number}", method="GET").json["publicity"]["last_day"]
    page = as_person("verifier1").send(f"/registry/projects/{number}/validate")
    assert page.status_code == 409
    assert last_day in text_of(page)
    assert "may be taken from" in text_of(page)


def test_tasks_show_each_role_its_own(as_person: AsPerson, demo_app: Flask) -> None:
    developer, validator = as_person("developer"), as_person("verifier1")
    number = described(developer)
    link = f"/registry/projects/{number}"
    assert link in developer.see("/tasks").text
    assert link not in validator.see("/tasks").text
    file_document(developer, number, "design")
    developer.send(f"{link}/publish")
    assert link not in validator.see("/tasks").text  # its publicity runs
    assert link not in developer.see("/tasks").text
    assert link not in as_person("operator").see("/tasks").text
    advance(demo_app)
    assert link in validator.see("/tasks").text
    file_document(validator, number, "validation")
    assert validator.send(f"{link}/validate").status_code == 303
    assert link in developer.see("/tasks").text
    assert developer.send(f"{link}/apply").status_code == 303
    assert link in as_person("operator").see("/tasks").text


def test_a_draft_is_seen_by_its_developer_and_the_registry_alone(as_person: AsPerson) -> None:
    number = started(as_person("developer"), "Hidden Bay")
    path = f"/registry/projects/{number}"
    for name in ("developer", "operator"):
        assert as_person(name).see(path).status_code == 200
        assert as_person(name).call(f"/projects/{number}", method="GET").status_code == 200
    for name in ("", "trader1", "verifier1", "researcher"):
        person = as_person(name)
        assert person.see(path).status_code == 404
        assert person.call(f"/projects/{number}", method="GET").status_code == 404
        assert "Hidden Bay" not in person.see("/registry?view=projects&q=Hidden").text
        listed = person.call("/registry/projects?q=Hidden", method="GET").json["rows"]
        assert listed == []
    document = file_document(as_person("developer"), number, "design")[1]
    assert as_person().see(f"/registry/documents/{document}").status_code == 404
    assert as_person("operator").see(f"/registry/documents/{document}").status_code == 200
    assert comment(as_person(), number) == (404, "registry.unknown_project")


def test_the_design_is_asked_for_and_kept_with_what_is_wrong(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = started(developer)
    path = f"/registry/projects/{number}/design"
    assert developer.see(path).status_code == 200
    facts = {"name": "Bay", **{k: v for k, v in DESIGN.items() if k != "outside_quota"}}
    late = developer.send(path, **{**facts, "construction_start": "2012-11-08"})
    assert late.status_code == 422
    assert 'id="error-construction_start"' in late.text
    assert 'value="2012-11-08"' in late.text
    long = developer.send(path, **{**facts, "crediting_to": "2032-01-01"})
    assert (long.status_code, 'id="error-crediting_to"' in long.text) == (422, True)
    wrong = developer.send(path, **{**facts, "meters.0.meter": "no meter!"})
    assert wrong.status_code == 422
    row = developer.send(path, **{**facts, "add_row": "meters"})
    assert 'name="meters.0.meter"' in row.text
    kept = developer.send(
        path, **{**facts, "outside_quota": "true", "meters.0.meter": "mtr-9", "name": "Bay 2"}
    )
    assert kept.status_code == 303
    shown = developer.call(f"/projects/{number}", method="GET").json
    assert shown["meters"] == [{"meter": "MTR-9", "installation": ""}]
    assert shown["project"]["name"] == "Bay 2"
    assert as_person("trader1").see(path).status_code in {403, 404}


def test_a_design_that_is_not_complete_is_not_published(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = started(developer)
    path = f"/projects/{number}/steps"
    assert step(developer, path, "publish") == (422, "registry.design_incomplete")
    facts = {"name": "Bay", **DESIGN, "outside_quota": False, "client_id": uuid4().hex}
    assert developer.call(f"/projects/{number}/design", facts, "PUT").status_code == 200
    assert step(developer, path, "publish") == (422, "registry.inside_quota_control")
    facts |= {"outside_quota": True, "client_id": uuid4().hex}
    assert developer.call(f"/projects/{number}/design", facts, "PUT").status_code == 200
    assert step(developer, path, "publish") == (422, "registry.document_missing")


def test_anybody_comments_and_the_developer_answers(as_person: AsPerson, demo_app: Flask) -> None:
    developer, visitor = as_person("developer"), as_person()
    number = published(developer)
    page = visitor.send(
        f"/registry/projects/{number}/comments",
        author=SCRIPT,
        organisation='"><img src=x onerror=alert(1)>',
        text=f"{SCRIPT} and the birds?",
        contact="zhou@example.org",
        record=number,
    )
    assert page.status_code == 303
    shown = visitor.see(f"/registry/projects/{number}")
    assert SCRIPT not in shown.text
    assert "<img src=x" not in shown.text
    assert "and the birds?" in text_of(shown)
    assert "zhou@example.org" not in shown.text
    (said,) = visitor.call(f"/projects/{number}", method="GET").json["comments"]
    assert "contact" not in said
    answer = {"text": "They have gone.", "client_id": uuid4().hex}
    path = f"/comments/{said['number']}/answers"
    assert as_person("trader1").call(path, answer).status_code == 403
    assert visitor.call(path, answer).status_code == 401
    answered = developer.send(f"/registry/comments/{said['number']}/answers", text="Gone.")
    assert answered.status_code == 303
    (said,) = visitor.call(f"/projects/{number}", method="GET").json["comments"]
    assert [each["text"] for each in said["answers"]] == ["Gone."]
    empty = visitor.send(f"/registry/projects/{number}/comments", author="Zhou", text=" ")
    assert empty.status_code == 422
    assert 'value="Zhou"' in empty.text
    advance(demo_app)
    assert comment(visitor, number) == (409, "registry.comments_closed")
    assert "Publish the comment" not in visitor.see(f"/registry/projects/{number}").text


def test_one_address_comments_a_few_times_a_day(as_person: AsPerson, demo_app: Flask) -> None:
    number = published(as_person("developer"))
    advance(demo_app, duration=PUBLICITY_DAY)
    visitor = as_person()
    name = uuid4().hex
    first = comment(visitor, number, client_id=name)
    assert first[0] == 200
    assert comment(visitor, number, client_id=name) == first
    answers = [comment(visitor, number)[0] for _ in range(4)]
    assert answers == [200] * 4
    assert comment(visitor, number) == (429, "registry.comments_too_many")


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("design.exe", b"MZ\x90\x00", 415, "registry.document_type"),
        ("design.pdf", b"MZ\x90\x00", 415, "registry.document_type"),
        ("design.pdf", b"<html><script>alert(1)</script>", 415, "registry.document_type"),
        ("design.csv", PDF, 415, "registry.document_type"),
        ("design.svg", b"<svg onload='alert(1)'/>", 415, "registry.document_type"),
        ("design.xlsx", b"PK\x03\x04 no archive", 415, "registry.document_type"),
        ("design.pdf", b"", 413, "registry.document_size"),
    ],
)
def test_other_files_are_refused_with_the_right_status(
    as_person: AsPerson, name: str, content: bytes, status: int, code: str
) -> None:
    developer = as_person("developer")
    number = started(developer)
    answer = developer.send(
        f"/registry/projects/{number}/documents",
        document_kind="design",
        file=(io.BytesIO(content), name),
    )
    assert answer.status_code == status
    assert code in answer.text
    assert developer.call(f"/projects/{number}", method="GET").json["documents"] == []


@pytest.mark.parametrize(("mebibytes", "code"), [(10, "registry.document_size"), (12, "http.413")])
def test_a_large_file_is_refused_by_the_rule_and_a_huge_one_at_the_door(
    as_person: AsPerson, mebibytes: int, code: str
) -> None:
    developer = as_person("developer")
    number = started(developer)
    content = PDF + bytes(mebibytes * 1024 * 1024)
    assert file_document(developer, number, "design", content=content) == (413, code)


def test_a_document_comes_back_as_a_file_that_no_browser_opens(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = described(developer)
    content = b"name,value\n" + SCRIPT.encode() + b",1\n"
    answer = developer.send(
        f"/registry/projects/{number}/documents",
        document_kind="design",
        file=(io.BytesIO(content), "../../设计 <b>.csv"),
    )
    assert answer.status_code == 303
    page = developer.see(f"/registry/projects/{number}")
    assert "设计 &lt;b&gt;.csv" in page.text
    found = re.search(r"/registry/documents/DC-[\d-]+", page.text)
    assert found is not None
    sent = developer.see(found[0])
    assert sent.data == content
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Type"].startswith("application/octet-stream")
    assert as_person().see("/registry/documents/DC-1999-000001").status_code == 404


def test_documents_are_filed_by_whom_they_concern(as_person: AsPerson) -> None:
    number = published(as_person("developer"))
    assert file_document(as_person("developer"), number, "validation")[0] == 403
    assert file_document(as_person("developer"), number, "design") == (
        403,
        "registry.document_not_taken",
    )
    assert file_document(as_person("verifier1"), number, "monitoring")[0] == 403
    assert file_document(as_person("trader1"), number, "other")[0] == 403
    assert file_document(as_person(), number, "other")[0] == 401


def test_a_project_and_a_report_can_be_given_up(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = published(developer)
    path = f"/projects/{number}/steps"
    assert step(as_person("verifier2"), path, "withdraw")[0] == 403
    assert step(developer, path, "withdraw", note="No money") == (200, "")
    assert step(developer, path, "publish") == (409, "registry.project_state")
    shown = as_person().see(f"/registry/projects/{number}")
    assert "withdrawn" in text_of(shown)
    assert comment(as_person(), number) == (409, "registry.comments_closed")


def test_an_estimate_starts_one_project(as_person: AsPerson) -> None:
    developer = as_person("developer")
    estimate = saved(developer)
    path = f"/estimate/saved/{estimate}/project"
    assert developer.see(path).status_code == 200
    first = developer.send(path, name="Once")
    assert first.status_code == 303
    second = developer.send(path, name="Twice")
    assert second.status_code == 409
    assert 'value="Twice"' in second.text
    assert developer.send(path, name="").status_code == 422


def test_estimates_are_seen_by_their_own_party(as_person: AsPerson) -> None:
    estimate = saved(as_person("developer"), SCRIPT)
    own = as_person("developer").see(f"/estimate/saved/{estimate}")
    assert own.status_code == 200
    assert SCRIPT not in own.text
    assert as_person("trader1").see(f"/estimate/saved/{estimate}").status_code == 403
    listed = as_person("trader1").call("/saved-estimates", method="GET").json["estimates"]
    assert estimate not in [row["number"] for row in listed]


def test_a_bad_quantity_is_refused_with_its_field(as_person: AsPerson) -> None:
    body = {
        "methodology_id": "ccer-01-002",
        "title": "x",
        "inputs": {**INPUTS, "export_mwh": "NaN"},
        "client_id": uuid4().hex,
    }
    refused = as_person("developer").call("/saved-estimates", body)
    assert refused.status_code == 422
    assert refused.json["error"]["fields"][0]["field"].endswith("export_mwh")
    nobody = as_person("researcher").call("/saved-estimates", {**body, "inputs": INPUTS})
    assert nobody.status_code == 403


@pytest.mark.parametrize(
    ("period_from", "period_to"),
    [("2024-12-31", "2024-01-01"), ("2024-01-01", "2999-12-31"), ("", ""), ("NaN", "1e400")],
)
def test_a_bad_period_is_refused_and_kept(
    as_person: AsPerson, period_from: str, period_to: str
) -> None:
    developer = as_person("developer")
    rows = developer.call("/registry/projects?only=registered", method="GET").json["rows"]
    number = rows[-1]["number"]
    path = f"/registry/projects/{number}/reports/new"
    answer = developer.send(
        path, estimate=saved(developer), period_from=period_from, period_to=period_to
    )
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert as_person("trader1").see(path).status_code == 403
