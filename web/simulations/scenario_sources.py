"""Where a scenario comes from: one that is shipped, by its name, or a user's, as `own:12@3`.

    source = source_of(installation, "own:12")      # the latest version; its reference says which
    scenario = scenario_from(source, ["agents.firms.power.count=100"])

Never a file of the server: a user's text may extend shipped scenarios only.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from simulations import (
    Scenario,
    ScenarioInfo,
    Setting,
    builtin_text,
    list_scenarios,
    load_scenario,
    parse_scenario,
)
from web.catalogue import User
from web.installation import Installation
from web.refusals import Language
from web.simulations.refused_scenarios import UnknownSavedScenario
from web.simulations.run_errors import UnknownBuiltin
from web.simulations.saved_scenarios import find_saved, scenarios_of, version_of

OWN: Final = "own:"
FIRST: Final = "cn-national-2024"
_OWN = re.compile(r"own:(\d{1,9})(?:@(\d{1,9}))?", re.ASCII)
_NAME_MAX: Final = 64


@dataclass(frozen=True, slots=True)
class ScenarioSource:
    """A text of a scenario and what it is called.

    Args:
        reference: shipped name, or `own:NUMBER@VERSION`.
        text: YAML.
        number: of a user's scenario; 0 for a shipped one.
        version: of a user's scenario; 0 for a shipped one.
    """

    reference: str
    text: str
    number: int = 0
    version: int = 0

    @property
    def is_shipped(self) -> bool:
        """Tell whether it is shipped."""
        return not self.number

    @property
    def file_name(self) -> str:
        """Return the name under which it is downloaded and its errors are told."""
        return f"{self.reference}.yaml" if self.is_shipped else f"scenario-{self.number}.yaml"


@cache
def shipped_scenarios() -> Mapping[str, ScenarioInfo]:
    """Return the shipped scenarios by name; their files are read once."""
    return {info.id: info for info in list_scenarios()}


@cache
def _shipped_scenario(name: str) -> Scenario:
    return load_scenario(f"builtin:{name}")


def first_reference() -> str:
    """Return the shipped scenario with which pages begin that were asked for none."""
    names = list(shipped_scenarios())
    return FIRST if FIRST in names else names[0]


def shipped_source(name: str) -> ScenarioSource:
    """Return the text of a shipped scenario.

    Raises:
        UnknownBuiltin: nothing is shipped under the name.
    """
    if name not in shipped_scenarios():
        raise UnknownBuiltin(name=name[:_NAME_MAX], known=", ".join(shipped_scenarios()))
    return ScenarioSource(name, builtin_text(name))


def source_of(installation: Installation, reference: str) -> ScenarioSource:
    """Return the text that a reference names.

    Raises:
        UnknownBuiltin: nothing is shipped under the name.
        UnknownSavedScenario: no scenario, or no such version of it, is kept.
    """
    if not reference.startswith(OWN):
        return shipped_source(reference)
    named = _OWN.fullmatch(reference)
    if named is None:
        raise UnknownSavedScenario(reference=reference[:_NAME_MAX])
    with installation.catalogue.reading() as session:
        saved = find_saved(session, int(named[1]))
        found = version_of(session, saved, int(named[2] or 0))
    number, version = found.scenario_id, found.version
    return ScenarioSource(own(number, version), found.text, number, version)


def own(number: int, version: int) -> str:
    """Return the reference of one version of a user's scenario."""
    return f"{OWN}{number}@{version}"


def scenario_from(source: ScenarioSource, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario that a text says.

    Raises:
        ScenarioInvalid: the overrides do not fit it, or the text is no longer valid.
    """
    if source.is_shipped and not overrides:
        return _shipped_scenario(source.reference)
    if source.is_shipped:
        return load_scenario(f"builtin:{source.reference}", overrides)
    return parse_scenario(source.text, source.file_name, overrides)


def settings_from(source: ScenarioSource) -> list[Setting]:
    """Return every setting with its source.

    Raises:
        ScenarioInvalid: the text is no longer valid.
    """
    return scenario_from(source).settings


def scenario_choices(
    installation: Installation, user: User | None, language: Language
) -> dict[str, str]:
    """Return the titles of what a reader may choose, by reference: shipped ones, then their own."""
    found = {info.id: info.title[language] for info in shipped_scenarios().values()}
    if user is None:
        return found
    with installation.catalogue.reading() as session:
        mine = scenarios_of(session, user)
    return found | {f"{OWN}{saved.id}": saved.title[language] for saved in mine}
