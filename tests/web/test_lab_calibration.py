from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulations import CalibrationPlan, EnsembleCancelled, calibration_names, load_calibration
from tests.web.application import SignIn, token
from web.catalogue import JobState
from web.installation import Installation
from web.simulations import calibrations

PAGE = "/lab/calibrate"


@pytest.fixture
def researcher(sign_in: SignIn) -> FlaskClient:
    """A signed-in reader of English without any role."""
    signed_in = sign_in("researcher@example.org")
    signed_in.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in


class Found:
    """A report as a calibration returns it, of made-up numbers."""

    def __init__(self, plan: CalibrationPlan) -> None:
        self.plan = plan

    def as_dict(self) -> dict[str, Any]:
        key = next(iter(self.plan.file.free))
        bounds = self.plan.file.free[key]
        side = {"value": 1.5, "run_low": 1.0, "run_high": 2.0, "inside": False}
        return {
            "scenario": {"id": self.plan.scenario.id},
            "weighting": "diagonal",
            "distance": {"before": 9.0, "after": 4.0},
            "runs": {"before": 2, "after": 2},
            "search": {"sets_tried": 12},
            "missed": ["national.volume_t"],
            "parameters": [
                {
                    "key": key,
                    "before": bounds.low,
                    "after": bounds.high,
                    "low": bounds.low,
                    "high": bounds.high,
                    "at_bound": True,
                }
            ],
            "targets": [
                {
                    "metric": "national.volume_t",
                    "use": "fitted",
                    "published": 2.5,
                    "low": 2.0,
                    "high": None,
                    "source": "<script>somebody</script>",
                    "confidence": "published",
                    "before": side,
                    "after": side,
                }
            ],
        }


def press(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Press a button."""
    return client.post(address, data={"csrf_token": token(client, "/lab"), **fields})


def begin(client: FlaskClient) -> str:
    """Start the first shipped calibration and return its address."""
    answer = press(client, PAGE, name=calibration_names()[0])
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_every_shipped_calibration_is_listed_with_its_parameters_and_cost(
    client: FlaskClient,
) -> None:
    page = client.get(PAGE, headers={"Accept-Language": "en"}).text
    for name in calibration_names():
        plan = load_calibration(name)
        assert plan.file.title.en in page
        assert all(f"<code>{key}</code>" in page for key in plan.file.free)
        assert f"{calibrations.runs_of(plan):,}" in page
    assert "Sign in to run it" in page


def test_a_report_shows_each_target_before_and_after_and_what_is_missed(
    researcher: FlaskClient, installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrations, "calibrate", lambda plan, _targets, **_more: Found(plan))
    monkeypatch.setattr(calibrations, "preset_text", lambda _report: "schema: preset\n")
    address = begin(researcher)
    assert "waiting for a worker" in researcher.get(address).text
    assert researcher.get(f"{address}/preset.yaml").status_code == 409
    assert press(researcher, f"{address}/accept").status_code == 409
    installed.jobs.drain()
    job = installed.jobs.find(address.rpartition("/")[2])
    assert job is not None
    assert job.state == JobState.DONE, job.error
    page = researcher.get(address).text
    assert "Outside their bands" in page
    assert "At the end of its range" in page
    assert "<script>somebody" not in page
    assert researcher.get(f"{address}/preset.yaml").text == "schema: preset\n"
    accepted = press(researcher, f"{address}/accept")
    assert accepted.status_code == 303
    plan = load_calibration(calibration_names()[0])
    key = next(iter(plan.file.free))
    text = researcher.get(accepted.headers["Location"]).text
    assert f"{key.rpartition('.')[2]}: {plan.file.free[key].high}" in text


def test_a_calibration_is_stopped_by_its_owner_only_and_keeps_nothing(
    researcher: FlaskClient,
    installed: Installation,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(_plan: object, _targets: object, **_more: object) -> object:
        raise EnsembleCancelled(done=1, total=2)

    monkeypatch.setattr(calibrations, "calibrate", stopped)
    address = begin(researcher)
    stranger = sign_in("b@example.org")
    assert press(stranger, f"{address}/cancel").status_code == 403
    installed.jobs.drain()
    assert "nothing was kept" in researcher.get(address).text
    assert press(researcher, f"{address}/cancel").status_code == 409
    assert researcher.get(f"{address}/progress").headers["HX-Refresh"] == "true"


def test_what_does_not_exist_is_not_found_and_visitors_start_nothing(
    researcher: FlaskClient, client: FlaskClient
) -> None:
    assert researcher.get(f"{PAGE}/nothing").status_code == 404
    assert press(researcher, PAGE, name="../../etc/passwd").status_code == 404
    assert press(client, PAGE, name=calibration_names()[0]).status_code == 401
    assert researcher.post(PAGE, data={"name": "x"}).status_code == 400
