"""Ensembles and calibrations by the interface: what people do on pages, and what nobody may do."""

import itertools
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulations import (
    CalibrationPlan,
    EnsembleCancelled,
    calibration_names,
    load_calibration,
    plan_of,
    run_ensemble,
)
from simulations.ensembles import tasks
from tests.web.application import SignIn, token
from web.catalogue import Job, JobState
from web.installation import Installation
from web.simulations import calibrations
from web.simulations.ensembles import folder_of, recent_ensembles

ENSEMBLES = "/api/v1/simulations/ensembles"
CALIBRATIONS = "/api/v1/simulations/calibrations"
FEW_FIRMS = (
    "agents.firms.power.count=8",
    "agents.firms.steel.count=1",
    "agents.firms.cement.count=2",
    "agents.firms.aluminium.count=1",
    "horizon.end=2025-12-31",
)
DEFINITION: dict[str, Any] = {
    "design": {"kind": "cases", "cases": {"base": {}, "eager": {"agents.behaviours.hoarding": 0}}},
    "replications": 2,
    "metrics": ["national.price_mean_cny", "national.volume_t"],
    "tables": ["daily"],
}
ASKED: dict[str, Any] = {
    "scenario": "cn-national-2024",
    "experiment": "hoarding",
    "definition": DEFINITION,
    "overrides": list(FEW_FIRMS),
}


@pytest.fixture
def researcher(sign_in: SignIn) -> FlaskClient:
    """A signed-in reader of English without any role."""
    signed_in = sign_in("researcher@example.org")
    signed_in.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in


def post(client: FlaskClient, address: str, body: object = None) -> TestResponse:
    """Send a body as JSON, or nothing."""
    headers = {"X-CSRFToken": token(client, "/lab")}
    if body is None:
        return client.post(address, headers=headers)
    return client.post(address, json=body, headers=headers)


def begin(client: FlaskClient, address: str, body: object) -> str:
    """Start something and return its number."""
    answer = post(client, address, body)
    assert answer.status_code == 202, answer.text
    queued = answer.get_json()
    assert answer.headers["Location"] == f"{address}/{queued['id']}"
    assert (queued["state"], queued["error"]) == ("queued", None)
    return str(queued["id"])


def job_of(installed: Installation, job_id: str) -> Job:
    """Return a job."""
    job = installed.jobs.find(job_id)
    assert job is not None
    return job


def test_an_experiment_written_out_finds_the_same_bytes_as_in_python(
    researcher: FlaskClient, installed: Installation
) -> None:
    ensemble_id = begin(researcher, ENSEMBLES, ASKED)
    one = f"{ENSEMBLES}/{ensemble_id}"
    waiting = researcher.get(one).get_json()
    assert (waiting["cases"], waiting["replications"], waiting["experiment"]) == (2, 2, "hoarding")
    assert waiting["owner"]
    assert researcher.get(f"{one}/results").status_code == 409
    assert researcher.get(f"{one}/fan").status_code == 409
    installed.jobs.drain()
    done = researcher.get(one).get_json()
    assert (done["state"], done["steps_done"], done["failed"]) == ("done", 4, 0)
    assert done["runs_per_second"] > 0

    results = researcher.get(f"{one}/results").get_json()
    again = folder_of(installed.settings, "again")
    plan = plan_of(job_of(installed, ensemble_id).parameters["plan"])
    assert results["manifest"]["results_digest"] == run_ensemble(plan, again)["results_digest"]
    assert [case["name"] for case in results["cases"]] == ["base", "eager"]
    assert results["metrics"] == DEFINITION["metrics"]
    assert results["fans"] == [{"case": 0, "market": "national"}, {"case": 1, "market": "national"}]
    for name, address in results["files"].items():
        with researcher.get(address) as sent:
            assert sent.status_code == 200, name
    fan = researcher.get(f"{one}/fan?case=1&market=national").get_json()
    assert len(fan["days"]) == len(fan["low_cny"]) == len(fan["high_cny"]) > 200
    lows = zip(fan["low_cny"], fan["median_cny"], fan["high_cny"], strict=True)
    assert all(low <= middle <= high for low, middle, high in lows)
    assert researcher.get(f"{one}/failures").get_json()["failures"] == []
    listed = researcher.get(ENSEMBLES).get_json()["ensembles"]
    assert [found["id"] for found in listed] == [ensemble_id]


def test_an_experiment_of_the_file_is_started_by_its_name(
    researcher: FlaskClient, installed: Installation
) -> None:
    asked = {"scenario": "shanghai-deadline-2024", "experiment": "deadline"}
    ensemble_id = begin(researcher, ENSEMBLES, asked)
    plan = plan_of(job_of(installed, ensemble_id).parameters["plan"])
    assert plan.experiment.replications == 20
    smaller = asked | {"overrides": ["agents.firms.shanghai-steel.count=1"]}
    refused = post(researcher, ENSEMBLES, smaller | {"experiment": "deadlines"})
    assert refused.status_code == 404
    assert "deadline" in refused.get_json()["error"]["sentence"]


def test_failures_are_told_and_gone_on_with(
    researcher: FlaskClient, installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ValueError("planted")

    with monkeypatch.context() as planted:
        planted.setattr(tasks, "run", failing)
        ensemble_id = begin(researcher, ENSEMBLES, ASKED)
        installed.jobs.drain()
    one = f"{ENSEMBLES}/{ensemble_id}"
    assert researcher.get(one).get_json()["failed"] == 4
    failures = researcher.get(f"{one}/failures").get_json()["failures"]
    assert [(row["case"], row["replication"]) for row in failures] == [
        *((0, 0), (0, 1), (1, 0), (1, 1))
    ]
    assert "planted" in failures[0]["traceback"]
    assert researcher.get(f"{one}/fan").status_code == 404
    resumed = post(researcher, f"{one}/resume")
    assert (resumed.status_code, resumed.get_json()["state"]) == (202, "queued")
    assert post(researcher, f"{one}/resume").status_code == 409
    installed.jobs.drain()
    done = researcher.get(one).get_json()
    assert (done["state"], done["failed"]) == ("done", 0)
    assert researcher.get(f"{one}/fan?case=7").status_code == 404
    assert researcher.get(f"{one}/fan?market=moon").status_code == 404


def changed(**parts: object) -> dict[str, Any]:
    """Return the request with some parts of its definition changed; None takes one out."""
    definition = {k: v for k, v in (DEFINITION | parts).items() if v is not None}
    return ASKED | {"definition": definition}


WRONG: list[tuple[object, int, str]] = [
    ({}, 422, "scenario"),
    (ASKED | {"scenario": 7}, 422, "scenario"),
    (ASKED | {"scenario": "/etc/passwd"}, 404, ""),
    (ASKED | {"scenario": "own:1"}, 404, ""),
    (ASKED | {"experiment": "a b"}, 422, "experiment"),
    (ASKED | {"experiment": ""}, 422, "experiment"),
    (ASKED | {"definition": []}, 422, "definition"),
    (ASKED | {"jobs": 4}, 422, "jobs"),
    (ASKED | {"overrides": ["agents.firms.powr.count=3"]}, 422, "overrides.0"),
    (changed(design={"kind": "dream"}), 422, "definition.design.kind"),
    (changed(design=None), 422, "definition.design"),
    (changed(replications=0), 422, "definition.replications"),
    (changed(replications=10**30), 422, "definition.replications"),
    (changed(metrics=["moon.volume_t"]), 422, "definition.metrics[0]"),
    (changed(tables=["passwords"]), 422, "definition.tables[0]"),
    (changed(colour="red"), 422, "definition.colour"),
    (
        changed(design={"kind": "grid"}, factors={"agents.behaviours.hording": [0, 1]}),
        422,
        "definition.factors.agents.behaviours.hording",
    ),
    (
        changed(
            design={"kind": "latin_hypercube", "n": 1_001, "seed": 1},
            factors={"agents.behaviours.hoarding": [0, 1]},
        ),
        422,
        "",
    ),
    (changed(replications=10_000) | {"overrides": []}, 422, ""),
]
NONSENSE = ("NaN", "1e400", "[" * 5000, '"\\ud800"', '"\\u0000"', "1" * 500)


def test_a_wrong_request_is_refused_at_its_field_and_nothing_starts(
    researcher: FlaskClient, installed: Installation, subtests: pytest.Subtests
) -> None:
    for number, (body, status, field) in enumerate(WRONG):
        with subtests.test(f"{number}: {field}"):
            answer = post(researcher, ENSEMBLES, body)
            assert answer.status_code == status, answer.text
            error = answer.get_json()["error"]
            assert error["sentence"]
            told = [part["field"] for part in error["fields"]]
            assert field in told if field else told == []
    assert recent_ensembles(installed) == []


def test_nonsense_in_any_field_is_refused(
    researcher: FlaskClient, installed: Installation, subtests: pytest.Subtests
) -> None:
    headers = {"X-CSRFToken": token(researcher, "/lab")}
    sent = {key: json.dumps(part) for key, part in ASKED.items()}
    for name, value in itertools.product(sent, NONSENSE):
        with subtests.test(f"{name} {value[:10]}"):
            body = ",".join(f'"{key}":{part}' for key, part in (sent | {name: value}).items())
            answer = researcher.post(
                ENSEMBLES, data=f"{{{body}}}", content_type="application/json", headers=headers
            )
            assert answer.status_code in {400, 404, 422}
            assert answer.get_json()["error"]["sentence"]
    assert recent_ensembles(installed) == []


class Report:
    """A report as a calibration returns it, of made-up numbers."""

    def __init__(self, plan: CalibrationPlan) -> None:
        self.plan = plan

    def as_dict(self) -> dict[str, Any]:
        return {"scenario": {"id": self.plan.scenario.id}, "distance": {"before": 9, "after": 4}}


def test_a_calibration_goes_from_its_plan_to_report_and_preset(
    researcher: FlaskClient,
    client: FlaskClient,
    installed: Installation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plans = client.get(f"{CALIBRATIONS}/plans").get_json()["plans"]
    assert [plan["name"] for plan in plans] == calibration_names()
    first = load_calibration(plans[0]["name"])
    assert plans[0]["runs"] == calibrations.runs_of(first)
    assert [row["key"] for row in plans[0]["free"]] == list(first.file.free)

    monkeypatch.setattr(calibrations, "calibrate", lambda plan, _targets, **_more: Report(plan))
    monkeypatch.setattr(calibrations, "preset_text", lambda _report: "schema: preset\n")
    calibration_id = begin(researcher, CALIBRATIONS, {"name": plans[0]["name"]})
    one = f"{CALIBRATIONS}/{calibration_id}"
    assert researcher.get(f"{one}/results").status_code == 409
    installed.jobs.drain()
    assert researcher.get(one).get_json()["state"] == "done"
    results = researcher.get(f"{one}/results").get_json()
    assert results["report"]["distance"] == {"before": 9, "after": 4}
    assert results["preset"] == "schema: preset\n"
    listed = researcher.get(CALIBRATIONS).get_json()["calibrations"]
    assert [(found["id"], found["name"]) for found in listed] == [
        (calibration_id, plans[0]["name"])
    ]


def test_what_is_no_calibration_is_not_started(
    researcher: FlaskClient, installed: Installation, subtests: pytest.Subtests
) -> None:
    wrong: list[tuple[object, int]] = [
        ({}, 422),
        ({"name": 1}, 422),
        ({"name": "x" * 65}, 422),
        ({"name": "cn-guangdong", "jobs": 2}, 422),
        ({"name": "../../etc/passwd"}, 404),
        ([], 422),
    ]
    for body, status in wrong:
        with subtests.test(f"{body}"):
            assert post(researcher, CALIBRATIONS, body).status_code == status
    assert calibrations.recent_calibrations(installed) == []


def test_a_cancelled_calibration_has_no_results(
    researcher: FlaskClient, installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_plan: object, _targets: object, **_more: object) -> object:
        raise EnsembleCancelled(done=1, total=2)

    monkeypatch.setattr(calibrations, "calibrate", stopped)
    calibration_id = begin(researcher, CALIBRATIONS, {"name": calibration_names()[0]})
    installed.jobs.drain()
    assert job_of(installed, calibration_id).state == JobState.CANCELLED
    assert researcher.get(f"{CALIBRATIONS}/{calibration_id}/results").status_code == 409


READ = {ENSEMBLES: ("", "/results", "/fan", "/failures"), CALIBRATIONS: ("", "/results")}
WRITTEN = {ENSEMBLES: ("/cancel", "/resume"), CALIBRATIONS: ("/cancel",)}
STARTED = {ENSEMBLES: ASKED, CALIBRATIONS: {"name": "cn-guangdong"}}


@pytest.mark.parametrize("noun", [ENSEMBLES, CALIBRATIONS])
def test_visitors_strangers_and_wrong_numbers_move_nothing(
    researcher: FlaskClient,
    client: FlaskClient,
    installed: Installation,
    sign_in: SignIn,
    noun: str,
) -> None:
    other = CALIBRATIONS if noun == ENSEMBLES else ENSEMBLES
    mine = begin(researcher, noun, STARTED[noun])
    elsewhere = begin(researcher, other, STARTED[other])
    stranger = sign_in("b@example.org")
    regulator = sign_in("r@example.org", "regulator")
    assert client.get(noun).status_code == 401
    assert post(client, noun, STARTED[noun]).status_code == 401
    for end in READ[noun]:
        assert client.get(f"{noun}/{mine}{end}").status_code == 401
        assert stranger.get(f"{noun}/{mine}{end}").status_code == (
            409 if end in {"/results", "/fan"} else 200
        )
        for wrong in ("nothing", elsewhere, "%2e%2e%2fetc", "9" * 300):
            assert researcher.get(f"{noun}/{wrong}{end}").status_code == 404
    for end in WRITTEN[noun]:
        assert post(client, f"{noun}/{mine}{end}").status_code == 401
        assert researcher.post(f"{noun}/{mine}{end}").status_code == 400
        for reader in (stranger, regulator):
            assert post(reader, f"{noun}/{mine}{end}").status_code == 403
        for wrong in ("nothing", elsewhere, "9" * 300):
            assert post(researcher, f"{noun}/{wrong}{end}").status_code == 404
    assert job_of(installed, mine).state == JobState.QUEUED
    assert not job_of(installed, mine).cancel_requested
    administrator = sign_in("admin@example.org", "administrator")
    assert post(researcher, f"{other}/{elsewhere}/cancel").status_code == 200
    assert post(administrator, f"{noun}/{mine}/cancel").get_json()["cancel_requested"]
    installed.jobs.drain()
    assert post(researcher, f"{noun}/{mine}/cancel").status_code == 409


@pytest.mark.parametrize("noun", [ENSEMBLES, CALIBRATIONS])
def test_a_person_has_three_waiting_and_no_more(researcher: FlaskClient, noun: str) -> None:
    for _ in range(3):
        begin(researcher, noun, STARTED[noun])
    answer = post(researcher, noun, STARTED[noun])
    assert answer.status_code == 409
    assert answer.get_json()["error"]["code"] == "runs.too_many"
