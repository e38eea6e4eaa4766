"""Documents and comments of a project as its page shows them, and a document to download."""

from typing import NamedTuple

from sqlmodel import col, select

from registry.parties.queries import parties_by_id
from registry.projects.models import (
    DocumentContent,
    Project,
    ProjectComment,
    ProjectDocument,
    Report,
    ReportDocument,
)
from registry.projects.refused_documents import UnknownDocument
from registry.projects.views import CommentView, DocumentView
from registry.worlds.database import WorldSession


class Download(NamedTuple):
    """A document with its bytes."""

    project: str
    name: str
    media_type: str
    digest: str
    content: bytes


def documents_of(session: WorldSession, project_id: int) -> list[DocumentView]:
    """Return the documents of a project, in the order in which they were filed."""
    rows = session.exec(
        select(ProjectDocument, Report.number)
        .join(
            ReportDocument,
            col(ReportDocument.document_id) == col(ProjectDocument.id),
            isouter=True,
        )
        .join(
            Report,
            (col(Report.id) == col(ProjectDocument.report_id))
            | (col(Report.id) == col(ReportDocument.report_id)),
            isouter=True,
        )
        .where(ProjectDocument.project_id == project_id)
        .order_by(col(ProjectDocument.id))
    ).all()
    known = parties_by_id(session, {row.party_id for row, _ in rows})
    return [
        DocumentView(
            number=row.number,
            kind=row.kind,
            report=report or "",
            name=row.name,
            media_type=row.media_type,
            size_bytes=row.size_bytes,
            digest=row.digest,
            party=known[row.party_id],
            business_date=row.business_date,
        )
        for row, report in rows
    ]


def download(session: WorldSession, number: str) -> Download:
    """Return a document with its bytes.

    Raises:
        UnknownDocument: there is none with this number.
    """
    found = session.exec(
        select(ProjectDocument, Project.number, DocumentContent.content)
        .join(Project, col(Project.id) == col(ProjectDocument.project_id))
        .join(DocumentContent, col(DocumentContent.digest) == col(ProjectDocument.digest))
        .where(ProjectDocument.number == number)
    ).first()
    if found is None:
        raise UnknownDocument(document=str(number)[:40], field="document")
    document, project, content = found
    return Download(project, document.name, document.media_type, document.digest, content)


def commented_project(session: WorldSession, comment: str) -> str:
    """Return the number of the project on which a comment was made, empty if there is none."""
    query = (
        select(Project.number)
        .join(ProjectComment, col(ProjectComment.project_id) == col(Project.id))
        .where(ProjectComment.number == comment)
    )
    return session.exec(query).first() or ""


def comments_of(session: WorldSession, project_id: int) -> list[CommentView]:
    """Return the comments on a project and its reports, the oldest first, with their answers."""
    rows = session.exec(
        select(ProjectComment, Report.number)
        .join(Report, col(Report.id) == col(ProjectComment.report_id), isouter=True)
        .where(ProjectComment.project_id == project_id)
        .order_by(col(ProjectComment.id))
    ).all()
    answers: dict[int, list[CommentView]] = {}
    for row, report in rows:
        if row.answers_id is not None:
            answers.setdefault(row.answers_id, []).append(_view(row, report, ()))
    return [
        _view(row, report, tuple(answers.get(row.id or 0, ())))
        for row, report in rows
        if row.answers_id is None
    ]


def _view(row: ProjectComment, report: str | None, answers: tuple[CommentView, ...]) -> CommentView:
    return CommentView(
        number=row.number,
        report=report or "",
        author=row.author,
        organisation=row.organisation,
        text=row.text,
        business_date=row.business_date,
        answers=answers,
    )
