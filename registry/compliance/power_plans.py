"""The plan of a year for power units, gathered from the rule book."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.benchmarks import ELECTRICITY_CLASSES, FUELS, SCHEME
from registry.rules.book import RuleBook, RuleParameter

SECTOR = "power"
GAS = "gas"


class Cooling(StrEnum):
    """How a unit is cooled; it counted until 2022."""

    WATER = "water_cooled"
    AIR = "air_cooled"
    BACK_PRESSURE = "back_pressure"


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerPlan:
    """What the plan of one year says of power units; each value with its source.

    Args:
        year: of the emissions.
        output_basis: whether benchmarks are per MWh net (supplied) or gross (generated).
        electricity: benchmark of each unit class, t CO2/MWh.
        heat: benchmark of each fuel, t CO2/GJ.
        load_rule: which formula helps coal units that run little.
        load_threshold: load factor from which on it does not; None: the formula says it itself.
        cooling: factor of each way of cooling; empty from 2023.
        heat_ratio_slope: what a unit loses per unit of heat-supply ratio; empty from 2023.
        gap_rule: whether the cap on the gap limits the obligation or tops up the allocation.
        gap_share: the cap's number.
        excluded: kinds of unit that the plan leaves out, with their emissions.
        verified: kinds of unit that are given what they emit.
    """

    year: int
    output_basis: RuleParameter
    electricity: dict[str, RuleParameter]
    heat: dict[str, RuleParameter]
    load_rule: RuleParameter
    load_threshold: RuleParameter | None
    cooling: dict[str, RuleParameter]
    heat_ratio_slope: dict[str, RuleParameter]
    gap_rule: RuleParameter
    gap_share: RuleParameter
    excluded: frozenset[str]
    verified: frozenset[str]

    @property
    def source(self) -> str:
        """Return where the plan is written."""
        return self.electricity["coal_large"].source

    @property
    def is_draft(self) -> bool:
        """Return whether the plan was proposed and is not in force."""
        return self.electricity["coal_large"].confidence == "draft"

    @property
    def caps_obligation(self) -> bool:
        """Return whether a large gap limits the obligation; else the allocation is topped up."""
        return self.gap_rule.text == "obligation"


def power_plan(rules: RuleBook, year: int) -> PowerPlan:
    """Return the plan of a year.

    Args:
        rules: the book to look in.
        year: of the emissions.

    Raises:
        RuleNotInForce: there is none for this year.
    """
    day = date(year, 12, 31)

    def known(key: str, whom: str = SECTOR) -> RuleParameter:
        return rules.parameter(SCHEME, key, day, whom)

    def each(key: str, whom: tuple[str, ...]) -> dict[str, RuleParameter]:
        found = {name: rules.find(SCHEME, key, day, name) for name in whom}
        return {name: value for name, value in found.items() if value is not None}

    gap_rule = known("gap_rule")
    share = "obligation_gap_share_max" if gap_rule.text == "obligation" else "allocation_share_min"
    return PowerPlan(
        year=year,
        output_basis=known("output_basis"),
        electricity={name: known("benchmark_electricity", name) for name in ELECTRICITY_CLASSES},
        heat={name: known("benchmark_heat", name) for name in FUELS},
        load_rule=known("load_rule"),
        load_threshold=rules.find(SCHEME, "load_factor_threshold", day, SECTOR),
        cooling=each("cooling_factor", tuple(Cooling)),
        heat_ratio_slope=each("heat_ratio_slope", FUELS),
        gap_rule=gap_rule,
        gap_share=known(share),
        excluded=listed(rules, "excluded_units", day, SECTOR),
        verified=listed(rules, "verified_units", day, SECTOR),
    )


def listed(rules: RuleBook, key: str, day: date, whom: str) -> frozenset[str]:
    """Return the words of a list parameter; none where there is no such list."""
    found = rules.find(SCHEME, key, day, whom)
    return frozenset(found.text.split()) if found is not None else frozenset()
