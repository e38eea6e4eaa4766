"""A project's life on the world's clock: windows, ways out, claims, and what may be issued."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.claims import SourceClaimed, claim, claims
from registry.ledger.queries import holdings
from registry.projects.commands import (
    ApplyForIssuance,
    ApplyForRegistration,
    DescribeProject,
    FileReport,
    IssueCredits,
    PublishProject,
    RegisterProject,
    RejectProject,
    RejectReport,
    ReturnProject,
    ReturnReport,
    StartProject,
    ValidateProject,
    VerifyReport,
    WithdrawProject,
    WithdrawReport,
)
from registry.projects.projects import ProjectState
from registry.projects.queries import list_projects, project, project_page
from registry.projects.refused_documents import DocumentMissing, DocumentUsed, UnknownDocument
from registry.projects.refused_projects import (
    ConstructionTooEarly,
    CreditingPeriodInvalid,
    DesignIncomplete,
    InsideQuotaControl,
    MethodologyNotPublished,
    NotDevelopersAccount,
    WindowOpen,
)
from registry.projects.refused_reports import (
    OutsideCrediting,
    ReductionsTooOld,
    VerifiedAboveReported,
)
from registry.projects.reports import issuable_units, reported_decimal
from registry.projects.tasks import project_tasks
from registry.reporting import search
from registry.rules.amendments import amend_rule
from registry.rules.commands import AmendRule
from registry.worlds import (
    Actor,
    ProjectInOtherState,
    RecordExists,
    ReportedQuantityInvalid,
    ReportInOtherState,
    Role,
    RoleMissing,
    UnknownProject,
    UnknownReport,
    VerifierIsParty,
)
from tests.registry.checked import trips
from tests.strategies import (
    DESIGN,
    OPERATOR,
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
    validated_project,
    verified_report,
    verify,
)

LAST_DAY = date(2026, 12, 21)
METERS = (("MTR-7", "一号风机"), ("MTR-8", ""))


def started(session):
    developer = holder(session, kind="developer")
    number = estimate(session, developer)
    outcome = do(session, developer.actor, StartProject, estimate=number, name="示例项目")
    return developer, outcome.data["project"]


def without_publicity(session):
    administrator = Actor("admin@example.org", frozenset({Role.ADMINISTRATOR}))
    for key in ("design_publicity", "report_publicity"):
        command = AmendRule(
            client_id=client_id(),
            scheme="ccer",
            key=key,
            value="0",
            unit="working_days",
            valid_from=date(2026, 1, 1),
            valid_to=None,
            source="Lesson",
            reason="A training world does not wait",
            confidence="assumed",
        )
        amend_rule(session, command, administrator)


@trips(WindowOpen)
def test_validation_waits_for_the_end_of_publicity(session, clock):
    developer, (body_id, verifier) = holder(session, kind="developer"), body(session)
    number = published_project(session, developer, estimate(session, developer))
    assert project_page(session, number).publicity.last_day == LAST_DAY
    document(session, verifier, number, body_id, "validation")
    clock.advance(timedelta(days=28))
    assert clock.today() == LAST_DAY
    for kind in (ValidateProject, RejectProject):
        with pytest.raises(WindowOpen) as refused:
            do(session, verifier, kind, project=number, party_id=body_id, note="坐标有误")
        assert refused.value.facts["day"] == "2026-12-22"
    clock.advance(timedelta(days=1))
    do(session, verifier, ValidateProject, project=number, party_id=body_id)
    assert project_page(session, number).publicity.over


def test_verification_waits_for_the_end_of_publicity(session, clock):
    venture = registered_project(session)
    report = filed_report(session, venture)
    clock.advance(timedelta(days=28))
    with pytest.raises(WindowOpen):
        verify(session, venture, report)
    clock.advance(timedelta(days=1))
    verify(session, venture, report)


def test_a_world_without_publicity_takes_every_step_on_one_day(session):
    without_publicity(session)
    developer, checker = holder(session, kind="developer"), body(session)
    number = published_project(session, developer, estimate(session, developer))
    validated_project(session, number, checker)
    do(session, developer.actor, ApplyForRegistration, project=number)
    do(session, OPERATOR, RegisterProject, project=number)
    page = project_page(session, number)
    assert page.project.state == "registered"
    assert {event.business_date for event in page.events} == {date(2026, 11, 23)}


def test_an_amendment_does_not_move_a_window_that_runs(session):
    developer, checker = holder(session, kind="developer"), body(session)
    number = published_project(session, developer, estimate(session, developer))
    without_publicity(session)
    with pytest.raises(WindowOpen):
        validated_project(session, number, checker)


@trips(DocumentMissing)
def test_each_judgement_rests_on_a_document(session, clock):
    developer, number = started(session)
    do(session, developer.actor, DescribeProject, project=number, name="x", **DESIGN)
    with pytest.raises(DocumentMissing) as refused:
        do(session, developer.actor, PublishProject, project=number)
    assert refused.value.facts["what"]["zh"] == "项目设计文件"
    document(session, developer.actor, number, developer.party_id, "design")
    do(session, developer.actor, PublishProject, project=number)
    clock.advance(PUBLICITY)
    body_id, verifier = body(session)
    other_id, other = body(session)
    document(session, other, number, other_id, "validation")
    with pytest.raises(DocumentMissing):
        do(session, verifier, ValidateProject, project=number, party_id=body_id)
    do(session, other, ValidateProject, project=number, party_id=other_id)


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


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"construction_start": date(2012, 11, 8)}, ConstructionTooEarly),
        ({"crediting_to": date(2031, 1, 1)}, CreditingPeriodInvalid),
    ],
)
@trips(ConstructionTooEarly, CreditingPeriodInvalid)
def test_dates_outside_the_programme_are_not_written_down(session, facts, error):
    developer, number = started(session)
    with pytest.raises(error):
        do(
            session,
            developer.actor,
            DescribeProject,
            project=number,
            name="x",
            **{**DESIGN, **facts},
        )


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"outside_quota": False}, InsideQuotaControl),
        ({"construction_start": None}, DesignIncomplete),
        ({"crediting_from": None, "crediting_to": None}, DesignIncomplete),
    ],
)
@trips(InsideQuotaControl, DesignIncomplete)
def test_an_incomplete_design_is_not_published(session, facts, error):
    developer = holder(session, kind="developer")
    with pytest.raises(error):
        published_project(session, developer, estimate(session, developer), **facts)


@trips(MethodologyNotPublished)
def test_an_unpublished_methodology_backs_no_project(session):
    developer = holder(session, kind="developer")
    number = estimate(session, developer, status="draft")
    with pytest.raises(MethodologyNotPublished):
        published_project(session, developer, number)


def test_a_meter_is_named_once(session):
    developer, number = started(session)
    with pytest.raises(RecordExists):
        do(
            session,
            developer.actor,
            DescribeProject,
            project=number,
            name="x",
            meters=(("MTR-1", ""), ("mtr-1", "")),
        )


def test_registration_claims_the_crediting_period_and_issuance_the_reported_one(session):
    venture = registered_project(session, meters=METERS)
    report = verified_report(session, venture)
    do(session, OPERATOR, IssueCredits, report=report, account=venture.developer.account)
    made = [
        (each.source, each.kind, each.reference, each.period_from, each.period_to)
        for each in claims(session)
    ]
    crediting = (date(2021, 1, 1), date(2030, 12, 31))
    year = (date(2025, 1, 1), date(2025, 12, 31))
    assert sorted(made) == [
        ("MTR-7", "reduction", report, *year),
        ("MTR-7", "registration", venture.project, *crediting),
        ("MTR-8", "reduction", report, *year),
        ("MTR-8", "registration", venture.project, *crediting),
    ]


def test_a_meter_that_backs_certificates_in_use_is_not_registered(session):
    claim(
        session,
        mechanism="gec",
        kind="use",
        source="MTR-7",
        period_from=date(2024, 3, 1),
        period_to=date(2024, 3, 31),
        reference="GEC-1",
    )
    with pytest.raises(SourceClaimed):
        registered_project(session, meters=METERS)


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


def test_the_registry_returns_and_rejects_what_is_under_review(session):
    developer, checker = holder(session, kind="developer"), body(session)
    with days_ago(session, PUBLICITY):
        number = published_project(session, developer, estimate(session, developer))
    validated_project(session, number, checker)
    do(session, developer.actor, ApplyForRegistration, project=number)
    assert project_page(session, number).review.last_day == date(2026, 12, 14)
    with pytest.raises(RoleMissing):
        do(session, checker[1], ReturnProject, project=number, party_id=checker[0], note="x")
    do(session, OPERATOR, ReturnProject, project=number, note="缺少盖章")
    assert project(session, number).state == ProjectState.VALIDATED
    do(session, developer.actor, ApplyForRegistration, project=number)
    do(session, OPERATOR, RejectProject, project=number, note="重复申请")
    for actor, kind in (
        (developer.actor, WithdrawProject),
        (developer.actor, ApplyForRegistration),
        (OPERATOR, RegisterProject),
    ):
        with pytest.raises(ProjectInOtherState):
            do(session, actor, kind, project=number)


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


def test_a_developer_gives_a_project_up_until_it_is_registered(session):
    developer, number = started(session)
    do(session, developer.actor, WithdrawProject, project=number, note="无资金")
    with pytest.raises(ProjectInOtherState):
        do(session, developer.actor, PublishProject, project=number)
    venture = registered_project(session)
    with pytest.raises(ProjectInOtherState):
        do(session, venture.developer.actor, WithdrawProject, project=venture.project)


def test_a_body_judges_no_project_of_its_own_in_any_way(session):
    body_id, actor = body(session)
    both = Actor(actor.name, actor.roles | {Role.DEVELOPER}, actor.party_ids)
    own = holder(session, kind="developer")
    own = type(own)(body_id, own.account_id, own.account, both)
    number = published_project(session, own, estimate(session, own))
    for kind in (ReturnProject, RejectProject):
        with pytest.raises(VerifierIsParty):
            do(session, both, kind, project=number, party_id=body_id, note="x")


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


def test_a_draft_does_not_exist_for_others(session):
    developer, number = started(session)
    assert project(session, number, developer.actor).number == number
    assert project(session, number, OPERATOR).number == number
    regulator = Actor("r@example.org", frozenset({Role.REGULATOR}))
    assert project(session, number, regulator).number == number
    for viewer in (None, Actor(""), holder(session).actor, body(session)[1]):
        with pytest.raises(UnknownProject):
            project_page(session, number, viewer)
    assert list_projects(session) == []
    assert search(session, "示例项目").projects == ()
    assert [each.number for each in list_projects(session, viewer=OPERATOR)] == [number]
    do(session, developer.actor, DescribeProject, project=number, name="示例", **DESIGN)
    document(session, developer.actor, number, developer.party_id, "design")
    do(session, developer.actor, PublishProject, project=number)
    assert project(session, number).is_public


def steps(session, actor):
    return [
        (task.step, task.report, task.possible_from, task.due)
        for task in project_tasks(session, actor)
    ]


def test_everybody_is_told_what_to_do_from_when_and_by_when(session, clock):
    developer, checker, other = holder(session, kind="developer"), body(session), body(session)
    number = estimate(session, developer)
    assert steps(session, developer.actor) == []
    project_number = published_project(session, developer, number)
    assert steps(session, developer.actor) == []
    assert steps(session, checker[1]) == [("validate", "", date(2026, 12, 22), None)]
    clock.advance(PUBLICITY)
    validated_project(session, project_number, checker)
    assert steps(session, developer.actor) == [("apply", "", None, None)]
    do(session, developer.actor, ApplyForRegistration, project=project_number)
    ((step, _, _, due),) = steps(session, OPERATOR)
    assert (step, due) == ("register", project(session, project_number).review_until)
    do(session, OPERATOR, RegisterProject, project=project_number)
    assert steps(session, developer.actor) == [("file", "", None, None)]
    assert steps(session, checker[1]) == []
    venture = registered_project(session)
    report = filed_report(session, venture)
    assert report in [each[1] for each in steps(session, other[1])]
    assert report not in [each[1] for each in steps(session, venture.validator[1])]
    clock.advance(PUBLICITY)
    verify(session, venture, report)
    assert ("claim", report, None, None) in steps(session, venture.developer.actor)
    do(session, venture.developer.actor, ApplyForIssuance, report=report)
    ((step, waiting, _, due),) = steps(session, OPERATOR)
    assert (step, waiting) == ("issue", report)
    assert due is not None
