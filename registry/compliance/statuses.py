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
    MET_LATE = "met_late"  # in full by now, not by the deadline
    SHORT = "short"
    FINED = "fined"


STATUS_NAMES: Mapping[Status, Mapping[str, str]] = {
    Status.NOT_DUE: words("not due yet", "尚未核定"),
    Status.OPEN: words("open", "待清缴"),
    Status.MET: words("met", "已足额清缴"),
    Status.MET_LATE: words("met late", "逾期足额清缴"),
    Status.SHORT: words("short", "未足额清缴"),
    Status.FINED: words("fined", "已处罚"),
}


class Event(Protocol):
    """What a status needs to know of an event."""

    id: int | None
    kind: str
    quantity: int | None
    follows_id: int | None
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
        in_time_t: of it what was handed in by the deadline.
        due_on: the deadline; None: not determined.
        fined: whether a fine was imposed.
    """

    emissions_t: int | None = None
    allocation_t: int | None = None
    obligation_t: int | None = None
    surrendered_t: int = 0
    in_time_t: int = 0
    due_on: date | None = None
    fined: bool = False

    @property
    def missing_t(self) -> int:
        """Return what is still owed, t."""
        return max(0, (self.obligation_t or 0) - self.surrendered_t)

    def short_at_deadline_t(self, day: date) -> int:
        """Return what was missing when the deadline had passed, t; 0 while it has not."""
        if self.due_on is None or day <= self.due_on:
            return 0
        return max(0, (self.obligation_t or 0) - self.in_time_t)

    def status(self, day: date) -> Status:
        """Return the status as of a day; the deadline's own day still counts."""
        if self.fined:
            return Status.FINED
        if self.obligation_t is None or self.due_on is None:
            return Status.NOT_DUE
        if not self.missing_t:
            return Status.MET_LATE if self.short_at_deadline_t(day) else Status.MET
        return Status.SHORT if day > self.due_on else Status.OPEN


def position(events: Iterable[Event], day: date, asked_at: datetime) -> Position:
    """Return where an entity stands with a year.

    Args:
        events: of the entity and year, in the order in which they were recorded.
        day: events count that are effective by then,
        asked_at: and were recorded by then.
    """
    found: dict[str, int | None] = {}
    handed_in: dict[int | None, tuple[date, int]] = {}
    due_on, fined = None, False
    for event in events:
        if event.business_date > day or event.recorded_at > asked_at:
            continue
        if event.kind in {"verification", "allocation", "obligation"}:
            found[event.kind] = event.quantity
        if event.kind == "obligation":
            due_on = event.due_on
        if event.kind == "surrender":
            handed_in[event.id] = event.business_date, event.quantity or 0
        if event.kind == "reversal":
            handed_in.pop(event.follows_id, None)
        fined = fined or event.kind == "fine"
    return Position(
        emissions_t=found.get("verification"),
        allocation_t=found.get("allocation"),
        obligation_t=found.get("obligation"),
        surrendered_t=sum(quantity for _, quantity in handed_in.values()),
        in_time_t=sum(
            quantity for on, quantity in handed_in.values() if due_on is not None and on <= due_on
        ),
        due_on=due_on,
        fined=fined,
    )
