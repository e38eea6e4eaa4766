"""What the pages show of projects."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.ledger.views import CertificateView, IssuanceView
from registry.parties.views import PartyView


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """A project as the public sees it."""

    id: int
    number: str
    name: str
    scheme: str
    state: str
    developer: PartyView
    validator: PartyView | None
    methodology_id: str
    methodology_version: str
    methodology_status: str
    location: str
    description: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """An estimate or a monitoring report."""

    id: int
    number: str
    kind: str
    title: str
    state: str
    party: PartyView
    project: str
    verifier: PartyView | None
    methodology_id: str
    methodology_version: str
    methodology_status: str
    quantity: str
    measure: str
    inputs_json: str
    result_json: str
    digest: str
    period_from: date | None
    period_to: date | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One step in a project's history; `party` acted, `report` names the report concerned."""

    step: str
    party: PartyView | None
    report: str
    note: str
    recorded_at: datetime
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """Everything public about a project."""

    project: ProjectView
    events: tuple[EventView, ...]
    reports: tuple[ReportView, ...]
    issuances: tuple[IssuanceView, ...]
    certificates: tuple["CertificateView", ...]
