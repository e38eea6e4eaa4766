"""Documents under their SHA-256: kept once, filed by whom they concern, never changed."""

import hashlib

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from registry.projects.commands import AttachDocument, StartProject
from registry.projects.documents_and_comments import download
from registry.projects.filed_documents import keep_content
from registry.projects.queries import project_page
from registry.projects.refused_documents import (
    DocumentHarmful,
    DocumentNotTaken,
    DocumentOfOtherType,
    DocumentsTooMany,
    DocumentTooLarge,
    UnknownDocument,
)
from registry.rules.amendments import amend_rule
from registry.rules.commands import AmendRule
from registry.worlds import Actor, NotRepresentative, Role, RoleMissing, UnknownReport
from tests.checked import trips
from tests.registry.projects.test_document_types import PARTS, archive
from tests.strategies import (
    PUBLICITY,
    body,
    client_id,
    days_ago,
    do,
    document,
    estimate,
    filed_report,
    holder,
    published_project,
    registered_project,
)

CONTENT = b"%PDF-1.7 the same bytes"


@pytest.fixture
def developer(session):
    return holder(session, kind="developer")


@pytest.fixture
def draft(session, developer):
    number = estimate(session, developer)
    return do(session, developer.actor, StartProject, estimate=number, name="x").data["project"]


def amended(session, key, value, unit):
    administrator = Actor("admin@example.org", frozenset({Role.ADMINISTRATOR}))
    facts = {"scheme": "ccer", "key": key, "value": value, "unit": unit, "valid_to": None}
    more = {"source": "x", "reason": "x", "confidence": "assumed"}
    first = session.clock.today()
    command = AmendRule(client_id=client_id(), valid_from=first, **facts, **more)
    amend_rule(session, command, administrator)


def test_the_same_bytes_are_kept_once_and_come_back(session, developer, draft):
    numbers = [
        document(session, developer.actor, draft, developer.party_id, kind, content=CONTENT)
        for kind in ("design", "other")
    ]
    assert session.execute(text("SELECT count(*) FROM document_content")).scalar_one() == 1
    first, second = project_page(session, draft, developer.actor).documents
    assert first.digest == second.digest == hashlib.sha256(CONTENT).hexdigest()
    assert (first.size_bytes, first.media_type) == (len(CONTENT), "application/pdf")
    assert [each.number for each in (first, second)] == numbers
    found = download(session, first.number)
    assert (found.project, found.name, bytes(found.content)) == (draft, "design.pdf", CONTENT)
    with pytest.raises(UnknownDocument):
        download(session, "DC-1999-000001")


@pytest.mark.parametrize("table", ["document_content", "project_document"])
def test_the_database_keeps_documents_as_they_are(session, developer, draft, table):
    document(session, developer.actor, draft, developer.party_id, "design")
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text(f"DELETE FROM {table}"))


def test_content_that_nobody_kept_is_not_filed(session, developer, draft):
    with pytest.raises(UnknownDocument):
        do(
            session,
            developer.actor,
            AttachDocument,
            project=draft,
            party_id=developer.party_id,
            document_kind="design",
            name="a.pdf",
            digest="0" * 64,
        )


@trips(DocumentTooLarge, DocumentOfOtherType, DocumentHarmful)
def test_only_what_may_be_kept_is_kept(session):
    with pytest.raises(DocumentOfOtherType):
        keep_content(session, "a.pdf", b"MZ")
    with pytest.raises(DocumentTooLarge):
        keep_content(session, "a.pdf", b"%PDF-" + bytes(10 * 1024 * 1024))
    bomb = archive({**PARTS, "xl/worksheets/sheet1.xml": bytes(8 * 1024 * 1024)})
    with pytest.raises(DocumentHarmful):
        keep_content(session, "a.xlsx", bomb)
    amended(session, "document_bytes_max", "10", "bytes")
    with pytest.raises(DocumentTooLarge):
        keep_content(session, "a.pdf", CONTENT)
    assert session.execute(text("SELECT count(*) FROM document_content")).scalar_one() == 0


@trips(DocumentNotTaken)
def test_a_kind_is_filed_by_its_author_before_its_step(session, developer, draft):
    body_id, checker = body(session)
    stranger = holder(session)
    for actor, party_id, kind, error in (
        (developer.actor, developer.party_id, "monitoring", DocumentNotTaken),
        (developer.actor, developer.party_id, "nonsense", DocumentNotTaken),
        (developer.actor, developer.party_id, "validation", DocumentNotTaken),
        (checker, body_id, "validation", DocumentNotTaken),
        (checker, body_id, "other", DocumentNotTaken),
        (stranger.actor, stranger.party_id, "design", DocumentNotTaken),
        (stranger.actor, developer.party_id, "design", NotRepresentative),
        (stranger.actor, 999_999, "design", NotRepresentative),
        (Actor("public"), developer.party_id, "design", RoleMissing),
    ):
        with pytest.raises(error):
            document(session, actor, draft, party_id, kind)


def test_a_verification_report_belongs_to_a_filed_report(session, developer):
    venture = registered_project(session)
    body_id, checker = venture.verifier
    report = filed_report(session, venture)
    with pytest.raises(DocumentNotTaken):
        document(session, checker, venture.project, body_id, "verification")
    with pytest.raises(UnknownReport):
        document(session, checker, venture.project, body_id, "verification", venture.estimate)
    with days_ago(session, PUBLICITY):
        other = published_project(session, developer, estimate(session, developer))
    with pytest.raises(UnknownReport):
        document(session, checker, other, body_id, "verification", report)
    actor, party_id = venture.developer.actor, venture.developer.party_id
    with pytest.raises(DocumentNotTaken):
        document(session, actor, venture.project, party_id, "monitoring", report)
    document(session, checker, venture.project, body_id, "verification", report)


@trips(DocumentsTooMany)
def test_a_project_has_a_bounded_number_of_documents(session, developer, draft):
    amended(session, "documents_max", "2", "documents")
    for kind in ("design", "other"):
        document(session, developer.actor, draft, developer.party_id, kind)
    with pytest.raises(DocumentsTooMany):
        document(session, developer.actor, draft, developer.party_id, "other")
