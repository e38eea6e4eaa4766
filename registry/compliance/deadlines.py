"""The dates of a compliance year, from the rules of its market."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from registry.rules.benchmarks import SCHEME
from registry.rules.book import DATE_UNIT, RuleBook, RuleParameter
from registry.rules.schemes import NATIONAL
from registry.worlds.errors import words
from registry.worlds.refused_values import RuleNotInForce

POWER = "power"
INDUSTRY = "industry"
_DECEMBER = 12
STEPS: Mapping[str, Mapping[str, str]] = {
    "report_due": words("Annual report", "年度排放报告"),
    "pre_allocation_due": words("Pre-allocation", "预分配"),
    "verification_due": words("Verification", "核查"),
    "allocation_due": words("Final allocation", "核定并发放配额"),
    "surrender_due": words("Surrender", "清缴"),
}
"""The dates of a year, in the order in which they come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleDate:
    """One date of a compliance year; `day` is None while nobody has set the parameter."""

    key: str
    name: Mapping[str, str]
    day: date | None
    source: str
    cited: Mapping[str, str]
    confidence: str


def rule_scheme(scheme: str) -> str:
    """Return whose rules hold in a market: `cn_ets` nationally, a pilot's own elsewhere."""
    return SCHEME if scheme == NATIONAL else scheme


def sector_group(sector: str) -> str:
    """Return to which plan a sector belongs: power, or industry."""
    return POWER if sector == POWER else INDUSTRY


def cycle_date(rules: RuleBook, scheme: str, sector: str, year: int, key: str) -> date:
    """Return a date of a compliance year.

    Args:
        rules: the book to look in.
        scheme: the market, by its allowances.
        sector: of the entity.
        year: of the emissions.
        key: of `STEPS`.

    Raises:
        RuleNotInForce: the market's rules name none.
        RuleUnset: the parameter is there, but nobody has set it.
    """
    whose, group = rule_scheme(scheme), sector_group(sector)
    return day_of(rules.parameter(whose, key, date(year, 12, 31), group), year)


def cycle_dates(rules: RuleBook, scheme: str, sector: str, year: int) -> list[CycleDate]:
    """Return the dates of a compliance year, those not known without a day."""
    whose, group, last_day = rule_scheme(scheme), sector_group(sector), date(year, 12, 31)
    found = []
    for key, name in STEPS.items():
        rule = rules.find(whose, key, last_day, group)
        found.append(
            CycleDate(
                key=key,
                name=name,
                day=day_of(rule, year) if rule else None,
                source=rule.source if rule else "",
                cited=rule.cited if rule else words("", ""),
                confidence=rule.confidence.value if rule else "unknown",
            )
        )
    return found


def day_of(rule: RuleParameter, year: int) -> date:
    """Return the day a parameter names: itself, or its month and day in the year after."""
    if rule.unit == DATE_UNIT:
        return rule.day
    month, day = rule.text.split("-")
    return date(year + 1, int(month), int(day))


def evidence_due(rules: RuleBook, scheme: str, year: int, month: int) -> date | None:
    """Return by when the data evidence of a month is due; None where a market asks for none."""
    ends = month_end(year, month)
    try:
        days = rules.parameter(rule_scheme(scheme), "evidence_due_days", ends)
    except RuleNotInForce:
        return None
    return ends + timedelta(days=days.whole)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    after = date(year + 1, 1, 1) if month == _DECEMBER else date(year, month + 1, 1)
    return after - timedelta(days=1)
