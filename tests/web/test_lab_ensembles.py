import csv
import importlib
import io
import json
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulations import plan_of, read_ensemble, run_ensemble
from tests.web.application import SignIn, token
from web.catalogue import Job, JobState
from web.installation import Installation
from web.simulations.ensembles import folder_of

SCENARIO = "cn-national-2024"
FEW_FIRMS = "\n".join(
    (
        "agents.firms.power.count=8",
        "agents.firms.steel.count=1",
        "agents.firms.cement.count=2",
        "agents.firms.aluminium.count=1",
        "horizon.end=2025-12-31",
    )
)
DESIGN = {
    "from": SCENARIO,
    "kind": "morris",
    "points": "2",
    "replications": "1",
    "seed": "3",
    "factors": "agents.behaviours.hoarding = 0, 1\nagents.behaviours.order_share = 0.2, 0.8",
    "metrics": "national.price_mean_cny\nvolume_t",
    "overrides": FEW_FIRMS,
    "daily": "true",
    "firms": "true",
}


@pytest.fixture
def researcher(sign_in: SignIn) -> FlaskClient:
    """A signed-in reader of English without any role."""
    signed_in = sign_in("researcher@example.org")
    signed_in.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in


def send(client: FlaskClient, path: str = "", **changed: str) -> TestResponse:
    """Send the design form, with some fields changed."""
    return client.post(
        f"/lab/e{path}", data=DESIGN | changed | {"csrf_token": token(client, "/lab")}
    )


def start(client: FlaskClient, **changed: str) -> str:
    """Start an ensemble and return its number."""
    answer = send(client, **changed)
    assert answer.status_code == 303, re.sub(r"<[^>]+>", "", answer.text)
    return answer.headers["Location"].rpartition("/")[2]


def act(client: FlaskClient, address: str) -> TestResponse:
    """Press a button."""
    return client.post(address, data={"csrf_token": token(client, "/lab")})


def found(installed: Installation, job_id: str) -> Job:
    """Return a job."""
    job = installed.jobs.find(job_id)
    assert job is not None
    return job


def test_a_design_tells_its_cost_before_it_is_started(
    researcher: FlaskClient, installed: Installation
) -> None:
    assert "6 cases × 1 replications = 6 runs" in send(researcher, "/estimate").text
    many = send(researcher, "/estimate", points="4", replications="10").text
    assert "12 cases × 10 replications = 120 runs" in many
    probed = send(researcher, "/estimate", kind="sobol", points="128").text
    assert "512 cases × 1 replications = 512 runs" in probed
    assert "assumed pace" in many
    assert "6 runs" in send(researcher, check="1").text
    assert installed.jobs.lanes["long"].queue.dequeue() is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"factors": "agents.behaviours.hording = 0, 1"}, "did you mean “hoarding”"),
        ({"factors": "agents.behaviours.hoarding = 1, 0"}, "the low end first"),
        ({"factors": "agents.behaviours.hoarding = 0, 2"}, "at most 1"),
        ({"factors": "agents.behaviours.hoarding = 0, 1e400"}, "is no finite number"),
        ({"factors": "agents.behaviours.hoarding = 0, NaN"}, "is no finite number"),
        ({"factors": "agents.behaviours.hoarding = 0, 9, 1"}, "low end first"),
        ({"factors": "seed = 1, 2\n价格一百元"}, "Line 2: a factor is written key = low, high"),
        ({"factors": "<script>alert(1)</script>"}, "Line 1: a factor is written"),
        ({"factors": "= 0, 1"}, "Line 1: a factor is written"),
        ({"factors": "seed = 1, 2\nseed = 3, 4"}, "Line 2: “seed” has a line already"),
        ({"factors": "seed = " + "[" * 9000}, "seed"),
        ({"factors": ""}, "required"),
        ({"kind": "sobol", "points": "3"}, "power of two"),
        ({"metrics": "national.price"}, "Unknown metric"),
        ({"metrics": "moon.volume_t"}, "Unknown key"),
        ({"overrides": "agents.firms.powr.count=3"}, "did you mean"),
        ({"points": "0"}, "at least 1"),
        ({"kind": "sobol", "points": "65536"}, "at most 1,000 are accepted here"),
    ],
)
def test_a_wrong_design_is_refused_at_its_field_and_nothing_starts(
    researcher: FlaskClient, installed: Installation, changed: dict[str, str], sentence: str
) -> None:
    answer = send(researcher, **changed)
    assert answer.status_code == 422
    assert sentence in re.sub(r"<[^>]+>", "", answer.text)
    assert installed.jobs.lanes["long"].queue.dequeue() is None
    assert sentence in re.sub(r"<[^>]+>", "", send(researcher, "/estimate", **changed).text)


def test_an_ensemble_too_large_for_the_server_is_refused_with_the_rule(
    researcher: FlaskClient,
) -> None:
    answer = send(researcher, overrides="", replications="1000")
    assert answer.status_code == 422
    assert "firms × days × runs" in answer.text


def test_an_ensemble_goes_from_the_form_to_the_same_bytes_as_in_python(
    researcher: FlaskClient, installed: Installation
) -> None:
    ensemble_id = start(researcher)
    page = f"/lab/e/{ensemble_id}"
    assert "waiting for a worker" in researcher.get(page).text
    assert 'hx-trigger="every 1s"' in researcher.get(f"{page}/progress").text
    installed.jobs.drain()
    job = found(installed, ensemble_id)
    assert job.state == JobState.DONE, job.error
    assert (job.steps_done, job.steps_total, job.result["failed"]) == (6, 6, 0)
    assert researcher.get(f"{page}/progress").headers["HX-Refresh"] == "true"

    again = folder_of(installed.settings, "again")
    manifest = run_ensemble(plan_of(job.parameters["plan"]), again)
    shown = researcher.get(page).text
    assert manifest["results_digest"] in shown
    assert "national: mean close" in shown
    assert "Moments of national against published bands" in shown
    assert "data-fan=" in shown

    rows = list(csv.DictReader(io.StringIO(researcher.get(f"{page}/runs.csv").text)))
    means = read_ensemble(again).runs()["national.price_mean_cny"].to_pylist()
    assert [float(row["national.price_mean_cny"]) for row in rows] == means
    days = researcher.get(f"{page}/fan.csv?case=1&market=national").text.splitlines()
    assert len(days) > 200
    with researcher.get(f"{page}/files/manifest.json") as answer:
        sent = json.loads(answer.data)
    assert sent["results_digest"] == manifest["results_digest"]
    assert f"{SCENARIO}.yaml" in sent["scenario_files"]
    assert researcher.get(f"{page}/files/..%2f..%2fcatalogue.sqlite3").status_code == 404


ASKED = """schema: tanlab/scenario@1
extends: builtin:cn-national-2024
id: asked
title: {zh: 提问, en: Asked}
about: {zh: 小市场。, en: A small market.}
agents:
  firms:
    power: {count: 8}
    steel: {count: 1}
    cement: {count: 2}
    aluminium: {count: 1}
experiments:
  penalty:
    title: {zh: 罚款, en: Penalty}
    question: {zh: 有影响吗？, en: Does it matter?}
    design:
      kind: cases
      cases: {plain: {}, cheap: {markets.national.opening_price_cny: 50.0}}
    replications: 3
    metrics: [national.price_mean_cny, national.volume_t@2025-01-01/2025-06-30]
    tables: []
    findings:
      falls:
        {metric: national.price_mean_cny, case: cheap, against: plain,
         mean: -9.0, low: -99.0, high: -1.0, says: {zh: 价格下跌。, en: The price falls.}}
      rises:
        {metric: national.price_mean_cny, case: cheap, against: plain,
         mean: 9.0, low: 1.0, high: 99.0, says: {zh: 价格上涨。, en: The price rises.}}
sources:
  agents.firms.power.count: {source: a few, confidence: assumption}
  agents.firms.steel.count: {source: a few, confidence: assumption}
  agents.firms.cement.count: {source: a few, confidence: assumption}
  agents.firms.aluminium.count: {source: a few, confidence: assumption}
"""


def test_named_cases_are_compared_and_held_against_what_was_stated(
    researcher: FlaskClient, installed: Installation
) -> None:
    saved = researcher.post("/lab/s", data={"text": ASKED, "csrf_token": token(researcher, "/lab")})
    assert saved.status_code == 303, saved.text
    reference = "own:" + saved.headers["Location"].rpartition("/")[2]
    ensemble_id = start(researcher, **{"from": reference, "experiment": "penalty"})
    installed.jobs.drain()
    page = researcher.get(f"/lab/e/{ensemble_id}?metric=national.volume_t@2025-01-01/2025-06-30")
    text = re.sub(r"<[^>]+>", " ", page.text)
    assert "cheap − plain" in text
    falls, rises = text.index("The price falls."), text.index("The price rises.")
    assert "holds, other numbers" in text[falls:rises]
    assert "does not hold" in text[rises:]
    assert "How the runs spread: national: volume, 2025-01-01 to 2025-06-30" in text
    boxes = re.search(r"data-boxes='([^']+)'", page.text)
    assert boxes is not None
    drawn = json.loads(boxes[1])
    assert drawn["names"] == ["plain", "cheap"]
    assert all(five == sorted(five) and len(five) == 5 for five in drawn["values"])
    table = read_ensemble(folder_of(installed.settings, ensemble_id)).runs().to_pylist()
    means: dict[str, list[float]] = {name: [] for name in drawn["names"]}
    for run in table:
        means[run["name"]].append(run["national.price_mean_cny"])
    gap = sum(means["cheap"]) / 3 - sum(means["plain"]) / 3
    assert f"{gap:.5g}".replace("-", "−") in text


def test_the_sensitivity_has_bars_a_table_and_a_file(
    researcher: FlaskClient, installed: Installation
) -> None:
    ensemble_id = start(researcher)
    page = f"/lab/e/{ensemble_id}/sensitivity"
    assert "nothing to analyse" in researcher.get(page).text
    installed.jobs.drain()
    shown = researcher.get(f"{page}?metric=national.volume_t").text
    assert "data-indices=" in shown
    assert "national: volume" in shown
    rows = list(csv.DictReader(io.StringIO(researcher.get(f"{page}.csv").text)))
    assert {row["factor"] for row in rows} == {
        "agents.behaviours.hoarding",
        "agents.behaviours.order_share",
    }
    assert len(rows) == 4


def test_a_cancelled_ensemble_keeps_its_runs_and_goes_on_to_the_same_bytes(
    researcher: FlaskClient, installed: Installation
) -> None:
    ensemble_id = start(researcher)
    page = f"/lab/e/{ensemble_id}"
    assert act(researcher, f"{page}/resume").status_code == 409
    assert act(researcher, f"{page}/cancel").status_code == 303
    installed.jobs.drain()
    assert found(installed, ensemble_id).state == JobState.CANCELLED
    assert "Go on" in researcher.get(page).text
    assert act(researcher, f"{page}/cancel").status_code == 409
    assert act(researcher, f"{page}/resume").status_code == 303
    installed.jobs.drain()
    assert found(installed, ensemble_id).state == JobState.DONE


def test_a_failed_run_is_listed_with_seed_and_traceback_and_run_alone(
    researcher: FlaskClient, installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = importlib.import_module("simulations.ensembles.tasks")
    carried_out = tasks.run

    def fail_once(scenario: object, **more: object) -> object:
        if getattr(scenario, "agents").behaviours.hoarding == 0:  # noqa: B009
            raise ArithmeticError("<script>no hoarding</script>")
        return carried_out(scenario, **more)

    monkeypatch.setattr(tasks, "run", fail_once)
    ensemble_id = start(researcher)
    installed.jobs.drain()
    page = f"/lab/e/{ensemble_id}"
    shown = researcher.get(page).text
    assert "ArithmeticError" in shown
    assert "Traceback (most recent call last)" in shown
    assert "<script>no hoarding" not in shown
    alone = re.search(rf"{page}/failures/\d+-\d+/run", shown)
    assert alone is not None
    answer = act(researcher, alone[0])
    assert answer.status_code == 303
    request = found(installed, answer.headers["Location"].rpartition("/")[2]).parameters
    assert any(o.startswith("agents.behaviours.hoarding=") for o in request["overrides"])
    assert act(researcher, f"{page}/failures/99-99/run").status_code == 404

    monkeypatch.setattr(tasks, "run", carried_out)
    assert act(researcher, f"{page}/resume").status_code == 303
    installed.jobs.drain()
    assert found(installed, ensemble_id).result["failed"] == 0
    assert "ArithmeticError" not in researcher.get(page).text


def test_only_the_owner_or_an_administrator_steers_and_only_the_signed_in_look(
    researcher: FlaskClient, client: FlaskClient, sign_in: SignIn
) -> None:
    ensemble_id = start(researcher)
    page = f"/lab/e/{ensemble_id}"
    stranger, administrator = sign_in("b@example.org"), sign_in("c@example.org", "administrator")
    assert "Cancel the ensemble" not in stranger.get(page).text
    assert act(stranger, f"{page}/cancel").status_code == 403
    assert act(administrator, f"{page}/cancel").status_code == 303
    assert act(stranger, f"{page}/resume").status_code == 403
    assert client.get(page).status_code == 303
    assert act(client, f"{page}/cancel").status_code == 401
    assert researcher.post(f"{page}/resume").status_code == 400
    assert researcher.get("/lab/e/nothing").status_code == 404
    assert act(researcher, "/lab/e/nothing/resume").status_code == 404


def test_unfinished_ensembles_are_limited_for_each_person(researcher: FlaskClient) -> None:
    for _ in range(3):
        start(researcher)
    refused = send(researcher)
    assert refused.status_code == 409


def test_an_ended_job_is_queued_again_once_on_either_database(
    installed_anywhere: Installation,
) -> None:
    jobs = installed_anywhere.jobs
    job_id = jobs.start("nothing that is registered", {}, None)
    assert not jobs.restart(job_id)
    jobs.drain()
    assert found(installed_anywhere, job_id).state == JobState.FAILED
    assert jobs.restart(job_id)
    assert not jobs.restart(job_id)
    again = found(installed_anywhere, job_id)
    assert (again.state, again.error) == (JobState.QUEUED, {})
