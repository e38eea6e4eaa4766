"""The experiments of `tiny.yaml` for tests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulations import EnsemblePlan, load_plan

TINY = Path(__file__).parent / "tiny.yaml"


def plan(name: str, *overrides: str) -> EnsemblePlan:
    return load_plan(f"{TINY}:{name}", overrides)


def bytes_of(manifest: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
    """What must not depend on who carried the ensemble out."""
    return manifest["results_digest"], manifest["files"]
