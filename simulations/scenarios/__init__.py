"""What a scenario says: its schema, the files shipped, where each number comes from."""

from simulations.scenarios.calendar import (
    Cycle,
    cycles,
    on_year,
    plan_cycles,
    replan_cycles,
    trading_days,
)
from simulations.scenarios.cross_checks import cross_problems
from simulations.scenarios.differences import Difference, Side, differences_of
from simulations.scenarios.documents import Document, Path, Place, dotted, read_document
from simulations.scenarios.happenings import Announcement, LinkTerms, SectorMove, Shock
from simulations.scenarios.hints import hinted
from simulations.scenarios.json_schema import scenario_json_schema
from simulations.scenarios.keys import key_info, unit_of
from simulations.scenarios.levers import lever_keys, with_levers
from simulations.scenarios.library import (
    PresetInfo,
    ScenarioInfo,
    Setting,
    builtin_text,
    experiments_of,
    list_presets,
    list_scenarios,
    load_scenario,
    parse_experiments,
    parse_scenario,
    read_experiments,
    settings_of,
    source_of_reference,
    source_of_text,
)
from simulations.scenarios.locking import lock_scenario
from simulations.scenarios.market_rules import (
    Allocation,
    AuctionCalendar,
    Benchmarks,
    Market,
    Offsets,
    StabilityReserve,
    Trading,
)
from simulations.scenarios.merging import Merged, merge, path_of
from simulations.scenarios.new_files import new_scenario_text
from simulations.scenarios.participants import (
    Abatement,
    Activity,
    Agents,
    AttentionTerms,
    BankingTerms,
    Behaviours,
    Expectations,
    Firms,
    Investors,
    LiquidityProviders,
    OutputShocks,
    Repos,
    Suppliers,
    WakeUp,
)
from simulations.scenarios.parts import Part, Slug, Words
from simulations.scenarios.references import builtin_names, read_reference
from simulations.scenarios.schema import Scenario
from simulations.scenarios.sentences import keys_at, sentence, unknown_key
from simulations.scenarios.stored import read_stored
from simulations.scenarios.validation import EXPERIMENTS, validated

__all__ = [
    "EXPERIMENTS",
    "Abatement",
    "Activity",
    "Agents",
    "Allocation",
    "Announcement",
    "AttentionTerms",
    "AuctionCalendar",
    "BankingTerms",
    "Behaviours",
    "Benchmarks",
    "Cycle",
    "Difference",
    "Document",
    "Expectations",
    "Firms",
    "Investors",
    "LinkTerms",
    "LiquidityProviders",
    "Market",
    "Merged",
    "Offsets",
    "OutputShocks",
    "Part",
    "Path",
    "Place",
    "PresetInfo",
    "Repos",
    "Scenario",
    "ScenarioInfo",
    "SectorMove",
    "Setting",
    "Shock",
    "Side",
    "Slug",
    "StabilityReserve",
    "Suppliers",
    "Trading",
    "WakeUp",
    "Words",
    "builtin_names",
    "builtin_text",
    "cross_problems",
    "cycles",
    "differences_of",
    "dotted",
    "experiments_of",
    "hinted",
    "key_info",
    "keys_at",
    "lever_keys",
    "list_presets",
    "list_scenarios",
    "load_scenario",
    "lock_scenario",
    "merge",
    "new_scenario_text",
    "on_year",
    "parse_experiments",
    "parse_scenario",
    "path_of",
    "plan_cycles",
    "read_document",
    "read_experiments",
    "read_reference",
    "read_stored",
    "replan_cycles",
    "scenario_json_schema",
    "sentence",
    "settings_of",
    "source_of_reference",
    "source_of_text",
    "trading_days",
    "unit_of",
    "unknown_key",
    "validated",
    "with_levers",
]
