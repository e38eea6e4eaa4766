"""The documents of a project: kept once under their SHA-256, and asked for by the steps.

Contents live in the world's database: they are written in the same unit of work as the command
that names their digest, are carried along by every backup, and belong to one world only.
"""

import hashlib
from collections.abc import Mapping

from sqlmodel import col, func, select

from registry.parties.models import Party
from registry.projects.commands import AttachDocument
from registry.projects.crediting import SCHEME
from registry.projects.document_types import (
    DOCUMENT_NAMES,
    DocumentKind,
    check_document,
    check_name,
)
from registry.projects.models import (
    DocumentContent,
    Project,
    ProjectDocument,
    Report,
    ReportDocument,
)
from registry.projects.projects import (
    PROJECT_ENDED,
    STATE_NAMES,
    STEP_NAMES,
    ProjectState,
    ReportState,
    ReportStep,
    check_validator,
    check_verifier,
)
from registry.projects.records import locked_project, reported_project
from registry.projects.refused_documents import (
    DocumentMissing,
    DocumentNotTaken,
    DocumentsTooMany,
    DocumentUsed,
    UnknownDocument,
)
from registry.rules import rule_book
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownReport
from registry.worlds.numbering import next_yearly

STATES_OF_KINDS: Mapping[DocumentKind, frozenset[str]] = {
    DocumentKind.DESIGN: frozenset({ProjectState.DRAFT}),
    DocumentKind.VALIDATION: frozenset({ProjectState.PUBLISHED}),
    DocumentKind.MONITORING: frozenset({ProjectState.REGISTERED}),
    DocumentKind.VERIFICATION: frozenset({ProjectState.REGISTERED}),
    DocumentKind.OTHER: frozenset(ProjectState) - PROJECT_ENDED,
}
"""When a kind of document is taken: before the step that rests on it."""

BODIES_KINDS = frozenset({DocumentKind.VALIDATION, DocumentKind.VERIFICATION})


def keep_content(session: WorldSession, name: str, content: bytes) -> str:
    """Keep a file's bytes, once; return their SHA-256.

    Args:
        session: the unit of work in which `AttachDocument` then names them.
        name: the file's name, whose ending its content must fit.
        content: its bytes.

    Raises:
        TextInvalid, DocumentTooLarge, DocumentOfOtherType, DocumentHarmful: it is not taken.
        RuleNotInForce: the limit of size has no value today.
    """
    book = rule_book(session)
    limit = book.parameter(SCHEME, "document_bytes_max", session.clock.today()).whole
    check_document(name, content, limit)
    digest = hashlib.sha256(content).hexdigest()
    if session.get(DocumentContent, digest) is None:
        session.add(DocumentContent(digest=digest, content=content))
        session.flush()
    return digest


def attach_document(
    session: WorldSession, command: AttachDocument, actor: Actor
) -> dict[str, object]:
    """File a document with a project, or a verification report with its monitoring report.

    Raises:
        RoleMissing: the actor is neither developer nor verifier.
        UnknownProject, UnknownReport: there is no such project or report.
        NotRepresentative: the actor does not act for the party.
        DocumentNotTaken: the party may not file this kind of document now.
        VerifierIsValidator, VerifierIsParty: the body judges another's or its own work.
        DocumentsTooMany: the project has as many as it can have.
        UnknownDocument: no content is kept under the digest.
        TextInvalid, DocumentTooLarge, DocumentOfOtherType, DocumentHarmful: it is not taken.
        RuleNotInForce: a limit has no value today.
    """
    actor.check_role(Role.DEVELOPER, Role.VERIFIER)
    project = locked_project(session, command.project)
    party = session.get(Party, command.party_id)
    actor.check_represents(party.id if party else None, party.name_zh if party else "")
    assert party is not None
    kind, report = _kind(command, project), _report(session, command, project)
    _check_taken(project, report, kind, party, actor)
    _check_count(session, project)
    content = session.get(DocumentContent, command.digest)
    if content is None:
        raise UnknownDocument(document=command.digest[:40], field="file")
    media_type = check_document(command.name, content.content, len(content.content))
    document = ProjectDocument(
        number=next_yearly(session, "DC"),
        project_id=project.id or 0,
        report_id=report.id if report else None,
        kind=kind.value,
        name=check_name(command.name),
        media_type=media_type,
        size_bytes=len(content.content),
        digest=command.digest,
        party_id=command.party_id,
        actor=actor.name,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(document)
    session.flush()
    return {
        "document": document.number,
        "digest": document.digest,
        "media_type": media_type,
        "size_bytes": document.size_bytes,
    }


def check_filed(
    session: WorldSession,
    project: Project,
    kind: DocumentKind,
    step: str,
    party_id: int,
    report: Report | None = None,
) -> None:
    """Refuse a step whose document the party has not filed.

    Raises:
        DocumentMissing: it has not.
    """
    query = select(ProjectDocument.id).where(
        ProjectDocument.project_id == project.id,
        ProjectDocument.kind == kind.value,
        ProjectDocument.party_id == party_id,
    )
    if report is not None:
        query = query.where(ProjectDocument.report_id == report.id)
    if session.exec(query).first() is None:
        raise DocumentMissing(
            record=report.number if report else project.number,
            what=DOCUMENT_NAMES[kind],
            step=STEP_NAMES[step],
            field="file",
        )


def unused_document(session: WorldSession, project: Project, number: str) -> ProjectDocument:
    """Return the monitoring document with which a report is to be filed.

    Args:
        session: the unit of work.
        project: whose document it is.
        number: of the document; empty: none was named.

    Raises:
        DocumentMissing: none was named.
        UnknownDocument: the project has no monitoring document with this number.
        DocumentUsed: it belongs to another report.
    """
    if not number:
        raise DocumentMissing(
            record=project.number,
            what=DOCUMENT_NAMES[DocumentKind.MONITORING],
            step=STEP_NAMES[ReportStep.FILE],
            field="document",
        )
    document = session.exec(
        select(ProjectDocument).where(
            ProjectDocument.number == number,
            ProjectDocument.project_id == project.id,
            ProjectDocument.kind == DocumentKind.MONITORING.value,
        )
    ).first()
    if document is None:
        raise UnknownDocument(document=number[:40], field="document")
    other = session.exec(
        select(Report.number)
        .join(ReportDocument, col(ReportDocument.report_id) == col(Report.id))
        .where(ReportDocument.document_id == document.id)
    ).first()
    if other is not None:
        raise DocumentUsed(document=number, report=other, field="document")
    return document


def bind_document(session: WorldSession, document: ProjectDocument, report: Report) -> None:
    """Bind a monitoring document to the report that is filed with it."""
    assert document.id is not None
    assert report.id is not None
    session.add(ReportDocument(document_id=document.id, report_id=report.id))
    session.flush()


def _kind(command: AttachDocument, project: Project) -> DocumentKind:
    try:
        return DocumentKind(command.document_kind)
    except ValueError:
        raise DocumentNotTaken(
            what=command.document_kind[:40],
            record=project.number,
            state=STATE_NAMES[project.state],
            field="document_kind",
        ) from None


def _report(session: WorldSession, command: AttachDocument, project: Project) -> Report | None:
    if not command.report:
        return None
    report, owner = reported_project(session, command.report)
    if owner.id != project.id:
        raise UnknownReport(report=command.report[:40], field="report")
    return report


def _check_taken(
    project: Project, report: Report | None, kind: DocumentKind, party: Party, actor: Actor
) -> None:
    """Refuse a document that this party may not file now."""
    of_body = kind in BODIES_KINDS
    fits = project.state in STATES_OF_KINDS[kind] and (
        of_body or party.id == project.developer_party_id
    )
    if kind is DocumentKind.VERIFICATION:
        fits = fits and report is not None and report.state == ReportState.FILED
    elif report is not None:
        fits = False
    if of_body:
        fits = fits and party.kind == "verifier" and Role.VERIFIER in actor.roles
    if not fits:
        raise DocumentNotTaken(
            what=DOCUMENT_NAMES[kind],
            record=report.number if report else project.number,
            state=STATE_NAMES[report.state if report else project.state],
            field="document_kind",
        )
    assert party.id is not None
    if kind is DocumentKind.VALIDATION:
        check_validator(party.id, party.name_zh, project.developer_party_id, project.number)
    if kind is DocumentKind.VERIFICATION:
        check_verifier(
            party.id,
            party.name_zh,
            project.validator_party_id,
            project.developer_party_id,
            project.number,
        )


def _check_count(session: WorldSession, project: Project) -> None:
    limit = rule_book(session).parameter(SCHEME, "documents_max", session.clock.today()).whole
    query = select(func.count()).where(col(ProjectDocument.project_id) == project.id)
    if session.exec(query).one() >= limit:
        raise DocumentsTooMany(project=project.number, maximum=limit, field="file")
