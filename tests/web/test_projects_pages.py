"""From a saved estimate to issued units: each step by its role, on the page and as JSON."""

from uuid import uuid4

import pytest

from tests.web.demo_site import AsPerson, Person, text_of

INPUTS = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": 2019,
    "export_mwh": "1500000",
    "import_mwh": "3200",
}
ISSUABLE = 761_646
SCRIPT = "<script>alert(1)</script>"


def saved(developer: Person, title: str = "An estimate") -> str:
    answer = developer.call(
        "/saved-estimates",
        {
            "methodology_id": "ccer-01-002",
            "title": title,
            "inputs": INPUTS,
            "client_id": uuid4().hex,
        },
    )
    assert answer.status_code == 200
    return str(answer.json["report"])


def started(developer: Person) -> str:
    body = {"estimate": saved(developer), "name": SCRIPT, "client_id": uuid4().hex}
    answer = developer.call("/projects", body)
    assert answer.status_code == 200
    return str(answer.json["project"])


def step(person: Person, path: str, name: str, **more: str) -> tuple[int, str]:
    answer = person.call(path, {"step": name, "client_id": uuid4().hex, **more})
    code = answer.json.get("error", {}).get("code", "")
    return answer.status_code, code


def test_a_project_goes_from_estimate_to_units(as_person: AsPerson) -> None:
    developer, validator = as_person("developer"), as_person("verifier1")
    verifier, operator = as_person("verifier2"), as_person("operator")
    number = started(developer)
    path = f"/projects/{number}/steps"
    assert step(developer, path, "submit") == (200, "")
    assert step(validator, path, "return", note="Which turbines?") == (200, "")
    assert step(developer, path, "submit") == (200, "")
    assert step(validator, path, "validate") == (200, "")
    assert step(operator, path, "register") == (200, "")
    filing = {
        "estimate": saved(developer, "Measured"),
        "period_from": "2024-01-01",
        "period_to": "2024-12-31",
        "client_id": uuid4().hex,
    }
    report = developer.call(f"/projects/{number}/reports", filing).json["report"]
    reported = f"/reports/{report}/steps"
    assert step(validator, reported, "verify") == (403, "registry.verifier_is_validator")
    assert step(verifier, reported, "verify") == (200, "")
    account = developer.account()
    assert step(operator, reported, "issue", account=account) == (200, "")
    assert step(operator, reported, "issue", account=account) == (409, "registry.report_state")
    shown = as_person().call(f"/projects/{number}", method="GET").json
    assert shown["project"]["state"] == "registered"
    assert [issued["quantity"] for issued in shown["issuances"]] == [ISSUABLE]
    assert shown["reports"][0]["methodology_status"] == "official"
    page = as_person().see(f"/registry/projects/{number}")
    assert SCRIPT not in page.text
    assert f"{ISSUABLE:,}" in text_of(page)
    assert "Which turbines?" in text_of(page)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("trader1", "validate", "registry.role_missing"),
        ("developer", "register", "registry.role_missing"),
        ("trader1", "submit", "registry.role_missing"),
        ("verifier1", "register", "registry.role_missing"),
    ],
)
def test_a_wrong_role_is_refused(as_person: AsPerson, name: str, taken: str, code: str) -> None:
    number = started(as_person("developer"))
    person = as_person(name)
    assert step(person, f"/projects/{number}/steps", taken) == (403, code)
    page = person.send(f"/registry/projects/{number}/{taken}")
    assert page.status_code == 403
    assert "What to do" in page.text


def test_nobody_signed_out_takes_a_step(as_person: AsPerson) -> None:
    number = started(as_person("developer"))
    visitor = as_person()
    assert visitor.send(f"/registry/projects/{number}/submit").status_code == 401
    assert step(visitor, f"/projects/{number}/steps", "submit")[0] == 401
    assert visitor.see("/tasks").status_code == 303
    assert visitor.see("/estimate/saved").status_code == 303


def test_steps_out_of_order_are_refused_with_the_state(as_person: AsPerson) -> None:
    number = started(as_person("developer"))
    code = step(as_person("operator"), f"/projects/{number}/steps", "register")
    assert code == (409, "registry.project_state")
    page = as_person("operator").send(f"/registry/projects/{number}/register")
    assert page.status_code == 409
    assert "draft" in text_of(page)


def test_tasks_show_each_role_its_own(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = started(developer)
    link = f"/registry/projects/{number}"
    assert link in developer.see("/tasks").text
    assert link not in as_person("verifier1").see("/tasks").text
    developer.send(f"{link}/submit")
    assert link in as_person("verifier1").see("/tasks").text
    assert link not in as_person("operator").see("/tasks").text
    as_person("verifier1").send(f"{link}/validate")
    assert link in as_person("operator").see("/tasks").text


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


def test_saving_needs_a_party_and_good_inputs(as_person: AsPerson) -> None:
    body = {
        "methodology_id": "ccer-01-002",
        "title": "t",
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
