"""A report on the clock of the world: its document, its period, what is verified and issued."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.queries import holdings
from registry.projects.commands import (
    ApplyForIssuance,
    FileReport,
    IssueCredits,
    RejectReport,
    ReturnReport,
    VerifyReport,
    WithdrawReport,
)
from registry.projects.queries import project_page
from registry.projects.refused_documents import DocumentMissing, DocumentUsed, UnknownDocument
from registry.projects.refused_projects import (
    NotDevelopersAccount,
    WindowOpen,
)
from registry.projects.refused_reports import (
    OutsideCrediting,
    ReductionsTooOld,
    VerifiedAboveReported,
)
from registry.projects.reports import issuable_units, reported_decimal
from registry.worlds import (
    ReportedQuantityInvalid,
    ReportInOtherState,
    RoleMissing,
    UnknownReport,
)
from tests.checked import trips
from tests.strategies import (
    OPERATOR,
    PUBLICITY,
    days_ago,
    do,
    document,
    estimate,
    filed_report,
    holder,
    registered_project,
    verified_report,
    verify,
)


def test_verification_waits_for_the_end_of_publicity(session, clock):
    venture = registered_project(session)
    report = filed_report(session, venture)
    clock.advance(timedelta(days=28))
    with pytest.raises(WindowOpen):
        verify(session, venture, report)
    clock.advance(timedelta(days=1))
    verify(session, venture, report)


@trips(UnknownDocument, DocumentUsed)
def test_a_report_has_a_document_of_its_own(session, clock):
    venture = registered_project(session)
    developer = venture.developer
    facts = {
        "project": venture.project,
        "estimate": venture.estimate,
        "period_from": date(2025, 1, 1),
        "period_to": date(2025, 12, 31),
    }
    with pytest.raises(DocumentMissing):
        do(session, developer.actor, FileReport, **facts)
    other = document(session, developer.actor, venture.project, developer.party_id, "other")
    for number in ("DC-1999-000001", other):
        with pytest.raises(UnknownDocument):
            do(session, developer.actor, FileReport, document=number, **facts)
    report = filed_report(session, venture, 2024)
    used = project_page(session, venture.project).documents[-1]
    assert used.report == report
    with pytest.raises(DocumentUsed):
        do(session, developer.actor, FileReport, document=used.number, **facts)
    clock.advance(PUBLICITY)
    body_id, verifier = venture.verifier
    with pytest.raises(DocumentMissing):
        do(session, verifier, VerifyReport, report=report, party_id=body_id)


@trips(OutsideCrediting)
def test_reports_lie_inside_the_crediting_period(session):
    venture = registered_project(session, crediting_from=date(2024, 7, 1))
    with pytest.raises(OutsideCrediting):
        filed_report(session, venture, 2024)
    filed_report(session, venture, 2025)


def test_reductions_grow_too_old_between_filing_and_application(session, clock):
    venture = registered_project(session)
    clock.set(clock.now().replace(month=12, day=1))
    report = filed_report(session, venture, 2022)
    clock.advance(PUBLICITY)
    verify(session, venture, report)
    clock.advance(timedelta(days=400))
    with pytest.raises(ReductionsTooOld):
        do(session, venture.developer.actor, ApplyForIssuance, report=report)
    do(session, venture.developer.actor, WithdrawReport, report=report)


@trips(VerifiedAboveReported, NotDevelopersAccount)
def test_less_than_reported_may_be_verified_and_never_more(session):
    venture = registered_project(session, "1000.75")
    with days_ago(session, PUBLICITY):
        report = filed_report(session, venture)
    for quantity in ("1000.76", "1E4"):
        with pytest.raises(VerifiedAboveReported):
            verify(session, venture, report, quantity)
    for quantity in ("NaN", "-1", "1e400", "viel"):
        with pytest.raises(ReportedQuantityInvalid):
            verify(session, venture, report, quantity)
    verify(session, venture, report, "998.99")
    do(session, venture.developer.actor, ApplyForIssuance, report=report)
    account = venture.developer.account
    with pytest.raises(NotDevelopersAccount):
        do(session, OPERATOR, IssueCredits, report=report, account=holder(session).account)
    do(session, OPERATOR, IssueCredits, report=report, account=account)
    (held,) = holdings(session, account_id=venture.developer.account_id)
    assert held.quantity == 998
    (shown,) = project_page(session, venture.project).reports
    assert (shown.quantity, shown.verified_quantity) == ("1000.75", "998.99")


@given(
    st.decimals(0, 10**6, places=4, allow_nan=False),
    st.decimals(0, 1, places=6, allow_nan=False),
)
def test_what_is_issued_is_never_above_what_was_verified(reported, share):
    verified = reported * share
    assert issuable_units(str(verified)) <= verified <= reported_decimal(str(reported))


def test_a_report_under_review_is_returned_or_rejected_by_the_registry_alone(session):
    venture = registered_project(session)
    report = verified_report(session, venture)
    body_id, verifier = venture.verifier
    with pytest.raises(RoleMissing):
        do(session, verifier, RejectReport, report=report, party_id=body_id, note="x")
    do(session, OPERATOR, ReturnReport, report=report, note="数字不符")
    do(session, venture.developer.actor, ApplyForIssuance, report=report)
    do(session, OPERATOR, RejectReport, report=report, note="重复申报")
    with pytest.raises(ReportInOtherState):
        do(session, venture.developer.actor, WithdrawReport, report=report)


def test_an_estimate_is_no_report(session):
    developer = holder(session, kind="developer")
    number = estimate(session, developer)
    for actor, kind, facts in (
        (developer.actor, ApplyForIssuance, {}),
        (developer.actor, WithdrawReport, {}),
        (OPERATOR, ReturnReport, {"note": "x"}),
        (OPERATOR, RejectReport, {"note": "x"}),
    ):
        with pytest.raises(UnknownReport):
            do(session, actor, kind, report=number, **facts)
