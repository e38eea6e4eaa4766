"""Comments of the public during publicity, and the developer's answers."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from registry.projects.commands import AnswerComment, CommentOnProject, StartProject
from registry.projects.comments import keep_contact
from registry.projects.documents_and_comments import commented_project
from registry.projects.queries import project_page
from registry.projects.refused_documents import CommentsClosed, CommentsTooMany, UnknownComment
from registry.services import execute
from registry.worlds import (
    Actor,
    IdempotencyConflict,
    NotRepresentative,
    RoleMissing,
    TextInvalid,
    UnknownProject,
    UnknownReport,
)
from tests.checked import passes, trips
from tests.strategies import (
    body,
    client_id,
    do,
    estimate,
    filed_report,
    holder,
    published_project,
    registered_project,
)

PUBLIC = Actor("public")
SAID = {"author": "周女士", "text": "候鸟怎么办？", "organisation": "观鸟会", "origin": "a1"}


@pytest.fixture
def developer(session):
    return holder(session, kind="developer")


@pytest.fixture
def published(session, developer):
    return published_project(session, developer, estimate(session, developer))


def comment(session, project, **changes):
    outcome = do(session, PUBLIC, CommentOnProject, project=project, **SAID | changes)
    return outcome.data["comment"]


@trips(CommentsClosed)
@passes(CommentsClosed)
def test_anybody_comments_while_publicity_runs_and_not_after(session, clock, published):
    first = comment(session, published)
    clock.advance(timedelta(days=28))
    comment(session, published, origin="b2")
    clock.advance(timedelta(days=1))
    with pytest.raises(CommentsClosed) as refused:
        comment(session, published)
    assert refused.value.facts["until"] == "2026-12-21"
    said = project_page(session, published).comments
    assert (said[0].number, said[0].author, said[0].text) == (first, "周女士", "候鸟怎么办？")
    assert len(said) == 2


def test_a_report_is_commented_on_in_its_own_publicity(session, clock):
    venture = registered_project(session)
    report = filed_report(session, venture)
    with pytest.raises(CommentsClosed):
        comment(session, venture.project)
    comment(session, venture.project, report=report)
    (said,) = project_page(session, venture.project).comments
    assert said.report == report
    with pytest.raises(UnknownReport):
        comment(session, venture.project, report=venture.estimate)
    clock.advance(timedelta(days=29))
    with pytest.raises(CommentsClosed):
        comment(session, venture.project, report=report)


def test_nobody_comments_on_a_draft_or_learns_of_it(session, developer):
    number = estimate(session, developer)
    draft = do(session, developer.actor, StartProject, estimate=number, name="x").data["project"]
    for project in (draft, "PR-1999-000001"):
        with pytest.raises(UnknownProject):
            comment(session, project)


def test_a_report_of_another_project_is_not_commented_on_here(session, published):
    report = filed_report(session, registered_project(session))
    with pytest.raises(UnknownReport):
        comment(session, published, report=report)


@pytest.mark.parametrize(
    "changes",
    [
        {"author": ""},
        {"author": "x" * 101},
        {"text": " "},
        {"text": "x" * 2001},
        {"text": "a\x00b"},
        {"organisation": "x" * 201},
    ],
)
def test_a_comment_has_a_name_and_a_text_of_bounded_length(session, published, changes):
    with pytest.raises(TextInvalid):
        comment(session, published, **changes)


@trips(CommentsTooMany)
@passes(CommentsTooMany)
def test_one_origin_comments_five_times_a_day(session, clock, published):
    for _ in range(5):
        comment(session, published)
    with pytest.raises(CommentsTooMany):
        comment(session, published)
    comment(session, published, origin="b2")
    clock.advance(timedelta(days=1))
    comment(session, published)


def test_a_comment_sent_twice_is_one_comment(session, published):
    command = CommentOnProject(client_id=client_id(), project=published, **SAID)
    first = execute(session, command, PUBLIC)
    again = execute(session, command, PUBLIC)
    assert (again.replayed, again.data) == (True, first.data)
    assert len(project_page(session, published).comments) == 1
    with pytest.raises(IdempotencyConflict):
        execute(session, command, Actor("somebody@example.org"))


@trips(UnknownComment)
@passes(UnknownComment)
def test_the_developer_alone_answers(session, developer, published):
    said = comment(session, published)
    answered = do(session, developer.actor, AnswerComment, comment=said, text="已避让。")
    (shown,) = project_page(session, published).comments
    assert [each.text for each in shown.answers] == ["已避让。"]
    assert commented_project(session, said) == published
    with pytest.raises(NotRepresentative):
        do(session, holder(session).actor, AnswerComment, comment=said, text="x")
    with pytest.raises(RoleMissing):
        do(session, body(session)[1], AnswerComment, comment=said, text="x")
    with pytest.raises(RoleMissing):
        do(session, PUBLIC, AnswerComment, comment=said, text="x")
    for unknown in ("CO-1999-000001", answered.data["comment"]):
        with pytest.raises(UnknownComment):
            do(session, developer.actor, AnswerComment, comment=unknown, text="x")
    with pytest.raises(TextInvalid):
        do(session, developer.actor, AnswerComment, comment=said, text="")


def test_the_log_carries_the_comment_and_no_contact(session, published):
    said = comment(session, published)
    keep_contact(session, said, "zhou@example.org")
    keep_contact(session, said, "zhou@example.org")
    rows = session.execute(text("SELECT contact FROM comment_contact")).all()
    assert rows == [("zhou@example.org",)]
    commands = session.execute(
        text("SELECT actor, body FROM command WHERE kind = 'comment_on_project'")
    ).all()
    assert [actor for actor, _ in commands] == ["public"]
    assert "候鸟" in commands[0][1]
    assert "zhou" not in commands[0][1]
    with pytest.raises(TextInvalid):
        keep_contact(session, said, "x" * 255)


def test_a_contact_can_be_erased_and_a_comment_cannot(session, published):
    said = comment(session, published)
    keep_contact(session, said, "zhou@example.org")
    session.execute(text("DELETE FROM comment_contact"))
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text("DELETE FROM project_comment"))
