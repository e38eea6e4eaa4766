"""What the pages show of the compliance cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from registry.compliance.deadlines import CycleDate
from registry.compliance.statuses import Position, Status
from registry.parties.views import PartyView


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """An enrolled entity as the public sees it."""

    number: str
    party: PartyView
    account: str
    scheme: str
    sector: str
    first_year: int
    annual_emissions_t: int
    enrolled_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A generating unit or production line."""

    code: str
    name: str
    unit_class: str
    cooling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceRow:
    """One entity and year of the public report, as of a day; quantities in t."""

    number: str
    name_zh: str
    name_en: str
    fictitious: bool
    scheme: str
    sector: str
    year: int
    emissions_t: int | None
    allocation_t: int | None
    obligation_t: int | None
    surrendered_t: int
    short_at_deadline_t: int
    missing_t: int
    due_on: date | None
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceEventView:
    """One thing that happened to an entity's year; `detail` holds figures and steps."""

    id: int
    kind: str
    month: int | None
    quantity: int | None
    unit_type: str
    amount_fen: int | None
    due_on: date | None
    reference: str
    body: PartyView | None
    note: str
    detail: Mapping[str, Any]
    business_date: date
    recorded_at: datetime

    @property
    def late(self) -> bool:
        """Return whether it came after the day it was due."""
        timed = self.kind in {"evidence", "report", "verification"}
        return timed and self.due_on is not None and self.business_date > self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityYear:
    """Everything public about an entity's year, as of a day.

    Args:
        entity: who.
        units: its generating units or lines.
        year: of the emissions.
        years: all its years of which something is recorded.
        dates: the year's calendar; a date nobody has set is without a day.
        events: what happened, in order.
        position: where it stands.
        status: as of the day.
        short_at_deadline_t: what was missing when the deadline had passed; 0 before.
        credit_limit_t: most credits that count; None: not known.
        nonlocal_limit_t: of them most that no local scheme issued; None: no such limit.
        carry_over_left_t: what may still be carried over; None: there is no notice.
    """

    entity: EntityView
    units: tuple[UnitView, ...]
    year: int
    years: tuple[int, ...]
    dates: tuple[CycleDate, ...]
    events: tuple[ComplianceEventView, ...]
    position: Position
    status: Status
    short_at_deadline_t: int
    credit_limit_t: int | None
    nonlocal_limit_t: int | None
    carry_over_left_t: int | None

    def last(self, kind: str) -> ComplianceEventView | None:
        """Return the last event of a kind."""
        return next((event for event in reversed(self.events) if event.kind == kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceView:
    """The balance value of a sector and year, with the sums it balances, t."""

    sector: str
    year: int
    value: str
    line_count: int
    emissions_t: int
    allocation_t: int
