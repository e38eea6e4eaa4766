"""The text of a new scenario file that extends others."""

import json
import re
from collections.abc import Sequence

from simulations.scenarios.library import parse_scenario, source_of_reference
from simulations.scenarios.references import BUILTIN, builtin_names, preset_names

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def new_scenario_text(name: str, bases: Sequence[str]) -> str:
    """Return a scenario that extends others and changes nothing yet.

    Args:
        name: Its id: a–z, 0–9, - and _, at most 64.
        bases: Names or paths of the scenarios and presets to extend, later ones over earlier ones.

    Returns:
        YAML with the lines that people change first as comments.

    Raises:
        UnknownScenario: A base does not exist.
        ScenarioInvalid: The name is no id.
    """
    if not _NAME.fullmatch(name):
        text = f"schema: tanlab/scenario@1\nextends: {BUILTIN}cn-national-2024\nid: "
        parse_scenario(text + json.dumps(name), "--name")
        raise AssertionError(name)
    references = [_reference(base) for base in bases]
    extends = references[0] if len(references) == 1 else f"[{', '.join(references)}]"
    return _TEXT.format(name=name, extends=extends)


def _reference(base: str) -> str:
    source_of_reference(base)
    bare = base.removeprefix(BUILTIN)
    shipped = bare in builtin_names() or bare in preset_names()
    return f"{BUILTIN}{bare}" if shipped else json.dumps(base, ensure_ascii=False)


_TEXT = """\
# Lines below are laid over what is extended. `tanlab scenario check FILE` names every problem;
# `tanlab scenario diff BASE FILE` prints exactly what this file changes.
schema: tanlab/scenario@1
id: {name}
extends: {extends}
title: {{zh: {name}, en: {name}}}
about: {{zh: 在此说明用途。, en: Say here what this is for.}}
# seed: 1
# horizon: {{start: 2025-01-01, end: 2025-12-31}}
# markets:
#   national:
#     opening_price_cny: 97.49
#     allocation: {{tighten_per_year: 0.02}}
#     offsets: {{max_share: 0.05}}
#   hubei: {{preset: cn-pilot-hubei@2024.1}}
# agents:
#   firms:
#     power: {{count: 300}}
#     steel: null                 # takes an inherited population away
# shocks:
#   - {{at: 2025-06-30, market: national, set: {{offsets.max_share: 0.1}}}}
# sources:
#   markets.national.offsets.max_share: {{source: where it is from, confidence: assumption}}
"""
