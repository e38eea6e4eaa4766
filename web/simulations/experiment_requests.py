"""An experiment as a program asks for it: one of a scenario's file, or one written out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from simulations import (
    EnsemblePlan,
    Problem,
    ScenarioInvalid,
    UnknownExperiment,
    load_plans,
    parse_plans,
    plan_experiment,
)
from web.installation import Installation
from web.languages import current_language
from web.refusals import Language, Refusal, refusal
from web.simulations.overrides import LINES_MAX
from web.simulations.refused_ensembles import TooManyCases
from web.simulations.runs import Line
from web.simulations.scenario_sources import ScenarioSource, scenario_from, source_of

CASES_MAX: Final = 1_000
DEFINITION: Final = "definition"
EXPERIMENTS: Final = "experiments"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class EnsembleRequest(BaseModel):
    """What determines an ensemble."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str = Field(
        max_length=64, description="Id of a built-in scenario, or `own:12@3` for a saved one."
    )
    experiment: Name = Field(
        description="Name of an experiment of its file, or what to call the one defined here."
    )
    definition: dict[str, JsonValue] | None = Field(
        None,
        description="What would stand below that name in a scenario file: design, replications, "
        "factors, metrics, tables.",
    )
    overrides: tuple[Line, ...] = Field(
        (), max_length=LINES_MAX, description="Assignments `key=value`, laid over the scenario."
    )


def file_experiments(source: ScenarioSource) -> list[EnsemblePlan]:
    """Return the experiments that stand in a scenario's file.

    Raises:
        ScenarioInvalid: they do not fit it any more.
    """
    if source.is_shipped:
        return load_plans(f"builtin:{source.reference}")
    return parse_plans(source.text, source.file_name)


def requested_plan(
    installation: Installation, request: EnsembleRequest
) -> tuple[EnsemblePlan, str]:
    """Return what is asked for, checked, and the reference of the scenario that it varies.

    Raises:
        UnknownBuiltin: nothing is shipped under the name.
        UnknownSavedScenario: no scenario, or no such version of it, is kept.
        UnknownExperiment: the file has no such experiment, and none is defined.
        ScenarioInvalid: overrides or experiment do not fit the scenario.
        TooManyCases: it has more cases than are accepted here.
    """
    source = source_of(installation, request.scenario)
    definition: Mapping[str, Any] | None = request.definition
    if definition is None:
        known = {plan.name: plan for plan in file_experiments(source)}
        if request.experiment not in known:
            raise UnknownExperiment(
                scenario=source.reference, name=request.experiment, known=", ".join(known) or "–"
            )
        chosen = known[request.experiment].experiment
        definition = chosen.model_dump(mode="json", exclude_none=True)
    scenario = scenario_from(source, request.overrides)
    plan = plan_experiment(scenario, request.experiment, definition)
    if plan.case_count > CASES_MAX:
        raise TooManyCases(cases=plan.case_count, cases_max=CASES_MAX)
    return plan, source.reference


def is_of_experiment(error: ScenarioInvalid) -> bool:
    """Tell whether it is the experiment that does not fit, and not what is laid over."""
    return all(problem.path.startswith(f"{EXPERIMENTS}.") for problem in error.problems)


def field_of(problem: Problem, name: str) -> str:
    """Return the field of a request that a problem of its experiment is about."""
    return f"{DEFINITION}{problem.path.removeprefix(f'{EXPERIMENTS}.{name}')}"


def experiment_refusal(
    error: ScenarioInvalid,
    at: Callable[[Problem], str],
    said: Callable[[Problem], str] = lambda _problem: "",
) -> Refusal:
    """Put every problem of an experiment into words, each at its field.

    Args:
        error: every problem found.
        at: the field that a problem is about.
        said: what its sentence begins with.
    """
    spoken = current_language()
    parts = [
        Refusal(
            code=error.code,
            field=at(problem),
            value=problem.value,
            sentence=" ".join(
                part
                for part in (said(problem), problem.sentence[spoken], problem.hint.get(spoken, ""))
                if part
            ),
        )
        for problem in error.problems
    ]
    counted = design_refusal(parts, spoken)
    return refusal(error, spoken).model_copy(
        update={"sentence": counted.sentence, "fix": "", "fields": parts}
    )


def design_refusal(parts: Sequence[Refusal], language: Language) -> Refusal:
    """Return the refusal of a design that has so many problems, each at its field."""
    sentence = _COUNT[language].format(count=len(parts))
    return Refusal(code=parts[0].code, sentence=sentence, fields=list(parts))


_COUNT: Final = {
    "en": "The design has {count} problem(s).",
    "zh": "该设计有 {count} 处问题。",
}
