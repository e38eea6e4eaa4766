"""Two results laid over each other: settings that differ, prices by day, figures, seeds."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from tests.web.application import SignIn, token
from tests.web.test_lab_ensembles import FEW_FIRMS, SCENARIO, found, start
from web.catalogue import JobState
from web.installation import Installation
from web.simulations.compared_results import open_result
from web.simulations.ensembles import folder_of
from web.simulations.run_comparison import laid_over

PAGE = "/lab/compare"


@pytest.fixture
def researcher(sign_in: SignIn) -> FlaskClient:
    """A signed-in reader of English without any role."""
    signed_in = sign_in("researcher@example.org")
    signed_in.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in


def run(client: FlaskClient, seed: int, *overrides: str) -> str:
    """Queue a run of few firms and return its number."""
    lines = "\n".join((FEW_FIRMS, *overrides))
    sent = {"seed": str(seed), "overrides": lines, "csrf_token": token(client, "/lab")}
    answer = client.post(f"/lab/scenarios/{SCENARIO}/runs", data=sent)
    assert answer.status_code == 303
    return answer.headers["Location"].rpartition("/")[2]


def plain(text: str) -> str:
    """Return a page's words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_two_runs_are_laid_over_each_other_with_the_one_lever_that_moved(
    researcher: FlaskClient, installed: Installation
) -> None:
    first = run(researcher, 5)
    second = run(researcher, 5, "agents.behaviours.hoarding=0.1")
    waiting = researcher.get(f"{PAGE}?a={first}&b={second}").text
    assert "waiting for a worker" in waiting
    assert researcher.get(f"{PAGE}/state?a={first}&b={second}").status_code == 200
    installed.jobs.drain()
    state = researcher.get(f"{PAGE}/state?a={first}&b={second}")
    assert state.headers["HX-Refresh"] == "true"
    page = plain(researcher.get(f"{PAGE}?a={first}&b={second}").text)
    assert "They differ in 1 setting" in page
    assert "agents.behaviours.hoarding" in page
    assert "One lever, the same random numbers" in page
    sides = [open_result(installed, reference) for reference in (first, second)]
    overlay = laid_over(sides[0], sides[1])
    assert overlay.common_seeds == 1
    means = {figure.name: figure for figure in overlay.figures}
    volume = means["volume_t"]
    spreads = (volume.first, volume.second, volume.difference)
    first_t, second_t, difference_t = (spread["mean"] for spread in spreads if spread)
    assert difference_t == second_t - first_t
    sent = researcher.get(f"{PAGE}/prices.csv?a={first}&b={second}&market=national").text
    rows = list(csv.DictReader(io.StringIO(sent)))
    assert [row["date"] for row in rows] == list(overlay.days)
    row = rows[-1]
    gap = float(row["second_median_cny"]) - float(row["first_median_cny"])
    assert float(row["median_difference_cny"]) == pytest.approx(gap)


def test_the_page_says_when_what_differs_is_chance(
    researcher: FlaskClient, installed: Installation
) -> None:
    first, second = run(researcher, 5), run(researcher, 6)
    installed.jobs.drain()
    page = plain(researcher.get(f"{PAGE}?a={first}&b={second}").text)
    assert "They differ in 0 settings" in page
    assert "with other seeds: what differs below is chance" in page
    same = plain(researcher.get(f"{PAGE}?a={first}&b={first}").text)
    assert "The same scenario with the same seeds" in same


def test_cases_of_an_ensemble_are_compared_run_by_run(
    researcher: FlaskClient, installed: Installation
) -> None:
    factors = "agents.behaviours.hoarding = 0.1, 0.9"
    ensemble = start(researcher, kind="grid", replications="3", factors=factors)
    installed.jobs.drain()
    assert found(installed, ensemble).state == JobState.DONE
    chosen = researcher.get(PAGE).text
    assert f"{ensemble}.1" in chosen
    page = plain(researcher.get(f"{PAGE}?a={ensemble}.0&b={ensemble}.1").text)
    assert "They differ in 1 setting" in page
    assert "they have 3 seeds in common" in page
    low, high = (open_result(installed, f"{ensemble}.{case}") for case in (0, 1))
    overlay = laid_over(low, high)
    assert [each.path for each in overlay.levers] == ["agents.behaviours.hoarding"]
    assert (overlay.levers[0].before.value, overlay.levers[0].after.value) == (0.1, 0.9)
    assert len(overlay.bands[0]["low"]) == len(overlay.days) > 50
    assert (folder_of(installed.settings, ensemble) / "manifest.json").exists()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("?a=nothing&b=nothing", 404),
        ("?a=%3Cscript%3E&b=1e400", 404),
        ("?a=x.1&b=y", 404),
        ("/prices.csv?a=nothing&b=", 404),
        ("", 200),
        ("?a=&b=", 200),
    ],
)
def test_results_that_do_not_exist_are_refused(
    researcher: FlaskClient, address: str, status: int
) -> None:
    answer = researcher.get(PAGE + address)
    assert answer.status_code == status
    assert "<script>" not in answer.text.replace("<script src", "")


def test_a_case_or_market_that_is_not_there_is_refused(
    researcher: FlaskClient, installed: Installation
) -> None:
    ensemble = start(researcher, kind="grid", factors="agents.behaviours.hoarding = 0.1, 0.9")
    one = run(researcher, 5)
    installed.jobs.drain()
    for case in ("2", "99999999", "-1", "²", "x"):
        answer = researcher.get(f"{PAGE}?a={ensemble}.{case}&b={one}")
        assert answer.status_code == 404, case
    assert researcher.get(f"{PAGE}?a={one}&b={one}&market=mars").status_code == 404


def test_two_scenarios_are_run_with_one_seed_or_not_at_all(
    researcher: FlaskClient, installed: Installation
) -> None:
    sent = {"a": SCENARIO, "b": "cn-hubei-2024", "csrf_token": token(researcher, "/lab")}
    assert researcher.post(PAGE, data=sent | {"b": "nothing"}).status_code == 404
    page = researcher.get(f"/lab/diff?a={SCENARIO}&b={SCENARIO}").text
    assert "Run both with the same seed" in page
    answer = researcher.post(PAGE, data=sent | {"b": SCENARIO})
    assert answer.status_code == 303
    numbers = re.findall(r"[ab]=(\w+)", answer.headers["Location"])
    jobs = [found(installed, number) for number in numbers]
    assert len({job.parameters["seed"] for job in jobs}) == 1
    refused = researcher.post(PAGE, data=sent | {"b": SCENARIO})
    assert refused.status_code == 409
    assert {found(installed, number).state for number in numbers} == {JobState.QUEUED}


def test_a_visitor_signs_in_first(client: FlaskClient) -> None:
    assert client.get(PAGE).status_code == 303
