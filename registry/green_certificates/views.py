"""What the queries of green certificates answer: plain values for pages, JSON and programs."""

from dataclasses import dataclass, field
from datetime import date

from registry.parties.views import PartyView


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterView:
    """A meter and where its electricity goes."""

    meter: str
    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """A device as the public sees it; `account` and `filing_code` only where they are shown."""

    number: str
    name: str
    party: PartyView
    account: str
    energy: str
    technology: str
    capacity_kw: int
    commissioned: date
    province: str
    filing_code: str
    fully_market_based: bool
    state: str
    meters: tuple[MeterView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEventView:
    """A step in a device's life."""

    step: str
    note: str
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A meter's month: what was metered, what it came to, and where the certificates are."""

    meter: str
    month: date
    generation_kwh: int
    corrected: bool
    class_: str = ""
    reason: str = ""
    counted_kwh: int = 0
    carried_in_kwh: int = 0
    quantity: int = 0
    carried_out_kwh: int = 0
    unit_type: str = ""
    valid_until: date | None = None
    frozen: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryView:
    """A month's certificates in the expiry calendar, units."""

    unit_type: str
    month: date
    tradable: bool
    valid_until: date
    issued: int
    held: int
    frozen: int
    used: int
    cancelled: int
    expired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionView:
    """A published step of the exclusion with another mechanism."""

    step: str
    device: str
    meter: str
    month: date
    unit_type: str
    quantity: int
    serial_first: int
    serial_last: int
    mechanism: str
    reference: str
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateStatistics:
    """Public totals, units of 1 MWh; `generation_kwh` is all that was metered."""

    devices: dict[str, int] = field(default_factory=dict)
    generation_kwh: int = 0
    issued_tradable: int = 0
    issued_only: int = 0
    held: int = 0
    frozen: int = 0
    used: int = 0
    cancelled: int = 0
    expired: int = 0
