"""What differs between two scenarios: each setting with both values, its unit and sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulations import Setting
from web.refusals import Language
from web.simulations.scenario_view import Value, shown_value


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that is not the same in both; None where one has no such setting."""

    path: str
    unit: str
    first: Value | None
    second: Value | None


def differences(
    first: Sequence[Setting], second: Sequence[Setting], language: Language
) -> list[Difference]:
    """Return what differs, in the order of the first scenario, then what only the second has."""
    before = {setting.path: setting for setting in first}
    after = {setting.path: setting for setting in second}
    paths = [*before, *(path for path in after if path not in before)]
    return [
        _difference(before.get(path), after.get(path), language)
        for path in paths
        if _plain(before.get(path)) != _plain(after.get(path))
    ]


def _difference(first: Setting | None, second: Setting | None, language: Language) -> Difference:
    shown = [None if one is None else shown_value(one, language) for one in (first, second)]
    either = shown[0] or shown[1]
    assert either is not None, "a path comes from one of the two"
    return Difference(either.setting.path, either.unit, shown[0], shown[1])


def _plain(setting: Setting | None) -> Any:
    return None if setting is None else (setting.value,)
