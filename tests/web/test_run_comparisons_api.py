"""Two results laid over each other by the interface: the numbers of the page, and its refusals."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from simulations import METRICS
from tests.web.application import SignIn
from tests.web.test_lab_api import ASKED, ENSEMBLES, FEW_FIRMS, begin, post
from web.catalogue import JobState
from web.installation import Installation

COMPARISONS = "/api/v1/simulations/comparisons"
RUNS = "/api/v1/simulations/runs"
SCENARIO = "cn-national-2024"
PAIR = {"a": SCENARIO, "b": SCENARIO}


@pytest.fixture
def researcher(sign_in: SignIn) -> FlaskClient:
    """A signed-in person without any role."""
    return sign_in("researcher@example.org")


def run(client: FlaskClient, seed: int, *overrides: str) -> str:
    """Queue a run of few firms and return its number."""
    asked = {"scenario": SCENARIO, "seed": seed, "overrides": [*FEW_FIRMS, *overrides]}
    return begin(client, RUNS, asked)


def test_two_runs_differ_in_the_lever_that_moved_and_in_the_prices_of_the_file(
    researcher: FlaskClient, installed: Installation
) -> None:
    first = run(researcher, 5)
    second = run(researcher, 5, "agents.behaviours.hoarding=0.1")
    address = f"{COMPARISONS}?a={first}&b={second}"
    assert researcher.get(address).status_code == 409
    installed.jobs.drain()
    found = researcher.get(address).get_json()
    assert [side["reference"] for side in found["sides"]] == [first, second]
    assert [side["seeds"] for side in found["sides"]] == [[5], [5]]
    (setting,) = found["settings"]
    assert setting["path"] == "agents.behaviours.hoarding"
    assert setting["after"]["value"] == 0.1
    assert set(setting["meaning"]) == {"zh", "en"}
    assert (found["market"], found["markets"], found["common_seeds"]) == (
        "national",
        ["national"],
        1,
    )
    volume = next(figure for figure in found["figures"] if figure["name"] == "volume_t")
    first_t, second_t, difference_t = (
        volume[side]["mean"] for side in ("first", "second", "difference")
    )
    assert difference_t == second_t - first_t
    assert volume["unit"] == METRICS["volume_t"].unit
    rows = list(csv.DictReader(io.StringIO(researcher.get(found["files"]["prices.csv"]).text)))
    assert [row["date"] for row in rows] == found["days"]
    assert [float(row["second_low_cny"]) for row in rows] == found["second"]["low_cny"]
    gaps = [float(row["median_difference_cny"]) for row in rows]
    assert gaps == found["median_difference_cny"]
    assert researcher.get(found["page"]).status_code == 200


def test_cases_of_an_ensemble_share_their_seeds(
    researcher: FlaskClient, installed: Installation
) -> None:
    ensemble = begin(researcher, ENSEMBLES, ASKED)
    installed.jobs.drain()
    found = researcher.get(f"{COMPARISONS}?a={ensemble}.0&b={ensemble}.1").get_json()
    assert [side["case"] for side in found["sides"]] == ["base", "eager"]
    assert found["common_seeds"] == 2
    for missing in ("2", "-1", "x", "9" * 20):
        answer = researcher.get(f"{COMPARISONS}?a={ensemble}.0&b={ensemble}.{missing}")
        assert answer.status_code == 404, missing
    answer = researcher.get(f"{COMPARISONS}?a={ensemble}&b={ensemble}&market=mars")
    assert answer.status_code == 404


def test_a_pair_is_run_with_one_seed_or_not_at_all(
    researcher: FlaskClient, installed: Installation
) -> None:
    answer = post(researcher, COMPARISONS, PAIR)
    assert answer.status_code == 202
    begun = answer.get_json()
    assert answer.headers["Location"] == begun["comparison"]
    assert len({queued["seed"] for queued in begun["runs"]}) == 1
    assert researcher.get(begun["comparison"]).status_code == 409
    assert post(researcher, COMPARISONS, PAIR).status_code == 409
    jobs = [installed.jobs.find(queued["id"]) for queued in begun["runs"]]
    assert [job.state for job in jobs if job] == [JobState.QUEUED, JobState.QUEUED]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"a": SCENARIO}, 422),
        (PAIR | {"seed": 1}, 422),
        (PAIR | {"b": 7}, 422),
        (PAIR | {"b": "x" * 65}, 422),
        (PAIR | {"b": "<script>"}, 404),
        (PAIR | {"a": "../../etc/passwd"}, 404),
        (PAIR | {"b": "own:1"}, 404),
    ],
)
def test_what_is_no_pair_is_not_started(
    researcher: FlaskClient, body: dict[str, object], status: int
) -> None:
    assert post(researcher, COMPARISONS, body).status_code == status
    assert researcher.get(RUNS).get_json()["runs"] == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("", 422),
        ("?a=x", 422),
        ("?a=nothing&b=nothing", 404),
        ("?a=%3Cscript%3E&b=1e400", 404),
        (f"?a={'9' * 81}&b=x", 422),
    ],
)
def test_results_that_do_not_exist_are_refused(
    researcher: FlaskClient, address: str, status: int
) -> None:
    answer = researcher.get(COMPARISONS + address)
    assert answer.status_code == status
    assert answer.get_json()["error"]["sentence"]


def test_a_visitor_neither_reads_nor_starts(client: FlaskClient, researcher: FlaskClient) -> None:
    assert client.get(f"{COMPARISONS}?a=x&b=y").status_code == 401
    assert post(client, COMPARISONS, PAIR).status_code == 401
    assert researcher.post(COMPARISONS, json=PAIR).status_code == 400
