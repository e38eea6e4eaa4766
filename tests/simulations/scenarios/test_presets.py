"""Files laid over each other: scenarios, presets, what is inherited and what is taken away."""

from pathlib import Path

import pytest

from simulations import (
    Scenario,
    ScenarioInvalid,
    list_presets,
    load_plans,
    load_scenario,
    parse_scenario,
)

SCHEMA = "schema: tanlab/scenario@1\n"
NATIONAL = SCHEMA + "extends: builtin:cn-national-2024\n"
HUBEI = SCHEMA + "extends: [builtin:cn-national-2024, builtin:cn-pilot-hubei@2024.1]\n"
EXPERIMENT = """\
experiments:
  caps:
    design: {kind: grid}
    replications: 3
    factors: {markets.national.offsets.max_share: [0.05, 0.1]}
    metrics: [national.price_mean_cny]
    tables: []
"""


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioInvalid) as caught:
        parse_scenario(text)
    return [(problem.path, problem.sentence["en"]) for problem in caught.value.problems]


def test_a_preset_taken_whole_brings_its_market_its_firms_and_its_sources() -> None:
    scenario = parse_scenario(HUBEI)
    assert set(scenario.markets) == {"national", "hubei"}
    assert any(firms.market == "hubei" for firms in scenario.agents.firms.values())
    settings = parse_scenario(HUBEI).settings
    assert [s.path for s in settings if s.source == "user" and s.path != "schema"] == []
    [price] = [s for s in settings if s.path == "markets.hubei.opening_price_cny"]
    assert price.origin.startswith("cn-pilot-hubei@2024.1.yaml:")


def test_one_market_of_a_preset_stands_under_any_name_with_lines_laid_over_it() -> None:
    text = NATIONAL + (
        "markets: {north: {preset: cn-pilot-hubei@2024.1, opening_price_cny: 41.5}}\n"
        "agents: {firms: {hubei-steel: {preset: cn-pilot-hubei@2024.1, market: north}}}\n"
    )
    scenario = parse_scenario(text)
    hubei = parse_scenario(HUBEI)
    assert scenario.markets["north"].compliance == hubei.markets["hubei"].compliance
    assert float(scenario.markets["north"].opening_price_cny) == 41.5
    steel = scenario.agents.firms["hubei-steel"]
    assert steel == hubei.agents.firms["hubei-steel"].model_copy(update={"market": "north"})
    origins = {s.path: (s.origin, s.confidence) for s in parse_scenario(text).settings}
    assert origins["markets.north.opening_price_cny"] == ("scenario.yaml:3", "")
    where, confidence = origins["markets.north.offsets.max_share"]
    assert where.startswith("cn-pilot-hubei@2024.1.yaml:")
    assert confidence


def test_a_preset_that_is_not_there_is_answered_with_the_nearest() -> None:
    [(path, said), *_] = refused(NATIONAL + "markets: {hb: {preset: cn-pilot-hubai@2024.1}}\n")
    assert path == "markets.hb.preset"
    assert "one of: cn-pilot-hubei@2024.1" in said


def test_an_entry_that_a_preset_does_not_have_is_answered_with_those_it_has() -> None:
    text = NATIONAL + "agents: {firms: {hubei-stel: {preset: cn-pilot-hubei@2024.1}}}\n"
    [(path, said), *_] = refused(text)
    assert path == "agents.firms.hubei-stel.preset"
    assert "hubei-steel" in said


def test_a_preset_is_not_run_alone() -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        load_scenario("builtin:cn-pilot-hubei@2024.1")
    [problem] = caught.value.problems
    assert "This is a preset" in problem.sentence["en"]


def test_every_preset_shipped_fits_a_scenario() -> None:
    presets = [preset for preset in list_presets() if preset.markets]
    assert len(presets) >= 8
    for preset in presets:
        text = SCHEMA + f"extends: [builtin:cn-national-2024, 'builtin:{preset.id}']\n"
        assert set(preset.markets) <= set(parse_scenario(text).markets)


def test_a_file_that_several_extend_is_laid_down_once(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(NATIONAL + "seed: 1\n")
    (tmp_path / "left.yaml").write_text(SCHEMA + "extends: base.yaml\nseed: 2\n")
    (tmp_path / "right.yaml").write_text(SCHEMA + "extends: base.yaml\nid: right\n")
    (tmp_path / "both.yaml").write_text(SCHEMA + "extends: [left.yaml, right.yaml]\n")
    scenario = load_scenario(str(tmp_path / "both.yaml"))
    assert (scenario.seed, scenario.id) == (2, "right")


def test_files_of_the_same_name_in_two_folders_are_no_circle(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.yaml").write_text(SCHEMA + "extends: sub/a.yaml\nseed: 5\n")
    (tmp_path / "sub" / "a.yaml").write_text(NATIONAL + "id: below\n")
    scenario = load_scenario(str(tmp_path / "a.yaml"))
    assert (scenario.seed, scenario.id) == (5, "below")


def test_null_takes_an_inherited_part_away() -> None:
    firms = parse_scenario(NATIONAL + "agents: {firms: {steel: null}}\n").agents.firms
    assert "steel" not in firms
    [(path, said)] = refused(NATIONAL + "calendar: null\n")
    assert (path, said) == ("calendar", "This key is needed.")


def test_experiments_are_inherited_and_changed_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(NATIONAL + EXPERIMENT)
    child = tmp_path / "child.yaml"
    child.write_text(
        SCHEMA + "extends: base.yaml\nid: child\nexperiments: {caps: {replications: 2}}\n"
    )
    [plan] = load_plans(str(child))
    assert (plan.scenario.id, plan.experiment.replications, len(plan.cases())) == ("child", 2, 2)
    [plan] = load_plans(str(child), ["experiments.caps.replications=4"])
    assert plan.experiment.replications == 4


def test_a_design_of_another_kind_replaces_the_inherited_one_whole(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(NATIONAL + EXPERIMENT)
    child = tmp_path / "child.yaml"
    child.write_text(
        SCHEMA + "extends: base.yaml\nexperiments:\n  caps:\n"
        "    design: {kind: sobol, n: 8, seed: 7}\n"
    )
    assert load_plans(str(child))[0].experiment.design.kind == "sobol"


def test_each_file_keeps_the_sources_it_states(tmp_path: Path) -> None:
    child = tmp_path / "child.yaml"
    child.write_text(
        NATIONAL + "agents: {firms: {steel: {gap_sd: 0.1}}}\n"
        "sources: {agents.firms.steel: {source: survey, confidence: derived}}\n"
    )
    sources = {s.path: s.source for s in Scenario.load(str(child)).settings}
    assert sources["agents.firms.steel.gap_sd"] == "survey"
    assert sources["agents.firms.steel.heat_share"].startswith("232 firms (MEE 2025)")


def test_an_override_reaches_into_lists() -> None:
    shock = "shocks: [{at: 2025-06-02, market: national, demand: {sector: power, pct: 4}}]\n"
    scenario = parse_scenario(NATIONAL + shock, overrides=["shocks[0].demand.pct=-3"])
    assert scenario.shocks[0].demand is not None
    assert scenario.shocks[0].demand.pct == -3
    with pytest.raises(ScenarioInvalid) as caught:
        parse_scenario(NATIONAL + shock, overrides=["shocks[1].demand.pct=-3"])
    assert "shocks[0]" in caught.value.problems[0].sentence["en"]
