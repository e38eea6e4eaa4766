"""Takes the demo's projects through their steps, and uses some of the credits they earn."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from methodologies import estimate
from registry import (
    FileReport,
    IssueCredits,
    Purpose,
    RegisterProject,
    Retire,
    Role,
    StartProject,
    SubmitProject,
    Surrender,
    Transfer,
    ValidateProject,
    VerifyReport,
)
from web.demo.cast import PastCast, client_id
from web.demo.projects import (
    ISSUED,
    ISSUED_YEAR,
    REPORTED,
    SUBMITTED,
    DemoEstimate,
    DemoProject,
)
from web.saved_estimates import saving

DEVELOPER = "developer"
SOLD_T = 60_000
RETIRED_T = 1_200
SURRENDERED_T = 150_000


def live_projects(cast: PastCast) -> None:
    """Bring one project to issuance and use, one to a filed report, one to submission."""
    issued = _registered(cast, ISSUED)
    credits_ = _issued(cast, issued)
    _use(cast, str(credits_["unit_type"]))
    reported = _registered(cast, REPORTED)
    cast.go_to(12)
    _file(cast, REPORTED, reported, REPORTED.estimate)
    submitted = _started(cast, SUBMITTED)
    cast.go_to(SUBMITTED.started_days_ago - 6)
    _submit(cast, SUBMITTED, submitted)


def _registered(cast: PastCast, project: DemoProject) -> str:
    """Start, submit, validate and register a project; return its number."""
    days_ago = project.started_days_ago
    number = _started(cast, project)
    cast.go_to(days_ago - 5)
    _submit(cast, project, number)
    cast.go_to(days_ago - 35)
    cast.do(
        ValidateProject(
            client_id=client_id(project.key, "validate"),
            project=number,
            party_id=cast.party_ids["validator"],
            note="符合方法学适用条件（演示）。 Applicability confirmed (demo).",
        ),
        cast.actor("validator", Role.VERIFIER),
    )
    cast.go_to(days_ago - 60)
    cast.do(
        RegisterProject(client_id=client_id(project.key, "register"), project=number),
        cast.operator(),
    )
    return number


def _started(cast: PastCast, project: DemoProject) -> str:
    cast.go_to(project.started_days_ago)
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


def _issued(cast: PastCast, number: str) -> Mapping[str, Any]:
    cast.go_to(80)
    report = _file(cast, ISSUED, number, ISSUED_YEAR)
    cast.go_to(58)
    cast.do(
        VerifyReport(
            client_id=client_id(ISSUED.key, "verify"),
            report=report,
            party_id=cast.party_ids["verifier"],
            note="减排量核算准确（演示）。 Quantity confirmed (demo).",
        ),
        cast.actor("verifier", Role.VERIFIER),
    )
    cast.go_to(50)
    return cast.do(
        IssueCredits(
            client_id=client_id(ISSUED.key, "issue"),
            report=report,
            account=cast.accounts[DEVELOPER],
        ),
        cast.operator(),
    )


def _use(cast: PastCast, credits_: str) -> None:
    """Sell credits to a firm, which retires some; surrender allowances of another firm."""
    cast.go_to(44)
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
    cast.go_to(40)
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
    cast.go_to(36)
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
