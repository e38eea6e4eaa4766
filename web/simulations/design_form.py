"""The form that designs an ensemble: factors with ranges, a design, replications, what to keep."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from simulations import EnsemblePlan, Problem, Scenario, ScenarioInvalid, plan_experiment
from web.forms import Form, blank_form, field_copy, read_form
from web.languages import current_language
from web.refusals import Refusal, refusal
from web.simulations.experiment_requests import CASES_MAX, design_refusal, experiment_refusal
from web.simulations.factor_lines import lines_of, read_factors
from web.simulations.overrides import known_keys, overrides_refusal, read_overrides
from web.simulations.refused_ensembles import TooManyCases
from web.simulations.scenario_sources import ScenarioSource, scenario_from, settings_from

NAME: Final = "designed"
TEXT_MAX: Final = 10_000
LEVELS: Final = 4
PROBED_FROM: Final = 64
PROBES: Final = 16
FACTOR_LINES: Final = (
    "agents.behaviours.hoarding = 0, 1",
    "agents.firms.power.gap_mean = -0.02, 0.04",
)
METRICS_BEGUN: Final = ("price_mean_cny", "volume_t", "compliance_rate")
Kind = Literal["sobol", "morris", "latin_hypercube", "grid"]

_KINDS: Final = {
    "sobol": {"zh": "Sobol（方差分解）", "en": "Sobol (shares of variance)"},
    "morris": {"zh": "Morris（基本效应）", "en": "Morris (elementary effects)"},
    "latin_hypercube": {"zh": "拉丁超立方", "en": "Latin hypercube"},
    "grid": {"zh": "网格（全部组合）", "en": "grid (all combinations)"},
}
Text = Annotated[str, Field(max_length=TEXT_MAX)]


class DesignForm(BaseModel):
    """What the design form asks."""

    model_config = ConfigDict(extra="ignore")

    kind: Kind = Field(json_schema_extra=field_copy("设计", "Design", choices=_KINDS))
    points: int = Field(
        ge=1,
        le=100_000,
        json_schema_extra=field_copy(
            "样本点",
            "Points",
            "Sobol 须为 2 的幂；Morris 为轨迹数；网格不使用。",
            "A power of two for Sobol; trajectories for Morris; not used by a grid.",
        ),
    )
    replications: int = Field(
        ge=1,
        le=10_000,
        json_schema_extra=field_copy(
            "重复次数",
            "Replications",
            "每个算例以相同的随机种子各运行一次。",
            "Every case runs once with each of the same seeds.",
        ),
    )
    seed: int = Field(
        ge=0, le=2**31, json_schema_extra=field_copy("设计的随机种子", "Seed of the design")
    )
    factors: Text = Field(
        json_schema_extra=field_copy(
            "因子",
            "Factors",
            "每行一个：键 = 下限, 上限；网格则列出各取值。",
            "One a line: key = low, high; for a grid every value.",
        )
    )
    metrics: Text = Field(
        json_schema_extra=field_copy(
            "指标", "Metrics", "每行一个：市场.指标。", "One a line: market.metric."
        )
    )
    overrides: Text = Field(
        "",
        json_schema_extra=field_copy(
            "覆盖项",
            "Overrides",
            "每行一个 键=值，对所有算例有效，例如减少企业数。",
            "One key=value a line, in all cases, for example fewer firms.",
        ),
    )
    daily: bool = Field(
        True,
        json_schema_extra=field_copy("保留每日行情（价格扇形图）", "Keep days (fan of prices)"),
    )
    firms: bool = Field(
        False,
        json_schema_extra=field_copy(
            "保留企业与事件（统计矩对照）", "Keep firms and events (moments beside published bands)"
        ),
    )


@dataclass(frozen=True, slots=True)
class Designed:
    """What a form was read as: a plan, or the form with what must be corrected.

    Args:
        form: as typed.
        plan: what it asks for; of a probed design with fewer cases.
        cases: how many cases it has.
    """

    form: Form
    plan: EnsemblePlan | None = None
    cases: int = 0


def design_form(source: ScenarioSource) -> Form:
    """Return the form as it is before anything was typed."""
    scenario = scenario_from(source)
    market = next(iter(scenario.markets))
    known = known_keys(settings_from(source))
    begun = [line for line in FACTOR_LINES if line.partition(" ")[0] in known]
    initial = {
        "kind": "sobol",
        "points": 16,
        "replications": 2,
        "seed": 1,
        "factors": "\n".join(begun),
        "metrics": "\n".join(f"{market}.{metric}" for metric in METRICS_BEGUN),
        "daily": True,
    }
    return blank_form(DesignForm, current_language(), initial)


def read_design(
    source: ScenarioSource, sent: MultiDict[str, str], *, probe: bool = False
) -> Designed:
    """Read a form.

    Args:
        source: the scenario that is varied.
        sent: what was typed.
        probe: check a few cases instead of all, where there are many.
    """
    spoken = current_language()
    submitted = read_form(design_form(source), DesignForm, sent, spoken)
    form, asked = submitted.form, submitted.value
    if asked is None:
        return Designed(form)
    typed = read_overrides(form.named["overrides"].value)
    try:
        scenario = scenario_from(source, [override.text for override in typed])
    except ScenarioInvalid as error:
        known = known_keys(settings_from(source))
        form.refuse(_pointing(overrides_refusal(error, typed, known, spoken)))
        return Designed(form)
    factors, wrong = read_factors(asked.factors, spoken)
    if wrong:
        form.refuse(design_refusal(wrong, spoken))
        return Designed(form)
    values = _values(asked, scenario) | {"factors": factors}
    cases = _count(asked, values["factors"])
    if cases > CASES_MAX:
        form.refuse(_too_many(cases))
        return Designed(form)
    if probe and cases > PROBED_FROM and asked.kind != "grid":
        values["design"] = {"kind": "latin_hypercube", "n": PROBES, "seed": asked.seed}
    try:
        return Designed(form, plan_experiment(scenario, NAME, values), cases)
    except ScenarioInvalid as error:
        form.refuse(experiment_refusal(error, _field_of, _short))
        return Designed(form)


def _count(asked: DesignForm, factors: Mapping[str, Sequence[Any]]) -> int:
    """Return the number of cases without making them."""
    if asked.kind == "grid":
        return math.prod(len(values) for values in factors.values())
    each = {"sobol": len(factors) + 2, "morris": len(factors) + 1, "latin_hypercube": 1}
    return asked.points * each[asked.kind]


def _too_many(cases: int) -> Refusal:
    refused = TooManyCases(cases=cases, cases_max=CASES_MAX)
    part = refusal(refused, current_language()).model_copy(update={"field": "points"})
    return part.model_copy(update={"fields": [part]})


def _values(asked: DesignForm, scenario: Scenario) -> dict[str, Any]:
    """Return the experiment as it would stand in a scenario file, without its factors."""
    design: dict[str, Any] = {"kind": asked.kind}
    if asked.kind == "morris":
        design |= {"trajectories": asked.points, "levels": LEVELS, "seed": asked.seed}
    elif asked.kind != "grid":
        design |= {"n": asked.points, "seed": asked.seed}
    if asked.kind == "sobol":
        design["second_order"] = False
    tables = ["daily"] if asked.daily or asked.firms else []
    tables += ["firms", "events"] if asked.firms else []
    return {
        "design": design,
        "replications": asked.replications,
        "metrics": [
            metric if "." in metric else f"{next(iter(scenario.markets))}.{metric}"
            for _, metric in lines_of(asked.metrics)
        ],
        "tables": tables,
    }


def _field_of(problem: Problem) -> str:
    below = problem.path.removeprefix(f"experiments.{NAME}.")
    head = below.partition(".")[0].partition("[")[0]
    if head == "design":
        return "points" if below.rpartition(".")[2] in {"n", "trajectories", "design"} else "kind"
    return {"tables": "daily"}.get(head, head)


def _short(problem: Problem) -> str:
    below = problem.path.removeprefix(f"experiments.{NAME}.")
    return below.partition(".")[2] if below.startswith("factors.") else ""


def _pointing(shown: Refusal) -> Refusal:
    for part in shown.fields:
        if part.field.startswith("overrides."):
            part.field = "overrides"
    return shown
