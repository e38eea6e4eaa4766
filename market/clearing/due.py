"""What clearing wants done by the clock: every day that is over, cleared once, in order.

A day of the ledger ends at midnight in the market's zone, so that what is paid in or out after the
close belongs to it too; it is cleared before the next opening.
"""

from collections.abc import Iterator

from market.clearing.commands import ClearDay
from market.clearing.days import days_to_clear
from registry.worlds import Command, WorldSession

DAYS_AT_ONCE = 40


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield the clearing of each day that is over."""
    for day in days_to_clear(session, DAYS_AT_ONCE):
        yield ClearDay(client_id=f"clearing:{day.isoformat()}", business_date=day)
