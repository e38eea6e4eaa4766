"""What queries answer: plain values for pages and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from registry.parties.views import PartyView


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account and whose it is."""

    id: int
    number: str
    name: str
    status: str
    party_id: int
    party_zh: str
    party_en: str
    fictitious: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingView:
    """Units of one type in one account; `serials` are readable ranges."""

    account_id: int
    account: str
    unit_type_id: int
    unit_type: str
    kind: str
    measure: str
    name_zh: str
    name_en: str
    quantity: int
    reserved: int
    available: int
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One posting of an account; `quantity` is signed, `counterparty` the other account."""

    posting_id: int
    transaction_id: str
    kind: str
    recorded_at: datetime
    business_date: date
    unit_type: str
    measure: str
    quantity: int
    counterparty: str
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuanceView:
    """One creation of units; `override_reason` of the operator, where one was needed."""

    id: int
    unit_type: str
    quantity: int
    serials: str
    report: str
    recorded_at: datetime
    business_date: date
    override_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """The public record of a surrender or retirement; `use` is the one or the other.

    `obligation` names the market whose obligation a surrender met; empty for a retirement.
    `undone_on` and `undone_by` are day and transaction of an undoing; None and empty: not undone.
    """

    number: str
    use: str
    party: PartyView
    account: str
    unit_type: str
    kind: str
    measure: str
    quantity: int
    serials: tuple[str, ...]
    compliance_year: int | None
    obligation: Mapping[str, str]
    beneficiary: str
    beneficiary_credit_code: str
    purpose: str
    period_from: date | None
    period_to: date | None
    note: str
    transaction_id: str
    recorded_at: datetime
    business_date: date
    undone_on: date | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTotals:
    """Public totals of a unit type: what was issued is the sum of all states."""

    unit_type_id: int
    unit_type: str
    kind: str
    scheme: str
    vintage: int | None
    measure: str
    name_zh: str
    name_en: str
    issued: int
    held: int
    reserved: int
    surrendered: int
    retired: int
    cancelled: int
    expired: int
    carried_over: int
    immobilised: int
