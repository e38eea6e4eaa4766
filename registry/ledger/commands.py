"""What can be asked of the ledger."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from registry.worlds.commands import Command


class Purpose(StrEnum):
    """Why units are retired."""

    CARBON_NEUTRALITY = "carbon_neutrality"
    PRODUCT_FOOTPRINT = "product_footprint"
    EVENT = "event"
    GREEN_POWER_USE = "green_power_use"
    PUBLIC_GOOD = "public_good"
    ECOLOGICAL_COMPENSATION = "ecological_compensation"
    VOLUNTARY = "voluntary"
    DONATION = "donation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Command):
    """Send units of one type to another account; `serials` names them, else the lowest go."""

    kind: ClassVar[str] = "transfer"
    from_account: str
    to_account: str
    unit_type: str
    quantity: int
    serials: tuple[str, ...] = ()
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitUse(Command):
    """Base of the final uses of an account's units; `serials` names them, else the lowest go."""

    account: str
    unit_type: str
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retire(UnitUse):
    """Use units for good, for a named beneficiary and purpose."""

    kind: ClassVar[str] = "retire"
    beneficiary: str
    purpose: Purpose
    beneficiary_credit_code: str = ""
    period_from: date | None = None
    period_to: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAllowances(Command):
    """Create allowances of a scheme and vintage in an account (registry operator)."""

    kind: ClassVar[str] = "issue_allowances"
    account: str
    unit_type: str
    quantity: int
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositCash(Command):
    """Credit cash to an account (registry operator)."""

    kind: ClassVar[str] = "deposit_cash"
    account: str
    amount_fen: int
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuota(Command):
    """Limit how much of a scheme and vintage may be issued (registry operator).

    Args:
        units: scheme and vintage as in codes of unit types, for example `CEA-2025`.
        limit: units; None lifts the limit.
        reason: why, for the record.
        purpose: all, allocation, auction or reserve.
    """

    kind: ClassVar[str] = "set_quota"
    units: str
    limit: int | None
    reason: str
    purpose: str = "all"
