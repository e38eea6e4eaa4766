"""The experiments that are shipped: each asks a question and says what would answer otherwise."""

import pytest

from simulations import list_experiments, load_plan
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
    assert experiment.replications >= 20


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda one: one.target)
def test_cases_of_an_experiment_differ_from_each_other(shipped: ShippedExperiment) -> None:
    cases = shipped.plan.cases()
    settings = [dict(case.settings) for case in cases]
    assert len(cases) >= 2
    assert all(one not in settings[:i] for i, one in enumerate(settings))
