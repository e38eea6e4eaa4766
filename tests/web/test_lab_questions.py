"""Shipped questions in the lab: what is asked, what was found, how to ask again."""

import pytest
from flask.testing import FlaskClient

from simulations import list_experiments, list_scenarios
from tests.web.application import SignIn, token

ASKED = [one for one in list_experiments() if one.plan.experiment.question]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_question_shows_findings_objections_and_what_would_falsify_them(
    client: FlaskClient, lang: str
) -> None:
    for one in ASKED:
        answer = client.get(f"/lab/questions/{one.target}", headers={"Accept-Language": lang})
        assert answer.status_code == 200
        experiment = one.plan.experiment
        assert experiment.question is not None
        assert experiment.falsified_by is not None
        said = [experiment.question, experiment.falsified_by, *(experiment.objections or ())]
        said += [finding.says for finding in (experiment.findings or {}).values()]
        for words in said:
            shown = words.model_dump()[lang].replace("'", "&#39;").replace('"', "&#34;")
            assert shown in answer.text, one.target


def test_the_lab_lists_questions_apart_from_scenarios(client: FlaskClient) -> None:
    text = client.get("/lab", headers={"Accept-Language": "en"}).text
    scenarios, questions = text.split('id="questions"')
    for one in ASKED:
        assert f"/lab/questions/{one.target}" in questions
        assert f"/lab/scenarios/{one.plan.scenario.id}" not in scenarios
    for market in (info.id for info in list_scenarios() if info.id.startswith("cn-")):
        assert f"/lab/scenarios/{market}" in scenarios


@pytest.mark.parametrize("target", ["nothing:asked", "cn-hubei", "<script>alert(1)</script>"])
def test_an_unknown_question_is_named_and_not_found(client: FlaskClient, target: str) -> None:
    answer = client.get(f"/lab/questions/{target}")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_who_is_signed_in_asks_again_by_one_button(sign_in: SignIn) -> None:
    client = sign_in("researcher@example.org")
    one = ASKED[0]
    page = f"/lab/questions/{one.target}"
    data = {
        "csrf_token": token(client, page),
        "from": one.plan.scenario.id,
        "experiment": one.plan.name,
    }
    answer = client.post("/lab/e", data=data)
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
