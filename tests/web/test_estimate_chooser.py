"""The chooser by page, API and command line."""

import json
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner, Result

from methodologies import ChooserAnswers, choose, form_fields, list_announced, list_methodologies
from web.cli.estimate import app as command_line
from web.cli.output import ExitCode

WIND = {
    "purpose": "credits",
    "activity": "wind_power",
    "place": "far_sea",
    "started_on": "2024-03-01",
    "proof": "true",
}
PAGE = "/estimate"
API = "/api/v1/methodologies/fitting"
CHINESE = {"Accept-Language": "zh-CN"}


def shown(client: FlaskClient, **answers: str) -> str:
    """Return the page for some answers; a browser sends the others empty."""
    blank = dict.fromkeys(ChooserAnswers.model_fields, "")
    answer = client.get(f"{PAGE}?{urlencode({**blank, **answers})}", headers=CHINESE)
    assert answer.status_code == 200
    return answer.text


def tanlab(*arguments: str) -> Result:
    return CliRunner().invoke(command_line, ["choose", *arguments])


def test_the_page_asks_five_questions_in_both_languages(client: FlaskClient) -> None:
    for language, tag in (("zh", "zh-CN"), ("en", "en")):
        page = client.get(PAGE, headers={"Accept-Language": tag}).text
        assert page.count('<label class="form-label"') == 5
        for field in form_fields(ChooserAnswers):
            assert field.label[language] in page
            assert all(f">{label[language]}</option>" in page for _, label in field.choices)


def test_without_answers_every_methodology_can_be_started(client: FlaskClient) -> None:
    page = client.get(PAGE, headers=CHINESE).text
    for methodology in list_methodologies():
        assert methodology.title["zh"] in page
        assert f'href="/estimate/{methodology.id}/new"' in page
    for entry in list_announced():
        assert entry.title["zh"] in page
        assert f"/estimate/{entry.id}" not in page


def test_without_answers_methodologies_stand_by_purpose(client: FlaskClient) -> None:
    page = client.get(PAGE, headers=CHINESE).text
    _, *sections = page.split('aria-labelledby="purpose-')
    found = {section.partition('"')[0]: section for section in sections}
    assert list(found) == ["credits", "behaviour", "obligation", "survey"]
    for methodology in list_methodologies():
        holding = [name for name, section in found.items() if f"/{methodology.id}/new" in section]
        assert holding == [methodology.purpose]


def test_offshore_wind_fits_and_others_are_refused_with_their_article(client: FlaskClient) -> None:
    page = shown(client, **WIND)
    assert page.count("/new") == 1
    assert 'href="/estimate/ccer-01-002/new"' in page
    assert "CCER-01-001-V01 §2" in page
    assert "独立的并网光热发电项目" in page
    assert "1 个适用" in page
    assert '<option value="wind_power" selected>' in page


def test_an_announced_methodology_is_named_and_locked(client: FlaskClient) -> None:
    page = shown(client, purpose="credits", activity="seagrass")
    assert "海草床植被修复" in page
    assert "盐沼植被修复" not in page
    assert "/new" not in page
    assert "已发布，尚无计算器" in page


def test_nothing_that_fits_is_said_in_words(client: FlaskClient) -> None:
    page = shown(client, purpose="credits", activity="photovoltaics")
    assert "没有方法学符合" in page
    assert "CCER-01-001-V01 §2" in page


def test_open_questions_are_named(client: FlaskClient) -> None:
    page = shown(client, activity="planting")
    assert 'href="#field-place"' in page
    assert page.count("/new") == 2


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("activity", "<script>alert(1)</script>"),
        ("place", "=cmd|' /C calc'!A0"),
        ("started_on", "1e400"),
        ("started_on", "1066-10-14"),
        ("purpose", "everything"),
        ("proof", "perhaps"),
        ("activity", "x" * 5_000),
    ],
)
def test_an_answer_that_is_none_is_refused_on_page_and_api(
    client: FlaskClient, question: str, answer: str
) -> None:
    query = urlencode({question: answer})
    page = client.get(f"{PAGE}?{query}", headers=CHINESE)
    assert page.status_code == 422
    assert "<script>alert" not in page.text
    assert f'href="#field-{question}"' in page.text
    refused = client.get(f"{API}?{query}")
    assert refused.status_code == 422
    assert refused.json["error"]["fields"][0]["field"] == question  # type: ignore[index]


def test_page_api_and_command_line_choose_alike(client: FlaskClient) -> None:
    expected = choose(ChooserAnswers.model_validate(WIND)).to_dict()
    answer = client.get(f"{API}?{urlencode(WIND)}")
    assert answer.status_code == 200
    assert answer.json == expected
    options = [
        part
        for question in ("purpose", "activity", "place", "started_on")
        for part in (f"--{question.replace('_', '-')}", WIND[question])
    ]
    printed = tanlab(*options, "--proof", "--json")
    assert printed.exit_code == ExitCode.OK
    data = json.loads(printed.stdout)
    assert [question["name"] for question in data.pop("questions")] == list(
        ChooserAnswers.model_fields
    )
    assert data == expected


def test_the_command_lists_questions_or_says_why_in_words() -> None:
    questions = tanlab("--lang", "en")
    assert questions.exit_code == ExitCode.OK
    assert "wind_power" in questions.stdout
    assert "--proof | --no-proof" in questions.stdout
    verdicts = tanlab("--activity", "seagrass", "--lang", "zh")
    assert "已发布，尚无计算器: CCER-14-004-V01" in verdicts.stdout
    assert "不适用: ccer-14-002 V01 红树林营造" in verdicts.stdout
    possible = tanlab("--activity", "mangroves", "--no-proof", "--lang", "en")
    assert "may fit: forest-plots V01" in possible.stdout
    assert "does not fit: ccer-14-002 V01" in possible.stdout


def test_the_command_refuses_an_answer_that_is_none_with_2() -> None:
    printed = tanlab("--activity", "perpetual_motion", "--json")
    assert printed.exit_code == ExitCode.USAGE
    assert json.loads(printed.stdout)["error"]["fields"][0]["field"] == "activity"
