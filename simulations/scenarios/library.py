"""Scenarios found, extended, overridden and checked; every setting with its source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from simulations.scenarios.documents import Document, Path, dotted, read_document
from simulations.scenarios.keys import unit_of
from simulations.scenarios.merging import PRESET, Merged, merge
from simulations.scenarios.references import (
    BUILTIN,
    Source,
    builtin_names,
    find_source,
    preset_names,
    read_reference,
)
from simulations.scenarios.schema import Scenario
from simulations.scenarios.validation import EXPERIMENTS, validated


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a scenario and where it comes from.

    Args:
        path: Dotted key path.
        value: The value, as JSON.
        unit: Unit of the value; empty for words and lists.
        source: Document, or ``user`` for a value without one.
        confidence: official, published, recalled, derived, assumption; empty for ``user``.
        origin: File and line, or ``--set``.
    """

    path: str
    value: Any
    unit: str
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
    experiments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """One built-in preset in a list: its name with version, its words, what it brings."""

    id: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    markets: tuple[str, ...]
    populations: tuple[str, ...]


def source_of_text(text: str, name: str) -> Source:
    """Return text as the outermost file of a chain; it may refer to shipped files only."""
    return Source("", read_document(text, name), None)


def source_of_reference(reference: str) -> Source:
    """Return the file that a name or path refers to, as the outermost of a chain.

    Raises:
        UnknownScenario: Nothing has that name.
    """
    return find_source(reference, FilePath())


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
    return validated(merge(source_of_text(text, name), overrides), Scenario)


def load_scenario(reference: str, overrides: Sequence[str] = ()) -> Scenario:
    """Read a scenario by name or path.

    Args:
        reference: A built-in name, ``builtin:NAME``, or the path of a YAML file.
        overrides: ``key=value`` assignments, laid over the file.

    Raises:
        UnknownScenario: Nothing has that name.
        ScenarioInvalid: With every problem found.
    """
    return validated(merge(source_of_reference(reference), overrides), Scenario)


def experiments_of(merged: Merged) -> Document:
    """Return the experiments of merged files, inherited ones included, with their places."""
    block = merged.tree.get(EXPERIMENTS)
    places = {path: place for path, place in merged.places.items() if path[0] == EXPERIMENTS}
    return Document(merged.name, {} if block is None else {EXPERIMENTS: block}, places)


def read_experiments(reference: str, overrides: Sequence[str] = ()) -> Document:
    """Return the experiments of a scenario by name or path, inherited ones included.

    Raises:
        UnknownScenario: Nothing has that name.
    """
    return experiments_of(merge(source_of_reference(reference), overrides))


def parse_experiments(
    text: str, name: str = "scenario.yaml", overrides: Sequence[str] = ()
) -> Document:
    """Return the experiments of a scenario's text, inherited ones included."""
    return experiments_of(merge(source_of_text(text, name), overrides))


def list_scenarios() -> list[ScenarioInfo]:
    """Return the built-in scenarios, by name."""
    found = []
    for name in builtin_names():
        merged = merge(source_of_reference(BUILTIN + name))
        scenario = validated(merged, Scenario)
        found.append(
            ScenarioInfo(
                id=name,
                title=scenario.title.model_dump(),
                about=scenario.about.model_dump(),
                digest=scenario.digest,
                firms=scenario.firm_count,
                first_day=scenario.horizon.start.isoformat(),
                last_day=scenario.horizon.end.isoformat(),
                experiments=tuple(merged.tree.get(EXPERIMENTS) or ()),
            )
        )
    return found


def list_presets() -> list[PresetInfo]:
    """Return the built-in presets, by name."""
    found = []
    for name in preset_names():
        merged = merge(source_of_reference(BUILTIN + name))
        about = merged.asides.get(PRESET) or {}
        found.append(
            PresetInfo(
                id=name,
                title=about.get("title", {"zh": name, "en": name}),
                about=about.get("about", {"zh": "", "en": ""}),
                markets=tuple(merged.tree.get("markets", ())),
                populations=tuple(merged.tree.get("agents", {}).get("firms", ())),
            )
        )
    return found


def builtin_text(name: str) -> str:
    """Return the file of a built-in scenario or preset as it is, with its comments.

    Raises:
        UnknownScenario: Nothing is shipped under that name.
    """
    return read_reference(BUILTIN + name, None)[1]


def settings_of(merged: Merged) -> list[Setting]:
    """Return every setting of merged files, experiments left out."""
    tree = {key: value for key, value in merged.tree.items() if key != EXPERIMENTS}
    return [_setting(merged, path, value) for path, value in _leaves(tree)]


def _setting(merged: Merged, path: Path, value: object) -> Setting:
    at = merged.place(path)
    source, confidence = merged.source_of(path)
    origin = f"{at.where}:{at.line}" if at.line else at.where
    return Setting(dotted(path), value, unit_of(path), source, confidence, origin)


def _leaves(tree: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    else:
        yield path, tree
