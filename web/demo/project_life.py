"""Takes the demo's projects through their steps, and uses some of the credits they earn."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date

from methodologies import estimate
from registry.compliance import Surrender
from registry.ledger import Purpose, Retire, Transfer
from registry.projects import (
    AnswerComment,
    ApplyForIssuance,
    ApplyForRegistration,
    CommentOnProject,
    DescribeProject,
    DocumentKind,
    FileReport,
    IssueCredits,
    PublishProject,
    RegisterProject,
    StartProject,
    ValidateProject,
    VerifyReport,
)
from registry.worlds import Actor, Role
from web.demo.cast import PastCast, client_id
from web.demo.project_documents import file_document
from web.demo.projects import (
    ISSUED,
    ISSUED_YEAR,
    PUBLISHED,
    REPORTED,
    REVIEWED,
    DemoEstimate,
    DemoProject,
)
from web.estimates.saved import saving

Life = Generator[int, None, None]
"""A project's steps: yields how many days ago the next one is, and takes it when resumed."""

DEVELOPER = "developer"
PUBLISHED_AFTER_DAYS, VALIDATED_AFTER_DAYS, APPLIED_AFTER_DAYS, REGISTERED_AFTER_DAYS = (
    5,
    52,
    60,
    66,
)
"""Publicity lasts twenty working days, at most some 40 days with holidays."""

PUBLIC = Actor("public")
SOLD_T = 60_000
RETIRED_T = 1_200
SURRENDERED_T = 150_000


def live_projects(cast: PastCast) -> None:
    """Live four projects side by side: issued and used, reported, under review, published.

    Days pass in order, so that numbers follow dates as in any registry.
    """
    lives: list[Generator[int, None, object]] = [_whole_life(cast), _until_report(cast)]
    lives += [_until_applied(cast, REVIEWED), _until_commented(cast, PUBLISHED)]
    waiting = [(next(life), life) for life in lives]
    while waiting:
        days_ago, life = waiting.pop(max(range(len(waiting)), key=lambda place: waiting[place][0]))
        cast.go_to(days_ago)
        for following in life:
            waiting.append((following, life))
            break


def _whole_life(cast: PastCast) -> Life:
    number = yield from _until_registered(cast, ISSUED)
    yield 120
    report = _file(cast, ISSUED, number, ISSUED_YEAR)
    yield 64
    _verify(cast, number, report)
    yield 60
    claim = ApplyForIssuance(client_id=client_id(ISSUED.key, "claim"), report=report)
    cast.do(claim, cast.firm(DEVELOPER))
    yield 50
    unit_type = _issue(cast, report)
    yield from _use(cast, unit_type)


def _until_report(cast: PastCast) -> Life:
    number = yield from _until_registered(cast, REPORTED)
    yield 12
    _file(cast, REPORTED, number, REPORTED.estimate)


def _until_published(cast: PastCast, project: DemoProject) -> Generator[int, None, str]:
    """Start and publish a project; return its number."""
    yield project.started_days_ago
    number = _started(cast, project)
    yield project.started_days_ago - PUBLISHED_AFTER_DAYS
    _describe(cast, project, number)
    file_document(cast, project.key, number, DocumentKind.DESIGN, DEVELOPER)
    command = PublishProject(client_id=client_id(project.key, "publish"), project=number)
    cast.do(command, cast.firm(DEVELOPER))
    return number


def _until_commented(cast: PastCast, project: DemoProject) -> Generator[int, None, str]:
    """Publish a project on which somebody comments, and is answered."""
    number = yield from _until_published(cast, project)
    yield 3
    command = CommentOnProject(
        client_id=client_id(project.key, "comment"),
        project=number,
        author="陈渔（虚构） Chen Yu (fictitious)",
        organisation="南屿渔民合作社（虚构） Nanyu fishers' cooperative (fictitious)",
        text="施工期是否避开禁渔期以外的捕捞季？ Will construction avoid the fishing season?",
    )
    said = str(cast.do(command, PUBLIC)["comment"])
    yield 2
    answer = AnswerComment(
        client_id=client_id(project.key, "answer"),
        comment=said,
        text="打桩安排在禁渔期内进行。 Piles are driven in the closed season only.",
    )
    cast.do(answer, cast.firm(DEVELOPER))
    return number


def _until_applied(cast: PastCast, project: DemoProject) -> Generator[int, None, str]:
    number = yield from _until_published(cast, project)
    yield project.started_days_ago - VALIDATED_AFTER_DAYS
    file_document(cast, project.key, number, DocumentKind.VALIDATION, "validator")
    cast.do(
        ValidateProject(
            client_id=client_id(project.key, "validate"),
            project=number,
            party_id=cast.party_ids["validator"],
            note="符合方法学适用条件（演示）。 Applicability confirmed (demo).",
        ),
        cast.actor("validator", Role.VERIFIER),
    )
    yield project.started_days_ago - APPLIED_AFTER_DAYS
    command = ApplyForRegistration(client_id=client_id(project.key, "apply"), project=number)
    cast.do(command, cast.firm(DEVELOPER))
    return number


def _until_registered(cast: PastCast, project: DemoProject) -> Generator[int, None, str]:
    number = yield from _until_applied(cast, project)
    yield project.started_days_ago - REGISTERED_AFTER_DAYS
    cast.do(
        RegisterProject(client_id=client_id(project.key, "register"), project=number),
        cast.operator(),
    )
    return number


def _started(cast: PastCast, project: DemoProject) -> str:
    saved = _saved(cast, project.key, project.estimate)
    command = StartProject(
        client_id=client_id(project.key, "start"),
        estimate=saved,
        name=project.name,
        location=project.location,
        description=project.description,
    )
    return str(cast.do(command, cast.firm(DEVELOPER))["project"])


def _saved(cast: PastCast, key: str, given: DemoEstimate) -> str:
    calculated = estimate(given.methodology_id, dict(given.inputs))
    command = saving(
        calculated.to_dict(),
        party_id=cast.party_ids[DEVELOPER],
        title=given.title,
        client_id=client_id(key, "estimate"),
    )
    return str(cast.do(command, cast.firm(DEVELOPER))["report"])


def _describe(cast: PastCast, project: DemoProject, number: str) -> None:
    """Give a draft its design facts: ten years of crediting that began four years ago."""
    first = cast.present_year - 4
    command = DescribeProject(
        client_id=client_id(project.key, "describe"),
        project=number,
        name=project.name,
        location=project.location,
        description=project.description,
        construction_start=date(first - 2, 3, 1),
        crediting_from=date(first, 1, 1),
        crediting_to=date(first + 9, 12, 31),
        outside_quota=True,
        meters=((project.meter, project.name),),
    )
    cast.do(command, cast.firm(DEVELOPER))


def _file(cast: PastCast, project: DemoProject, number: str, figures: DemoEstimate) -> str:
    """File a report on the last calendar year, measured and calculated; return its number."""
    year = cast.today.year - 1
    period = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
    measured = replace(figures, inputs={**figures.inputs, **period})
    saved = _saved(cast, f"{project.key}:year", measured)
    document = file_document(cast, project.key, number, DocumentKind.MONITORING, DEVELOPER)
    command = FileReport(
        client_id=client_id(project.key, "file"),
        project=number,
        estimate=saved,
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        document=document,
    )
    return str(cast.do(command, cast.firm(DEVELOPER))["report"])


def _verify(cast: PastCast, project: str, report: str) -> None:
    file_document(cast, ISSUED.key, project, DocumentKind.VERIFICATION, "verifier", report=report)
    cast.do(
        VerifyReport(
            client_id=client_id(ISSUED.key, "verify"),
            report=report,
            party_id=cast.party_ids["verifier"],
            note="减排量核算准确（演示）。 Quantity confirmed (demo).",
        ),
        cast.actor("verifier", Role.VERIFIER),
    )


def _issue(cast: PastCast, report: str) -> str:
    """Issue the report's credits; return their unit type."""
    command = IssueCredits(
        client_id=client_id(ISSUED.key, "issue"),
        report=report,
        account=cast.accounts[DEVELOPER],
    )
    return str(cast.do(command, cast.operator())["unit_type"])


def _use(cast: PastCast, credits_: str) -> Life:
    """Sell credits to a firm, which retires some; surrender allowances of another firm."""
    yield 44
    cast.do(
        Transfer(
            client_id=client_id("transfer", "qinglan"),
            from_account=cast.accounts[DEVELOPER],
            to_account=cast.accounts["qinglan"],
            unit_type=credits_,
            quantity=SOLD_T,
            memo="演示划转 Demo transfer",
        ),
        cast.firm(DEVELOPER),
    )
    yield 40
    cast.do(
        Retire(
            client_id=client_id("retire", "qinglan"),
            account=cast.accounts["qinglan"],
            unit_type=credits_,
            quantity=RETIRED_T,
            beneficiary="青岚发电公司（虚构） Qinglan Power (fictitious)",
            purpose=Purpose.CARBON_NEUTRALITY,
            note="演示注销。 Demo retirement.",
        ),
        cast.firm("qinglan"),
    )
    yield 36
    cast.do(
        Surrender(
            client_id=client_id("surrender", "bailu"),
            account=cast.accounts["bailu"],
            unit_type="CEA-2024",
            quantity=SURRENDERED_T,
            compliance_year=2024,
        ),
        cast.firm("bailu"),
    )
