"""Values of files made a scenario, or every problem with them at once."""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from simulations.errors import Problem, ScenarioInvalid
from simulations.scenarios.cross_checks import cross_problems
from simulations.scenarios.documents import Path, Place, dotted
from simulations.scenarios.hints import REFERENCE, hinted
from simulations.scenarios.merging import LOCK, PRESET, PRESET_SECTIONS, Merged
from simulations.scenarios.references import BUILTIN, find_source
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import Finding, keys_at, sentence, unknown_key

Kind = TypeVar("Kind", bound=Scenario)
EXPERIMENTS = "experiments"
_REFERENCES = ("extends", f".{PRESET}")


def validated(merged: Merged, kind: type[Kind]) -> Kind:
    """Return the scenario that merged files make.

    Args:
        merged: Values, places and sources.
        kind: What to make of them.

    Raises:
        ScenarioInvalid: With every problem found, in the order of files and lines.
    """
    problems = list(merged.problems)
    tree = {key: value for key, value in merged.tree.items() if key != EXPERIMENTS}
    scenario, details = _modelled(tree, kind)
    unread = [p.path for p in problems if not p.path or p.path.endswith(_REFERENCES)]
    problems += [_refused(merged, each) for each in details if not _follows(each, unread)]
    whole: Scenario | None = scenario
    if whole is None:
        whole, _ = _modelled(_repaired(tree, details), Scenario)
    if whole is not None:
        said = {problem.path for problem in problems}
        found = [_contradiction(merged, finding) for finding in cross_problems(whole)]
        problems += [problem for problem in found if problem.path not in said]
    problems += [*_stray_sources(merged), *_unlocked(merged, scenario)]
    if isinstance(merged.asides.get(PRESET), dict):
        place = Place(merged.name, 1, 1)
        problems = [Problem(place.where, place.line, place.column, PRESET, "", _A_PRESET)]
    if problems or scenario is None:
        order = sorted(problems, key=lambda p: (p.where, p.line, p.column, p.path))
        raise ScenarioInvalid(merged.name, tuple(order))
    scenario.put_together_from({name: f"sha256:{sha}" for name, sha in merged.files.items()})
    return scenario


def _follows(detail: Mapping[str, Any], unread: Sequence[str]) -> bool:
    """Tell whether a key is missing only because a file that would bring it was not read."""
    path = dotted(_path(detail))
    return detail["type"] == "missing" and any(
        at in {"", "extends"} or path.startswith(at.removesuffix(PRESET)) for at in unread
    )


def _refused(merged: Merged, detail: Mapping[str, Any]) -> Problem:
    """Return the problem with one value that the model refused."""
    path = _path(detail)
    value = "" if detail["type"] == "missing" else _shown(detail["input"])
    if detail["type"] == "extra_forbidden":
        words = unknown_key(str(path[-1]), (*keys_at(Scenario, path[:-1]), *_about_files(path)))
        return merged.problem(path, value, words)
    words = sentence(detail["type"], detail.get("ctx", {}), detail["msg"])
    given = None if detail["type"] == "missing" else detail["input"]
    return hinted(merged.problem(path, value, words), path, given)


def _about_files(path: Path) -> tuple[str, ...]:
    """Return the keys about files that are accepted beside a key, if it is misspelt."""
    if len(path) == 1:
        return Scenario.reserved
    return (PRESET,) if path[:-2] in PRESET_SECTIONS else ()


def _contradiction(merged: Merged, finding: Finding) -> Problem:
    """Return the problem with values that contradict each other; of a lever, with a hint."""
    path, value, words = finding
    problem = merged.problem(path, value, words)
    return hinted(problem, path, value) if "set" in path else problem


def _stray_sources(merged: Merged) -> list[Problem]:
    known = set(_paths(merged.tree))
    return [
        merged.problem(("sources", key), "", unknown_key(key, known))
        for key in merged.sources
        if key not in known
    ]


def _unlocked(merged: Merged, scenario: Scenario | None) -> list[Problem]:
    """Return the problem with a locked file that was changed; overrides are allowed."""
    lock = merged.asides.get(LOCK)
    if lock is None or merged.changed or scenario is None:
        return []
    locked = lock.get("scenario") if isinstance(lock, dict) else None
    if locked == scenario.digest:
        return []
    return [merged.problem((LOCK,), str(locked)[:80], _CHANGED)]


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return "" if isinstance(value, dict | list) else text[:60]


def _modelled(tree: Mapping[str, Any], kind: type[Kind]) -> tuple[Kind | None, Sequence[Any]]:
    try:
        return kind.model_validate_json(json.dumps(tree)), ()
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _path(detail: Mapping[str, Any]) -> Path:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _repaired(tree: Mapping[str, Any], details: Sequence[Any]) -> dict[str, Any]:
    """Return the values with the wrong ones replaced by shipped ones, dates by the first day.

    The result is never run: it lets contradictions between the other parts be reported too.
    """
    repaired: dict[str, Any] = copy.deepcopy(dict(tree))
    reference: Any = find_source(BUILTIN + REFERENCE, None).document.tree
    undated = []
    for detail in details:
        path = _path(detail)
        branch = _at(repaired, path[:-1])
        good = _at(reference, path[:-1])
        if not path or not isinstance(branch, dict):
            continue
        if isinstance(good, dict) and path[-1] in good:
            branch[str(path[-1])] = good[path[-1]]
        elif detail["type"].startswith("date"):
            undated.append((branch, str(path[-1])))
        else:
            branch.pop(str(path[-1]), None)
    for branch, key in undated:
        branch[key] = _at(repaired, ("horizon", "start"))
    return repaired


def _at(tree: Any, path: Path) -> Any:
    """Return what lies at a path, None where nothing does."""
    for part in path:
        if isinstance(tree, dict):
            tree = tree.get(part)
        elif isinstance(tree, list) and isinstance(part, int) and part < len(tree):
            tree = tree[part]
        else:
            return None
    return tree


def _paths(tree: object, path: Path = ()) -> Iterator[str]:
    if path:
        yield dotted(path)
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _paths(value, (*path, key))


_CHANGED = {
    "en": "The values are no longer those that were locked; undo the change or take `lock` out.",
    "zh": "数值已与锁定时不同；请撤销修改或删除 lock。",
}
_A_PRESET = {
    "en": "This is a preset, a part of a scenario: name it in `extends` of a scenario.",
    "zh": "这是预设（情景的一部分）：请在情景的 extends 中引用它。",
}
