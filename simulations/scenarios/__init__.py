"""What a scenario says: its schema, the files shipped, where each number comes from."""

from simulations.scenarios.calendar import (
    Cycle,
    cycles,
    plan_cycles,
    replan_cycles,
    trading_days,
)
from simulations.scenarios.cross_checks import cross_problems
from simulations.scenarios.documents import Document, Path, Place, dotted, read_document
from simulations.scenarios.happenings import Announcement, LinkTerms, SectorMove, Shock
from simulations.scenarios.levers import lever_keys, with_levers
from simulations.scenarios.library import (
    PresetInfo,
    ScenarioInfo,
    Setting,
    builtin_text,
    explain_scenario,
    explain_text,
    list_presets,
    list_scenarios,
    load_scenario,
    parse_experiments,
    parse_scenario,
    read_experiments,
)
from simulations.scenarios.market_rules import Allocation, Market, Offsets, Trading
from simulations.scenarios.participants import (
    Agents,
    AttentionTerms,
    BankingTerms,
    Behaviours,
    Expectations,
    Firms,
    Investors,
    LiquidityProviders,
    Suppliers,
    WakeUp,
)
from simulations.scenarios.parts import Part, Slug, Words
from simulations.scenarios.references import builtin_names, read_reference
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import keys_at, sentence, unknown_key

__all__ = [
    "Agents",
    "Allocation",
    "Announcement",
    "AttentionTerms",
    "BankingTerms",
    "Behaviours",
    "Cycle",
    "Document",
    "Expectations",
    "Firms",
    "Investors",
    "LinkTerms",
    "LiquidityProviders",
    "Market",
    "Offsets",
    "Part",
    "Path",
    "Place",
    "PresetInfo",
    "Scenario",
    "ScenarioInfo",
    "SectorMove",
    "Setting",
    "Shock",
    "Slug",
    "Suppliers",
    "Trading",
    "WakeUp",
    "Words",
    "builtin_names",
    "builtin_text",
    "cross_problems",
    "cycles",
    "dotted",
    "explain_scenario",
    "explain_text",
    "keys_at",
    "lever_keys",
    "list_presets",
    "list_scenarios",
    "load_scenario",
    "parse_experiments",
    "parse_scenario",
    "plan_cycles",
    "read_document",
    "read_experiments",
    "read_reference",
    "replan_cycles",
    "sentence",
    "trading_days",
    "unknown_key",
    "with_levers",
]
