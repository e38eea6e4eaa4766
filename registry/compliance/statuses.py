"""An entity's status of a year, from its events alone: what counts by a day and was known then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from registry.worlds.errors import words


class Status(StrEnum):
    """Where an entity stands with a year's obligation."""

    NOT_DUE = "not_due"  # no obligation is determined yet
    OPEN = "open"
    MET = "met"
    SHORT = "short"
    FINED = "fined"


STATUS_NAMES: Mapping[Status, Mapping[str, str]] = {
    Status.NOT_DUE: words("not due yet", "尚未核定"),
    Status.OPEN: words("open", "待清缴"),
    Status.MET: words("met", "已足额清缴"),
    Status.SHORT: words("short", "未足额清缴"),
    Status.FINED: words("fined", "已处罚"),
}


class Event(Protocol):
    """What a status needs to know of an event."""

    kind: str
    quantity: int | None
    due_on: date | None
    business_date: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What an entity owes and did for a year, as of a day, t.

    Args:
        emissions_t: verified; None: not verified.
        allocation_t: final; None: not determined.
        obligation_t: what it owes; None: not determined.
        surrendered_t: what it handed in and did not take back.
        due_on: the deadline; None: not determined.
        fined: whether a fine was imposed.
    """

    emissions_t: int | None = None
    allocation_t: int | None = None
    obligation_t: int | None = None
    surrendered_t: int = 0
    due_on: date | None = None
    fined: bool = False

    @property
    def missing_t(self) -> int:
        """Return what is still owed, t."""
        return max(0, (self.obligation_t or 0) - self.surrendered_t)

    def status(self, day: date) -> Status:
        """Return the status as of a day; the deadline's own day still counts."""
        if self.fined:
            return Status.FINED
        if self.obligation_t is None or self.due_on is None:
            return Status.NOT_DUE
        if not self.missing_t:
            return Status.MET
        return Status.SHORT if day > self.due_on else Status.OPEN


def position(events: Iterable[Event], day: date, asked_at: datetime) -> Position:
    """Return where an entity stands with a year.

    Args:
        events: of the entity and year, in the order in which they were recorded.
        day: events count that are effective by then,
        asked_at: and were recorded by then.
    """
    found: dict[str, int | None] = {}
    surrendered, due_on, fined = 0, None, False
    for event in events:
        if event.business_date > day or event.recorded_at > asked_at:
            continue
        if event.kind in {"verification", "allocation", "obligation"}:
            found[event.kind] = event.quantity
        if event.kind == "obligation":
            due_on = event.due_on
        surrendered += _handed_in(event)
        fined = fined or event.kind == "fine"
    return Position(
        emissions_t=found.get("verification"),
        allocation_t=found.get("allocation"),
        obligation_t=found.get("obligation"),
        surrendered_t=surrendered,
        due_on=due_on,
        fined=fined,
    )


def _handed_in(event: Event) -> int:
    quantity = event.quantity or 0
    if event.kind == "surrender":
        return quantity
    return -quantity if event.kind == "reversal" else 0
