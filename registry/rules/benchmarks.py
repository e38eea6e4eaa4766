"""The power benchmarks of a year, gathered from the rule book."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registry.rules.book import RuleBook
from registry.rules.files import file_rules

SCHEME = "cn_ets"
ELECTRICITY_CLASSES = ("coal_large", "coal_small", "coal_unconventional", "gas")
FUELS = ("coal", "gas")


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


def power_benchmarks(year: int, rules: RuleBook | None = None) -> PowerBenchmarks:
    """Return the power benchmarks of a year.

    Args:
        year: of the emissions.
        rules: the book to look in; None: the one that comes with the software.

    Raises:
        RuleNotInForce: there are none for this year.
    """
    book = rules if rules is not None else file_rules()
    day = date(year, 12, 31)
    electricity = {
        name: book.parameter(SCHEME, "benchmark_electricity", day, name)
        for name in ELECTRICITY_CLASSES
    }
    heat = {name: book.parameter(SCHEME, "benchmark_heat", day, name) for name in FUELS}
    named = electricity["coal_large"]
    return PowerBenchmarks(
        year=year,
        electricity_t_per_mwh={name: each.decimal for name, each in electricity.items()},
        heat_t_per_gj={name: each.decimal for name, each in heat.items()},
        load_factor_threshold=book.parameter(SCHEME, "load_factor_threshold", day, "power").decimal,
        allocation_share_min=book.parameter(SCHEME, "allocation_share_min", day, "power").decimal,
        source=named.source,
        confidence=named.confidence,
    )
