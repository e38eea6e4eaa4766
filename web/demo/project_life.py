"""Takes the demo's projects through their steps, and uses some of the credits they earn."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date

from methodologies import estimate
from registry.compliance import Surrender
from registry.ledger import Purpose, Retire, Transfer
from registry.projects import (
    FileReport,
    IssueCredits,
    RegisterProject,
    StartProject,
    SubmitProject,
    ValidateProject,
    VerifyReport,
)
from registry.worlds import Role
from web.demo.cast import PastCast, client_id
from web.demo.projects import (
    ISSUED,
    ISSUED_YEAR,
    REPORTED,
    SUBMITTED,
    VALIDATED,
    DemoEstimate,
    DemoProject,
)
from web.saved_estimates import saving

Life = Generator[int, None, None]
"""A project's steps: yields how many days ago the next one is, and takes it when resumed."""

DEVELOPER = "developer"
SUBMITTED_AFTER_DAYS, VALIDATED_AFTER_DAYS, REGISTERED_AFTER_DAYS = 5, 35, 60
SOLD_T = 60_000
RETIRED_T = 1_200
SURRENDERED_T = 150_000


def live_projects(cast: PastCast) -> None:
    """Live four projects side by side: issued and used, reported, validated, submitted.

    Days pass in order, so that numbers follow dates as in any registry.
    """
    lives: list[Generator[int, None, object]] = [_whole_life(cast), _until_report(cast)]
    lives += [_until_validated(cast, VALIDATED), _until_submitted(cast, SUBMITTED)]
    waiting = [(next(life), life) for life in lives]
    while waiting:
        days_ago, life = waiting.pop(max(range(len(waiting)), key=lambda place: waiting[place][0]))
        cast.go_to(days_ago)
        for following in life:
            waiting.append((following, life))
            break


def _whole_life(cast: PastCast) -> Life:
    number = yield from _until_registered(cast, ISSUED)
    yield 80
    report = _file(cast, ISSUED, number, ISSUED_YEAR)
    yield 58
    _verify(cast, report)
    yield 50
    unit_type = _issue(cast, report)
    yield from _use(cast, unit_type)


def _until_report(cast: PastCast) -> Life:
    number = yield from _until_registered(cast, REPORTED)
    yield 12
    _file(cast, REPORTED, number, REPORTED.estimate)


def _until_submitted(cast: PastCast, project: DemoProject) -> Generator[int, None, str]:
    """Start and submit a project; return its number."""
    yield project.started_days_ago
    number = _started(cast, project)
    yield project.started_days_ago - SUBMITTED_AFTER_DAYS
    _submit(cast, project, number)
    return number


def _until_validated(cast: PastCast, project: DemoProject) -> Generator[int, None, str]:
    number = yield from _until_submitted(cast, project)
    yield project.started_days_ago - VALIDATED_AFTER_DAYS
    cast.do(
        ValidateProject(
            client_id=client_id(project.key, "validate"),
            project=number,
            party_id=cast.party_ids["validator"],
            note="符合方法学适用条件（演示）。 Applicability confirmed (demo).",
        ),
        cast.actor("validator", Role.VERIFIER),
    )
    return number


def _until_registered(cast: PastCast, project: DemoProject) -> Generator[int, None, str]:
    number = yield from _until_validated(cast, project)
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


def _submit(cast: PastCast, project: DemoProject, number: str) -> None:
    command = SubmitProject(client_id=client_id(project.key, "submit"), project=number)
    cast.do(command, cast.firm(DEVELOPER))


def _file(cast: PastCast, project: DemoProject, number: str, figures: DemoEstimate) -> str:
    """File a report on the last calendar year, measured and calculated; return its number."""
    year = cast.today.year - 1
    period = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
    measured = replace(figures, inputs={**figures.inputs, **period})
    saved = _saved(cast, f"{project.key}:year", measured)
    command = FileReport(
        client_id=client_id(project.key, "file"),
        project=number,
        estimate=saved,
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
    )
    return str(cast.do(command, cast.firm(DEVELOPER))["report"])


def _verify(cast: PastCast, report: str) -> None:
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
