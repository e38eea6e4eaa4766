import json
import re
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulations import (
    list_experiments,
    list_scenarios,
    load_scenario,
    run,
    write_run,
)
from tests.web.application import SignIn, token
from web.catalogue import JobState
from web.installation import Installation
from web.simulations.runs import folder

SCENARIO = "cn-national-2024"
PAGE = f"/lab/scenarios/{SCENARIO}"
RUNS = "/api/v1/simulations/runs"
FEW_FIRMS = (
    "agents.firms.power.count=20",
    "agents.firms.steel.count=3",
    "agents.firms.cement.count=3",
    "agents.firms.aluminium.count=2",
)
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def researcher(sign_in: SignIn) -> FlaskClient:
    """A signed-in reader of English without any role."""
    signed_in = sign_in("researcher@example.org")
    signed_in.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in


def start(client: FlaskClient, seed: str = "1", overrides: Sequence[str] = FEW_FIRMS) -> str:
    """Start a run on its page and return its number."""
    answer = send(client, seed, "\n".join(overrides))
    assert answer.status_code == 303
    return answer.headers["Location"].rpartition("/")[2]


def send(client: FlaskClient, seed: str, overrides: str = "", language: str = "en") -> TestResponse:
    """Send the start form."""
    data = {"seed": seed, "overrides": overrides, "csrf_token": token(client, PAGE)}
    return client.post(f"{PAGE}/runs", data=data, headers={"Accept-Language": language})


def post_json(client: FlaskClient, path: str, body: object) -> TestResponse:
    """Send JSON with the token of the session."""
    return client.post(path, json=body, headers={"X-CSRFToken": token(client, "/lab")})


def test_the_lab_lists_the_scenarios_to_everybody_and_the_runs_to_the_signed_in(
    client: FlaskClient, researcher: FlaskClient
) -> None:
    run_id = start(researcher)
    listed = client.get("/lab").text
    asked = {one.plan.scenario.id for one in list_experiments()}
    for info in list_scenarios():
        assert info.id in asked or info.title["zh"] in listed
        assert info.id in asked or info.title["en"] in researcher.get("/lab").text
    assert run_id[:8] not in client.get("/lab").text
    assert run_id[:8] in researcher.get("/lab").text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_scenario_shows_every_value_with_its_source(client: FlaskClient, language: str) -> None:
    page = client.get(PAGE, headers={"Accept-Language": language}).text
    for setting in load_scenario(SCENARIO).settings:
        assert f"<code>{setting.path}</code>" in page
    assert ("官方文本" in page) == (language == "zh-CN")
    assert ("official text" in page) == (language == "en")


def test_a_scenario_is_downloaded_as_it_is_shipped(client: FlaskClient) -> None:
    answer = client.get(f"{PAGE}.yaml")
    assert answer.mimetype == "application/yaml"
    assert answer.text.startswith("#")
    assert f"id: {SCENARIO}" in answer.text


def test_a_run_goes_from_the_form_to_the_same_bytes_as_in_python(
    researcher: FlaskClient, installed: Installation, tmp_path: Path
) -> None:
    run_id = start(researcher)
    waiting = researcher.get(f"/lab/runs/{run_id}").text
    assert "waiting for a worker" in waiting
    assert "<progress" in waiting
    assert 'hx-trigger="every 1s"' in researcher.get(f"/lab/runs/{run_id}/progress").text

    installed.jobs.drain()
    assert researcher.get(f"/lab/runs/{run_id}/progress").headers["HX-Refresh"] == "true"
    page = researcher.get(f"/lab/runs/{run_id}").text
    manifest = write_run(run(load_scenario(SCENARIO, FEW_FIRMS), 1), tmp_path / "again")
    assert manifest["scenario_digest"] in page
    for digest in manifest["files"].values():
        assert digest.removeprefix("sha256:") in page
    assert "not calibrated" in page
    assert "tanlab run cn-national-2024 --seed 1 --set agents.firms.power.count=20" in page
    assert "&#39;agents.firms.power.count=20&#39;" in page


def test_the_chart_the_months_and_the_downloads_agree(
    researcher: FlaskClient, installed: Installation
) -> None:
    run_id = start(researcher)
    installed.jobs.drain()
    days = researcher.get(f"{RUNS}/{run_id}/daily").json["days"]  # type: ignore[index]
    rows = pq.read_table(folder(installed.settings, run_id) / "daily.parquet").to_pylist()
    assert [day["date"] for day in days] == [row["date"].isoformat() for row in rows]
    assert [float(day["close_cny"]) for day in days] == [row["close_cny"] for row in rows]
    assert [day["listed_volume_t"] for day in days] == [row["listed_volume_t"] for row in rows]
    december = sum(row["block_volume_t"] for row in rows if row["date"].month == 12)
    assert f">{december:,}</td>" in researcher.get(f"/lab/runs/{run_id}").text

    files = researcher.get(f"{RUNS}/{run_id}/results").json["files"]  # type: ignore[index]
    assert {"manifest.json", "daily.parquet", "figures/price_and_volume_zh.pdf"} <= set(files)
    for name, address in files.items():
        with researcher.get(address) as answer:
            assert answer.status_code == 200, name
            assert "attachment" in answer.headers["Content-Disposition"]
    with researcher.get(files["summary.json"]) as answer:
        summary = json.loads(answer.data)
    assert summary["calibration"] == "none"


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        ("-1", "at least 0"),
        ("NaN", "whole number"),
        ("1e400", "whole number"),
        ("9223372036854775808", "at most 9,223,372,036,854,775,807"),
        ("9" * 5000, "too many digits"),
        ("", "required"),
        (SCRIPT, "whole number"),
    ],
)
def test_a_wrong_seed_is_refused_at_its_field_and_kept(
    researcher: FlaskClient, installed: Installation, seed: str, sentence: str
) -> None:
    answer = send(researcher, seed, FEW_FIRMS[0])
    assert answer.status_code == 422
    assert sentence in re.sub(r"<[^>]+>", "", answer.text)
    assert SCRIPT not in answer.text
    assert FEW_FIRMS[0] in answer.text
    assert installed.jobs.lanes["long"].queue.dequeue() is None


def test_each_wrong_override_is_named_by_its_line_in_the_readers_language(
    researcher: FlaskClient,
) -> None:
    wrong = f"# small\nagents.firms.powr.count=3\n\nfoo\nagents.firms.steel.count=x\nid={SCRIPT}"
    answer = send(researcher, "1", wrong)
    assert answer.status_code == 422
    assert "Line 2: Unknown key “agents.firms.powr.count”; did you mean" in answer.text
    assert "Line 4: An override is written key=value" in answer.text
    assert "Line 5: A whole number is needed." in answer.text
    assert "Line 6:" in answer.text
    assert SCRIPT not in answer.text
    chinese = send(researcher, "1", wrong, "zh-CN").text
    assert (
        "第 2 行：未知的键“agents.firms.powr.count”；您是否想写“agents.firms.power.count”？"
        in chinese
    )


def test_too_many_or_too_long_overrides_are_refused(researcher: FlaskClient) -> None:
    assert send(researcher, "1", "\n".join(["seed=1"] * 51)).status_code == 422
    assert send(researcher, "1", f"title.en={'x' * 400}").status_code == 422
    assert send(researcher, "1", "x" * 100_000).status_code == 422


def test_a_run_too_large_for_the_server_is_refused_with_the_rule(researcher: FlaskClient) -> None:
    answer = send(researcher, "1", "agents.firms.power.count=150000")
    assert answer.status_code == 422
    assert "10,000,000 firms × days" in answer.text


def test_a_script_in_a_title_is_shown_as_text(
    researcher: FlaskClient, installed: Installation
) -> None:
    run_id = start(researcher, overrides=(*FEW_FIRMS, f"title.en={SCRIPT}"))
    for state in ("waiting", "done"):
        page = researcher.get(f"/lab/runs/{run_id}", headers={"Accept-Language": "en"}).text
        assert SCRIPT not in page, state
        assert "&lt;script&gt;" in page
        installed.jobs.drain()
    assert SCRIPT not in researcher.get("/lab").text


def test_signed_out_readers_start_nothing_and_see_no_run(
    client: FlaskClient, researcher: FlaskClient
) -> None:
    run_id = start(researcher)
    asked = {"scenario": SCENARIO, "seed": 1}
    for address in (f"/lab/runs/{run_id}", f"/lab/runs/{run_id}/files/manifest.json"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"][:6]) == (303, "/login")
    assert send(client, "1").status_code == 401
    assert client.post(RUNS, json=asked).status_code == 401
    for address in (RUNS, f"{RUNS}/{run_id}", f"{RUNS}/{run_id}/daily"):
        assert client.get(address).status_code == 401


def test_a_form_without_token_is_refused(researcher: FlaskClient) -> None:
    run_id = start(researcher)
    assert researcher.post(f"{PAGE}/runs", data={"seed": "1"}).status_code == 400
    assert researcher.post(f"/lab/runs/{run_id}/cancel").status_code == 400
    assert researcher.post(RUNS, json={"scenario": SCENARIO, "seed": 1}).status_code == 400


def test_a_body_of_ten_megabytes_is_refused(researcher: FlaskClient) -> None:
    assert researcher.post(f"{PAGE}/runs", data={"seed": "1" * 10_000_000}).status_code == 413
    answer = post_json(researcher, RUNS, {"scenario": "x" * 10_000_000, "seed": 1})
    assert answer.status_code == 413


def test_only_the_owner_or_an_administrator_cancels(
    researcher: FlaskClient, sign_in: SignIn, installed: Installation
) -> None:
    stranger, administrator = sign_in("b@example.org"), sign_in("c@example.org", "administrator")
    run_id = start(researcher)
    page = f"/lab/runs/{run_id}"
    assert "Cancel the run" not in stranger.get(page, headers={"Accept-Language": "en"}).text
    refused = stranger.post(f"{page}/cancel", data={"csrf_token": token(stranger)})
    assert refused.status_code == 403
    allowed = administrator.post(f"{page}/cancel", data={"csrf_token": token(administrator)})
    assert allowed.status_code == 303
    installed.jobs.drain()
    job = installed.jobs.find(run_id)
    assert job is not None
    assert job.state == JobState.CANCELLED
    assert not folder(installed.settings, run_id).exists()
    again = post_json(researcher, f"{RUNS}/{run_id}/cancel", {})
    assert again.status_code == 409
    assert again.json["error"]["code"] == "runs.ended"  # type: ignore[index]


def test_a_fourth_unfinished_run_waits_for_the_others(
    researcher: FlaskClient, sign_in: SignIn, installed: Installation
) -> None:
    first = [start(researcher) for _ in range(installed.settings.runs_unfinished_max)]
    refused = send(researcher, "1", FEW_FIRMS[0])
    assert refused.status_code == 409
    assert "at most 3 runs" in refused.text
    start(sign_in("b@example.org"))
    post_json(researcher, f"{RUNS}/{first[0]}/cancel", {})
    start(researcher)


def test_a_failed_run_shows_its_error_and_seed_and_has_no_results(
    researcher: FlaskClient, installed: Installation
) -> None:
    run_id = start(researcher, seed="77")
    folder(installed.settings, run_id).mkdir(parents=True)
    (folder(installed.settings, run_id) / "something else").write_text("")
    installed.jobs.drain()
    page = researcher.get(f"/lab/runs/{run_id}", headers={"Accept-Language": "en"}).text
    assert "simulations.output_not_empty" in page
    assert "seed 77" in page
    answer = researcher.get(f"{RUNS}/{run_id}/results")
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "runs.not_done"  # type: ignore[index]


def test_files_outside_the_run_are_out_of_reach(
    researcher: FlaskClient, installed: Installation
) -> None:
    run_id = start(researcher)
    installed.jobs.drain()
    for name in ("../../catalogue.sqlite3", "%2e%2e/%2e%2e/catalogue.sqlite3", "nothing.txt"):
        assert researcher.get(f"/lab/runs/{run_id}/files/{name}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/lab/scenarios/nothing",
        "/lab/scenarios/..%2f..%2fetc%2fpasswd",
        "/lab/runs/nothing",
        f"{RUNS}/nothing",
        f"{RUNS}/nothing/daily",
        "/api/v1/simulations/scenarios/nothing",
    ],
)
def test_what_does_not_exist_is_not_found(researcher: FlaskClient, address: str) -> None:
    assert researcher.get(address).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"scenario": SCENARIO}, 422, "seed"),
        ({"scenario": SCENARIO, "seed": -1}, 422, "seed"),
        ({"scenario": SCENARIO, "seed": "x"}, 422, "seed"),
        ({"scenario": SCENARIO, "seed": 2**63}, 422, "seed"),
        ({"scenario": SCENARIO, "seed": 1, "jobs": 4}, 422, "jobs"),
        ({"scenario": SCENARIO, "seed": 1, "overrides": ["foo"]}, 422, "overrides.0"),
        ({"scenario": SCENARIO, "seed": 1, "overrides": "foo"}, 422, "overrides"),
        ({"scenario": "/etc/passwd", "seed": 1}, 404, ""),
    ],
)
def test_the_interface_names_the_wrong_field(
    researcher: FlaskClient, body: object, status: int, field: str
) -> None:
    answer = post_json(researcher, RUNS, body)
    assert answer.status_code == status
    fields = [part["field"] for part in answer.json["error"]["fields"]]  # type: ignore[index]
    assert fields == ([field] if field else [])


@pytest.mark.parametrize("seed", ["NaN", "1e400", "Infinity"])
def test_the_interface_refuses_numbers_that_are_none(researcher: FlaskClient, seed: str) -> None:
    answer = researcher.post(
        RUNS,
        data=f'{{"scenario": "{SCENARIO}", "seed": {seed}}}',
        content_type="application/json",
        headers={"X-CSRFToken": token(researcher, "/lab")},
    )
    assert answer.status_code in {400, 422}


def test_the_interface_starts_watches_and_cancels_a_run(
    researcher: FlaskClient, installed: Installation
) -> None:
    asked = {"scenario": SCENARIO, "seed": 5, "overrides": list(FEW_FIRMS)}
    answer = post_json(researcher, RUNS, asked)
    assert answer.status_code == 202
    queued = answer.json
    assert queued is not None
    assert (queued["state"], queued["seed"], queued["error"]) == ("queued", 5, None)
    assert answer.headers["Location"] == f"{RUNS}/{queued['id']}"
    assert researcher.get(f"{RUNS}/{queued['id']}/daily").status_code == 409
    installed.jobs.drain()
    done = researcher.get(answer.headers["Location"]).json
    assert done is not None
    assert (done["state"], done["steps_done"]) == ("done", done["steps_total"])
    listed = researcher.get(RUNS).json["runs"]  # type: ignore[index]
    assert [found["id"] for found in listed] == [queued["id"]]
    assert researcher.get(f"{RUNS}/{queued['id']}/daily?market=moon").status_code == 404
