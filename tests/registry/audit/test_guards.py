"""The auditor knows every guard that the migrations make."""

from registry.audit.guards import POSTGRESQL_GUARDS, SQLITE_GUARDS, guards_of

OF_THE_MARKET = ("trade_", "market_event_")


def test_the_auditor_misses_no_guard(session):
    wanted = SQLITE_GUARDS if session.is_sqlite else POSTGRESQL_GUARDS
    made = {name for name in guards_of(session) if not name.startswith(OF_THE_MARKET)}
    assert made == wanted
