"""Rule parameters as dated data: value, unit, validity, source, confidence."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from registry.worlds.refused_values import RuleNotInForce


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleParameter:
    """One number of a rule, with the days it holds and where it is written."""

    key: str
    value: Decimal
    unit: str
    applies_to: str
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerBenchmarks:
    """Benchmarks of one year by unit class: t CO2 per MWh generated, t CO2 per GJ of heat.

    Args:
        load_factor_threshold: load factor below which coal units are helped.
        allocation_share_min: share of its emissions that an entity is given at least.
    """

    year: int
    electricity_t_per_mwh: dict[str, Decimal]
    heat_t_per_gj: dict[str, Decimal]
    load_factor_threshold: Decimal
    allocation_share_min: Decimal
    source: str
    confidence: str


@cache
def rule_parameters() -> tuple[RuleParameter, ...]:
    """Return every parameter of the national market."""
    return tuple(
        RuleParameter(**{**row, "value": Decimal(row["value"])}) for row in _data()["parameters"]
    )


@cache
def rule_parameter(key: str, day: date) -> RuleParameter:
    """Return the parameter that holds on a day.

    Raises:
        RuleNotInForce: none does.
    """
    for parameter in rule_parameters():
        ends = parameter.valid_to or date.max
        if parameter.key == key and parameter.valid_from <= day <= ends:
            return parameter
    raise RuleNotInForce(key=key, day=day.isoformat())


@cache
def power_benchmarks(year: int) -> PowerBenchmarks:
    """Return the power benchmarks of a year.

    Raises:
        RuleNotInForce: there are none for this year.
    """
    for row in _data()["power_benchmarks"]:
        if row["year"] == year:
            last_day = date(year, 12, 31)
            return PowerBenchmarks(
                year=year,
                electricity_t_per_mwh=_decimals(row["electricity"]),
                heat_t_per_gj=_decimals(row["heat"]),
                load_factor_threshold=rule_parameter("load_factor_threshold", last_day).value,
                allocation_share_min=rule_parameter("allocation_share_min", last_day).value,
                source=row["source"],
                confidence=row["confidence"],
            )
    raise RuleNotInForce(key="power_benchmarks", day=str(year))


def _decimals(row: dict[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in row.items()}


@cache
def _data() -> dict[str, Any]:
    text = files("registry").joinpath("rules/data/cn_ets.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return loaded
