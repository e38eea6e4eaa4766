"""The rules as dated data: every number with its source and how sure we are."""

from registry.rules.amendments import (
    USABLE,
    calendar_amendments,
    rule_amendments,
    rule_book,
    working_calendar,
)
from registry.rules.benchmarks import PowerBenchmarks, power_benchmarks
from registry.rules.book import Confidence, RuleBook, RuleParameter
from registry.rules.calendars import HolidayYear, WorkingCalendar, file_calendar, holiday_years
from registry.rules.commands import AmendCalendar, AmendRule
from registry.rules.documents import rules_document
from registry.rules.files import file_rules
from registry.rules.names import CONFIDENCE_NAMES, applies_to_name, key_name, unit_name, value_name
from registry.rules.refused_rules import (
    CalendarUnchanged,
    RuleConfidenceInvalid,
    RuleDatesDisordered,
    RuleKeyUnknown,
    RuleUnitDiffers,
    RuleUnset,
    RuleValueInvalid,
    SchemeUnknown,
)
from registry.rules.schemes import SchemeProfile, allowed_uses, scheme_profile, scheme_profiles

__all__ = [
    "CONFIDENCE_NAMES",
    "USABLE",
    "AmendCalendar",
    "AmendRule",
    "CalendarUnchanged",
    "Confidence",
    "HolidayYear",
    "PowerBenchmarks",
    "RuleBook",
    "RuleConfidenceInvalid",
    "RuleDatesDisordered",
    "RuleKeyUnknown",
    "RuleParameter",
    "RuleUnitDiffers",
    "RuleUnset",
    "RuleValueInvalid",
    "SchemeProfile",
    "SchemeUnknown",
    "WorkingCalendar",
    "allowed_uses",
    "applies_to_name",
    "calendar_amendments",
    "file_calendar",
    "file_rules",
    "holiday_years",
    "key_name",
    "power_benchmarks",
    "rule_amendments",
    "rule_book",
    "rules_document",
    "scheme_profile",
    "scheme_profiles",
    "unit_name",
    "value_name",
    "working_calendar",
]
