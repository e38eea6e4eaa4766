"""The rule files: one for each scheme, read and checked once."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML

from registry.rules.book import (
    EVERYBODY,
    Confidence,
    RuleBook,
    RuleParameter,
    check_value,
    rule_book_of,
)
from registry.rules.refused_rules import RuleValueInvalid

_Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,60}$")]


class RuleFileInvalid(ValueError):
    """A rule file cannot be used; the message names file, parameter and reason."""


class ParameterEntry(BaseModel):
    """One parameter as a file writes it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: _Name
    value: Annotated[str, Field(max_length=300)]
    unit: Annotated[str, Field(min_length=1, max_length=30)]
    applies_to: _Name = EVERYBODY
    valid_from: date
    valid_to: date | None
    source: Annotated[str, Field(max_length=300)]
    note_zh: Annotated[str, Field(max_length=300)] = ""
    note_en: Annotated[str, Field(max_length=300)] = ""
    confidence: Annotated[Confidence, Field(strict=False)]

    @model_validator(mode="after")
    def _fits(self) -> "ParameterEntry":
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"{self.key}: valid_to {self.valid_to} is before {self.valid_from}")
        if bool(self.value) == (self.confidence is Confidence.UNKNOWN):
            raise ValueError(f"{self.key}: a value is empty exactly if its confidence is unknown")
        if bool(self.note_zh) != bool(self.note_en):
            raise ValueError(f"{self.key}: a note is given in both languages or in none")
        if not self.source and not self.note_en:
            raise ValueError(f"{self.key}: a value has a source, or a note that says why not")
        try:
            check_value(self.key, self.value, self.unit)
        except RuleValueInvalid as refusal:
            raise ValueError(str(refusal)) from None
        return self


class RuleFile(BaseModel):
    """A file: a scheme and its parameters."""

    model_config = ConfigDict(extra="forbid", strict=True)

    scheme: _Name
    parameters: list[ParameterEntry]


@cache
def file_rules() -> RuleBook:
    """Return the rules that come with the software, of every scheme."""
    folder = files("registry").joinpath("rules/data")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".yaml"))
    return rule_book_of(
        parameter
        for name in names
        for parameter in read_rule_file(folder.joinpath(name).read_text(encoding="utf-8"), name)
    )


def read_rule_file(text: str, name: str) -> list[RuleParameter]:
    """Return the parameters of a rule file.

    Args:
        text: YAML.
        name: of the file, which is that of its scheme.

    Raises:
        RuleFileInvalid: an entry is unknown, missing or wrong, or two of one place overlap.
    """
    loaded: Any = YAML(typ="safe", pure=True).load(text)
    try:
        file = RuleFile.model_validate(loaded)
    except ValidationError as error:
        problems = (
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
        )
        raise RuleFileInvalid(f"{name}: {'; '.join(problems)}") from None
    if f"{file.scheme}.yaml" != name:
        raise RuleFileInvalid(f"{name}: holds the scheme {file.scheme}")
    parameters = [
        RuleParameter(scheme=file.scheme, **entry.model_dump()) for entry in file.parameters
    ]
    _check_apart(parameters, name)
    return parameters


def _check_apart(parameters: Iterable[RuleParameter], name: str) -> None:
    """Refuse two parameters of one place that hold on the same day."""
    ordered = sorted(parameters, key=lambda each: (each.key, each.applies_to, each.valid_from))
    for before, after in pairwise(ordered):
        same = (before.key, before.applies_to) == (after.key, after.applies_to)
        if same and after.valid_from <= (before.valid_to or date.max):
            raise RuleFileInvalid(
                f"{name}: two values of {after.key} ({after.applies_to}) hold on {after.valid_from}"
            )
