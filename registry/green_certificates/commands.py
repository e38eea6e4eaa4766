"""What can be asked about devices, generation and green certificates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from registry.worlds.commands import Command

GenerationRow = tuple[str, str, str]
"""Meter, month like ``2024-03``, and MWh with up to three decimals."""


class CorrectionReason(StrEnum):
    """Why metered generation is corrected."""

    METER_FAULT = "meter_fault"
    CLERICAL = "clerical"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDevice(Command):
    """File a device of the actor's party, with its meters, for approval."""

    kind: ClassVar[str] = "register_device"
    party_id: int
    account: str
    name: str
    energy: str
    capacity_kw: int
    commissioned: date
    province: str
    grid_meters: tuple[str, ...] = ()
    self_use_meters: tuple[str, ...] = ()
    technology: str = ""
    filing_code: str = ""
    fully_market_based: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveDevice(Command):
    """Let a device's generation earn certificates (registry operator)."""

    kind: ClassVar[str] = "approve_device"
    device: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseDevice(Command):
    """Refuse a filed device, with the reason (registry operator)."""

    kind: ClassVar[str] = "refuse_device"
    device: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGeneration(Command):
    """File months of metered generation: all rows or none."""

    kind: ClassVar[str] = "file_generation"
    rows: tuple[GenerationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectGeneration(Command):
    """Say what a metered month really was; the first figure stays on record."""

    kind: ClassVar[str] = "correct_generation"
    meter: str
    month: str
    generation_mwh: str
    reason: CorrectionReason
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificates(Command):
    """Issue the certificates of all generation up to a month (registry operator)."""

    kind: ClassVar[str] = "issue_certificates"
    month: str
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireCertificates(Command):
    """Cancel every certificate of a type whose time is over (the clock)."""

    kind: ClassVar[str] = "expire_certificates"
    unit_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeCertificates(Command):
    """Freeze the untraded certificates that another mechanism's claim covers (the clock)."""

    kind: ClassVar[str] = "freeze_certificates"
    claim_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelExcluded(Command):
    """Cancel the frozen certificates that registered reductions match (the clock)."""

    kind: ClassVar[str] = "cancel_excluded"
    claim_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfreezeCertificates(Command):
    """Give back the certificates that a released claim had frozen (the clock)."""

    kind: ClassVar[str] = "unfreeze_certificates"
    claim_id: int
