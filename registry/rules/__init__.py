"""The rules as dated data: every number with its source and how sure we are."""

from registry.rules.amendments import rule_book, working_calendar
from registry.rules.benchmarks import PowerBenchmarks, power_benchmarks
from registry.rules.book import Confidence, RuleBook, RuleParameter
from registry.rules.calendars import HolidayYear, WorkingCalendar, file_calendar, holiday_years
from registry.rules.commands import AmendCalendar, AmendRule
from registry.rules.files import file_rules
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
from registry.rules.schemes import SchemeProfile, allowed_uses, scheme_profile, schemes

__all__ = [
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
    "file_calendar",
    "file_rules",
    "holiday_years",
    "power_benchmarks",
    "rule_book",
    "scheme_profile",
    "schemes",
    "working_calendar",
]
