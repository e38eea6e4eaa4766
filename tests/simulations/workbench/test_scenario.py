import pickle
from pathlib import Path

import pytest

import simulations as sim
from tests.simulations.scenarios import SMALL

TIGHTEN = "markets.national.allocation.tighten_per_year"
EXPERIMENT = """\
schema: tanlab/scenario@1
extends: builtin:cn-national-2024
experiments:
  caps:
    design: {kind: grid}
    replications: 3
    factors: {markets.national.offsets.max_share: [0.05, 0.1]}
    metrics: [national.price_mean_cny]
    tables: []
"""


def test_a_changed_scenario_differs_by_exactly_what_was_changed() -> None:
    base = sim.Scenario.load("builtin:cn-national-2024")
    tight = base.with_(name="tight", **{TIGHTEN: 0.03})
    assert [each.path for each in base.diff(tight)] == ["id", TIGHTEN]
    assert str(base.diff(tight)).splitlines()[1] == (
        f"{TIGHTEN}: 0.0 → 0.03 share a year  [one compliance year: nothing to tighten → with_]"
    )
    assert (base.id, base.markets["national"].allocation.tighten_per_year) == (
        "cn-national-2024",
        0.0,
    )
    assert len(base.diff(base)) == 0
    assert str(base.diff(base)) == "cn-national-2024 and cn-national-2024 do not differ."


def test_a_comparison_is_a_table_in_notebooks_and_plain_values() -> None:
    base = sim.Scenario.load("cn-national-2024")
    compared = base.diff(base.with_(**{"title.en": "<b>x</b>"}))
    assert "&lt;b&gt;x&lt;/b&gt;" in compared._repr_html_()
    [difference] = compared.as_dict()["differences"]
    assert difference["after"]["value"] == "<b>x</b>"
    assert base.digest in base._repr_html_()


def test_a_wrong_change_is_refused_like_a_line_of_a_file() -> None:
    base = sim.Scenario.load("cn-national-2024")
    with pytest.raises(sim.ScenarioInvalid) as caught:
        base.with_(**{"markets.national.alocation.method": "x", "markets.national.scheme": 5})
    assert [problem.path for problem in caught.value.problems] == [
        "markets.national.alocation",
        "markets.national.scheme",
    ]
    assert "did you mean “allocation”" in caught.value.problems[0].sentence["en"]


def test_experiments_belong_to_the_scenario_as_it_was_changed() -> None:
    base = sim.Scenario.parse(EXPERIMENT)
    assert base.experiments == ("caps",)
    changed = base.with_(**{"agents.firms.power.count": 50})
    plan = changed.experiment("caps")
    assert plan.scenario.agents.firms["power"].count == 50
    assert [case.settings for case in plan.cases()] == [
        {"markets.national.offsets.max_share": share} for share in (0.05, 0.1)
    ]
    with pytest.raises(sim.UnknownExperiment, match="caps"):
        base.experiment("cap")


def test_a_scenario_travels_between_processes() -> None:
    scenario = sim.Scenario.load(str(SMALL))
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario
    assert again.digest == scenario.digest
    assert again.settings == scenario.settings


def test_a_run_says_from_which_files_its_scenario_was_put_together(tmp_path: Path) -> None:
    scenario = sim.Scenario.load(str(SMALL))
    manifest = sim.write_run(sim.run(scenario, 1), tmp_path / "run")
    assert manifest["scenario_files"] == scenario.files
    assert f"{SMALL.name}" in scenario.files
    national = sim.load_scenario("cn-national-2021-2024")
    presets = [name for name in national.files if "@" in name]
    assert presets
    assert all(digest.startswith("sha256:") for digest in national.files.values())
