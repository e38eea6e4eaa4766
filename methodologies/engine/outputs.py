"""What a methodology answers: its results, and which of them becomes units."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from methodologies.engine.factors import Confidence
from methodologies.engine.trace import N, Text

Purpose = Literal["credits", "behaviour", "obligation", "survey"]
"""credits: units of a project; behaviour: reductions of people; obligation: what a plant owes;
survey: how sure a measurement is."""

PURPOSE_TEXTS: Mapping[Purpose, Text] = {
    "credits": {"zh": "减排项目", "en": "credits of a project"},
    "behaviour": {"zh": "碳普惠", "en": "reductions of everyday behaviour"},
    "obligation": {"zh": "碳排放核算", "en": "emissions of an installation"},
    "survey": {"zh": "抽样调查", "en": "precision of a survey"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One result: its name ends in its unit, for example `emissions_t_co2`.

    `sign` is how a reader of the sum meets it: `−` for project emissions and leakage.
    """

    name: str
    title: Text
    unit: str
    sign: Literal["", "−"] = ""

    def to_dict(self) -> dict[str, object]:
        """Return the output as plain values."""
        return {"name": self.name, "title": dict(self.title), "unit": self.unit}


REDUCTION_OUTPUTS = (
    Output(
        name="baseline_emissions_t_co2e",
        title={"zh": "基准线排放量", "en": "Baseline emissions"},
        unit="t CO2e",
    ),
    Output(
        name="project_emissions_t_co2e",
        title={"zh": "项目排放量", "en": "Project emissions"},
        unit="t CO2e",
        sign="−",
    ),
    Output(
        name="leakage_t_co2e",
        title={"zh": "泄漏", "en": "Leakage"},
        unit="t CO2e",
        sign="−",
    ),
    Output(
        name="emission_reductions_t_co2e",
        title={"zh": "减排量", "en": "Emission reductions"},
        unit="t CO2e",
    ),
)
"""The four results of a methodology for emission reductions."""


def reduction_results(*, baseline: N, project: N, leakage: N, reductions: N) -> dict[str, N]:
    """Name the four results of `REDUCTION_OUTPUTS`."""
    values = (baseline, project, leakage, reductions)
    return {output.name: value for output, value in zip(REDUCTION_OUTPUTS, values, strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingRule:
    """How a calculated quantity becomes whole units; applied once, at the end."""

    mode: Literal["floor"]
    text: Text
    source: str
    confidence: Confidence

    def units(self, quantity: Decimal) -> int:
        """Return whole units, never above the calculated quantity and never below zero."""
        return max(0, int(quantity.to_integral_value(rounding=ROUND_FLOOR)))


FLOOR_TO_TONNES = RoundingRule(
    mode="floor",
    text={
        "zh": "签发数量向下取整到 1 t CO2e；中间结果不修约。",
        "en": "Units are whole tonnes, rounded down; nothing is rounded before.",
    },
    source="保守做法，方法学原文未规定修约 · "
    "conservative practice; the methodology text states no rounding rule",
    confidence="low",
)
