"""What queries of carbon inclusion answer: plain values for pages and JSON; amounts in mg CO2e."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.parties.views import PartyView


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEventView:
    """One step in the life of a batch."""

    step: str
    actor: str
    party: PartyView | None
    note: str
    recorded_at: datetime
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """A batch; what was issued of it is in whole kilograms."""

    number: str
    platform: str
    platform_name: str
    platform_party: PartyView
    scheme: str
    period_from: date
    period_to: date
    records: int
    reduction_mg: int
    enterprise_mg: int
    personal_mg: int
    state: str
    verifier: PartyView | None
    issued_kg: int | None
    unit_type: str
    serials: list[str]
    events: list[BatchEventView]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformView:
    """A platform with its sums."""

    number: str
    name: str
    scheme: str
    party: PartyView
    account: str
    enterprise_account: str
    kinds: list[str]
    registered_at: datetime
    persons: int
    records: int
    reduction_mg: int
    waiting_records: int
    waiting_mg: int
    enterprise_mg: int
    personal_mg: int
    issued_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadView:
    """One upload of a platform that was stored."""

    number: str
    content: str
    rows: int
    stored: int
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalLine:
    """What a person did of one kind in one month."""

    month: str
    kind: str
    records: int
    reduction_mg: int
    enterprise_mg: int
    personal_mg: int
    waiting_mg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """One step of a consent."""

    step: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CarbonAccountView:
    """A personal carbon account: a code, a platform, sums; nothing that names the person."""

    code: str
    scheme: str
    platform: str
    platform_name: str
    opened_on: date
    records: int
    reduction_mg: int
    enterprise_mg: int
    personal_mg: int
    waiting_mg: int
    lines: list[PersonalLine]
    consents: list[ConsentView]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedQuantity:
    """Credits of a scheme used for one purpose; `use` is a surrender or a retirement."""

    use: str
    purpose: str
    quantity_kg: int
    certificates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeFigures:
    """Public sums of a scheme."""

    scheme: str
    platforms: int
    persons: int
    records: int
    reduction_mg: int
    enterprise_mg: int
    personal_mg: int
    waiting_mg: int
    issued_kg: int
    used: list[UsedQuantity]

    @property
    def used_kg(self) -> int:
        """Return the credits used for anything."""
        return sum(each.quantity_kg for each in self.used)
