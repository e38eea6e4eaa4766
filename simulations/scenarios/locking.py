"""A scenario written flat: every value with its source, and digests that hold it to them."""

from collections.abc import Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from simulations.scenarios.library import settings_of, source_of_reference
from simulations.scenarios.merging import LOCK, merge
from simulations.scenarios.schema import Scenario
from simulations.scenarios.validation import EXPERIMENTS, validated

_WIDTH = 4_096


def lock_scenario(reference: str, overrides: Sequence[str] = ()) -> str:
    """Return a scenario as one file that extends nothing.

    Args:
        reference: A built-in name, ``builtin:NAME``, or the path of a YAML file.
        overrides: ``key=value`` assignments, laid over the file.

    Returns:
        YAML with every value, its source and confidence, the scenario's digest, and the SHA-256 of
        each file it was put together from. It is read like any other scenario; a value that is
        changed afterwards no longer fits the digest and is refused.

    Raises:
        UnknownScenario: Nothing has that name.
        ScenarioInvalid: With every problem found.
    """
    merged = merge(source_of_reference(reference), overrides)
    scenario = validated(merged, Scenario)
    sources = {
        setting.path: {"source": setting.source, "confidence": setting.confidence}
        for setting in settings_of(merged)
        if setting.confidence
    }
    flat: dict[str, Any] = {k: v for k, v in merged.tree.items() if k != EXPERIMENTS}
    if EXPERIMENTS in merged.tree:
        flat[EXPERIMENTS] = merged.tree[EXPERIMENTS]
    flat["sources"] = sources
    flat[LOCK] = {"scenario": scenario.digest, "files": dict(scenario.files)}
    text = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed as None there
    yaml.width = _WIDTH
    yaml.dump(flat, text)
    return text.getvalue()
