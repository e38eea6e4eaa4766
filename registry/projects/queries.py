"""Projects and reports: lists, and everything public about one project.

A draft that was never published is seen by its developer and the registry alone: every query
leaves it out unless it is told who looks.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, true
from sqlmodel import col, or_, select

from registry.ledger.certificate_queries import certificates
from registry.ledger.models import Issuance, UnitType
from registry.ledger.serials import SerialRange, format_range
from registry.ledger.views import IssuanceView
from registry.parties.queries import parties_by_id
from registry.projects.documents_and_comments import comments_of, documents_of
from registry.projects.models import Project, ProjectEvent, ProjectMeter, Report
from registry.projects.overrides import override_reasons
from registry.projects.views import (
    EventView,
    MeterView,
    ProjectPage,
    ProjectView,
    ReportView,
)
from registry.projects.windows import window
from registry.rules import working_calendar
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownProject, UnknownReport


def list_projects(
    session: WorldSession,
    *,
    text: str = "",
    state: str | None = None,
    party_ids: Collection[int] | None = None,
    viewer: Actor | None = None,
    limit: int = 100,
) -> list[ProjectView]:
    """Return projects, newest first.

    Args:
        session: any session.
        text: only those with this in number, name, place or methodology.
        state: only those in this state.
        party_ids: only those of these developers.
        viewer: who looks; None: the public, which sees no drafts.
        limit: how many at most.
    """
    query = select(Project).order_by(col(Project.id).desc()).limit(limit)
    query = query.where(is_visible(viewer))
    if text:
        query = query.where(project_has(text))
    if state is not None:
        query = query.where(Project.state == state)
    if party_ids is not None:
        query = query.where(col(Project.developer_party_id).in_(party_ids))
    return project_views(session, session.exec(query).all())


def is_visible(viewer: Actor | None = None) -> ColumnElement[bool]:
    """Return the condition that a project was published, or is one that the viewer may see.

    Args:
        viewer: who looks; None: the public.
    """
    published = col(Project.first_published_on).is_not(None)
    if viewer is None:
        return published
    if viewer.roles & {Role.OPERATOR, Role.REGULATOR}:
        return true()
    return or_(published, col(Project.developer_party_id).in_(viewer.party_ids))


def project(session: WorldSession, number: str, viewer: Actor | None = None) -> ProjectView:
    """Return a project.

    Args:
        session: any session.
        number: of the project.
        viewer: who looks; None: the public, for which drafts do not exist.

    Raises:
        UnknownProject: there is none with this number, or it is a draft of somebody else's.
    """
    query = select(Project).where(Project.number == number, is_visible(viewer))
    found = project_views(session, session.exec(query).all())
    if not found:
        raise UnknownProject(project=str(number)[:40], field="project")
    return found[0]


def project_page(session: WorldSession, number: str, viewer: Actor | None = None) -> ProjectPage:
    """Return everything that the viewer may see of a project; None: the public.

    Raises:
        UnknownProject: there is none with this number, or it is a draft of somebody else's.
    """
    view = project(session, number, viewer)
    reports = tuple(list_reports(session, project_id=view.id, kind="monitoring"))
    started_from = list_reports(session, project_id=view.id, kind="estimate")
    today, calendar = session.clock.today(), working_calendar(session)
    return ProjectPage(
        project=view,
        estimate=started_from[0] if started_from else None,
        today=today,
        publicity=window(view.public_until, today, calendar),
        review=window(view.review_until, today, calendar),
        report_windows={
            each.number: (
                window(each.public_until, today, calendar),
                window(each.review_until, today, calendar),
            )
            for each in reports
        },
        meters=tuple(_meters(session, view.id)),
        events=tuple(_events(session, view.id)),
        reports=reports,
        documents=tuple(documents_of(session, view.id)),
        comments=tuple(comments_of(session, view.id)),
        issuances=tuple(_issuances(session, view.id)),
        certificates=tuple(certificates(session, project_id=view.id)),
    )


def list_reports(  # noqa: PLR0913  # what a list may be narrowed by
    session: WorldSession,
    *,
    kind: str | None = None,
    state: str | None = None,
    party_ids: Collection[int] | None = None,
    project_id: int | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[ReportView]:
    """Return reports, newest first.

    Args:
        session: any session.
        kind: estimate or monitoring.
        state: only those in this state.
        party_ids: only those of these parties.
        project_id: only those of this project.
        limit: how many at most.
        offset: how many of the newest are left out.
    """
    query = select(Report).order_by(col(Report.id).desc()).limit(limit).offset(offset)
    if kind is not None:
        query = query.where(Report.kind == kind)
    if state is not None:
        query = query.where(Report.state == state)
    if party_ids is not None:
        query = query.where(col(Report.party_id).in_(party_ids))
    if project_id is not None:
        query = query.where(Report.project_id == project_id)
    return _report_views(session, session.exec(query).all())


def report(session: WorldSession, number: str) -> ReportView:
    """Return an estimate or a monitoring report.

    Raises:
        UnknownReport: there is none with this number.
    """
    found = session.exec(select(Report).where(Report.number == number)).all()
    if not found:
        raise UnknownReport(report=str(number)[:40], field="report")
    return _report_views(session, found)[0]


def project_has(text: str) -> ColumnElement[bool]:
    """Return the condition that number, name, place or methodology contain a text."""
    fields = (Project.number, Project.name, Project.location, Project.methodology_id)
    return or_(*(col(field).icontains(text, autoescape=True) for field in fields))


def project_views(session: WorldSession, rows: Sequence[Project]) -> list[ProjectView]:
    """Return records of projects as the public sees them, in the same order."""
    known = parties_by_id(
        session, {id_ for row in rows for id_ in (row.developer_party_id, row.validator_party_id)}
    )
    return [
        ProjectView(
            id=row.id or 0,
            number=row.number,
            name=row.name,
            scheme=row.scheme,
            state=row.state,
            developer=known[row.developer_party_id],
            validator=known.get(row.validator_party_id or 0),
            methodology_id=row.methodology_id,
            methodology_version=row.methodology_version,
            methodology_status=row.methodology_status,
            location=row.location,
            description=row.description,
            created_at=row.created_at,
            construction_start=row.construction_start,
            crediting_from=row.crediting_from,
            crediting_to=row.crediting_to,
            outside_quota=row.outside_quota,
            public_until=row.public_until,
            review_until=row.review_until,
            is_public=row.first_published_on is not None,
        )
        for row in rows
    ]


def last_steps(
    session: WorldSession, project_ids: Collection[int]
) -> dict[tuple[int, str], datetime]:
    """Return when each project, and each of its reports, last took a step.

    Args:
        session: any session.
        project_ids: the projects wanted.

    Returns:
        By project id and report number; under an empty number, the project's last step of all.
    """
    rows = session.exec(
        select(ProjectEvent.project_id, Report.number, ProjectEvent.recorded_at)
        .join(Report, col(Report.id) == col(ProjectEvent.report_id), isouter=True)
        .where(col(ProjectEvent.project_id).in_(project_ids))
        .order_by(col(ProjectEvent.id))
    ).all()
    taken: dict[tuple[int, str], datetime] = {}
    for project_id, number, recorded_at in rows:
        taken[project_id, ""] = taken[project_id, number or ""] = recorded_at
    return taken


def _report_views(session: WorldSession, rows: Sequence[Report]) -> list[ReportView]:
    known = parties_by_id(
        session, {id_ for row in rows for id_ in (row.party_id, row.verifier_party_id)}
    )
    project_ids = {row.project_id for row in rows if row.project_id is not None}
    numbers = dict(
        session.exec(
            select(Project.id, Project.number).where(col(Project.id).in_(project_ids))
        ).all()
    )
    return [
        ReportView(
            id=row.id or 0,
            number=row.number,
            kind=row.kind,
            title=row.title,
            state=row.state,
            party=known[row.party_id],
            project=numbers.get(row.project_id, ""),
            verifier=known.get(row.verifier_party_id or 0),
            methodology_id=row.methodology_id,
            methodology_version=row.methodology_version,
            methodology_status=row.methodology_status,
            quantity=row.quantity,
            measure=row.measure,
            inputs_json=row.inputs_json,
            result_json=row.result_json,
            digest=row.digest,
            period_from=row.period_from,
            period_to=row.period_to,
            created_at=row.created_at,
            verified_quantity=row.verified_quantity,
            public_until=row.public_until,
            review_until=row.review_until,
        )
        for row in rows
    ]


def _meters(session: WorldSession, project_id: int) -> list[MeterView]:
    rows = session.exec(
        select(ProjectMeter)
        .where(ProjectMeter.project_id == project_id)
        .order_by(col(ProjectMeter.id))
    )
    return [MeterView(meter=row.meter, installation=row.installation) for row in rows]


def _events(session: WorldSession, project_id: int) -> list[EventView]:
    rows = session.exec(
        select(ProjectEvent, Report.number)
        .join(Report, col(Report.id) == col(ProjectEvent.report_id), isouter=True)
        .where(ProjectEvent.project_id == project_id)
        .order_by(col(ProjectEvent.id))
    ).all()
    known = parties_by_id(session, {event.party_id for event, _ in rows})
    return [
        EventView(
            step=event.step,
            party=known.get(event.party_id or 0),
            report=number or "",
            note=event.note,
            recorded_at=event.recorded_at,
            business_date=event.business_date,
        )
        for event, number in rows
    ]


def _issuances(session: WorldSession, project_id: int) -> list[IssuanceView]:
    rows = session.exec(
        select(Issuance, UnitType.code, Report.number)
        .join(UnitType, col(UnitType.id) == col(Issuance.unit_type_id))
        .join(Report, col(Report.id) == col(Issuance.report_id), isouter=True)
        .where(Issuance.project_id == project_id)
        .order_by(col(Issuance.id))
    ).all()
    reasons = override_reasons(session, {issuance.id or 0 for issuance, _code, _number in rows})
    return [
        IssuanceView(
            id=issuance.id or 0,
            unit_type=code,
            quantity=issuance.quantity,
            serials=format_range(code, SerialRange(issuance.serial_first, issuance.serial_last)),
            report=number or "",
            recorded_at=issuance.recorded_at,
            business_date=issuance.business_date,
            override_reason=reasons.get(issuance.id or 0, ""),
        )
        for issuance, code, number in rows
    ]
