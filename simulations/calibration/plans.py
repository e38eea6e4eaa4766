"""A calibration as its file says it: scenario, targets, free parameters with bounds, search."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any, Final, Literal

from pydantic import Field, JsonValue, ValidationError

from simulations.calibration.free_parameters import Bounds, FreeParameters, free_parameters
from simulations.calibration.search import Method
from simulations.calibration.targets import Target, Use, level_band
from simulations.ensembles import NoSuchKey, setting_problems, varied
from simulations.errors import ScenarioInvalid, UnknownScenario
from simulations.runs import json_bytes, sha256_of
from simulations.scenarios import (
    Document,
    Part,
    Path,
    Place,
    Scenario,
    Slug,
    Words,
    keys_at,
    load_scenario,
    read_document,
    sentence,
    unknown_key,
)

FOLDER: Final = "files"
Finding = tuple[Path, str, Mapping[str, str]]


class Level(Part):
    """A price of the real market over a window of days, such as the mean of a quarter's closes."""

    number: Literal["price_mean_cny", "price_last_cny"]
    first: date
    last: date
    value: float = Field(gt=0, le=100_000)
    standard_error: float = Field(gt=0, le=100_000)
    use: Use
    source: str = Field(min_length=1, max_length=500)
    confidence: Literal["official", "published", "recalled", "derived", "assumption"]


class Search(Part):
    """How far and how the parameters are sought."""

    method: Method
    population: int = Field(ge=5, le=1_000)
    generations: int = Field(ge=0, le=10_000)
    replications: int = Field(ge=1, le=1_000)
    seed: int = Field(ge=0, lt=2**63)


class CalibrationFile(Part):
    """Everything that a calibration file says.

    ``sample`` is laid over the scenario during the search, to search in a smaller population; the
    report is of the scenario as it is, with ``report_replications`` runs.
    """

    schema_id: Literal["tanlab/calibration@1"] = Field(alias="schema")
    id: Slug
    title: Words
    scenario: str = Field(min_length=1, max_length=1_000)
    market: Slug
    targets: str = Field(min_length=1, max_length=1_000)
    levels: tuple[Level, ...] = Field(default=(), max_length=200)
    free: dict[str, Bounds] = Field(min_length=1, max_length=100)
    sample: dict[str, JsonValue] = Field(default_factory=dict, max_length=100)
    search: Search
    report_replications: int = Field(ge=1, le=10_000)


@dataclass(frozen=True, slots=True)
class CalibrationPlan:
    """What a calibration does; with the targets it determines the result.

    Args:
        file: What the file says.
        scenario: The scenario to calibrate.
        sample: The scenario in which the search takes place.
        parameters: What may be changed.
    """

    file: CalibrationFile
    scenario: Scenario
    sample: Scenario
    parameters: FreeParameters

    def levels(self) -> list[Target]:
        """Return the price levels as targets."""
        return [_target(self.file.market, level) for level in self.file.levels]

    @property
    def digest(self) -> str:
        """Return ``sha256:…`` of the file's values and of the scenario."""
        values = {
            "calibration": self.file.model_dump(mode="json", by_alias=True),
            "scenario": self.scenario.canonical(),
        }
        return sha256_of(json_bytes(values, in_order=True))


def _target(market: str, level: Level) -> Target:
    low, high = level_band(level.value, level.standard_error)
    return Target(
        metric=f"{market}.{level.number}@{level.first}/{level.last}",
        value=level.value,
        low=low,
        high=high,
        standard_error=level.standard_error if level.use == "fitted" else None,
        use=level.use,
        source=level.source,
        confidence=level.confidence,
    )


def calibration_names() -> list[str]:
    """Return the names of the calibrations that are shipped."""
    folder = files("simulations.calibration") / FOLDER
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir())


def load_calibration(reference: str) -> CalibrationPlan:
    """Read a calibration by name or path.

    Args:
        reference: A shipped name, or the path of a YAML file; paths in it are relative to it.

    Raises:
        UnknownScenario: Nothing has that name, or the scenario that it names is not there.
        ScenarioInvalid: With every problem found, in the file or in its scenario.
    """
    name, text, folder = _read(reference)
    document = read_document(text, name)
    read = _modelled(document)
    if read is None:
        raise ScenarioInvalid(name, tuple(document.problems))
    base = _reference(read.scenario, folder)
    scenario = load_scenario(base)
    sample, parameters = _built(document, read, scenario)
    if document.problems or sample is None or parameters is None:
        raise ScenarioInvalid(name, tuple(document.problems))
    return CalibrationPlan(read, scenario, sample, parameters)


def _read(reference: str) -> tuple[str, str, FilePath]:
    if reference in calibration_names():
        text = (files("simulations.calibration") / FOLDER / f"{reference}.yaml").read_text("utf-8")
        return f"{reference}.yaml", text, FilePath()
    path = FilePath(reference)
    try:
        return path.name, path.read_text(encoding="utf-8"), path.parent
    except (OSError, UnicodeDecodeError, ValueError):
        raise UnknownScenario(name=reference, known=", ".join(calibration_names())) from None


def _reference(scenario: str, folder: FilePath) -> str:
    """Return a scenario's reference; a path that stands in a file is relative to it."""
    beside = folder / scenario
    return str(beside) if beside.is_file() else scenario


def _modelled(document: Document) -> CalibrationFile | None:
    if document.problems:
        return None
    try:
        return CalibrationFile.model_validate_json(json.dumps(document.tree))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path = tuple(part for part in detail["loc"] if part != "[key]")
            words = sentence(detail["type"], detail.get("ctx", {}), detail["msg"])
            if detail["type"] == "extra_forbidden":
                words = unknown_key(str(path[-1]), keys_at(CalibrationFile, path[:-1]))
            _complain(document, (path, "", words))
        return None


def _built(
    document: Document, read: CalibrationFile, scenario: Scenario
) -> tuple[Scenario | None, FreeParameters | None]:
    base = scenario.canonical()
    for finding in _findings(read, scenario, base):
        _complain(document, finding)
    if document.problems:
        return None, None
    return varied(base, read.sample), free_parameters(read.free, base)


def _findings(
    read: CalibrationFile, scenario: Scenario, base: Mapping[str, Any]
) -> Iterator[Finding]:
    if read.market not in scenario.markets:
        yield ("market",), read.market, unknown_key(read.market, scenario.markets)
    for key, value, words in setting_problems(base, read.sample):
        yield ("sample", key), value, words
    for i, level in enumerate(read.levels):
        if level.last < level.first:
            yield ("levels", i, "last"), str(level.last), _LEVEL_ORDER
        elif not scenario.horizon.start <= level.last <= scenario.horizon.end:
            yield ("levels", i, "last"), str(level.last), _LEVEL_OUTSIDE
    for key, bounds in read.free.items():
        yield from _free_findings(base, key, bounds)


def _free_findings(base: Mapping[str, Any], key: str, bounds: Bounds) -> Iterator[Finding]:
    try:
        free_parameters({key: bounds}, base)
    except NoSuchKey as error:
        yield ("free", key), "", unknown_key(error.part, error.known)
        return
    except TypeError:
        yield ("free", key), "", sentence("float_type", {}, "")
        return
    for end in ("low", "high"):
        for _, value, words in setting_problems(base, {key: getattr(bounds, end)}):
            yield ("free", key, end), value, words


def _complain(document: Document, finding: Finding) -> None:
    path, value, words = finding
    length = next((n for n in range(len(path), 0, -1) if path[:n] in document.places), 0)
    at = document.places.get(path[:length], Place(document.where))
    document.complain(path, at, value, words)


_LEVEL_ORDER = {"en": "The last day lies before the first.", "zh": "最后一天早于第一天。"}
_LEVEL_OUTSIDE = {"en": "The date lies outside the horizon.", "zh": "日期在运行期之外。"}
