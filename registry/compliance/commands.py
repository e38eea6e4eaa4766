"""What can be asked of the compliance cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from registry.ledger.commands import UnitUse
from registry.worlds.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolEntity(Command):
    """Enter a party in a market's list of entities (registry operator)."""

    kind: ClassVar[str] = "enrol_entity"
    party_id: int
    account: str
    scheme: str
    sector: str
    first_year: int
    annual_emissions_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolUnit(Command):
    """Enter a generating unit or production line of an entity (registry operator)."""

    kind: ClassVar[str] = "enrol_unit"
    entity: str
    code: str
    name: str
    unit_class: str
    cooling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelistEntity(Command):
    """End an entity's enrolment after a year (registry operator)."""

    kind: ClassVar[str] = "delist_entity"
    entity: str
    last_year: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitEvidence(Command):
    """Record the fingerprint of a month's data (entity).

    `reports` are the numbers of the saved accounts that hold the data; none: a file elsewhere does.
    """

    kind: ClassVar[str] = "submit_evidence"
    entity: str
    year: int
    month: int
    sha256: str
    note: str = ""
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEmissions(Command):
    """File the annual report: for each unit its `code` and figures as text (entity).

    `accounts` names for each unit, as `code`, the saved account its figures come from, as `report`.
    """

    kind: ClassVar[str] = "report_emissions"
    entity: str
    year: int
    units: tuple[Mapping[str, str], ...]
    accounts: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnEmissionsReport(Command):
    """Send an annual report back with the reason; another may be filed (verification body)."""

    kind: ClassVar[str] = "return_emissions_report"
    entity: str
    year: int
    party_id: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyEmissions(Command):
    """Confirm an annual report, or with `units` its corrected figures (verification body)."""

    kind: ClassVar[str] = "verify_emissions"
    entity: str
    year: int
    party_id: int
    units: tuple[Mapping[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preallocate(Command):
    """Give allowances ahead of verified figures (registry operator).

    `base_t` is needed where the registry does not have the base: in 2019–20 the output of 2018
    times its benchmark, in an entity's first year the emissions of the year before.
    """

    kind: ClassVar[str] = "preallocate"
    entity: str
    year: int
    base_t: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBalanceValue(Command):
    """Find the balance value of an industrial sector and year (registry operator)."""

    kind: ClassVar[str] = "set_balance_value"
    sector: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocate(Command):
    """Determine a year's allowances, issue or take back the rest, and the obligation (operator).

    National allocations are calculated; of a local one `quantity` and `document` are entered.
    """

    kind: ClassVar[str] = "allocate"
    entity: str
    year: int
    quantity: int | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BorrowAllowances(Command):
    """Take part of the next pre-allocation ahead, for a large gap of 2021–22 (entity, operator)."""

    kind: ClassVar[str] = "borrow_allowances"
    entity: str
    year: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrender(UnitUse):
    """Hand in units for the verified emissions of a compliance year."""

    kind: ClassVar[str] = "surrender"
    compliance_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseSurrender(Command):
    """Undo a surrender, whole and once, within its window (registry operator)."""

    kind: ClassVar[str] = "reverse_surrender"
    certificate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyCarryOver(Command):
    """Say how many old allowances an entity may carry over (registry operator)."""

    kind: ClassVar[str] = "notify_carry_over"
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyCarryOver(Command):
    """Ask to carry old allowances over; they are set aside until it is done (entity)."""

    kind: ClassVar[str] = "apply_carry_over"
    entity: str
    unit_type: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver(Command):
    """Take the units of an application back and issue as many of the new vintage (operator)."""

    kind: ClassVar[str] = "carry_over"
    application: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImposeFine(Command):
    """Fine an entity that did not surrender enough (registry operator for the authority).

    `mean_price_fen` is the venue's mean price of the month before the deadline, fen per t.
    """

    kind: ClassVar[str] = "impose_fine"
    entity: str
    year: int
    amount_fen: int
    mean_price_fen: int
    note: str = ""
