"""A scenario with the files it was read from: its sources, its experiments, its changes."""

import copy
import json
from collections.abc import Sequence
from typing import Any, Self

from pydantic import PrivateAttr

from simulations.ensembles import Experiment, UnknownExperiment, plan_experiment
from simulations.scenarios import (
    EXPERIMENTS,
    Merged,
    Setting,
    differences_of,
    experiments_of,
    merge,
    path_of,
    scenario_json_schema,
    settings_of,
    source_of_reference,
    source_of_text,
    validated,
)
from simulations.scenarios import Scenario as PlainScenario
from simulations.workbench.comparison import Comparison, table_html
from simulations.workbench.planned_experiment import PlannedExperiment


class Scenario(PlainScenario):
    """A scenario that knows where its values come from and which experiments belong to it."""

    _merged: Merged = PrivateAttr()

    @classmethod
    def load(cls, reference: str, overrides: Sequence[str] = ()) -> Self:
        """Read a scenario by name or path.

        Args:
            reference: A built-in name, ``builtin:NAME``, or the path of a YAML file.
            overrides: ``key=value`` assignments, laid over the file.

        Raises:
            UnknownScenario: Nothing has that name.
            ScenarioInvalid: With every problem found.
        """
        return cls._of(merge(source_of_reference(reference), overrides))

    @classmethod
    def parse(cls, text: str, name: str = "scenario.yaml", overrides: Sequence[str] = ()) -> Self:
        """Read a scenario from text; it may extend built-in scenarios only.

        Args:
            text: YAML 1.2, at most 1 MB.
            name: What the text is called in messages.
            overrides: ``key=value`` assignments, laid over the file.

        Raises:
            ScenarioInvalid: With every problem found.
        """
        return cls._of(merge(source_of_text(text, name), overrides))

    @classmethod
    def _of(cls, files: Merged) -> Self:
        scenario = validated(files, cls)
        scenario._merged = files
        return scenario

    def with_(self, name: str | None = None, /, **settings: Any) -> Self:
        """Return this scenario with some settings changed; this one stays as it is.

        Args:
            name: Id of the new scenario; default the same.
            settings: Dotted keys and their new values, such as
                ``**{"markets.national.allocation.tighten_per_year": 0.03}``; ``name=…`` among them
                is the id too. None takes an optional part away.

        Raises:
            ScenarioInvalid: With every problem found.
        """
        files = copy.deepcopy(self._merged)
        named = name if name is not None else settings.pop("name", None)
        changes = settings if named is None else {"id": named, **settings}
        for key, value in changes.items():
            plain = json.loads(json.dumps(value, default=str))
            files.put(path_of(key) or (key,), plain, "with_")
        return self._of(files)

    def diff(self, other: "Scenario") -> Comparison:
        """Return what another scenario changes of this one, with units and sources."""
        found = differences_of((self, self._merged), (other, other._merged))
        return Comparison(self.id, other.id, tuple(found))

    @property
    def settings(self) -> list[Setting]:
        """Return every setting with its source, confidence and origin."""
        return settings_of(self._merged)

    @property
    def experiments(self) -> tuple[str, ...]:
        """Return the names of its experiments, inherited ones included."""
        return experiment_names(self._merged)

    def experiment(self, name: str) -> PlannedExperiment:
        """Return one of its experiments, every case checked against this scenario.

        Raises:
            UnknownExperiment: It has no such experiment.
            ScenarioInvalid: With every problem found.
        """
        block = experiments_of(self._merged).tree.get(EXPERIMENTS, {})
        if name not in block:
            known = ", ".join(self.experiments) or "–"
            raise UnknownExperiment(scenario=self.id, name=name, known=known)
        plan = plan_experiment(self, name, block[name])
        return PlannedExperiment(plan.scenario, plan.name, plan.experiment)

    def _repr_html_(self) -> str:
        """Return a table for notebooks: what it is, how large, and its digest."""
        rows = [
            ("scenario", f"{self.id}: {self.title.en} / {self.title.zh}"),
            ("horizon", f"{self.horizon.start} – {self.horizon.end}"),
            ("markets", ", ".join(self.markets)),
            ("firms", f"{self.firm_count:,}"),
            ("experiments", ", ".join(self.experiments) or "–"),
            ("digest", self.digest),
        ]
        return table_html(("", ""), rows)


def experiment_names(files: Merged) -> tuple[str, ...]:
    """Return the names of the experiments of merged files."""
    block = experiments_of(files).tree.get(EXPERIMENTS)
    return tuple(block) if isinstance(block, dict) else ()


load_scenario = Scenario.load
parse_scenario = Scenario.parse


def file_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, its experiments included."""
    return scenario_json_schema(Experiment.model_json_schema())
