"""The form of a scenario file as JSON Schema, for editors that check and complete while typing."""

from collections.abc import Mapping
from typing import Any, get_args

from simulations.scenarios.keys import meanings
from simulations.scenarios.merging import LOCK, PRESET, Confidence
from simulations.scenarios.schema import SCHEMA_ID, Scenario
from simulations.scenarios.validation import EXPERIMENTS

_TITLE = "TanLab scenario"
_WITH_PRESETS = ("Market", "Firms")


def scenario_json_schema(experiment: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a scenario file.

    Args:
        experiment: The JSON Schema of one experiment, its definitions included.

    Returns:
        A schema of draft 2020-12. Nothing but ``schema`` is required and parts may be null, since
        a file may extend others; what is missing in the end is found by ``load_scenario``.
    """
    schema = Scenario.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = schema.pop("$defs")
    definitions["Scenario"] = schema
    for name, keys in meanings().items():
        _describe(definitions[name], keys)
    for name in _WITH_PRESETS:
        definitions[name]["properties"][PRESET] = _text("preset NAME@VERSION or file to start from")
    whole = definitions.pop("Scenario")
    for part in [whole, *definitions.values()]:
        _relax(part)
    block: dict[str, Any] = {"type": "object"}
    if experiment is not None:
        inner = dict(experiment)
        definitions |= inner.pop("$defs", {})
        definitions["Experiment"] = inner
        block["additionalProperties"] = {"$ref": "#/$defs/Experiment"}
    whole["properties"] |= {EXPERIMENTS: block, **_about_the_file()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:tanlab:{SCHEMA_ID}",
        **whole,
        "title": _TITLE,
        "required": ["schema"],
        "$defs": definitions,
    }


def _describe(part: dict[str, Any], keys: Mapping[str, Any]) -> None:
    for name, (unit, en, _) in keys.items():
        prop = part["properties"][name]
        prop.pop("title", None)
        prop["description"] = f"{en} [{unit}]" if unit else en


def _relax(part: dict[str, Any]) -> None:
    """Let everything be left out, and inherited parts be taken away by null."""
    part.pop("required", None)
    for name, prop in part.get("properties", {}).items():
        if "$ref" in prop:
            about = {key: prop.pop(key) for key in list(prop) if key != "$ref"}
            part["properties"][name] = {"anyOf": [prop, {"type": "null"}], **about}
        for kind in [prop, *prop.get("anyOf", ())]:
            _relax_entries(kind)


def _relax_entries(kind: dict[str, Any]) -> None:
    """Let entries of a mapping by free name be taken away by null."""
    for patterns in (kind.get("patternProperties", {}), kind):
        for key, entry in patterns.items():
            if isinstance(entry, dict) and "$ref" in entry and key != "items":
                patterns[key] = {"anyOf": [entry, {"type": "null"}]}


def _about_the_file() -> dict[str, Any]:
    source = {
        "type": "object",
        "properties": {
            "source": _text("document, date, page; or what a guess rests on"),
            "confidence": {"enum": list(get_args(Confidence))},
        },
        "required": ["source", "confidence"],
        "additionalProperties": False,
    }
    return {
        "extends": {
            "description": "scenarios and presets that this file is laid over, later over earlier",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        },
        "sources": {
            "description": "where values come from, by dotted key",
            "type": "object",
            "additionalProperties": source,
        },
        PRESET: {"description": "this file is a preset: its title and about", "type": "object"},
        LOCK: {"description": "digests of a locked file", "type": "object"},
    }


def _text(description: str) -> dict[str, str]:
    return {"type": "string", "description": description}
