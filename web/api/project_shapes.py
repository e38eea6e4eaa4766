"""How projects look in JSON: state, windows, documents, comments, reports."""

from datetime import date

from web.api.registry_shapes import (
    CertificateShape,
    IssuanceShape,
    PartyShape,
    ProjectShape,
    ReportShape,
    Shape,
)


class WindowShape(Shape):
    """A window as it stands today."""

    last_day: date
    working_days_left: int
    over: bool


class DesignedProjectShape(ProjectShape):
    """A project with the facts of its design."""

    construction_start: date | None
    crediting_from: date | None
    crediting_to: date | None
    outside_quota: bool | None
    public_until: date | None
    review_until: date | None
    is_public: bool


class JudgedReportShape(ReportShape):
    """A monitoring report with what was verified and its windows."""

    verified_quantity: str | None
    public_until: date | None
    review_until: date | None


class MeterShape(Shape):
    """A meter, or an area, that the reductions rest on."""

    meter: str
    installation: str


class EventShape(Shape):
    """One step in the history."""

    step: str
    party: PartyShape | None
    report: str
    note: str
    business_date: date


class DocumentShape(Shape):
    """A document; download it at `/registry/documents/<number>`."""

    number: str
    kind: str
    report: str
    name: str
    media_type: str
    size_bytes: int
    digest: str
    party: PartyShape
    business_date: date


class AnswerShape(Shape):
    """The developer's answer to a comment."""

    number: str
    text: str
    business_date: date


class CommentShape(AnswerShape):
    """A public comment."""

    report: str
    author: str
    organisation: str
    answers: list[AnswerShape]


class ProjectPageShape(Shape):
    """Everything that the reader may see of a project, on the world's date `today`."""

    project: DesignedProjectShape
    estimate: ReportShape | None
    today: date
    publicity: WindowShape | None
    review: WindowShape | None
    meters: list[MeterShape]
    events: list[EventShape]
    reports: list[JudgedReportShape]
    documents: list[DocumentShape]
    comments: list[CommentShape]
    issuances: list[IssuanceShape]
    certificates: list[CertificateShape]
