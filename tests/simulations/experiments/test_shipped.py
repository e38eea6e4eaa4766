"""The experiments that are shipped: each asks a question and says what would answer otherwise."""

from pathlib import Path

import pytest

from docs.experiments_page import PAGE, page
from simulations import found_again, list_experiments, load_plan, read_ensemble, run_ensemble
from simulations.experiments import ShippedExperiment

SHIPPED = list_experiments()


def test_every_question_of_the_field_is_shipped() -> None:
    assert {one.plan.scenario.id for one in SHIPPED} >= {
        "auction-share-national",
        "carry-over-2024-2025",
        "coverage-announcement-2024",
        "entry-threshold-pilots",
        "fee-waiver-beijing",
        "inclusion-replaces-ccer",
        "pilot-national-linkage",
        "repo-liquidity-hubei",
        "scope2-leaves-pilots",
        "shanghai-deadline-2024",
    }


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda one: one.target)
def test_an_experiment_says_what_it_asks_and_what_would_falsify_it(
    shipped: ShippedExperiment,
) -> None:
    experiment = shipped.plan.experiment
    assert load_plan(shipped.target) == shipped.plan
    assert experiment.title is not None
    assert experiment.question is not None
    assert experiment.falsified_by is not None
    assert experiment.objections
    assert experiment.findings
    assert experiment.replications >= 20


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda one: one.target)
def test_cases_of_an_experiment_differ_from_each_other(shipped: ShippedExperiment) -> None:
    cases = shipped.plan.cases()
    settings = [dict(case.settings) for case in cases]
    assert len(cases) >= 2
    assert all(one not in settings[:i] for i, one in enumerate(settings))


def test_the_page_of_experiments_is_made_from_the_files() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.soak
@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda one: one.target)
def test_an_experiment_finds_again_what_it_states(
    shipped: ShippedExperiment, tmp_path: Path
) -> None:
    run_ensemble(shipped.plan, tmp_path / "out", jobs=2)
    found = found_again(read_ensemble(tmp_path / "out"))
    assert found
    assert [one.name for one in found if not one.same] == []
