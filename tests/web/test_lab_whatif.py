import re

import pytest
from flask.testing import FlaskClient

from tests.web.application import SignIn, token
from web.catalogue import JobState
from web.installation import Installation
from web.simulations import whatif
from web.simulations.levers import LEVERS_SHOWN, sliders_of
from web.simulations.scenario_sources import scenario_from, shipped_source

PAGE = "/lab/whatif"
SCENARIO = "cn-national-2024"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three runs of a dozen firms stand for twenty of a hundred."""
    monkeypatch.setattr(whatif, "RUNS", 3)
    monkeypatch.setattr(whatif, "FIRMS", 12)


@pytest.fixture
def researcher(sign_in: SignIn) -> FlaskClient:
    """A signed-in reader of English without any role."""
    signed_in = sign_in("researcher@example.org")
    signed_in.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in


def ask(client: FlaskClient, **moved: str) -> str:
    """Ask what would happen and return the job's number."""
    sent = {"scenario": SCENARIO, "csrf_token": token(client, "/lab"), **moved}
    answer = client.post(PAGE, data=sent)
    assert answer.status_code == 303
    found = re.search(r"job=(\w+)", answer.headers["Location"])
    assert found is not None
    return found[1]


def test_the_levers_of_a_scenario_start_where_it_has_them() -> None:
    scenario = scenario_from(shipped_source(SCENARIO))
    sliders = sliders_of(scenario, "national", {})
    assert len(sliders) == LEVERS_SHOWN
    assert not any(slider.is_moved for slider in sliders)
    assert all(slider.low <= slider.value <= slider.high and slider.unit for slider in sliders)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0.5", "0.5"), ("7", "1"), ("-7", "0"), ("NaN", "0.8"), ("1e400", "1"), ("x", "0.8")],
)
def test_a_lever_stays_between_its_ends_whatever_is_sent(typed: str, value: str) -> None:
    scenario = scenario_from(shipped_source(SCENARIO))
    sliders = {s.lever.id: s for s in sliders_of(scenario, "national", {"hoarding": typed})}
    assert float(sliders["hoarding"].value) == float(value)


def test_the_page_shows_eight_levers_to_everybody_and_runs_for_the_signed_in(
    client: FlaskClient, researcher: FlaskClient
) -> None:
    assert client.get(PAGE, headers=ENGLISH).text.count('type="range"') == LEVERS_SHOWN
    assert "Sign in to run it" in client.get(PAGE, headers=ENGLISH).text
    assert client.post(PAGE, data={"csrf_token": token(client)}).status_code == 401
    assert "Save as my scenario" in researcher.get(PAGE).text


def test_both_sides_are_run_with_the_same_seeds_and_told_apart_by_pairs(
    researcher: FlaskClient, installed: Installation
) -> None:
    job_id = ask(researcher, hoarding="0")
    assert "ran 0 of" in researcher.get(f"{PAGE}/{job_id}").text
    installed.jobs.drain()
    job = installed.jobs.find(job_id)
    assert job is not None
    assert job.state == JobState.DONE, job.error
    found = job.result
    assert (found["runs"], job.steps_done, job.steps_total) == (3, 6, 6)
    assert len(found["days"]) == len(found["base"]["middle"]) == len(found["moved"]["high"])
    for row in found["figures"]:
        difference = row["moved"]["mean"] - row["base"]["mean"]
        assert row["difference"]["mean"] == pytest.approx(difference)
    shown = researcher.get(f"{PAGE}?job={job_id}&hoarding=0").text
    assert "ran 3 of 3" in shown
    assert "with the levers moved" in shown
    lines = researcher.get(f"{PAGE}/{job_id}.csv").text.splitlines()
    assert len(lines) == 1 + len(found["days"])


def test_the_unchanged_side_is_run_once_and_kept(
    researcher: FlaskClient, installed: Installation
) -> None:
    ask(researcher)
    installed.jobs.drain()
    second = ask(researcher, hoarding="0.2")
    installed.jobs.drain()
    job = installed.jobs.find(second)
    assert job is not None
    assert (job.steps_total, job.result["runs"]) == (3, 3)


def test_what_was_asked_before_is_stopped_when_a_lever_moves_again(
    researcher: FlaskClient, installed: Installation
) -> None:
    first, second = ask(researcher, hoarding="0"), ask(researcher, hoarding="0.1")
    states = {job_id: installed.jobs.find(job_id) for job_id in (first, second)}
    assert [job.state for job in states.values() if job] == ["cancelled", "queued"]


def test_only_the_latest_answers_of_a_person_are_kept(
    researcher: FlaskClient, sign_in: SignIn, installed: Installation
) -> None:
    others = ask(sign_in("b@example.org"))
    asked = [ask(researcher, hoarding=f"0.{tenth}") for tenth in range(1, 9)]
    kept = [job_id for job_id in asked if installed.jobs.find(job_id) is not None]
    assert kept == asked[-1 - whatif.JOBS_KEPT :]
    assert installed.jobs.find(others) is not None


def test_somebody_elses_question_is_not_found(researcher: FlaskClient, sign_in: SignIn) -> None:
    job_id = ask(researcher)
    stranger = sign_in("b@example.org")
    for address in (f"{PAGE}/{job_id}", f"{PAGE}/{job_id}.csv", f"{PAGE}?job={job_id}"):
        assert stranger.get(address).status_code == 404


def test_the_levers_are_saved_as_a_scenario_of_ones_own(researcher: FlaskClient) -> None:
    sent = {
        "scenario": SCENARIO,
        "csrf_token": token(researcher, "/lab"),
        "hoarding": "0.25",
        "offset_price": "60",
    }
    answer = researcher.post(f"{PAGE}/save", data=sent)
    assert answer.status_code == 303
    text = researcher.get(answer.headers["Location"]).text
    assert "hoarding: 0.25" in text
    assert "price_cny: 60" in text
    assert "extends: builtin:cn-national-2024" in text


def test_an_unknown_market_or_scenario_is_not_found(researcher: FlaskClient) -> None:
    assert researcher.get(f"{PAGE}?market=moon").status_code == 404
    assert researcher.get(f"{PAGE}?scenario=own:77").status_code == 404
    assert researcher.get(f"{PAGE}?scenario=../../etc/passwd").status_code == 404
