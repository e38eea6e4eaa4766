"""The beginning of a project: an estimate that is kept, a draft, and its design facts."""

from collections.abc import Sequence

from sqlmodel import col, delete

from registry.claims import check_source
from registry.ledger.units import Measure, parse_unit_type_code
from registry.parties.models import Party
from registry.parties.parties import find_party
from registry.projects.commands import DescribeProject, SaveEstimate, StartProject
from registry.projects.crediting import check_construction, check_crediting
from registry.projects.models import Project, ProjectMeter, Report
from registry.projects.projects import ProjectState, ProjectStep, ReportState
from registry.projects.records import (
    locked_report,
    note_step,
    own_project,
    rules_today,
    set_project_state,
)
from registry.projects.reports import ReportedQuantity
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import RecordExists, UnknownReport, words
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text

PROJECT_OF_ESTIMATE = words("A project of estimate", "基于该估算的项目")
METER = words("Meter", "计量点")
METERS_MAX = 50


def save_estimate(session: WorldSession, command: SaveEstimate, actor: Actor) -> dict[str, object]:
    """Keep an estimate under a party's name.

    Raises:
        RoleMissing: the actor disposes of nothing.
        NotRepresentative: the actor does not act for the party.
        ReportedQuantityInvalid, TextInvalid: a value cannot be used.
    """
    actor.check_role(*DISPOSING)
    party = find_party(session, command.party_id)
    actor.check_represents(party.id, party.name_zh)
    reported = ReportedQuantity(
        quantity=command.quantity,
        measure=Measure(command.measure).value,
        methodology_id=command.methodology_id,
        methodology_version=command.methodology_version,
        methodology_status=command.methodology_status,
        inputs_json=command.inputs_json,
        result_json=command.result_json,
    )
    assert party.id is not None
    report = add_report(session, reported, party.id, check_text(command.title, "title"))
    return {"report": report.number, "digest": report.digest}


def start_project(session: WorldSession, command: StartProject, actor: Actor) -> dict[str, object]:
    """Begin a project from a saved estimate.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownReport: there is no such estimate.
        NotRepresentative: it belongs to another party.
        RecordExists: a project was begun from it before.
        UnitTypeCodeInvalid, TextInvalid: a value cannot be used.
    """
    actor.check_role(Role.DEVELOPER)
    estimate = own_estimate(session, command.estimate, actor)
    if estimate.project_id is not None:
        raise RecordExists(what=PROJECT_OF_ESTIMATE, value=estimate.number, field="estimate")
    scheme, _ = parse_unit_type_code(command.scheme, "scheme")
    project = Project(
        number=next_yearly(session, "PR"),
        name=check_text(command.name, "name"),
        scheme=scheme,
        developer_party_id=estimate.party_id,
        methodology_id=estimate.methodology_id,
        methodology_version=estimate.methodology_version,
        methodology_status=estimate.methodology_status,
        location=check_text(command.location, "location") if command.location else "",
        description=_optional(command.description, "description", 4000),
        state=ProjectState.DRAFT.value,
        created_at=session.clock.now(),
    )
    session.add(project)
    session.flush()
    estimate.project_id = project.id
    note_step(session, project, ProjectStep.START, actor, party_id=project.developer_party_id)
    return {"project": project.number, "state": project.state}


def describe_project(
    session: WorldSession, command: DescribeProject, actor: Actor
) -> dict[str, object]:
    """Set the design facts of a draft: what is given replaces what was there.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownProject: there is none with this number.
        NotRepresentative: the actor does not act for its developer.
        ProjectInOtherState: it is no draft.
        TextInvalid, SourceInvalid: a text or a meter cannot be used.
        RecordExists: a meter is named twice.
        ConstructionTooEarly, CreditingPeriodInvalid: a date breaks a rule of the programme.
        RuleNotInForce: a rule has no value today.
    """
    actor.check_role(Role.DEVELOPER)
    project = own_project(session, command.project, actor)
    set_project_state(project, ProjectStep.DESCRIBE)
    rules = rules_today(session, project)
    check_construction(command.construction_start, rules)
    check_crediting(
        command.crediting_from, command.crediting_to, rules, project.methodology_id.upper()
    )
    project.name = check_text(command.name, "name")
    project.location = _optional(command.location, "location", 200)
    project.description = _optional(command.description, "description", 4000)
    project.construction_start = command.construction_start
    project.crediting_from, project.crediting_to = command.crediting_from, command.crediting_to
    project.outside_quota = command.outside_quota
    _set_meters(session, project, command.meters)
    note_step(session, project, ProjectStep.DESCRIBE, actor, party_id=project.developer_party_id)
    return {"project": project.number, "state": project.state}


def add_report(
    session: WorldSession,
    reported: ReportedQuantity,
    party_id: int,
    title: str,
    state: ReportState = ReportState.SAVED,
) -> Report:
    """Enter an estimate, or a monitoring report when it is filed."""
    report = Report(
        number=next_yearly(session, "ES" if state is ReportState.SAVED else "MR"),
        kind="estimate" if state is ReportState.SAVED else "monitoring",
        title=title,
        party_id=party_id,
        digest=reported.fingerprint(),
        state=state.value,
        created_at=session.clock.now(),
        **{name: getattr(reported, name) for name in ReportedQuantity.__slots__},
    )
    session.add(report)
    session.flush()
    return report


def own_estimate(session: WorldSession, number: str, actor: Actor) -> Report:
    """Return an estimate of a party that the actor represents.

    Raises:
        UnknownReport: there is no estimate with this number.
        NotRepresentative: it belongs to another party.
    """
    estimate = locked_report(session, number)
    party = session.get_one(Party, estimate.party_id)
    actor.check_represents(party.id, party.name_zh)
    if estimate.kind != "estimate":
        raise UnknownReport(report=number, field="estimate")
    return estimate


def _set_meters(session: WorldSession, project: Project, meters: Sequence[tuple[str, str]]) -> None:
    """Replace a draft's meters; the commands keep what was there before."""
    assert project.id is not None
    session.exec(delete(ProjectMeter).where(col(ProjectMeter.project_id) == project.id))
    seen: set[str] = set()
    for given, installation in meters[:METERS_MAX]:
        meter = check_source(given, "meters")
        if meter in seen:
            raise RecordExists(what=METER, value=meter, field="meters")
        seen.add(meter)
        named = _optional(installation, "meters", 200)
        session.add(ProjectMeter(project_id=project.id, meter=meter, installation=named))


def _optional(text: str, field: str, maximum: int) -> str:
    return check_text(text, field, maximum) if text.strip() else ""
