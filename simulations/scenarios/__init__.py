"""What a scenario says: its schema, the files shipped, where each number comes from."""

from simulations.scenarios.calendar import Cycle, cycles, trading_days
from simulations.scenarios.cross_checks import cross_problems
from simulations.scenarios.documents import Document, Path, Place, dotted, read_document
from simulations.scenarios.library import (
    ScenarioInfo,
    Setting,
    explain_scenario,
    list_scenarios,
    load_scenario,
    parse_scenario,
    read_reference,
)
from simulations.scenarios.schema import (
    Allocation,
    Behaviours,
    Firms,
    Market,
    Part,
    Scenario,
    Shock,
    Slug,
    Trading,
    WakeUp,
    Words,
    with_levers,
)
from simulations.scenarios.sentences import sentence, unknown_key

__all__ = [
    "Allocation",
    "Behaviours",
    "Cycle",
    "Document",
    "Firms",
    "Market",
    "Part",
    "Path",
    "Place",
    "Scenario",
    "ScenarioInfo",
    "Setting",
    "Shock",
    "Slug",
    "Trading",
    "WakeUp",
    "Words",
    "cross_problems",
    "cycles",
    "dotted",
    "explain_scenario",
    "list_scenarios",
    "load_scenario",
    "parse_scenario",
    "read_document",
    "read_reference",
    "sentence",
    "trading_days",
    "unknown_key",
    "with_levers",
]
