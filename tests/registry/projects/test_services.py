from dataclasses import replace
from datetime import date

import pytest

from registry.audit import audit
from registry.ledger.queries import holdings
from registry.ledger.refused_moves import NothingToIssue
from registry.projects.commands import (
    ApplyForRegistration,
    DescribeProject,
    FileReport,
    IssueCredits,
    PublishProject,
    RegisterProject,
    RejectReport,
    ReturnProject,
    StartProject,
    ValidateProject,
    WithdrawReport,
)
from registry.projects.queries import list_reports, project_page
from registry.projects.refused_documents import (
    DocumentMissing,
    DocumentNotTaken,
    DocumentOfOtherType,
    DocumentsTooMany,
    DocumentTooLarge,
    DocumentUsed,
    UnknownDocument,
)
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
    EstimateOfOtherProject,
    EstimateReported,
    OutsideCrediting,
    PeriodOfEstimateDiffers,
    PeriodSpansYears,
    ReductionsTooEarly,
    ReductionsTooOld,
    VerifiedAboveReported,
)
from registry.reporting import search
from registry.worlds import (
    Actor,
    NotPermitted,
    NotRepresentative,
    PeriodInvalid,
    ProjectInOtherState,
    RecordExists,
    ReportedQuantityInvalid,
    ReportInOtherState,
    Role,
    RoleMissing,
    UnknownProject,
    UnknownReport,
    VerifierIsParty,
    VerifierIsValidator,
    reading,
    unit_of_work,
)
from tests.checked import passes, trips
from tests.strategies import (
    DESIGN,
    OPERATOR,
    PUBLICITY,
    body,
    days_ago,
    do,
    document,
    estimate,
    filed_report,
    holder,
    issued_and_retired,
    registered_project,
    verified_report,
)


@passes(
    UnknownProject,
    UnknownReport,
    VerifierIsValidator,
    VerifierIsParty,
    ProjectInOtherState,
    ReportInOtherState,
    ReportedQuantityInvalid,
    NotDevelopersAccount,
    ReductionsTooEarly,
    ReductionsTooOld,
    PeriodSpansYears,
    EstimateReported,
    EstimateOfOtherProject,
    OutsideCrediting,
    VerifiedAboveReported,
    MethodologyNotPublished,
    ConstructionTooEarly,
    CreditingPeriodInvalid,
    InsideQuotaControl,
    DesignIncomplete,
    WindowOpen,
    DocumentMissing,
    DocumentNotTaken,
    UnknownDocument,
    DocumentUsed,
    DocumentsTooMany,
    DocumentTooLarge,
    DocumentOfOtherType,
    NothingToIssue,
)
def test_an_estimate_becomes_issued_credits_rounded_down_once(session):
    venture = registered_project(session)
    report = verified_report(session, venture)
    outcome = do(session, OPERATOR, IssueCredits, report=report, account=venture.developer.account)
    assert outcome.data["quantity"] == 761_646
    assert outcome.data["serials"] == ["CCER-2025-000000001…000761646"]
    (held,) = holdings(session, account_id=venture.developer.account_id)
    assert (held.unit_type, held.kind, held.quantity) == ("CCER-2025", "credit", 761_646)
    with pytest.raises(ReportInOtherState):
        do(session, OPERATOR, IssueCredits, report=report, account=venture.developer.account)
    page = project_page(session, venture.project)
    assert [event.step for event in page.events] == [
        "start",
        "describe",
        "publish",
        "validate",
        "apply",
        "register",
        "file",
        "verify",
        "claim",
        "issue",
    ]
    assert page.issuances[0].report == report


def test_a_second_year_continues_the_serials_of_its_own_vintage(session):
    venture = registered_project(session, "10.9")
    for year, serials in (
        (2024, "CCER-2024-000000001…000000010"),
        (2025, "CCER-2025-000000001…000000010"),
    ):
        outcome = do(
            session,
            OPERATOR,
            IssueCredits,
            report=verified_report(session, venture, year),
            account=venture.developer.account,
        )
        assert outcome.data["serials"] == [serials]


@trips(ProjectInOtherState)
def test_steps_are_taken_in_order(session):
    developer, (body_id, verifier) = holder(session, kind="developer"), body(session)
    number = estimate(session, developer)
    started = do(session, developer.actor, StartProject, estimate=number, name="示例项目")
    project = started.data["project"]
    with pytest.raises(ProjectInOtherState) as refused:
        do(session, verifier, ValidateProject, project=project, party_id=body_id)
    assert refused.value.facts["needed"]["zh"] == "已公示"
    with pytest.raises(ProjectInOtherState):
        do(session, OPERATOR, RegisterProject, project=project)
    with pytest.raises(ProjectInOtherState):
        do(session, developer.actor, ApplyForRegistration, project=project)
    with pytest.raises(ProjectInOtherState):
        do(
            session,
            developer.actor,
            FileReport,
            project=project,
            estimate=number,
            period_from=date(2025, 1, 1),
            period_to=date(2025, 12, 31),
        )
    do(session, developer.actor, DescribeProject, project=project, name="示例项目", **DESIGN)
    document(session, developer.actor, project, developer.party_id, "design")
    do(session, developer.actor, PublishProject, project=project)
    with pytest.raises(ProjectInOtherState):
        do(session, developer.actor, PublishProject, project=project)
    with pytest.raises(ProjectInOtherState):
        do(session, developer.actor, DescribeProject, project=project, name="示例项目")
    do(session, verifier, ReturnProject, project=project, party_id=body_id, note="坐标缺失")
    do(session, developer.actor, PublishProject, project=project)
    assert project_page(session, project).project.public_until == date(2026, 12, 21)


def test_developers_steps_take_the_role_of_developer(session):
    venture = registered_project(session)
    roles = frozenset({Role.REPRESENTATIVE})
    trader = Actor("t@example.org", roles, venture.developer.actor.party_ids)
    person = replace(venture.developer, actor=trader)
    assert estimate(session, person)  # who disposes of units may keep an estimate, no more
    onlooker = replace(trader, roles=frozenset({Role.VERIFIER}))
    with pytest.raises(RoleMissing):
        estimate(session, replace(venture.developer, actor=onlooker))
    with pytest.raises(RoleMissing):
        do(session, trader, StartProject, estimate=venture.estimate, name="x")
    with pytest.raises(RoleMissing):
        do(session, trader, PublishProject, project=venture.project)
    with pytest.raises(RoleMissing):
        file(
            session,
            replace(venture, developer=person),
            venture.estimate,
            date(2025, 1, 1),
            date(2025, 12, 31),
        )


@trips(ReportInOtherState)
def test_an_unverified_or_rejected_report_is_not_issued(session):
    venture = registered_project(session)
    with days_ago(session, PUBLICITY):
        report = filed_report(session, venture)
    account = venture.developer.account
    with pytest.raises(ReportInOtherState):
        do(session, OPERATOR, IssueCredits, report=report, account=account)
    body_id, actor = venture.verifier
    do(session, actor, RejectReport, report=report, party_id=body_id, note="电表校准缺失")
    with pytest.raises(ReportInOtherState):
        do(session, OPERATOR, IssueCredits, report=report, account=account)
    verified_report(session, venture)  # the rejected period may be reported again


@trips(NothingToIssue)
def test_credits_go_to_the_developer_and_are_at_least_one(session):
    venture = registered_project(session, "0.99")
    report = verified_report(session, venture)
    with pytest.raises(NotPermitted):
        do(session, OPERATOR, IssueCredits, report=report, account=holder(session).account)
    with pytest.raises(NothingToIssue):
        do(session, OPERATOR, IssueCredits, report=report, account=venture.developer.account)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 12, 31), date(2025, 1, 1)),
        (date(2026, 1, 1), date(2026, 11, 23)),
        (date(2025, 6, 1), date(2025, 6, 1)),
    ],
)
def test_a_period_is_ordered_past_and_reported_once(session, start, end):
    venture = registered_project(session)
    verified_report(session, venture, 2025)
    with pytest.raises(PeriodInvalid):
        do(
            session,
            venture.developer.actor,
            FileReport,
            project=venture.project,
            estimate=venture.estimate,
            period_from=start,
            period_to=end,
        )


def file(session, venture, estimate_number, start, end, project=""):
    developer = venture.developer
    monitoring = document(
        session, holder_of(venture), venture.project, developer.party_id, "monitoring"
    )
    return do(
        session,
        developer.actor,
        FileReport,
        project=project or venture.project,
        estimate=estimate_number,
        period_from=start,
        period_to=end,
        document=monitoring,
    )


def holder_of(venture):
    """The developer with its role, whatever roles a test gave its actor."""
    roles = venture.developer.actor.roles | {Role.DEVELOPER}
    return replace(venture.developer.actor, roles=roles)


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        (date(1999, 1, 1), date(2012, 12, 31), ReductionsTooEarly),
        (date(2015, 1, 1), date(2015, 12, 31), ReductionsTooEarly),
        (date(2020, 9, 22), date(2020, 12, 31), ReductionsTooEarly),
        (date(2020, 9, 23), date(2020, 12, 31), ReductionsTooOld),
        (date(2021, 11, 22), date(2021, 12, 31), ReductionsTooOld),
        (date(2024, 7, 1), date(2025, 6, 30), PeriodSpansYears),
    ],
)
@trips(ReductionsTooEarly, ReductionsTooOld, PeriodSpansYears)
def test_the_programme_takes_periods_of_one_recent_year(session, start, end, error):
    venture = registered_project(session)
    with pytest.raises(error):
        file(session, venture, venture.estimate, start, end)
    assert list_reports(session, kind="monitoring") == []


def test_the_five_years_end_on_the_day(session):
    venture = registered_project(session)
    file(session, venture, venture.estimate, date(2021, 11, 23), date(2021, 12, 31))


@trips(EstimateReported)
def test_a_calculation_is_reported_once_unless_rejected(session):
    venture = registered_project(session)
    with days_ago(session, PUBLICITY):
        filed = file(session, venture, venture.estimate, date(2024, 1, 1), date(2024, 12, 31))
    with pytest.raises(EstimateReported) as refused:
        file(session, venture, venture.estimate, date(2025, 1, 1), date(2025, 12, 31))
    assert refused.value.facts["report"] == filed.data["report"]
    body_id, actor = venture.verifier
    do(session, actor, RejectReport, report=filed.data["report"], party_id=body_id, note="缺失")
    file(session, venture, venture.estimate, date(2025, 1, 1), date(2025, 12, 31))


def test_whole_lives_leave_the_audit_content(world):
    with unit_of_work(world) as session:
        issued_and_retired(session)
        venture = registered_project(session)
        report = filed_report(session, venture)
        do(session, venture.developer.actor, WithdrawReport, report=report)
        filed_report(session, venture, estimated=venture.estimate)
    with reading(world) as session:
        assert [found for found in audit(session).invariants if not found.ok] == []


@trips(EstimateOfOtherProject)
def test_a_calculation_of_another_project_is_refused(session):
    venture = registered_project(session)
    other = estimate(session, venture.developer)
    do(session, venture.developer.actor, StartProject, estimate=other, name="另一项目")
    with pytest.raises(EstimateOfOtherProject):
        file(session, venture, other, date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 6, 1), date(2025, 6, 1)),
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2025, 12, 30)),
    ],
)
@trips(PeriodOfEstimateDiffers)
@passes(PeriodOfEstimateDiffers)
def test_a_calculation_is_reported_for_its_own_period(session, start, end):
    venture = registered_project(session)
    stated = '{"period_start":"2025-01-01","period_end":"2025-12-31"}'
    measured = estimate(session, venture.developer, "100", stated)
    with pytest.raises(PeriodOfEstimateDiffers):
        file(session, venture, measured, start, end)
    file(session, venture, measured, date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("quantity", ["NaN", "-1", "1e400", "Infinity", "", "abc", "9" * 41])
@trips(ReportedQuantityInvalid)
def test_an_unusable_quantity_is_not_saved(session, quantity):
    with pytest.raises(ReportedQuantityInvalid):
        estimate(session, holder(session, kind="developer"), quantity)


def test_an_estimate_starts_one_project_of_its_owner(session):
    venture = registered_project(session)
    with pytest.raises(RecordExists):
        do(session, venture.developer.actor, StartProject, estimate=venture.estimate, name="再次")
    with pytest.raises(NotRepresentative):
        do(session, holder(session).actor, StartProject, estimate=venture.estimate, name="他人")


@trips(UnknownProject, UnknownReport)
def test_unknown_numbers_are_named(session):
    developer = holder(session)
    with pytest.raises(UnknownProject):
        do(session, developer.actor, PublishProject, project="PR-1999-000001")
    with pytest.raises(UnknownReport):
        do(session, OPERATOR, IssueCredits, report="MR-1999-000001", account=developer.account)
    with pytest.raises(UnknownProject):
        project_page(session, "PR-1999-000001")


def test_projects_reports_and_certificates_are_found_by_text(session):
    venture = registered_project(session)
    verified_report(session, venture)
    assert [p.number for p in search(session, "海上风电").projects] == [venture.project]
    assert search(session, "%").projects == ()
    assert len(list_reports(session, kind="monitoring", state="applied")) == 1
    assert len(list_reports(session, kind="estimate", party_ids=[venture.developer.party_id])) == 2
