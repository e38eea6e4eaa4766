"""How the registry's records look in JSON."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Base of answers made from the registry's own views."""

    model_config = ConfigDict(from_attributes=True)


class PartyShape(Shape):
    """A party."""

    name_zh: str
    name_en: str
    kind: str
    fictitious: bool


class HoldingShape(Shape):
    """Units of one type in one account; cash is of measure `fen`."""

    account: str
    unit_type: str
    kind: str
    measure: str
    quantity: int
    reserved: int
    available: int
    serials: list[str]


class AccountShape(Shape):
    """An account and what it holds."""

    number: str
    status: str
    party_zh: str
    party_en: str
    fictitious: bool
    holdings: list[HoldingShape] = []


class StatementShape(Shape):
    """One posting of an account, signed."""

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


class ReportShape(Shape):
    """A saved estimate or a monitoring report."""

    number: str
    kind: str
    title: str
    state: str
    project: str
    methodology_id: str
    methodology_version: str
    methodology_status: str
    quantity: str
    measure: str
    digest: str
    period_from: date | None
    period_to: date | None
    verifier: PartyShape | None


class ProjectShape(Shape):
    """A project."""

    number: str
    name: str
    scheme: str
    state: str
    developer: PartyShape
    validator: PartyShape | None
    methodology_id: str
    methodology_version: str
    methodology_status: str
    location: str
    description: str
    created_at: datetime


class IssuanceShape(Shape):
    """One creation of units."""

    unit_type: str
    quantity: int
    serials: str
    report: str
    business_date: date
    override_reason: str


class CertificateShape(Shape):
    """The public record of a surrender or retirement."""

    number: str
    use: str
    party: PartyShape
    unit_type: str
    kind: str
    measure: str
    quantity: int
    serials: list[str]
    compliance_year: int | None
    obligation: dict[str, str]
    beneficiary: str
    beneficiary_credit_code: str
    purpose: str
    period_from: date | None
    period_to: date | None
    note: str
    transaction_id: str
    recorded_at: datetime
    business_date: date
    undone_on: date | None
    undone_by: str


class OverrideShape(Shape):
    """Why units were issued although their methodology is reconstructed."""

    report: str
    methodology: str
    reason: str
    business_date: date


class CertificateDetailShape(CertificateShape):
    """The record of a certificate with the overrides behind its units."""

    overrides: list[OverrideShape]


class ProjectPageShape(Shape):
    """Everything public about a project."""

    project: ProjectShape
    reports: list[ReportShape]
    issuances: list[IssuanceShape]
    certificates: list[CertificateShape]


class UnitTotalsShape(Shape):
    """Public totals of a unit type: what was issued is the sum of all states."""

    unit_type: str
    kind: str
    scheme: str
    vintage: int | None
    measure: str
    name_zh: str
    name_en: str
    issued: int
    held: int
    surrendered: int
    retired: int
    cancelled: int
    expired: int
    carried_over: int
    immobilised: int


class PlaceShape(Shape):
    """An account; a participant's number is masked unless the reader may see it."""

    kind: str
    holder: str
    number: str
    name_zh: str
    name_en: str


class LifeEventShape(Shape):
    """One movement in the life of units; `moved` is the whole run that moved together."""

    transaction_id: str
    kind: str
    recorded_at: datetime
    business_date: date
    moved: str
    source: PlaceShape
    target: PlaceShape
    certificate: str


class IssuanceLineShape(Shape):
    """The issuance that created units."""

    serials: str
    quantity: int
    project: str
    report: str
    recorded_at: datetime
    business_date: date


class LifePieceShape(Shape):
    """Units with one life."""

    serials: str
    quantity: int
    state: str
    place: PlaceShape | None
    issuance: IssuanceLineShape | None
    events: list[LifeEventShape]


class SerialLivesShape(Shape):
    """The lives of a range, cut into pieces; `next_serial` begins the next page."""

    serials: str
    quantity: int
    unit_type: str
    kind: str
    scheme: str
    measure: str
    pieces: list[LifePieceShape]
    next_serial: int | None
