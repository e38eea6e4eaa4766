"""Several calendar years on their page, as JSON and on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from methodologies import list_methodologies
from tests.methodologies.test_monthly_electricity import rows
from tests.web.application import token
from tests.web.test_estimates import CHINESE, WIND
from web.cli import command_line
from web.estimates.links import packed

PAGE = f"/estimate/ccer-01-002/years?inputs={packed(WIND)}"
FARM = {
    name: value
    for name, value in WIND.items()
    if name not in {"export_mwh", "import_mwh", "factor_year"}
}
ENGLISH = {"Accept-Language": "en"}
MONTHS = json.loads(json.dumps([*rows(2023)[6:], *rows(2024)], default=str))


def asked(client: FlaskClient, **typed: str) -> Any:
    return client.post(PAGE, data={**typed, "csrf_token": token(client, PAGE)}, headers=CHINESE)


def test_without_dates_the_page_asks_for_the_years(client: FlaskClient) -> None:
    page = client.get(PAGE, headers=ENGLISH).text
    assert "no calendar years to show yet" in page
    assert 'id="field-first_year"' in page


def test_each_year_is_a_row_and_the_total_their_sum(client: FlaskClient) -> None:
    sent = asked(client, first_year="２０２６", last_year="2028")
    assert sent.status_code == 303
    page = client.get(sent.location).text
    assert page.count("761,646.680</span>") == 2 * 3
    assert "2,284,940.040" in page
    assert "<strong>2,284,938</strong>" in page


def test_a_value_may_differ_in_one_year(client: FlaskClient) -> None:
    change = {
        "changes.0.year": "2027",
        "changes.0.field": "export_mwh",
        "changes.0.value": "1000000",
    }
    page = client.get(asked(client, first_year="2026", last_year="2027", **change).location).text
    assert page.count("761,646.680</span>") == 2
    assert 'value="1000000"' in page


def test_months_of_several_years_are_vintages_with_a_table_each(client: FlaskClient) -> None:
    inputs = packed({**FARM, "months": MONTHS})
    page = client.get(f"/estimate/ccer-01-002/years?inputs={inputs}", headers=ENGLISH).text
    assert "Months of 2023" in page
    assert "Months of 2024" in page


def test_a_result_shows_its_years_where_its_dates_tell_them(client: FlaskClient) -> None:
    dates = {"crediting_period_start": "2026-01-01", "crediting_period_end": "2027-12-31"}
    table = "/estimate/ccer-01-002/years/table?inputs="
    assert "1,523,292" in client.get(table + packed({**WIND, **dates})).text
    assert "no calendar years" in client.get(table + packed(WIND), headers=ENGLISH).text
    assert "no calendar years" in client.get(table + packed({"months": 5}), headers=ENGLISH).text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"first_year": "2028", "last_year": "2026"},
        {"first_year": "1e400"},
        {"first_year": "2026", "last_year": "2099"},
        {"first_year": "2015", "last_year": "2016"},
        {
            "first_year": "2026",
            "changes.0.year": "2026",
            "changes.0.field": "<script>",
            "changes.0.value": "1",
        },
        {
            "first_year": "2026",
            "changes.0.year": "2026",
            "changes.0.field": "export_mwh",
            "changes.0.value": "1e400",
        },
    ],
    ids=str,
)
def test_a_bad_plan_is_kept_and_explained(client: FlaskClient, typed: dict[str, str]) -> None:
    answer = asked(client, **typed)
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    assert "<script>" not in answer.text.split('id="main"')[1]


@pytest.mark.parametrize(
    "inputs",
    [{"months": 5}, {"months": [1, "x"]}, {"months": [{"year": []}]}, {"period_start": 7}, {}],
    ids=str,
)
def test_a_link_nobody_was_given_is_refused_not_a_defect(
    client: FlaskClient, inputs: dict[str, Any]
) -> None:
    for plan in ({}, {"first_year": 2026}, {"changes": "x"}, {"months": [{"year": 1}]}):
        page = f"/estimate/ccer-01-002/years?inputs={packed(inputs)}&plan={packed(plan)}"
        assert client.get(page).status_code in {200, 404, 422}


def test_page_api_and_command_line_agree(client: FlaskClient, tmp_path: Path) -> None:
    inputs, plan = {**WIND, "factor_year": 2019}, {"first_year": 2026, "last_year": 2027}
    for name, content in (("in.json", inputs), ("plan.json", plan)):
        (tmp_path / name).write_text(json.dumps(content))
    command = ["estimate", "years", "ccer-01-002", "--inputs", str(tmp_path / "in.json")]
    more = ["--plan", str(tmp_path / "plan.json")]
    printed = CliRunner().invoke(command_line("estimate"), [*command, *more, "--json"])
    answer = client.post(
        "/api/v1/estimates/ccer-01-002/years", json={"inputs": inputs, "plan": plan}
    )
    assert answer.json == json.loads(printed.stdout)
    assert answer.get_json()["issuable_units"] == 1_523_292
    people = CliRunner().invoke(command_line("estimate"), [*command, *more, "--lang", "zh"])
    assert "合计: 1523293.36" in people.stdout
    assert CliRunner().invoke(command_line("estimate"), command).exit_code == 3


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda m: m.id)
def test_only_methodologies_of_credits_have_vintages(client: FlaskClient, methodology: Any) -> None:
    sent = {"inputs": {}, "plan": {"first_year": 2026}}
    answer = client.post(f"/api/v1/estimates/{methodology.id}/years", json=sent)
    assert answer.status_code == 422
    refused = answer.get_json()["error"]["code"] == "methodologies.no_vintages"
    assert refused == (methodology.issues is None or methodology.purpose != "credits")


def test_more_rows_than_one_answer_is_worth_are_refused(client: FlaskClient) -> None:
    inputs = {**WIND, "meter_corrections": [{}] * 300}
    sent = {"inputs": inputs, "plan": {"first_year": 2026, "last_year": 2065}}
    answer = client.post("/api/v1/estimates/ccer-01-002/years", json=sent)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["code"] == "estimates.too_many_rows_of_years"
