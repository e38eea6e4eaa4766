"""The transaction types of rules."""

from registry.rules.amendments import amend_calendar, amend_rule
from registry.rules.commands import AmendCalendar, AmendRule
from registry.rules.refused_rules import (
    CalendarUnchanged,
    RuleConfidenceInvalid,
    RuleDatesDisordered,
    RuleKeyUnknown,
    RuleUnitDiffers,
    RuleValueInvalid,
)
from registry.worlds.actors import Role
from registry.worlds.errors import RoleMissing, words
from registry.worlds.refused_values import TextInvalid
from registry.worlds.transaction_types import Approval, TransactionType

TRANSACTION_TYPES = (
    TransactionType(
        command=AmendCalendar,
        handler=amend_calendar,
        name=words("Amendment of the calendar", "日历修订"),
        roles=frozenset({Role.ADMINISTRATOR}),
        checks=(RoleMissing, CalendarUnchanged, TextInvalid),
        approval=Approval.ALWAYS,
    ),
    TransactionType(
        command=AmendRule,
        handler=amend_rule,
        name=words("Amendment of a rule", "规则修订"),
        roles=frozenset({Role.ADMINISTRATOR}),
        checks=(
            RoleMissing,
            RuleKeyUnknown,
            RuleUnitDiffers,
            RuleDatesDisordered,
            TextInvalid,
            RuleValueInvalid,
            RuleConfidenceInvalid,
        ),
        approval=Approval.ALWAYS,
    ),
)
