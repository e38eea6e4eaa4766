"""The audit's check of waiting: what waited was carried out in the hours of its profile."""

from datetime import datetime, time

from registry.audit.invariants import Invariant, found
from registry.rules.amendments import rule_book, working_calendar
from registry.rules.book import RuleBook
from registry.worlds.clock import MARKET_ZONE
from registry.worlds.columns import instant_read
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

_WAITED = (
    "SELECT number, executed_at FROM proposal"
    " WHERE state = 'executed' AND execute_at IS NOT NULL ORDER BY id"
)
_PROFILES = "SELECT name, recorded_at FROM control_profile ORDER BY id DESC"


def carried_out_in_hours(session: WorldSession) -> Invariant:
    """Check that what waited was carried out on a working day, in the hours of that instant."""
    rules, calendar = rule_book(session), working_calendar(session)
    profiles = [(name, instant_read(stored)) for name, stored in fetch(session, _PROFILES)]
    rows = [(number, instant_read(stored)) for number, stored in fetch(session, _WAITED)]
    breaches = []
    for number, instant in rows:
        profile = next((name for name, since in profiles if since <= instant), "")
        local = instant.astimezone(MARKET_ZONE)
        opens = _hour(rules, "window_opens", local, profile)
        closes = _hour(rules, "window_closes", local, profile) or time.max
        if opens is not None and not (
            opens <= local.time() < closes and calendar.is_working_day(local.date())
        ):
            breaches.append((number, f"{local:%Y-%m-%d %H:%M}"))
    looked_at = int(fetch(session, "SELECT count(*) FROM proposal")[0][0])
    return found("I14.carried_out_in_hours", looked_at, breaches)


def _hour(rules: RuleBook, key: str, local: datetime, profile: str) -> time | None:
    parameter = rules.find("control", key, local.date(), profile)
    return None if parameter is None else time.fromisoformat(parameter.text)
