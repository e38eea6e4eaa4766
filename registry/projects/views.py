"""What the pages show of projects."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.ledger.views import CertificateView, IssuanceView
from registry.parties.views import PartyView
from registry.projects.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """A project as the public sees it; `is_public` once its design was published."""

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
    construction_start: date | None
    crediting_from: date | None
    crediting_to: date | None
    outside_quota: bool | None
    public_until: date | None
    review_until: date | None
    is_public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterView:
    """A meter, or an area, that a project's reductions rest on."""

    meter: str
    installation: str


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
    verified_quantity: str | None
    public_until: date | None
    review_until: date | None


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
class DocumentView:
    """A document of a project; `report` names the report it belongs to."""

    number: str
    kind: str
    report: str
    name: str
    media_type: str
    size_bytes: int
    digest: str
    party: PartyView
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """A public comment and the developer's answers, the oldest first."""

    number: str
    report: str
    author: str
    organisation: str
    text: str
    business_date: date
    answers: tuple["CommentView", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """Everything public about a project, with the estimate it began from.

    Windows are as they stand on `today`.
    """

    project: ProjectView
    estimate: ReportView | None
    today: date
    publicity: Window | None
    review: Window | None
    report_windows: dict[str, tuple[Window | None, Window | None]]
    meters: tuple[MeterView, ...]
    events: tuple[EventView, ...]
    reports: tuple[ReportView, ...]
    documents: tuple[DocumentView, ...]
    comments: tuple[CommentView, ...]
    issuances: tuple[IssuanceView, ...]
    certificates: tuple["CertificateView", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTask:
    """A step that somebody must take: from which day, and by when where there is a limit."""

    step: str
    project: ProjectView
    report: str = ""
    quantity: str = ""
    measure: str = ""
    possible_from: date | None = None
    due: date | None = None
