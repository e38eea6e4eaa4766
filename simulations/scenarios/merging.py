"""Files laid over each other, each value with its place and its source."""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from simulations.errors import Problem
from simulations.scenarios.documents import Document, Path, Place, dotted, read_scalar
from simulations.scenarios.references import Source, chain_of, source_or_complain
from simulations.scenarios.sentences import unknown_key

Confidence = Literal["official", "published", "recalled", "derived", "assumption"]
PRESET = "preset"
LOCK = "lock"
_ASIDE = ("extends", LOCK, PRESET)
"""Keys of one file that are about the file, not about the scenario."""
_INDEX = re.compile(r"\[(\d+)\]")
PRESET_SECTIONS: tuple[Path, ...] = (("markets",), ("agents", "firms"))
_GRAFTS_MAX = 10


@dataclass(slots=True)
class Merged:
    """Values of a chain of files, later ones over earlier ones, with places and sources.

    Args:
        name: What the outermost file is called in messages.
        tree: The values; ``experiments`` are among them.
        places: Where each of them stands.
        sources: By dotted key, and by the file that states them, source and confidence.
        problems: What is wrong with the files' form.
        asides: Of the outermost file, what is about the file itself.
        files: Name and SHA-256 of each file that went in.
        changed: Whether anything was laid over the files.
    """

    name: str
    tree: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    sources: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    asides: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    changed: bool = False

    def add(self, source: Source, depth: int = 0) -> None:
        """Lay one file over what is there, first the presets that its entries name."""
        document = source.document
        self.files[document.where] = document.sha256
        sources = document.tree.pop("sources", {})
        self.asides = {key: document.tree.pop(key, None) for key in _ASIDE}
        if self.asides[LOCK] is not None:
            self.places[LOCK,] = document.places[LOCK,]
        for section in PRESET_SECTIONS:
            self._graft_section(source, section, depth)
        self.problems += document.problems
        self._lay(self.tree, document.tree, (), document.places)
        if not isinstance(sources, dict):
            self._complain(("sources",), document.places, _SOURCES_FORM)
            return
        for key, entry in sources.items():
            if not _is_source(entry):
                self._complain(("sources", key), document.places, _SOURCES_FORM)
                continue
            self._state(key, document.where, (entry["source"], entry["confidence"]))
            self.places["sources", key] = document.places["sources", key]

    def _graft_section(self, source: Source, section: Path, depth: int) -> None:
        """Lay the presets that a file's markets or populations name."""
        entries: Any = source.document.tree
        for part in section:
            entries = entries.get(part) if isinstance(entries, dict) else None
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            if not isinstance(entry, dict) or PRESET not in entry:
                continue
            here: Path = (*section, name)
            reference = entry.pop(PRESET)
            at: Path = (*here, PRESET)
            place = source.document.places[at]
            if not isinstance(reference, str) or depth > _GRAFTS_MAX:
                source.document.complain(at, place, "", _PRESET_FORM)
                continue
            preset = source_or_complain(source, reference, at, place)
            if preset is not None:
                grafted = Merged(preset.document.where)
                for each in chain_of(preset):
                    grafted.add(each, depth + 1)
                self._graft(grafted, here, source.document, at)

    def _graft(self, part: "Merged", here: Path, document: Document, at: Path) -> None:
        """Lay one entry of a preset at its place here, under the name that it has here."""
        *section, name = here
        entries: Any = part.tree
        for step in section:
            entries = entries.get(step) if isinstance(entries, dict) else None
        names = list(entries) if isinstance(entries, dict) else []
        chosen = name if name in names else names[0] if len(names) == 1 else None
        self.problems += part.problems
        self.files |= part.files
        if chosen is None:
            document.complain(at, document.places[at], part.name, _no_entry(section, names))
            return
        there: Path = (*section, chosen)
        places = {
            (*here, *path[len(there) :]): place
            for path, place in part.places.items()
            if path[: len(there)] == there
        }
        over: dict[str, Any] = {str(name): entries[chosen]}
        for step in reversed(section):
            over = {str(step): over}
        self._lay(self.tree, over, (), places)
        old, new = dotted(there), dotted(here)
        for key, by_file in part.sources.items():
            if key == old or is_below(key, old):
                for where, stated in by_file.items():
                    self._state(new + key[len(old) :], where, stated)

    def _state(self, key: str, where: str, stated: tuple[str, str]) -> None:
        self.sources.setdefault(key, {})[where] = stated

    def _lay(
        self, under: dict[str, Any], over: dict[str, Any], path: Path, places: dict[Path, Place]
    ) -> None:
        for key, value in over.items():
            here = (*path, key)
            below = under.get(key)
            if isinstance(value, dict) and isinstance(below, dict) and not _another(value, below):
                self._lay(below, value, here, places)
                continue
            self._forget(here, below)
            if value is None and isinstance(below, dict):
                del under[key]
            else:
                under[key] = value
            if isinstance(value, dict | list):
                found = {at: place for at, place in places.items() if at[: len(here)] == here}
                self.places |= found
            elif here in places:
                self.places[here] = places[here]

    def _forget(self, path: Path, value: object) -> None:
        """Drop the places and sources of a value that is replaced."""
        name = dotted(path)
        self.sources.pop(name, None)
        self.places.pop(path, None)
        if isinstance(value, dict | list):
            for old in [at for at in self.places if at[: len(path)] == path]:
                del self.places[old]
            for key in [key for key in self.sources if is_below(key, name)]:
                del self.sources[key]

    def set(self, assignment: str) -> None:
        """Lay one ``key=value`` over everything."""
        key, equals, text = assignment.partition("=")
        path = path_of(key.strip())
        if not equals or not path:
            problem = Problem("--set", 0, 0, assignment, "", _SET_FORM)
            self.problems.append(problem)
            return
        self.put(path, read_scalar(text.strip()), "--set")

    def put(self, path: Path, value: object, where: str) -> None:
        """Lay one value over everything.

        Args:
            path: Where it goes; parts that are missing are made.
            value: The value, as JSON.
            where: What messages name in place of a file.
        """
        self.changed = True
        index = next((i for i, part in enumerate(path) if isinstance(part, int)), None)
        if index is not None:
            path, value = path[:index], self._with_item(path[:index], path[index:], value)
        over: dict[str, Any] = {}
        branch = over
        for part in path[:-1]:
            branch = branch.setdefault(str(part), {})
        branch[str(path[-1])] = value
        self._lay(self.tree, over, (), {})
        for length in range(1, len(path)):
            self.places.setdefault(path[:length], Place(where))
        self.places[path] = Place(where)

    def _with_item(self, path: Path, below: Path, value: object) -> object:
        """Return a copy of the list at a path with a value inside replaced."""
        found: Any = self.tree
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        changed = copy.deepcopy(found)
        branch: Any = changed
        for part in below[:-1]:
            branch = _member(branch, part)
        if _holds(branch, below[-1]):
            branch[below[-1]] = value
        elif isinstance(branch, dict):
            branch[str(below[-1])] = value
        else:
            at = dotted((*path, *below))
            words = unknown_key(at, _items(path, found))
            self.problems.append(Problem("--set", 0, 0, at, "", words))
        return changed

    def _complain(self, path: Path, places: Mapping[Path, Place], words: Mapping[str, str]) -> None:
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

    def source_of(self, path: Path) -> tuple[str, str]:
        """Return the nearest source, and its confidence, stated in the file of the value."""
        where = self.place(path).where
        for length in range(len(path), 0, -1):
            stated = self.sources.get(dotted(path[:length]), {}).get(where)
            if stated is not None:
                return stated
        return ("user", "")


def merge(source: Source, overrides: Sequence[str] = ()) -> Merged:
    """Return a file laid over all that it extends, and assignments over that."""
    merged = Merged(source.document.where)
    for each in chain_of(source):
        merged.add(each)
    for assignment in overrides:
        merged.set(assignment)
    return merged


def path_of(key: str) -> Path:
    """Return the path that a dotted key such as ``shocks[0].demand.pct`` names; empty if none."""
    parts: list[str | int] = []
    for part in key.split("."):
        name, *indices = _INDEX.split(part)
        if not name:
            return ()
        parts += [name, *(int(index) for index in indices if index)]
    return tuple(parts)


def _holds(branch: object, part: str | int) -> bool:
    if isinstance(branch, list):
        return isinstance(part, int) and part < len(branch)
    return isinstance(branch, dict) and part in branch


def _member(branch: Any, part: str | int) -> Any:
    return branch[part] if _holds(branch, part) else None


def _items(path: Path, found: object) -> list[str]:
    count = len(found) if isinstance(found, list) else 0
    return [dotted((*path, i)) for i in range(count)]


def is_below(key: str, parent: str) -> bool:
    """Tell whether a dotted key lies below another."""
    return key.startswith((f"{parent}.", f"{parent}["))


def _another(value: Mapping[str, Any], below: Mapping[str, Any]) -> bool:
    """Tell whether two mappings are of different kinds, so that their keys must not mix."""
    return "kind" in value and "kind" in below and value["kind"] != below["kind"]


def _is_source(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == {"source", "confidence"}
        and isinstance(entry["source"], str)
        and entry["confidence"] in get_args(Confidence)
    )


def _no_entry(section: Sequence[str | int], names: Sequence[str]) -> Mapping[str, str]:
    listed = ", ".join(names) or "–"
    where = dotted(tuple(section))
    return {
        "en": f"The preset has none or several in `{where}` ({listed}): use one of its names.",
        "zh": f"该预设的 {where} 中没有或有多个条目（{listed}）：请使用其中的名称。",
    }


_PRESET_FORM = {
    "en": "Give the name and version of a preset, such as cn-national@2024.1, or a file.",
    "zh": "请填写预设的名称和版本，例如 cn-national@2024.1，或文件路径。",
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
