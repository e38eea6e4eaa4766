"""Credits of a reconstructed methodology are issued by the operator's explicit override only."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from registry.ledger import Purpose
from registry.ledger.commands import Retire
from registry.projects.commands import IssueCredits
from registry.projects.overrides import certificate_overrides
from registry.projects.queries import project_page
from registry.projects.refused_reports import OverrideMissing, OverrideNotNeeded
from registry.worlds import NotPermitted, TextInvalid, reading, unit_of_work
from tests.checked import passes, trips
from tests.strategies import (
    OPERATOR,
    Venture,
    do,
    estimate,
    registered_project,
    verified_report,
)

REASON = "Compared with the official text of 2023 by two people; equal to the last digit."


def reconstructed(session) -> tuple[Venture, str]:
    venture = registered_project(session, "1000.5", status="reconstructed")
    estimated = estimate(session, venture.developer, "1000.5", status="reconstructed")
    return venture, verified_report(session, venture, estimated=estimated)


def issue(session, venture: Venture, report: str, reason: str = "", actor=OPERATOR):
    account = venture.developer.account
    return do(session, actor, IssueCredits, report=report, account=account, override_reason=reason)


@trips(OverrideMissing)
@pytest.mark.parametrize("reason", ["", "  \t "])
def test_nothing_is_issued_without_a_reason(session, reason):
    venture, report = reconstructed(session)
    with pytest.raises(OverrideMissing) as refused:
        issue(session, venture, report, reason)
    assert refused.value.facts["field"] == "override_reason"
    assert project_page(session, venture.project).issuances == ()


@passes(OverrideMissing, OverrideNotNeeded)
def test_an_override_is_kept_with_the_issuance_and_in_the_history(session):
    venture, report = reconstructed(session)
    outcome = issue(session, venture, report, f" {REASON} ")
    assert outcome.data["quantity"] == 1000
    assert outcome.data["override_reason"] == REASON
    page = project_page(session, venture.project)
    assert [each.override_reason for each in page.issuances] == [REASON]
    assert page.events[-1].note == REASON


def test_the_log_of_commands_carries_the_reason(session):
    venture, report = reconstructed(session)
    issue(session, venture, report, REASON)
    bodies = session.execute(text("SELECT body FROM command WHERE kind = 'issue_credits'"))
    (body,) = bodies.scalars()
    found = json.loads(body) if isinstance(body, str) else body
    assert REASON in json.dumps(found, ensure_ascii=False)


@trips(OverrideNotNeeded)
def test_an_official_result_takes_no_override(session):
    venture = registered_project(session)
    report = verified_report(session, venture)
    with pytest.raises(OverrideNotNeeded):
        issue(session, venture, report, REASON)
    issue(session, venture, report)
    (issuance,) = project_page(session, venture.project).issuances
    assert issuance.override_reason == ""


@pytest.mark.parametrize("reason", ["x" * 2001, "a\x00b"])
def test_a_reason_that_cannot_be_kept_is_refused(session, reason):
    venture, report = reconstructed(session)
    with pytest.raises(TextInvalid):
        issue(session, venture, report, reason)


def test_the_developer_cannot_override(session):
    venture, report = reconstructed(session)
    with pytest.raises(NotPermitted):
        issue(session, venture, report, REASON, venture.developer.actor)


def test_a_certificate_tells_the_overrides_behind_its_units(session):
    venture, report = reconstructed(session)
    issue(session, venture, report, REASON)
    retired = do(
        session,
        venture.developer.actor,
        Retire,
        account=venture.developer.account,
        unit_type="CCER-2025",
        quantity=10,
        beneficiary="深圳市某某有限公司",
        purpose=Purpose.EVENT,
    )
    (found,) = certificate_overrides(session, str(retired.data["certificate"]))
    assert (found.report, found.methodology, found.reason) == (report, "ccer-01-002", REASON)
    assert certificate_overrides(session, "CR-1999-000001") == []


def test_an_override_is_never_changed_or_removed(world):
    with unit_of_work(world) as session:
        venture, report = reconstructed(session)
        issue(session, venture, report, REASON)
    for change in ("UPDATE issuance_override SET reason = 'x'", "DELETE FROM issuance_override"):
        with pytest.raises(DatabaseError), unit_of_work(world) as session:
            session.execute(text(change))
    with reading(world) as session:
        reasons = session.execute(text("SELECT reason FROM issuance_override")).scalars().all()
    assert reasons == [REASON]
