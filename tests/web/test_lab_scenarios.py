import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulations import list_scenarios, parse_scenario
from tests.web.application import SignIn, token
from web.catalogue import User
from web.installation import Installation
from web.simulations import saved_scenarios
from web.simulations.refused_scenarios import ScenarioChanged, TooManyScenarios
from web.simulations.saved_scenarios import (
    Edition,
    find_saved,
    save_new,
    save_version,
    version_of,
    versions_of,
)
from web.simulations.scenario_sources import scenario_from, settings_from, source_of

SCRIPT = "<script>alert(1)</script>"
TEXT = """\
schema: tanlab/scenario@1
extends: builtin:cn-national-2024
id: mine
title: {zh: 我的, en: Mine}
seed: 5
agents:
  firms:
    power: {count: 9}
    steel: {count: 1}
    cement: {count: 1}
    aluminium: {count: 1}
"""
WRONG = TEXT.replace("count: 9", "cuont: 9").replace("seed: 5", "seed: -5")


@pytest.fixture
def researcher(sign_in: SignIn) -> FlaskClient:
    """A signed-in reader of English without any role."""
    signed_in = sign_in("researcher@example.org")
    signed_in.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form of the lab."""
    return client.post(f"/lab{path}", data={"csrf_token": token(client, "/lab"), **fields})


def saved(client: FlaskClient, text: str = TEXT) -> str:
    """Save a scenario and return its address below the lab."""
    answer = send(client, "/s", text=text)
    assert answer.status_code == 303, plain(answer)
    return answer.headers["Location"].removeprefix("/lab")


def plain(answer: TestResponse) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def test_a_copy_of_every_shipped_scenario_is_valid_as_few_lines_and_as_a_whole(
    researcher: FlaskClient,
) -> None:
    for info in list_scenarios():
        few = researcher.get(f"/lab/s/new?from={info.id}")
        assert "No problems found" in few.text, info.id
        assert f"extends: builtin:{info.id}" in few.text
    whole = researcher.get("/lab/s/new?from=cn-national-2024&whole=1").text
    assert "sources:" in whole
    assert "No problems found" in whole


def test_every_error_of_a_text_is_told_at_its_line_and_nothing_is_saved(
    researcher: FlaskClient,
) -> None:
    answer = send(researcher, "/s", text=WRONG)
    assert answer.status_code == 422
    for line in (5, 8):
        assert f'data-line="{line}"' in answer.text
    assert "did you mean “count”" in answer.text
    assert "cuont: 9" in answer.text
    assert send(researcher, "/s/check", text=WRONG).text.count("data-line=") >= 2
    assert "You have written none yet" in researcher.get("/lab").text


def test_an_experiment_that_does_not_fit_is_told_at_its_line(researcher: FlaskClient) -> None:
    design = "experiments: {odd: {design: {kind: grid}, factors: {seed: [1]}, replications: 1,"
    text = TEXT + design + "\n  metrics: [national.volume_t], tables: []}}\n"
    answer = send(researcher, "/s", text=text)
    assert answer.status_code == 422
    assert 'data-line="12"' in answer.text
    assert "no factor" in plain(answer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "extends: /etc/passwd",
        "extends: ../../catalogue.sqlite3",
        "extends: builtin:nothing",
        "&a [*a, *a]",
        "- 1\n- 2",
        "seed: 1e400",
        TEXT + "markets: 3\n",
        TEXT + f"title: {{zh: '{SCRIPT}'}}\n",
        "x: " + "[" * 500,
    ],
)
def test_a_text_that_is_no_scenario_is_refused_in_words(researcher: FlaskClient, text: str) -> None:
    answer = send(researcher, "/s", text=text)
    assert answer.status_code == 422
    assert "problem" in plain(answer)
    assert SCRIPT not in answer.text
    assert "root:" not in answer.text


def test_text_that_cannot_be_kept_is_refused(researcher: FlaskClient) -> None:
    assert send(researcher, "/s", text="# " + "x" * 200_001).status_code == 413
    assert send(researcher, "/s", text=TEXT + "\x00").status_code in {400, 422}


def test_a_scenario_is_saved_shown_run_and_downloaded_by_its_version(
    researcher: FlaskClient, installed: Installation
) -> None:
    at = saved(researcher, TEXT.replace("en: Mine", f"en: '{SCRIPT}'"))
    page = researcher.get(f"/lab{at}")
    assert SCRIPT not in page.text
    assert "agents.firms.power.count" in page.text
    assert researcher.get(f"/lab{at}/1.yaml").text.startswith("schema:")
    assert researcher.get(f"/lab{at}/2.yaml").status_code == 404

    answer = send(researcher, f"{at}/runs", seed="3", overrides="agents.firms.power.count=4")
    assert answer.status_code == 303
    run = answer.headers["Location"]
    installed.jobs.drain()
    shown = researcher.get(run)
    assert "finished" in plain(shown)
    assert SCRIPT not in shown.text
    assert f"tanlab run scenario-{at.rpartition('/')[2]}.yaml --seed 3" in shown.text
    assert f"own:{at.rpartition('/')[2]}@1" in shown.text


def test_the_next_version_keeps_the_earlier_ones_and_what_differs_is_shown(
    researcher: FlaskClient,
) -> None:
    at = saved(researcher)
    number = at.rpartition("/")[2]
    changed = TEXT.replace("count: 9", "count: 7")
    answer = send(researcher, at, text=changed, made_from="1", note="fewer plants")
    assert answer.status_code == 303
    assert "fewer plants" in researcher.get(f"/lab{at}").text
    assert "count: 9" in researcher.get(f"/lab{at}/1.yaml").text
    shown = researcher.get(f"/lab/diff?a=own:{number}@1&b=own:{number}@2")
    assert "agents.firms.power.count" in shown.text
    assert "agents.firms.steel.count" not in shown.text
    same = plain(researcher.get(f"/lab/diff?a=own:{number}@2&b=own:{number}"))
    assert "Every setting is the same in both" in same


def test_what_differs_from_the_base_is_what_was_written(researcher: FlaskClient) -> None:
    number = saved(researcher).rpartition("/")[2]
    page = researcher.get(f"/lab/diff?a=cn-national-2024&b=own:{number}").text
    paths = re.findall(r'<th scope="row"><code>([^<]+)</code>', page)
    assert set(paths) == {
        "id",
        "title.zh",
        "title.en",
        "seed",
        *(f"agents.firms.{name}.count" for name in ("power", "steel", "cement", "aluminium")),
    }


def test_a_page_made_before_a_later_version_does_not_overwrite_it(
    researcher: FlaskClient,
) -> None:
    at = saved(researcher)
    assert send(researcher, at, text=TEXT + "# a\n", made_from="1").status_code == 303
    answer = send(researcher, at, text=TEXT + "# b\n", made_from="1")
    assert answer.status_code == 409
    assert "Version 2 was saved while you were writing" in answer.text
    assert "# b" in answer.text
    assert send(researcher, at, text=TEXT + "# b\n", made_from="2").status_code == 303
    assert send(researcher, at, text=TEXT, made_from="9").status_code == 409


def test_others_read_and_copy_but_neither_change_nor_delete(
    researcher: FlaskClient, client: FlaskClient, sign_in: SignIn
) -> None:
    at = saved(researcher)
    stranger, administrator = sign_in("b@example.org"), sign_in("c@example.org", "administrator")
    for reader in (stranger, administrator):
        reader.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        assert reader.get(f"/lab{at}").status_code == 200
    assert "Save version" not in stranger.get(f"/lab{at}/edit").text
    assert send(stranger, at, text=TEXT + "# x\n", made_from="1").status_code == 403
    assert send(stranger, f"{at}/delete").status_code == 403
    copied = stranger.get(f"/lab/s/new?from=own:{at.rpartition('/')[2]}").text
    assert "count: 9" in copied
    assert send(administrator, at, text=TEXT + "# x\n", made_from="1").status_code == 303
    assert client.get(f"/lab{at}").status_code == 303
    assert client.get(f"/lab/diff?a=own:{at.rpartition('/')[2]}&b=cn-hubei").status_code == 303
    assert send(client, "/s", text=TEXT).status_code == 401
    assert researcher.post("/lab/s", data={"text": TEXT}).status_code == 400


def test_a_deleted_scenario_leaves_the_results_of_its_runs(
    researcher: FlaskClient, installed: Installation
) -> None:
    at = saved(researcher)
    run = send(researcher, f"{at}/runs", seed="3").headers["Location"]
    assert send(researcher, f"{at}/delete").status_code == 303
    installed.jobs.drain()
    assert "finished" in plain(researcher.get(run))
    for address in (at, f"{at}/edit", f"{at}/1.yaml"):
        assert researcher.get(f"/lab{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/s/99",
        "/s/99999999999999999999",
        "/s/1/edit?version=x",
        "/s/new?from=own:1",
        "/s/new?from=own:x",
        "/s/new?from=../../x",
        "/diff?a=own:1@2",
        "/diff?a=presets/cn-national",
        "/scenarios/own:1",
    ],
)
def test_what_does_not_exist_is_not_found(researcher: FlaskClient, address: str) -> None:
    assert researcher.get(f"/lab{address}").status_code == 404


def user_of(installed: Installation) -> User:
    """Add a user."""
    with installed.catalogue.unit_of_work() as session:
        added = User(email="a@example.org")
        session.add(added)
        session.flush()
    return added


def test_versions_are_kept_in_order_on_either_database(
    installed_anywhere: Installation,
) -> None:
    user = user_of(installed_anywhere)
    read = parse_scenario(TEXT)
    with installed_anywhere.catalogue.unit_of_work() as session:
        made = save_new(session, user, Edition(TEXT, read), "cn-national-2024")
        assert save_version(session, user, made, Edition(TEXT, read), 1) == 1
        assert save_version(session, user, made, Edition(TEXT + "#\n", read, "note"), 1) == 2
        with pytest.raises(ScenarioChanged):
            save_version(session, user, made, Edition(TEXT + "##\n", read), 1)
    with installed_anywhere.catalogue.reading() as session:
        again = find_saved(session, made.id or 0)
        assert [one.version for one in versions_of(session, again)] == [2, 1]
        assert version_of(session, again, 1).text == TEXT
    source = source_of(installed_anywhere, f"own:{made.id}")
    assert (source.reference, source.version) == (f"own:{made.id}@2", 2)
    assert scenario_from(source, ["seed=9"]).seed == 9
    assert any(setting.path == "seed" for setting in settings_from(source))


def test_scenarios_and_versions_are_limited(
    installed_anywhere: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_scenarios, "SCENARIOS_MAX", 1)
    monkeypatch.setattr(saved_scenarios, "VERSIONS_MAX", 1)
    user = user_of(installed_anywhere)
    edition = Edition(TEXT, parse_scenario(TEXT))
    with installed_anywhere.catalogue.unit_of_work() as session:
        made = save_new(session, user, edition)
        with pytest.raises(TooManyScenarios):
            save_new(session, user, edition)
        with pytest.raises(TooManyScenarios):
            save_version(session, user, made, Edition(TEXT + "#\n", edition.scenario), 1)
