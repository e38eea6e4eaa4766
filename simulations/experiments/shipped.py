"""The experiments that stand in the scenarios shipped."""

from dataclasses import dataclass
from typing import Any

from simulations.ensembles import EnsemblePlan, case_count, load_plans
from simulations.scenarios import builtin_names


@dataclass(frozen=True, slots=True)
class ShippedExperiment:
    """One question that is shipped with the scenario it is asked of.

    Args:
        target: ``SCENARIO:EXPERIMENT``, as ``tanlab ensemble`` takes it.
        plan: Scenario and experiment, checked.
    """

    target: str
    plan: EnsemblePlan

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values: what is asked, found and would falsify it."""
        experiment = self.plan.experiment
        return {
            "target": self.target,
            "scenario": self.plan.scenario.id,
            "experiment": self.plan.name,
            "title": experiment.title.model_dump() if experiment.title else None,
            "question": experiment.question.model_dump() if experiment.question else None,
            "cases": case_count(experiment),
            "replications": experiment.replications,
            "runs": case_count(experiment) * experiment.replications,
            "metrics": list(experiment.metrics),
            "findings": {
                name: finding.model_dump() for name, finding in (experiment.findings or {}).items()
            },
            "falsified_by": experiment.falsified_by.model_dump()
            if experiment.falsified_by
            else None,
            "objections": [words.model_dump() for words in experiment.objections or ()],
        }


def list_experiments(scenario: str | None = None) -> list[ShippedExperiment]:
    """Return the experiments of the scenarios shipped, by scenario and in the order of its file.

    Args:
        scenario: A built-in scenario; default all of them.

    Raises:
        UnknownScenario: No built-in scenario has that name.
    """
    names = [scenario] if scenario else builtin_names()
    return [
        ShippedExperiment(f"{name}:{plan.name}", plan)
        for name in names
        for plan in load_plans(name)
    ]
