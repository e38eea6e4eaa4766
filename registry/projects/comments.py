"""What the public says of a project or report during its publicity, and what is answered."""

from sqlmodel import col, func, select

from registry.projects.commands import AnswerComment, CommentOnProject
from registry.projects.crediting import SCHEME
from registry.projects.models import CommentContact, Project, ProjectComment, Report
from registry.projects.projects import ProjectState, ReportState
from registry.projects.records import locked_project, own_project, reported_project
from registry.projects.refused_documents import CommentsClosed, CommentsTooMany, UnknownComment
from registry.projects.windows import is_public
from registry.rules import rule_book
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownProject, UnknownReport
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text

AUTHOR_CHARACTERS_MAX = 100
CONTACT_CHARACTERS_MAX = 254
ORIGIN_CHARACTERS_MAX = 64
TEXT_CHARACTERS_MAX = 4000


def comment_on_project(
    session: WorldSession,
    command: CommentOnProject,
    actor: Actor,  # noqa: ARG001  anybody may comment
) -> dict[str, object]:
    """Take a comment on a project, or on one of its reports, while its publicity runs.

    Raises:
        UnknownProject, UnknownReport: there is no such public project or report.
        CommentsClosed: its publicity does not run today.
        CommentsTooMany: as many came from this origin today as are taken.
        TextInvalid: a text cannot be used.
        RuleNotInForce: a limit has no value today.
    """
    project = locked_project(session, command.project)
    if project.first_published_on is None:
        raise UnknownProject(project=command.project[:40], field="project")
    report = _report_of(session, project, command.report) if command.report else None
    _check_open(session, project, report)
    book, today = rule_book(session), session.clock.today()
    text = check_text(command.text, "text", _longest(session))
    author = check_text(command.author, "author", AUTHOR_CHARACTERS_MAX)
    organisation = command.organisation.strip() and check_text(command.organisation, "organisation")
    origin = command.origin[:ORIGIN_CHARACTERS_MAX]
    _check_often(session, origin, book.parameter(SCHEME, "comments_per_day_max", today).whole)
    comment = _added(session, project, report, author, organisation, text, origin=origin)
    return {"comment": comment.number, "commented_project": project.number}


def answer_comment(
    session: WorldSession, command: AnswerComment, actor: Actor
) -> dict[str, object]:
    """Answer a public comment, in the developer's name.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownComment: there is no such comment.
        NotRepresentative: the actor does not act for the project's developer.
        TextInvalid: the text cannot be used.
        RuleNotInForce: the limit has no value today.
    """
    actor.check_role(Role.DEVELOPER)
    found = session.exec(
        select(ProjectComment).where(
            ProjectComment.number == command.comment, col(ProjectComment.answers_id).is_(None)
        )
    ).first()
    if found is None:
        raise UnknownComment(comment=command.comment[:40], field="comment")
    project = own_project(session, session.get_one(Project, found.project_id).number, actor)
    text = check_text(command.text, "text", _longest(session))
    report = session.get(Report, found.report_id) if found.report_id else None
    answer = _added(session, project, report, "", "", text, answers_id=found.id)
    return {"comment": answer.number, "commented_project": project.number}


def keep_contact(session: WorldSession, comment: str, contact: str) -> None:
    """Keep how to reach a commenter, where nobody sees it and from where it can be erased.

    It is no part of the command: commands are logged for ever, and personal data are not.

    Args:
        session: the unit of work that took the comment.
        comment: its number.
        contact: an address or telephone number; empty: none.

    Raises:
        TextInvalid: it is too long or holds control characters.
    """
    if not contact.strip():
        return
    kept = check_text(contact, "contact", CONTACT_CHARACTERS_MAX)
    found = session.exec(select(ProjectComment).where(ProjectComment.number == comment)).one()
    if session.get(CommentContact, found.id) is None:
        session.add(CommentContact(comment_id=found.id or 0, contact=kept))
        session.flush()


def _longest(session: WorldSession) -> int:
    rule = rule_book(session).parameter(SCHEME, "comment_characters_max", session.clock.today())
    return min(rule.whole, TEXT_CHARACTERS_MAX)


def _report_of(session: WorldSession, project: Project, number: str) -> Report:
    report, owner = reported_project(session, number)
    if owner.id != project.id:
        raise UnknownReport(report=number[:40], field="report")
    return report


def _check_open(session: WorldSession, project: Project, report: Report | None) -> None:
    """Refuse a comment unless the record is published today."""
    today = session.clock.today()
    record = report or project
    waiting = ReportState.FILED if report else ProjectState.PUBLISHED
    if record.state != waiting or not is_public(record.public_until, today):
        until = record.public_until.isoformat() if record.public_until else "–"
        raise CommentsClosed(record=record.number, until=until)


def _check_often(session: WorldSession, origin: str, limit: int) -> None:
    query = select(func.count()).where(
        col(ProjectComment.origin) == origin,
        col(ProjectComment.business_date) == session.clock.today(),
    )
    if origin and session.exec(query).one() >= limit:
        raise CommentsTooMany(maximum=limit)


def _added(  # noqa: PLR0913  the record has this many columns
    session: WorldSession,
    project: Project,
    report: Report | None,
    author: str,
    organisation: str,
    text: str,
    *,
    origin: str = "",
    answers_id: int | None = None,
) -> ProjectComment:
    comment = ProjectComment(
        number=next_yearly(session, "CO"),
        project_id=project.id or 0,
        report_id=report.id if report else None,
        answers_id=answers_id,
        author=author,
        organisation=organisation,
        text=text,
        origin=origin,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(comment)
    session.flush()
    return comment
