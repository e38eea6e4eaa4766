"""A project's life on the world's clock: windows, ways out, claims, and what may be issued."""

from datetime import date, timedelta

import pytest

from registry.claims import SourceClaimed, claim, claims
from registry.projects.commands import (
    ApplyForIssuance,
    ApplyForRegistration,
    DescribeProject,
    IssueCredits,
    PublishProject,
    RegisterProject,
    RejectProject,
    ReturnProject,
    StartProject,
    ValidateProject,
    WithdrawProject,
)
from registry.projects.projects import ProjectState
from registry.projects.queries import list_projects, project, project_page
from registry.projects.refused_documents import DocumentMissing
from registry.projects.refused_projects import (
    ConstructionTooEarly,
    CreditingPeriodInvalid,
    DesignIncomplete,
    InsideQuotaControl,
    MethodologyNotPublished,
    WindowOpen,
)
from registry.projects.tasks import project_tasks
from registry.reporting import search
from registry.rules.amendments import amend_rule
from registry.rules.commands import AmendRule
from registry.worlds import (
    Actor,
    ProjectInOtherState,
    RecordExists,
    Role,
    RoleMissing,
    UnknownProject,
    VerifierIsParty,
)
from tests.checked import trips
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
