from pathlib import Path

import pytest

from simulations import (
    ScenarioInvalid,
    UnknownScenario,
    list_scenarios,
    load_scenario,
    parse_scenario,
)
from tests.simulations.scenarios import SMALL, small

HEAD = "schema: tanlab/scenario@1\nextends: builtin:cn-national-2024\n"


def problems(text: str, *overrides: str) -> list[tuple[int, int, str, str]]:
    with pytest.raises(ScenarioInvalid) as refused:
        parse_scenario(text, overrides=overrides)
    return [(p.line, p.column, p.path, p.sentence["en"]) for p in refused.value.problems]


def test_the_shipped_scenario_has_the_published_firms_and_benchmarks() -> None:
    scenario = load_scenario("cn-national-2024")
    firms = scenario.agents.firms
    assert {name: part.count for name, part in firms.items()} == {
        "power": 2087,
        "steel": 232,
        "cement": 962,
        "aluminium": 97,
    }
    assert sum(part.emissions_t for part in firms.values()) == 8_194_000_000
    assert scenario.markets["national"].allocation.benchmarks.coal_large_t_mwh == 0.7910


def test_every_shipped_value_has_a_source_and_a_confidence() -> None:
    for info in list_scenarios():
        settings = load_scenario(info.id).settings
        assert [s.path for s in settings if s.source in {"", "user"} or not s.confidence] == []


def test_an_overridden_value_loses_the_source_of_the_one_it_replaced() -> None:
    settings = {s.path: s for s in load_scenario(str(SMALL), ("seed=3",)).settings}
    assert settings["agents.firms.power.count"].source == "user"
    assert settings["agents.firms.power.count"].origin == "small.yaml:8"
    assert settings["seed"].origin == "--set"
    assert settings["agents.firms.power.gap_sd"].confidence == "assumption"


def test_an_unknown_key_is_named_with_its_place_and_the_nearest_key() -> None:
    text = HEAD + "markets:\n  national:\n    trading:\n      listing: {limt_pct: 10}\n"
    found = problems(text)
    assert found == [
        (
            6,
            17,
            "markets.national.trading.listing.limt_pct",
            "Unknown key “limt_pct”; did you mean “limit_pct”?",
        )
    ]


def test_all_problems_are_reported_at_once() -> None:
    text = (
        HEAD
        + "horizon: {start: 2025-02-30}\n"
        + "agents: {firms: {power: {count: 1e9, gap_sd: wide}}}\n"
        + "shocks:\n"
        + "  - {at: 2030-01-01, market: natonal, demand: {sector: power, pct: 4}}\n"
    )
    assert [(line, column, path) for line, column, path, _ in problems(text)] == [
        (3, 11, "horizon.start"),
        (4, 26, "agents.firms.power.count"),
        (4, 38, "agents.firms.power.gap_sd"),
        (6, 6, "shocks[0].at"),
        (6, 22, "shocks[0].market"),
    ]


def test_sentences_exist_in_chinese() -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        parse_scenario(HEAD + "sead: 3\n")
    (problem,) = refused.value.problems
    expected = "scenario.yaml:3:1  sead = 3\n  未知的键“sead”；您是否想写“seed”？"
    assert problem.render("zh") == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("seed: true\n", "A whole number is needed."),
        ("seed: -1\n", "It must be at least 0."),
        ("seed: .nan\n", "A finite number is needed."),
        ("seed: 1\nseed: 2\n", "This key is given twice."),
        ("currency: EUR\n", "It must be 'CNY'."),
        ("horizon: {end: 2024-01-01}\n", "The end lies before the start."),
        ("horizon: {end: 2025-06-30}\n", "No surrender deadline falls inside the horizon."),
        ("horizon: {end: 2090-12-31}\n", "A run covers at most 20 years."),
        ("markets: {national: {compliance: {deadline: 02-31}}}\n", "A month and day"),
        ("sources: {seed: {source: x}}\n", "Each entry needs"),
        ("sources: {sed: {source: x, confidence: official}}\n", "did you mean “seed”?"),
        ("markets: {national: {opening_price_cny: 1.234}}\n", "At most 2 decimal places"),
        ("shocks: [{at: 2025-06-02, market: national}]\n", "Give exactly one of `set`, `demand`"),
    ],
)
def test_a_wrong_value_is_answered_in_one_sentence(text: str, sentence: str) -> None:
    assert any(sentence in found[3] for found in problems(HEAD + text))


def test_a_shock_may_only_change_rules_that_the_run_can_change() -> None:
    shock = "shocks: [{at: 2025-06-02, market: national, set: {%s}}]\n"
    (found,) = problems(HEAD + shock % "ofsets.max_share: 0.1")
    assert found[3] == "Unknown key “ofsets.max_share”; did you mean “offsets.max_share”?"
    (found,) = problems(HEAD + shock % "trading.listing.limit_pct: 99")
    assert found[3] == "It must be at most 50."


@pytest.mark.parametrize("text", ["a: [1\n", "- 1\n", "", "a: !!python/none x\n", "x" * 1_100_000])
def test_text_that_is_no_scenario_is_refused(text: str) -> None:
    assert problems(text)


def test_aliases_that_multiply_are_refused() -> None:
    bomb = "a: &a [1, 2]\n"
    for number in range(20):
        old, new = chr(97 + number), chr(98 + number)
        bomb += f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    assert any("too large" in found[3] for found in problems(bomb))


def test_files_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.yaml").write_text(f"seed: 1\nextends: {parent}.yaml\n")
    with pytest.raises(ScenarioInvalid) as refused:
        load_scenario(str(tmp_path / "a.yaml"))
    found = [p for p in refused.value.problems if p.path == "extends"]
    assert (found[0].where, found[0].line) == ("b.yaml", 2)
    assert "a.yaml → b.yaml → a.yaml" in found[0].sentence["en"]


def test_text_from_a_page_cannot_read_files() -> None:
    text = f"schema: tanlab/scenario@1\nextends: {SMALL}\n"
    assert any(path == "extends" for _, _, path, _ in problems(text))


def test_an_override_is_checked_like_a_line_of_the_file() -> None:
    assert small("agents.firms.power.count=9").agents.firms["power"].count == 9
    found = problems(HEAD, "agents.firms.power.cout=9", "nonsense")
    assert [path for _, _, path, _ in found] == ["agents.firms.power.cout", "nonsense"]


def test_a_scenario_without_a_name_is_unknown() -> None:
    with pytest.raises(UnknownScenario):
        load_scenario("no-such-scenario")
    with pytest.raises(UnknownScenario):
        load_scenario("builtin:../small")


def test_the_digest_ignores_the_seed_and_nothing_else() -> None:
    assert small().digest == small("seed=8").digest
    assert small().digest != small("agents.firms.power.gap_sd=0.01").digest
