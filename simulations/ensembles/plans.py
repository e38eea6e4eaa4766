"""An experiment read from a scenario file and checked; every problem with its line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from simulations.ensembles.designs import Case, case_count, cases_of, seeds_of
from simulations.ensembles.experiments import (
    CASES_MAX,
    DESIGNS,
    RUNS_MAX,
    Experiment,
    Grid,
    NamedCases,
    SobolDesign,
)
from simulations.ensembles.metrics import METRICS, unknown_metric
from simulations.ensembles.refused_ensembles import UnknownExperiment
from simulations.ensembles.varying import (
    NoSuchKey,
    key_parts,
    rounded_like,
    setting_problems,
    value_at,
)
from simulations.ensembles.windows import PAIR_NUMBERS, WINDOW_NUMBERS, Window, read_window_metric
from simulations.errors import Problem, ScenarioInvalid
from simulations.runs import json_bytes, sha256_of
from simulations.scenarios import (
    Document,
    Path,
    Place,
    Scenario,
    dotted,
    hinted,
    load_scenario,
    parse_experiments,
    parse_scenario,
    read_experiments,
    read_stored,
    sentence,
    unknown_key,
)

EXPERIMENTS = "experiments"
_ENDS = 2  # a range has a low and a high end
_SHOWN = 20
_CHECKED = 500  # cases of a file, so that a large design is read within seconds
_EXPERIMENTS_MAX = 100
Finding = tuple[Path, str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class EnsemblePlan:
    """What an ensemble carries out; it determines every byte of the result.

    Args:
        scenario: The base of all cases.
        name: The experiment's name.
        experiment: The experiment.
    """

    scenario: Scenario
    name: str
    experiment: Experiment

    def cases(self) -> list[Case]:
        """Return the cases in order."""
        return cases_of(self.experiment, self.scenario.canonical())

    @property
    def case_count(self) -> int:
        """Number of cases, without making them."""
        return case_count(self.experiment)

    def seeds(self) -> list[int]:
        """Return the seed of each replication, the same for every case."""
        given = self.experiment.seeds
        return list(given) if given else seeds_of(self.scenario.seed, self.experiment.replications)

    def canonical(self) -> dict[str, Any]:
        """Return the plan as plain JSON values."""
        return {
            "scenario": self.scenario.canonical(),
            "experiment": self.name,
            "definition": self.experiment.model_dump(mode="json", exclude_none=True),
        }

    @property
    def digest(self) -> str:
        """Return ``sha256:…`` of the plan's canonical JSON, seed and order of keys included."""
        return sha256_of(json_bytes(self.canonical(), in_order=True))


def plan_of(values: Mapping[str, Any]) -> EnsemblePlan:
    """Return the plan that ``EnsemblePlan.canonical`` wrote.

    Raises:
        StoredOtherwise: Another version wrote it, in another form.
    """
    return EnsemblePlan(
        read_stored(Scenario, values.get("scenario")),
        str(values.get("experiment")),
        read_stored(Experiment, values.get("definition")),
    )


def load_plan(target: str, overrides: Sequence[str] = ()) -> EnsemblePlan:
    """Read ``FILE:EXPERIMENT`` and check it, its cases included.

    Of a file's cases 500 are checked, evenly spread; a case that fails later is kept as a failure.

    Args:
        target: A scenario by name or path, a colon, and the name of an experiment in that file.
        overrides: ``key=value`` assignments, laid over the scenario.

    Raises:
        UnknownScenario: Nothing has that name.
        UnknownExperiment: The file has no such experiment.
        ScenarioInvalid: With every problem found, in the scenario or in the experiment.
    """
    reference, _, name = target.rpartition(":")
    plans = {plan.name: plan for plan in load_plans(reference, overrides)} if reference else {}
    if name not in plans:
        known = ", ".join(plans) or "–"
        raise UnknownExperiment(scenario=reference or target, name=name, known=known)
    return plans[name]


def load_plans(reference: str, overrides: Sequence[str] = ()) -> list[EnsemblePlan]:
    """Read and check every experiment of a scenario, those of the files that it extends included.

    Raises:
        UnknownScenario: Nothing has that name.
        ScenarioInvalid: With every problem found.
    """
    return _plans(load_scenario(reference, overrides), read_experiments(reference, overrides))


def parse_plans(text: str, name: str = "scenario.yaml") -> list[EnsemblePlan]:
    """Read and check every experiment of a scenario given as text.

    Raises:
        ScenarioInvalid: With every problem found.
    """
    return _plans(parse_scenario(text, name), parse_experiments(text, name))


def plan_experiment(scenario: Scenario, name: str, values: Mapping[str, Any]) -> EnsemblePlan:
    """Return the plan of an experiment given as plain values, checked as ``load_plan`` does.

    Args:
        scenario: The base of all cases.
        name: What the experiment is called.
        values: What would stand below that name in a scenario file.

    Raises:
        ScenarioInvalid: With every problem found, at paths such as ``experiments.NAME.factors``.
    """
    tree: dict[str, Any] = {EXPERIMENTS: {name: values}}
    return _plans(scenario, Document(name, tree))[0]


def _plans(scenario: Scenario, document: Document) -> list[EnsemblePlan]:
    block = document.tree.get(EXPERIMENTS, {})
    if not isinstance(block, dict):
        _complain(document, [((EXPERIMENTS,), "", sentence("dict_type", {}, ""))])
        block = {}
    if len(block) > _EXPERIMENTS_MAX:
        _complain(document, [((EXPERIMENTS,), str(len(block)), _TOO_MANY)])
        block = {}
    plans, cases = [], 0
    for key, values in block.items():
        here: Path = (EXPERIMENTS, key)
        experiment, wrong = _modelled(values, here)
        if experiment is not None:
            own = case_count(experiment)
            if own <= CASES_MAX < cases + own:
                wrong = [((*here, "design"), "", _CASES_OF_FILE)]
            else:
                wrong = list(_contradictions(experiment, scenario, here, _CHECKED // len(block)))
            plans.append(EnsemblePlan(scenario, key, experiment))
            cases += own
        _complain(document, wrong)
    if document.problems:
        order = sorted(document.problems, key=lambda p: (p.line, p.column, p.path))
        raise ScenarioInvalid(document.where, tuple(order))
    return plans


def _complain(document: Document, findings: Sequence[Finding]) -> None:
    for path, value, words in findings:
        length = next((n for n in range(len(path), 0, -1) if path[:n] in document.places), 0)
        at = document.places.get(path[:length], Place(document.where))
        problem = Problem(at.where, at.line, at.column, dotted(path), value, words)
        key = _scenario_key(path)
        document.problems.append(hinted(problem, key, value) if key else problem)


def _scenario_key(path: Path) -> Path:
    """Return the key of the scenario that a place of an experiment sets; empty where none."""
    match path[2:]:
        case ("factors", key) | ("design", "cases", _, key):
            return key_parts(str(key))
    return ()


def _modelled(values: object, here: Path) -> tuple[Experiment | None, list[Finding]]:
    try:
        return Experiment.model_validate_json(json.dumps(values)), []
    except ValidationError as error:
        return None, [_finding(dict(detail), here) for detail in error.errors(include_url=False)]


def _finding(detail: Mapping[str, Any], here: Path) -> Finding:
    """Return what a model refused; the kind of design is in Pydantic's path, not in the file's."""
    loc = [part for part in detail["loc"] if part != "[key]"]
    kind = DESIGNS.get(str(loc[1])) if loc[:1] == ["design"] and len(loc) > 1 else None
    if kind is not None:
        del loc[1]
    given = detail["input"]
    value = "" if detail["type"] == "missing" or isinstance(given, dict | list) else str(given)[:60]
    if detail["type"] == "extra_forbidden":
        model = kind or Experiment
        words = unknown_key(str(loc[-1]), model.model_fields)
    elif detail["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        loc.append("kind")
        words = sentence("literal_error", {"expected": ", ".join(DESIGNS)}, "")
    else:
        words = sentence(detail["type"], detail.get("ctx", {}), detail["msg"])
    return (*here, *loc), value, words


def _contradictions(
    experiment: Experiment, scenario: Scenario, here: Path, checked: int
) -> Iterator[Finding]:
    """Yield what the parts of an experiment, and the scenario, disagree on.

    Args:
        experiment: What is checked.
        scenario: What it varies.
        here: Where it stands in the file.
        checked: How many of its cases are checked at most; of more, so many evenly spread.
    """
    yield from _metrics(experiment, scenario, here)
    yield from _findings(experiment, here)
    base = scenario.canonical()
    wrong = [*_sizes(experiment, here), *_factors(experiment, base, here)]
    yield from wrong
    if wrong:
        return
    shown = 0
    cases = cases_of(experiment, base)
    for case in cases[:: -(-len(cases) // checked) or 1]:
        for key, value, words in setting_problems(base, case.settings):
            yield _case_path(experiment, case, key, here), value, words
            shown += 1
            if shown >= _SHOWN:
                return


def _case_path(experiment: Experiment, case: Case, key: str, here: Path) -> Path:
    if isinstance(experiment.design, NamedCases):
        return (*here, "design", "cases", case.name, key)
    return (*here, "factors", key)


def _sizes(experiment: Experiment, here: Path) -> Iterator[Finding]:
    design, cases = experiment.design, case_count(experiment)
    runs = cases * experiment.replications
    if isinstance(design, SobolDesign) and design.n & (design.n - 1):
        words = _words("n must be a power of two.", "n 必须是 2 的幂。")
        yield (*here, "design", "n"), str(design.n), words
    if cases > CASES_MAX or runs > RUNS_MAX:
        words = _words(
            f"That is {cases:,} cases and {runs:,} runs; at most {CASES_MAX:,} and {RUNS_MAX:,} "
            "are accepted.",
            f"共 {cases:,} 个算例、{runs:,} 次运行；最多接受 {CASES_MAX:,} 个和 {RUNS_MAX:,} 次。",
        )
        yield (*here, "design"), "", words
    seeds = experiment.seeds
    if seeds is not None and (
        len(set(seeds)) < len(seeds) or len(seeds) != experiment.replications
    ):
        words = _words(
            f"One seed for each of {experiment.replications:,} replications is needed, each once.",
            f"需为 {experiment.replications:,} 次重复各给出一个种子，且互不重复。",
        )
        yield (*here, "seeds"), str(len(seeds)), words
    if isinstance(design, NamedCases) and experiment.factors:
        words = _words("Named cases have no factors.", "命名算例不使用 factors。")
        yield (*here, "factors"), "", words
    if not isinstance(design, NamedCases) and not experiment.factors:
        words = _words("This design needs factors.", "该设计需要 factors。")
        yield (*here, "factors"), "", words


def _metrics(experiment: Experiment, scenario: Scenario, here: Path) -> Iterator[Finding]:
    for i, metric in enumerate(experiment.metrics):
        place: Path = (*here, "metrics", i)
        if "@" in metric or "~" in metric:
            yield from _window_metric(metric, scenario, place)
            continue
        market, _, name = metric.partition(".")
        if market not in scenario.markets:
            yield place, metric, unknown_key(market, scenario.markets)
        elif name not in METRICS:
            yield place, metric, unknown_metric(name)


def _findings(experiment: Experiment, here: Path) -> Iterator[Finding]:
    """Yield findings about cases or metrics that the experiment does not have."""
    design = experiment.design
    cases = tuple(design.cases) if isinstance(design, NamedCases) else ()
    for name, finding in (experiment.findings or {}).items():
        place: Path = (*here, "findings", name)
        for key in ("case", "against"):
            case = getattr(finding, key)
            if case not in cases:
                yield (*place, key), case, unknown_key(case, cases)
        if finding.metric not in experiment.metrics:
            words = unknown_key(finding.metric, experiment.metrics)
            yield (*place, "metric"), finding.metric, words
        if not finding.low <= finding.mean <= finding.high:
            words = _words("The mean lies outside its interval.", "均值在区间之外。")
            yield (*place, "mean"), str(finding.mean), words


def _window_metric(text: str, scenario: Scenario, place: Path) -> Iterator[Finding]:
    metric = read_window_metric(text)
    if metric is None:
        yield place, text, _WINDOW_FORM
        return
    for market in metric.markets:
        if market not in scenario.markets:
            yield place, text, unknown_key(market, scenario.markets)
    run = Window(scenario.horizon.start, scenario.horizon.end)
    window = metric.window or run
    if window.start > run.end or window.end < run.start:
        yield place, text, _words("No day of the run lies in it.", "其中没有运行期内的日期。")


def _factors(experiment: Experiment, base: Mapping[str, Any], here: Path) -> Iterator[Finding]:
    """Yield wrong keys and ranges; whether values are accepted is asked of each case."""
    for key, values in experiment.factors.items():
        place: Path = (*here, "factors", key)
        try:
            now = value_at(base, key)
        except NoSuchKey as missing:
            yield place, "", unknown_key(missing.part, missing.known)
            continue
        if isinstance(experiment.design, Grid | NamedCases):
            continue
        numbers = [x for x in values if isinstance(x, int | float) and not isinstance(x, bool)]
        if len(values) != _ENDS or len(numbers) != _ENDS or not numbers[0] < numbers[1]:
            words = _words(
                "A range is written [low, high], the low end first.",
                "取值范围写作 [下限, 上限]，下限在前。",
            )
            yield place, str(values)[:60], words
        elif rounded_like(now, float(numbers[0])) is None:
            words = _words(
                "A range needs a number here; use a grid or cases.",
                "此处不是数值，不能用范围；请使用 grid 或 cases。",
            )
            yield place, str(now)[:60], words


def _words(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


_CASES_OF_FILE = _words(
    f"The experiments of a file have more than {CASES_MAX:,} cases together.",
    f"一个文件中各实验的算例合计超过 {CASES_MAX:,} 个。",
)
_TOO_MANY = _words(
    f"A file holds at most {_EXPERIMENTS_MAX} experiments.",
    f"一个文件最多包含 {_EXPERIMENTS_MAX} 个实验。",
)
_WINDOW_FORM = _words(
    "Write market.number@first/last or one~other.number, such as "
    "hubei.volume_t@2024-09-01/2024-09-30; numbers are "
    f"{', '.join(WINDOW_NUMBERS)}, and of pairs {', '.join(PAIR_NUMBERS)}.",
    "写作 市场.指标@首日/末日 或 市场~市场.指标，例如 hubei.volume_t@2024-09-01/2024-09-30；"
    f"指标为 {', '.join(WINDOW_NUMBERS)}，两个市场之间为 {', '.join(PAIR_NUMBERS)}。",
)
