"""The rules as dated data: every number with its source and how sure we are."""

from registry.rules.benchmarks import PowerBenchmarks, power_benchmarks
from registry.rules.book import Confidence, RuleBook, RuleParameter
from registry.rules.files import file_rules

__all__ = [
    "Confidence",
    "PowerBenchmarks",
    "RuleBook",
    "RuleParameter",
    "file_rules",
    "power_benchmarks",
]
