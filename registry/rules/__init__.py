"""The rules as dated data: every number with its source and how sure we are."""

from registry.rules.parameters import (
    PowerBenchmarks,
    RuleParameter,
    power_benchmarks,
    rule_parameter,
    rule_parameters,
)

__all__ = [
    "PowerBenchmarks",
    "RuleParameter",
    "power_benchmarks",
    "rule_parameter",
    "rule_parameters",
]
