import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from simulations import (
    EnsemblePlan,
    ScenarioInvalid,
    StoredOtherwise,
    UnknownExperiment,
    load_plan,
    load_plans,
    load_scenario,
    parse_plans,
)
from simulations.ensembles import plan_of, plans
from simulations.ensembles.varying import value_at, varied
from tests.simulations.ensembles.plans import TINY, plan

HEAD = """\
schema: tanlab/scenario@1
extends: builtin:cn-national-2024
experiments:
  wrong:
"""


def problems_of(tmp_path: Path, block: str) -> list[tuple[int, str, str]]:
    path = tmp_path / "wrong.yaml"
    indented = "".join(f"    {line}\n" for line in block.strip().splitlines())
    path.write_text(HEAD + indented, encoding="utf-8")
    with pytest.raises(ScenarioInvalid) as refused:
        load_plans(str(path))
    return [(p.line, p.path, p.sentence["en"]) for p in refused.value.problems]


def test_experiments_stand_in_the_scenario_file_and_leave_the_scenario_alone() -> None:
    found = load_plans(str(TINY))
    assert [one.name for one in found] == ["two_policies", "grid", "latin", "sobol", "morris"]
    assert found[0].scenario.digest == load_scenario(str(TINY)).digest
    assert load_plans("cn-national-2024") == []


def test_a_plan_is_the_same_after_writing_and_reading_it() -> None:
    for name in ("two_policies", "sobol"):
        before = plan(name)
        after = plan_of(before.canonical())
        assert isinstance(after, EnsemblePlan)
        assert after.digest == before.digest
        assert after.cases() == before.cases()
        assert after.seeds() == before.seeds()


def test_an_unknown_experiment_names_the_known_ones() -> None:
    with pytest.raises(UnknownExperiment) as refused:
        load_plan(f"{TINY}:sobl")
    assert "two_policies, grid" in str(refused.value)
    with pytest.raises(UnknownExperiment):
        load_plan("sobol")


def test_a_wrong_value_of_a_key_of_the_scenario_is_told_with_what_is_accepted_there(
    tmp_path: Path,
) -> None:
    path = tmp_path / "wrong.yaml"
    cases = "{kind: cases, cases: {one: {agents.behaviours.hoarding: 65}}}"
    rest = "replications: 0, metrics: [national.volume_t], tables: []"
    path.write_text(f"{HEAD}    {{design: {cases}, {rest}}}\n", encoding="utf-8")
    with pytest.raises(ScenarioInvalid) as refused:
        load_plans(str(path))
    assert [problem.hint for problem in refused.value.problems] == [{}]
    path.write_text(path.read_text(encoding="utf-8").replace("replications: 0", "replications: 1"))
    with pytest.raises(ScenarioInvalid) as refused:
        load_plans(str(path))
    (problem,) = refused.value.problems
    assert "65 % is written 0.65" in problem.hint["en"]
    assert "Accepted is 0 to 1" in problem.render("en")
    assert "可填 0 至 1" in problem.render("zh")


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        """
design: {kind: sobol, n: 6, seed: 1}
replications: 1
factors:
  agents.behaviours.hording: [0, 1]
  markets.national.carry_over.rule: [0, 1]
  agents.behaviours.quote_width: [0.3, 0.1]
metrics: [national.price_men_cny, beijing.volume_t]
tables: [daily]
""",
    )
    assert [(line, path.rsplit(".", 1)[-1]) for line, path, _ in found] == [
        (5, "n"),
        (8, "hording"),
        (9, "rule"),
        (10, "quote_width"),
        (11, "metrics[0]"),
        (11, "metrics[1]"),
    ]
    sentences = " ".join(sentence for _, _, sentence in found)
    for words in (
        "power of two",
        "“hoarding”",
        "[low, high]",
        "the nearest are price_mean_cny, ",
        "known here: national",
    ):
        assert words in sentences


def test_a_plan_of_another_form_is_refused_with_what_differs() -> None:
    values = json.loads(json.dumps(plan("two_policies").canonical()))
    values["scenario"]["agents"]["behaviours"]["courage"] = 1
    del values["scenario"]["horizon"]
    with pytest.raises(StoredOtherwise) as refused:
        plan_of(values)
    assert refused.value.facts["parts"] == "horizon, agents.behaviours.courage"
    with pytest.raises(StoredOtherwise):
        plan_of({"scenario": values["scenario"]})


@pytest.mark.parametrize(
    ("block", "path", "words"),
    [
        ("design: {kind: sobool, n: 4, seed: 1}", "design.kind", "latin_hypercube"),
        ("design: {kind: morris, levels: 4, seed: 1}", "design.trajectories", "needed"),
        ("design: {kind: grid, n: 3}", "design.n", "Unknown key"),
        ("design: {kind: grid}\nreplicatons: 3", "replicatons", "“replications”"),
        ("design: {kind: grid}\nreplications: 1.5", "replications", "whole number"),
        ("design: {kind: grid}\ntables: [prices]", "tables[0]", "daily"),
    ],
)
def test_the_form_of_an_experiment_is_checked(
    tmp_path: Path, block: str, path: str, words: str
) -> None:
    found = problems_of(tmp_path, block)
    assert any(p == f"experiments.wrong.{path}" and words in s for _, p, s in found), found


REST = "\nreplications: 1\nmetrics: [national.volume_t]\ntables: []"


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("design: {kind: grid}" + REST, "needs factors"),
        (
            "design: {kind: grid}\nfactors: {agents.behaviours.hoarding: [0.5, 1.5]}" + REST,
            "at most 1",
        ),
        ("design: {kind: grid}\nfactors: {seed: [1, 2]}" + REST, "no factor"),
        (
            "design: {kind: cases, cases: {a: {horizon.end: 2024-01-01}}}" + REST,
            "before the start",
        ),
        (
            "design: {kind: latin_hypercube, n: 150000, seed: 1}\n"
            "factors: {agents.behaviours.hoarding: [0, 1]}\n"
            + REST.replace("replications: 1", "replications: 10"),
            "1,500,000 runs",
        ),
        ("design: {kind: cases, cases: {a: {'': 1}}}" + REST, "empty"),
        ("design: {kind: cases, cases: {a: {'[..]': 1}}}" + REST, "Unknown key"),
    ],
)
def test_cases_that_make_no_scenario_are_refused(tmp_path: Path, block: str, words: str) -> None:
    assert any(words in sentence for _, _, sentence in problems_of(tmp_path, block))


MANY = """
    design: {{kind: latin_hypercube, n: {n}, seed: 1}}
    factors: {{agents.behaviours.hoarding: [0, 1]}}
    replications: 1
    metrics: [national.volume_t]
    tables: []
"""


def file_of(experiments: Mapping[str, int]) -> str:
    text = "schema: tanlab/scenario@1\nextends: builtin:cn-national-2024\nexperiments:\n"
    return text + "".join(f"  {name}:{MANY.format(n=n)}" for name, n in experiments.items())


def test_a_large_design_is_read_by_a_sample_of_its_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def keep(_base: Mapping[str, Any], settings: Mapping[str, Any]) -> list[object]:
        seen.append(settings)
        return []

    monkeypatch.setattr(plans, "setting_problems", keep)
    parsed = parse_plans(file_of({"large": 3_000, "small": 5}))
    assert [one.case_count for one in parsed] == [3_000, 5]
    assert 200 < len(seen) <= 255


@pytest.mark.parametrize(
    ("experiments", "words"),
    [
        ({"a": 150_000, "b": 100_000}, "more than 200,000 cases together"),
        ({f"e{i}": 1 for i in range(101)}, "at most 100 experiments"),
    ],
)
def test_a_file_holds_so_many_experiments_and_cases(
    monkeypatch: pytest.MonkeyPatch, experiments: Mapping[str, int], words: str
) -> None:
    monkeypatch.setattr(plans, "setting_problems", lambda _base, _case: [])
    with pytest.raises(ScenarioInvalid) as refused:
        parse_plans(file_of(experiments))
    assert [words in problem.sentence["en"] for problem in refused.value.problems] == [True]


def test_a_list_is_entered_by_its_index() -> None:
    base = load_scenario(
        str(TINY),
        ["shocks=[{at: 2025-03-03, market: national, demand: {sector: power, pct: 10}}]"],
    ).canonical()
    changed = varied(base, {"shocks[0].demand.pct": 25})
    assert value_at(changed.canonical(), "shocks[0].demand.pct") == 25
    assert value_at(base, "shocks[0].demand.pct") == 10
