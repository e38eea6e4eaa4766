"""Rules of a market as a test sets them, from today on."""

from datetime import date

from registry.rules import AmendRule, Confidence
from registry.rules.amendments import amend_rule
from registry.worlds import Actor, Role, unit_of_work
from tests.market.traders import Venue

ADMINISTRATOR = Actor("admin@example.org", frozenset({Role.ADMINISTRATOR}))


TODAY = date(2026, 11, 23)


def amend(
    venue: Venue,
    key: str,
    value: str,
    unit: str,
    applies_to: str = "all",
    day: date = TODAY,
) -> None:
    """Amend a rule of the national market from a day on."""
    command = AmendRule(
        client_id=venue.next_id(),
        scheme="cn_ets",
        key=key,
        value=value,
        unit=unit,
        valid_from=day,
        valid_to=None,
        source="a test",
        reason="a test",
        confidence=Confidence.ASSUMED,
        applies_to=applies_to,
    )
    with unit_of_work(venue.world) as session:
        amend_rule(session, command, ADMINISTRATOR)
