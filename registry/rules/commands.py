"""What can be asked about rules."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from registry.rules.book import EVERYBODY, Confidence
from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendRule(Command):
    """Set a rule's value in this world from one day to another (administrator, second person).

    Args:
        scheme: of the rule.
        key: of the rule; it must be known for the scheme.
        value: the new value, as text.
        unit: the same as before.
        valid_from: first day.
        valid_to: last day; None: until further notice.
        source: where the value is written.
        reason: why it is set.
        confidence: how it was learned.
        applies_to: for whom; `all`.
    """

    kind: ClassVar[str] = "amend_rule"
    scheme: str
    key: str
    value: str
    unit: str
    valid_from: date
    valid_to: date | None
    source: str
    reason: str
    confidence: Confidence
    applies_to: str = EVERYBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCalendar(Command):
    """Let a day be worked, or not, in this world (administrator, second person)."""

    kind: ClassVar[str] = "amend_calendar"
    day: date
    working: bool
    name: str
    source: str
