"""Random walks through the services, by everybody and at any time: no rule is ever stepped over."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.ledger.queries import holdings
from registry.projects.commands import (
    ApplyForIssuance,
    ApplyForRegistration,
    DescribeProject,
    IssueCredits,
    PublishProject,
    RegisterProject,
    RejectProject,
    RejectReport,
    ReturnProject,
    ReturnReport,
    StartProject,
    WithdrawProject,
    WithdrawReport,
)
from registry.projects.projects import ProjectState, ReportState
from registry.projects.queries import list_reports, project_page
from registry.projects.reports import issuable_units
from registry.worlds import Database, DrivenClock, RegistryError, World, WorldSession, unit_of_work
from tests.conftest import START
from tests.strategies import (
    DESIGN,
    OPERATOR,
    Venture,
    body,
    do,
    document,
    estimate,
    filed_report,
    holder,
    validated_project,
    verify,
)

BEFORE_VALIDATION = ["describe", "publish", "wait", "wait", "wait"]
UNTIL_FILED = ["validate", "apply", "register", "file", "wait", "wait", "wait"]
STRAIGHT = [*BEFORE_VALIDATION, *UNTIL_FILED, "verify", "claim", "issue"]
ASTRAY = ["return_", "reject", "withdraw", "revise", "reject_report", "withdraw_report"]
STEPS = sorted({*STRAIGHT, *ASTRAY})
DAYS = timedelta(days=15)

Walks = Callable[[], AbstractContextManager[Database]]


class Walk:
    """One project and everybody around it; each method tries one step."""

    def __init__(self, world: World, clock: DrivenClock, venture: Venture) -> None:
        self.world, self.clock, self.venture = world, clock, venture
        self.quantity = ""
        self.year = 2023

    def take(self, step: str) -> None:
        """Try a step; a refusal leaves nothing."""
        if step == "wait":
            self.clock.advance(DAYS)
            return
        try:
            with unit_of_work(self.world) as session:
                getattr(self, step)(session)
        except RegistryError:
            return

    def describe(self, session: WorldSession) -> None:
        """The developer completes the design."""
        facts = {"project": self.venture.project, "name": "示例", **DESIGN}
        developer = self.venture.developer
        do(session, developer.actor, DescribeProject, **facts)
        document(session, developer.actor, self.venture.project, developer.party_id, "design")

    def publish(self, session: WorldSession) -> None:
        """The developer publishes the design."""
        do(session, self.venture.developer.actor, PublishProject, project=self.venture.project)

    def validate(self, session: WorldSession) -> None:
        """The validating body validates."""
        validated_project(session, self.venture.project, self.venture.validator)

    def apply(self, session: WorldSession) -> None:
        """The developer applies for registration."""
        actor = self.venture.developer.actor
        do(session, actor, ApplyForRegistration, project=self.venture.project)

    def register(self, session: WorldSession) -> None:
        """The registry registers."""
        do(session, OPERATOR, RegisterProject, project=self.venture.project)

    def withdraw(self, session: WorldSession) -> None:
        """The developer gives up."""
        do(session, self.venture.developer.actor, WithdrawProject, project=self.venture.project)

    def reject(self, session: WorldSession) -> None:
        """The validating body refuses for good."""
        self._judge(session, RejectProject)

    def file(self, session: WorldSession) -> None:
        """The developer files a report on the next year."""
        filed_report(session, self.venture, self.year)
        self.year += 1

    def verify(self, session: WorldSession) -> None:
        """The verifying body verifies a part."""
        verify(session, self.venture, self._report(session), self.quantity)

    def claim(self, session: WorldSession) -> None:
        """The developer applies for issuance."""
        actor = self.venture.developer.actor
        do(session, actor, ApplyForIssuance, report=self._report(session))

    def issue(self, session: WorldSession) -> None:
        """The registry issues."""
        account = self.venture.developer.account
        do(session, OPERATOR, IssueCredits, report=self._report(session), account=account)

    def revise(self, session: WorldSession) -> None:
        """The registry returns a report."""
        do(session, OPERATOR, ReturnReport, report=self._report(session), note="x")

    def reject_report(self, session: WorldSession) -> None:
        """The verifying body refuses a report for good."""
        body_id, actor = self.venture.verifier
        do(session, actor, RejectReport, report=self._report(session), party_id=body_id, note="x")

    def withdraw_report(self, session: WorldSession) -> None:
        """The developer gives a report up."""
        actor = self.venture.developer.actor
        do(session, actor, WithdrawReport, report=self._report(session))

    def return_(self, session: WorldSession) -> None:
        """The validating body sends the project back."""
        self._judge(session, ReturnProject)

    def _judge(self, session: WorldSession, kind: type) -> None:
        body_id, actor = self.venture.validator
        do(session, actor, kind, project=self.venture.project, party_id=body_id, note="x")

    def _report(self, session: WorldSession) -> str:
        filed = list_reports(session, kind="monitoring", party_ids=[self._developer_id])
        return filed[0].number if filed else ""

    @property
    def _developer_id(self) -> int:
        return self.venture.developer.party_id


def begun(database: Database, quantity: str) -> Walk:
    """A draft whose life begins."""
    clock = DrivenClock(START)
    world = World("test", database, clock)
    with unit_of_work(world) as session:
        developer = holder(session, kind="developer")
        number = estimate(session, developer, quantity)
        answer = do(session, developer.actor, StartProject, estimate=number, name="示例")
        project = str(answer.data["project"])
        venture = Venture(project, number, quantity, developer, body(session), body(session))
    return Walk(world, clock, venture)


def check(walk: Walk) -> None:
    """What must hold after any walk."""
    with unit_of_work(walk.world) as session:
        page = project_page(session, walk.venture.project, OPERATOR)
        days = {event.step: event.business_date for event in page.events}
        if page.project.state == ProjectState.REGISTERED:
            assert days["publish"] < days["validate"] <= days["apply"] <= days["register"]
            assert page.project.public_until is not None
            assert days["validate"] > page.project.public_until
        else:
            assert page.reports == ()
        issued = {each.report: each.quantity for each in page.issuances}
        for report in page.reports:
            assert (report.state == ReportState.ISSUED) == (report.number in issued)
            if report.number in issued:
                verified = report.verified_quantity or ""
                assert issued[report.number] == issuable_units(verified)
                assert issuable_units(verified) <= issuable_units(report.quantity)
        account = walk.venture.developer.account_id
        held = sum(each.quantity for each in holdings(session, account_id=account))
        assert held == sum(issued.values())


def walked(database: Database, steps: list[str], verified: str) -> Walk:
    """Take every step that is taken."""
    walk = begun(database, "1000.75")
    walk.quantity = verified
    for step in steps:
        walk.take(step)
    return walk


@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    strayed=st.lists(st.sampled_from(STEPS), max_size=12),
    places=st.lists(st.integers(0, 12), max_size=12),
    verified=st.sampled_from(["", "0.5", "998.2", "1000.75", "1001"]),
)
def test_whatever_is_tried_no_rule_is_stepped_over(
    new_database: Walks, strayed: list[str], places: list[int], verified: str
) -> None:
    steps = list(STRAIGHT)
    for step, place in zip(strayed, places, strict=False):
        steps.insert(place, step)
    with new_database() as database:
        check(walked(database, steps, verified))


def test_the_straight_walk_ends_in_credits(new_database: Walks) -> None:
    with new_database() as database:
        walk = walked(database, STRAIGHT, "998.2")
        check(walk)
        with unit_of_work(walk.world) as session:
            (issued,) = project_page(session, walk.venture.project).issuances
            assert issued.quantity == 998
            assert issued.business_date > date(2026, 11, 23)
