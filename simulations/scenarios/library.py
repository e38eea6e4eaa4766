"""Scenarios found, extended, overridden and checked; every setting with its source."""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Literal, get_args

from pydantic import ValidationError

from simulations.errors import Problem, ScenarioInvalid, UnknownScenario
from simulations.scenarios.cross_checks import cross_problems
from simulations.scenarios.documents import (
    Document,
    Path,
    Place,
    dotted,
    read_document,
    read_scalar,
)
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import keys_at, sentence, unknown_key

BUILTIN = "builtin:"
EXTENDS_MAX = 10
_REFERENCE = "cn-national-2024"
Confidence = Literal["official", "published", "recalled", "derived", "assumption"]
_FOLDER = FilePath(__file__).parent / "files"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a scenario and where it comes from.

    Args:
        path: Dotted key path.
        value: The value, as JSON.
        source: Document, or ``user`` for a value without one.
        confidence: official, published, recalled, derived, assumption; empty for ``user``.
        origin: File and line, or ``--set``.
    """

    path: str
    value: Any
    source: str
    confidence: str
    origin: str


@dataclass(frozen=True, slots=True)
class ScenarioInfo:
    """One built-in scenario in a list."""

    id: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    digest: str
    firms: int
    first_day: str
    last_day: str


@dataclass(slots=True)
class _Merged:
    """Values of a chain of files, later ones over earlier ones, with places and sources."""

    name: str
    tree: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    sources: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, document: Document) -> None:
        """Lay one file over what is there."""
        self.problems += document.problems
        sources = document.tree.pop("sources", {})
        document.tree.pop("extends", None)
        document.tree.pop("experiments", None)  # read by `simulations.ensembles`
        self._lay(self.tree, document.tree, (), document.places)
        if not isinstance(sources, dict):
            self._complain(("sources",), document.places, _SOURCES_FORM)
            return
        for key, entry in sources.items():
            if not _is_source(entry):
                self._complain(("sources", key), document.places, _SOURCES_FORM)
                continue
            self.sources[key] = (entry["source"], entry["confidence"], document.where)
            self.places["sources", key] = document.places["sources", key]

    def _lay(
        self, under: dict[str, Any], over: dict[str, Any], path: Path, places: dict[Path, Place]
    ) -> None:
        for key, value in over.items():
            here = (*path, key)
            if isinstance(value, dict) and isinstance(under.get(key), dict):
                self._lay(under[key], value, here, places)
                continue
            self.forget(here)
            under[key] = value
            self.places |= {at: place for at, place in places.items() if at[: len(here)] == here}

    def forget(self, path: Path) -> None:
        """Drop the places and sources of a value that is replaced."""
        for old in [at for at in self.places if at[: len(path)] == path]:
            del self.places[old]
        for key in [k for k in self.sources if k == dotted(path) or _below(k, dotted(path))]:
            del self.sources[key]

    def set(self, assignment: str) -> None:
        """Lay one ``key=value`` over everything."""
        key, equals, text = assignment.partition("=")
        path: Path = tuple(key.strip().split("."))
        if not equals or "" in path:
            problem = Problem("--set", 0, 0, assignment, "", _SET_FORM)
            self.problems.append(problem)
            return
        over: dict[str, Any] = {}
        branch = over
        for part in path[:-1]:
            branch = branch.setdefault(str(part), {})
        branch[str(path[-1])] = read_scalar(text.strip())
        self._lay(self.tree, over, (), {})
        for length in range(1, len(path)):
            self.places.setdefault(path[:length], Place("--set"))
        self.places[path] = Place("--set")

    def _complain(self, path: Path, places: Mapping[Path, Place], words: dict[str, str]) -> None:
        place = places.get(path, Place(self.name))
        problem = Problem(place.where, place.line, place.column, dotted(path), "", words)
        self.problems.append(problem)

    def place(self, path: Path) -> Place:
        """Return where a value stands, or the nearest part around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return Place(self.name)

    def problem(self, path: Path, value: str, words: Mapping[str, str]) -> Problem:
        """Return a problem at a path."""
        at = self.place(path)
        return Problem(at.where, at.line, at.column, dotted(path), value, words)


def _is_source(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == {"source", "confidence"}
        and isinstance(entry["source"], str)
        and entry["confidence"] in get_args(Confidence)
    )


def _below(key: str, parent: str) -> bool:
    return key.startswith((f"{parent}.", f"{parent}["))


def builtin_names() -> list[str]:
    """Return the names of the scenarios that are shipped."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def preset_names() -> list[str]:
    """Return the names of the parts of scenarios that are shipped, such as one market's rules."""
    return sorted(f"presets/{path.stem}" for path in (_FOLDER / "presets").glob("*.yaml"))


def read_reference(reference: str, base: FilePath | None) -> tuple[str, str, FilePath | None]:
    """Return a scenario's name in messages, its text and its folder."""
    name = reference.removeprefix(BUILTIN)
    known = {*builtin_names(), *preset_names()}
    if reference.startswith(BUILTIN) or name in known:
        if name not in known:
            raise UnknownScenario(name=reference, known=", ".join(builtin_names()))
        path = _FOLDER / f"{name}.yaml"
        return f"{name}.yaml", path.read_text(encoding="utf-8"), None
    if base is None:
        raise UnknownScenario(name=reference, known=", ".join(builtin_names()))
    path = base / reference
    try:
        return path.name, path.read_text(encoding="utf-8"), path.parent
    except (OSError, UnicodeDecodeError, ValueError):
        raise UnknownScenario(name=reference, known=", ".join(builtin_names())) from None


def _chain(text: str, name: str, folder: FilePath | None) -> list[Document]:
    """Return the file and those it extends, each base before what is laid over it."""
    found: list[Document] = []
    _add_bases(read_document(text, name), [name], folder, found)
    return found


def _add_bases(
    document: Document, line: list[str], folder: FilePath | None, found: list[Document]
) -> None:
    """Add the files that a document extends, from left to right, then the document itself.

    A file that several others extend is laid down once, before the first of them.
    """
    given = [] if document.problems else document.tree.get("extends", [])
    parents = given if isinstance(given, list) else [given]
    for parent in parents:
        place = document.places["extends",]
        if not isinstance(parent, str):
            document.complain(("extends",), place, str(parent), _EXTENDS_FORM)
            continue
        try:
            name, text, base = read_reference(parent, folder)
        except UnknownScenario as error:
            words = {lang: error.text[lang].format(**error.facts) for lang in ("en", "zh")}
            document.complain(("extends",), place, parent, words)
            continue
        if name in line or len(line) > EXTENDS_MAX:
            document.complain(("extends",), place, parent, _circle([*line, name]))
            continue
        if name not in {other.where for other in found}:
            _add_bases(read_document(text, name), [*line, name], base, found)
    found.append(document)


def _merge(text: str, name: str, folder: FilePath | None, overrides: Sequence[str]) -> _Merged:
    merged = _Merged(name)
    for document in _chain(text, name, folder):
        merged.add(document)
    for assignment in overrides:
        merged.set(assignment)
    return merged


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return "" if isinstance(value, dict | list) else text[:60]


def _validate(merged: _Merged) -> Scenario:
    problems = list(merged.problems)
    scenario, details = _modelled(merged.tree)
    for detail in details:
        path = _path(detail)
        value = "" if detail["type"] == "missing" else _shown(detail["input"])
        if detail["type"] == "extra_forbidden":
            words = unknown_key(str(path[-1]), keys_at(Scenario, path[:-1]))
        else:
            words = sentence(detail["type"], detail.get("ctx", {}), detail["msg"])
        problems.append(merged.problem(path, value, words))
    if scenario is None:
        scenario, _ = _modelled(_repaired(merged.tree, [_path(detail) for detail in details]))
    if scenario is not None:
        said = {problem.path for problem in problems}
        found = [merged.problem(*finding) for finding in cross_problems(scenario)]
        problems += [problem for problem in found if problem.path not in said]
    known = set(_paths(merged.tree))
    problems += [
        merged.problem(("sources", key), "", unknown_key(key, known))
        for key in merged.sources
        if key not in known
    ]
    if problems or scenario is None:
        order = sorted(problems, key=lambda p: (p.where, p.line, p.column, p.path))
        raise ScenarioInvalid(merged.name, tuple(order))
    return scenario


def _modelled(tree: Mapping[str, Any]) -> tuple[Scenario | None, Sequence[Any]]:
    try:
        return Scenario.model_validate_json(json.dumps(tree)), ()
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _path(detail: Mapping[str, Any]) -> Path:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _repaired(tree: Mapping[str, Any], wrong: Sequence[Path]) -> dict[str, Any]:
    """Return the values with the wrong ones replaced by shipped ones.

    The result is never run: it lets contradictions between the other parts be reported too.
    """
    repaired: dict[str, Any] = copy.deepcopy(dict(tree))
    text = (_FOLDER / f"{_REFERENCE}.yaml").read_text(encoding="utf-8")
    reference: Any = read_document(text, _REFERENCE).tree
    for path in wrong:
        branch: Any = repaired
        good = reference
        for part in path[:-1]:
            branch = branch.get(part) if isinstance(branch, dict) else None
            good = good.get(part) if isinstance(good, dict) else None
        if not isinstance(branch, dict):
            continue
        if isinstance(good, dict) and path[-1] in good:
            branch[str(path[-1])] = good[path[-1]]
        else:
            branch.pop(str(path[-1]), None)
    return repaired


def _paths(tree: object, path: Path = ()) -> Iterator[str]:
    if path:
        yield dotted(path)
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _paths(value, (*path, key))


def _leaves(tree: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    else:
        yield path, tree


def parse_scenario(
    text: str, name: str = "scenario.yaml", overrides: Sequence[str] = ()
) -> Scenario:
    """Read a scenario from text; it may extend built-in scenarios only.

    Args:
        text: YAML 1.2, at most 1 MB.
        name: What the text is called in messages.
        overrides: ``key=value`` assignments, laid over the file.

    Raises:
        ScenarioInvalid: With every problem found.
    """
    return _validate(_merge(text, name, None, overrides))


def load_scenario(reference: str, overrides: Sequence[str] = ()) -> Scenario:
    """Read a scenario by name or path.

    Args:
        reference: A built-in name, ``builtin:NAME``, or the path of a YAML file.
        overrides: ``key=value`` assignments, laid over the file.

    Raises:
        UnknownScenario: Nothing has that name.
        ScenarioInvalid: With every problem found.
    """
    name, text, folder = read_reference(reference, FilePath())
    return _validate(_merge(text, name, folder, overrides))


def list_scenarios() -> list[ScenarioInfo]:
    """Return the built-in scenarios, by name."""
    found = []
    for name in builtin_names():
        scenario = load_scenario(BUILTIN + name)
        found.append(
            ScenarioInfo(
                id=name,
                title=scenario.title.model_dump(),
                about=scenario.about.model_dump(),
                digest=scenario.digest,
                firms=sum(firms.count for firms in scenario.agents.firms.values()),
                first_day=scenario.horizon.start.isoformat(),
                last_day=scenario.horizon.end.isoformat(),
            )
        )
    return found


def explain_scenario(reference: str, overrides: Sequence[str] = ()) -> list[Setting]:
    """Return every setting of a scenario with its source and confidence.

    Raises:
        UnknownScenario: Nothing has that name.
        ScenarioInvalid: With every problem found.
    """
    name, text, folder = read_reference(reference, FilePath())
    return _explained(_merge(text, name, folder, overrides))


def explain_text(text: str, name: str = "scenario.yaml") -> list[Setting]:
    """Return every setting of a scenario given as text; it may extend built-in scenarios only.

    Raises:
        ScenarioInvalid: With every problem found.
    """
    return _explained(_merge(text, name, None, ()))


def builtin_text(name: str) -> str:
    """Return the file of a built-in scenario as it is, with its comments.

    Raises:
        UnknownScenario: Nothing is shipped under that name.
    """
    return read_reference(BUILTIN + name, None)[1]


def _explained(merged: _Merged) -> list[Setting]:
    _validate(merged)
    settings = []
    for path, value in _leaves(merged.tree):
        at = merged.place(path)
        source, confidence = _source_of(path, at.where, merged.sources)
        origin = f"{at.where}:{at.line}" if at.line else at.where
        settings.append(Setting(dotted(path), value, source, confidence, origin))
    return settings


def _source_of(
    path: Path, where: str, sources: Mapping[str, tuple[str, str, str]]
) -> tuple[str, str]:
    """Return the nearest source stated in the same file as the value."""
    for length in range(len(path), 0, -1):
        source, confidence, stated_in = sources.get(dotted(path[:length]), ("", "", ""))
        if stated_in == where:
            return source, confidence
    return ("user", "")


def _circle(names: Sequence[str]) -> dict[str, str]:
    round_trip = " → ".join(names)
    return {
        "en": f"The files extend each other in a circle: {round_trip}.",
        "zh": f"文件循环引用：{round_trip}。",
    }


_EXTENDS_FORM = {
    "en": "Give builtin:NAME or the path of a YAML file.",
    "zh": "请填写 builtin:名称 或 YAML 文件路径。",
}
_SOURCES_FORM = {
    "en": (
        "Each entry needs `source` (text) and `confidence` (official, published, recalled, "
        "derived or assumption)."
    ),
    "zh": (
        "每一项都需要 source（文本）和 confidence"
        "（official、published、recalled、derived 或 assumption）。"
    ),
}
_SET_FORM = {
    "en": "An override is written key=value, such as agents.firms.power.count=100.",
    "zh": "覆盖项写作 键=值，例如 agents.firms.power.count=100。",
}
