"""The uncertainty of a result on its page, as JSON and on the command line."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from methodologies import list_methodologies
from tests.web.application import token
from tests.web.test_estimates import CHINESE, WIND
from web.cli import command_line
from web.estimates.charts import significant
from web.estimates.links import packed

PAGE = f"/estimate/ccer-01-002/uncertainty?inputs={packed(WIND)}"
SPREAD = {
    "spreads.0.symbol": "EG_export,y",
    "spreads.0.shape": "normal",
    "spreads.0.uncertainty_pct": "２",
    "spreads.1.symbol": "EF_grid,OM,y",
    "spreads.1.shape": "uniform",
    "spreads.1.uncertainty_pct": "10",
    "samples": "10,000",
    "seed": "7",
}


OWN = {"symbol": "EG_export,y", "uncertainty_pct": "2"}


def together(first: str, second: str, correlation: str) -> dict[str, str]:
    return {
        "correlations.0.first": first,
        "correlations.0.second": second,
        "correlations.0.correlation": correlation,
    }


def asked(client: FlaskClient, **changes: str) -> Any:
    data = {**SPREAD, **changes, "csrf_token": token(client, PAGE)}
    return client.post(PAGE, data=data, headers=CHINESE)


def test_the_page_answers_at_once_with_what_is_suggested(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert 'id="interval"' in page
    assert 'id="suggested"' in page
    assert len(re.findall(r"<li>", page.split('id="matter-most"')[1].split("</ol>")[0])) == 3


def test_the_charts_are_plain_options_of_the_same_figures(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    options = [json.loads(html.unescape(o)) for o in re.findall(r'data-echarts="([^"]+)"', page)]
    assert sum(bar["value"] for bar in options[0]["series"][0]["data"]) == 10_000
    assert options[1]["yAxis"]["data"][-1] == "EF_grid,OM,y"


def test_what_is_typed_leads_to_an_address_that_answers_again(client: FlaskClient) -> None:
    sent = asked(client)
    assert sent.status_code == 303
    first, second = client.get(sent.location).text, client.get(sent.location).text
    interval = re.compile(r'id="interval">(.*?)</dd>', re.DOTALL)
    assert interval.findall(first) == interval.findall(second)
    assert 'id="suggested"' not in first
    assert 'value="7"' in first


def test_numbers_may_move_together(client: FlaskClient) -> None:
    both = together("EG_export,y", "EF_grid,OM,y", "0.9")
    page = client.get(asked(client, **both).location).text
    assert len(re.findall(r"<li>", page.split('id="matter-most"')[1].split("</ol>")[0])) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"spreads.0.uncertainty_pct": "1e400"},
        {"spreads.0.symbol": "EG_exprot,y"},
        {"spreads.1.symbol": "EG_export,y"},
        {"spreads.0.uncertainty_pct": ""},
        {"samples": "999"},
        {"samples": "2000001"},
        together("EG_export,y", "EF_grid,OM,y", "2"),
        together("EG_export,y", "<script>", "1"),
    ],
    ids=str,
)
def test_a_bad_question_is_kept_and_explained(client: FlaskClient, changes: dict[str, str]) -> None:
    answer = asked(client, **changes)
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    assert "<script>" not in answer.text.split('id="main"')[1]
    assert 'value="２"' in answer.text or "uncertainty_pct" in "".join(changes)


def test_a_row_can_be_added(client: FlaskClient) -> None:
    answer = asked(client, add_row="spreads")
    assert answer.status_code == 200
    assert 'name="spreads.2.symbol"' in answer.text


@pytest.mark.parametrize("question", ["", "!", packed({"spreads": "x"}), packed({"spreads": 1})])
def test_a_damaged_address_is_not_found(client: FlaskClient, question: str) -> None:
    answer = client.get(f"{PAGE}&question={question}")
    assert answer.status_code == 404


def test_a_question_nobody_was_given_is_refused_not_a_defect(client: FlaskClient) -> None:
    spreads = [{"symbol": "a" * 300, "uncertainty_pct": "1"}] * 61
    questions: list[dict[str, Any]] = [{"spreads": spreads}, {"spread": []}, {"spreads": [[1]]}]
    for question in questions:
        answer = client.get(f"{PAGE}&question={packed(question)}")
        assert answer.status_code in {404, 422}


def test_too_many_random_numbers_are_refused(client: FlaskClient) -> None:
    methodology = next(m for m in list_methodologies() if m.id == "ccer-07-001")
    given = json.loads(json.dumps(methodology.examples["one_year"], default=str))
    page = f"/estimate/ccer-07-001/uncertainty?inputs={packed(given)}"
    rows = {}
    for number in range(25):
        rows[f"spreads.{number}.symbol"] = "M"
        rows[f"spreads.{number}.uncertainty_pct"] = "1"
    sent = client.post(
        page, data={**rows, "samples": "200000", "seed": "1", "csrf_token": token(client, page)}
    )
    assert sent.status_code == 422
    assert "2000000" in sent.text or "2,000,000" in sent.text


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda m: m.id)
def test_every_methodology_has_the_page(client: FlaskClient, methodology: Any) -> None:
    example = next(iter(methodology.examples.values()))
    inputs = methodology.Inputs.model_validate(example)
    given = packed(methodology.calculate(inputs).to_dict()["inputs"])
    answer = client.get(f"/estimate/{methodology.id}/uncertainty?inputs={given}", headers=CHINESE)
    assert answer.status_code == 200
    assert 'id="interval"' in answer.text


def test_page_api_and_command_line_agree(client: FlaskClient, tmp_path: Path) -> None:
    given = {**WIND, "factor_year": 2019}
    question: dict[str, Any] = {"spreads": [OWN], "samples": 2000}
    for name, content in (("in.json", given), ("question.json", question)):
        (tmp_path / name).write_text(json.dumps(content))
    command = ["estimate", "uncertainty", "ccer-01-002", "--inputs", str(tmp_path / "in.json")]
    more = ["--question", str(tmp_path / "question.json"), "--json"]
    printed = CliRunner().invoke(command_line("estimate"), [*command, *more])
    sent = {"inputs": given, "question": question}
    answer = client.post("/api/v1/estimates/ccer-01-002/uncertainty", json=sent)
    assert answer.status_code == 200
    assert answer.json == json.loads(printed.stdout)
    low, high = json.loads(printed.stdout)["uncertainty"]["interval"]
    page = client.get(f"{PAGE}&question={packed(question)}").text
    assert f"{significant(float(low)):,} – {significant(float(high)):,}" in page


def test_the_command_speaks_to_people_too(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(json.dumps({**WIND, "factor_year": 2019}))
    command = ["estimate", "uncertainty", "ccer-01-002", "--inputs", str(tmp_path / "in.json")]
    printed = CliRunner().invoke(command_line("estimate"), [*command, "--lang", "zh"])
    assert "95 % 区间" in printed.stdout
    assert "EF_grid,OM,y" in printed.stdout
    (tmp_path / "question.json").write_text(json.dumps({"spreads": [OWN], "samples": 5}))
    question = ["--question", str(tmp_path / "question.json")]
    assert CliRunner().invoke(command_line("estimate"), [*command, *question]).exit_code == 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"inputs": WIND, "question": {"spreads": [{"symbol": "x", "uncertainty_pct": "1"}]}}, 422),
        ({"inputs": {}}, 422),
        ({"inputs": WIND, "extra": 1}, 422),
        ({"inputs": WIND, "question": {"spreads": [OWN] * 61}}, 422),
        ([], 422),
    ],
    ids=["symbol", "nothing", "extra", "rows", "list"],
)
def test_the_api_refuses_what_does_not_fit(client: FlaskClient, sent: Any, status: int) -> None:
    answer = client.post("/api/v1/estimates/ccer-01-002/uncertainty", json=sent)
    assert answer.status_code == status
    assert answer.get_json()["error"]["code"]
