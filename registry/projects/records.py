"""Projects and reports in the database: finding, locking and noting each step."""

from sqlmodel import select

from registry.parties.models import Party
from registry.projects.crediting import ProgrammeRules, programme_rules
from registry.projects.models import Project, ProjectEvent, ProjectMeter, Report
from registry.projects.projects import ProjectStep, ReportStep, advance_project, advance_report
from registry.rules import rule_book
from registry.worlds.actors import Actor
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownProject, UnknownReport

NOTE_CHARACTERS_MAX = 2000


def locked_project(session: WorldSession, number: str) -> Project:
    """Return a project; others wait until this unit of work is over.

    Raises:
        UnknownProject: there is none with this number.
    """
    query = select(Project).where(Project.number == number).with_for_update()
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise UnknownProject(project=str(number)[:40], field="project")
    return found


def locked_report(session: WorldSession, number: str) -> Report:
    """Return a report; others wait until this unit of work is over.

    Raises:
        UnknownReport: there is none with this number.
    """
    query = select(Report).where(Report.number == number).with_for_update()
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise UnknownReport(report=str(number)[:40], field="report")
    return found


def own_project(session: WorldSession, number: str, actor: Actor) -> Project:
    """Return a project whose developer the actor represents.

    Raises:
        UnknownProject: there is none with this number.
        NotRepresentative: the actor does not act for its developer.
    """
    project = locked_project(session, number)
    developer = session.get_one(Party, project.developer_party_id)
    actor.check_represents(developer.id, developer.name_zh)
    return project


def reported_project(session: WorldSession, number: str) -> tuple[Report, Project]:
    """Return a monitoring report and its project.

    Raises:
        UnknownReport: there is no monitoring report with this number.
    """
    report = locked_report(session, number)
    project = session.get(Project, report.project_id) if report.project_id else None
    if project is None or report.kind != "monitoring":
        raise UnknownReport(report=str(number)[:40], field="report")
    return report, project


def meters_of(session: WorldSession, project: Project) -> list[str]:
    """Return the meters of a project, in the order in which locks on them are taken."""
    query = select(ProjectMeter.meter).where(ProjectMeter.project_id == project.id)
    return sorted(session.exec(query).all())


def rules_today(session: WorldSession, project: Project) -> ProgrammeRules:
    """Return the programme's numbers as they hold today for a project.

    Raises:
        RuleNotInForce: one has no value today.
    """
    return programme_rules(rule_book(session), session.clock.today(), project.methodology_id)


def set_project_state(project: Project, step: ProjectStep) -> None:
    """Move a project on.

    Raises:
        ProjectInOtherState: the step does not start from its state.
    """
    project.state = advance_project(project.state, step, project.number).value


def set_report_state(report: Report, step: ReportStep) -> None:
    """Move a monitoring report on.

    Raises:
        ReportInOtherState: the step does not start from its state.
    """
    report.state = advance_report(report.state, step, report.number).value


def note_step(  # noqa: PLR0913  the record has this many columns
    session: WorldSession,
    project: Project,
    step: ProjectStep | ReportStep,
    actor: Actor,
    *,
    party_id: int | None = None,
    report: Report | None = None,
    note: str = "",
) -> None:
    """Note a step in the project's history, once everything before it is written."""
    session.flush()
    assert project.id is not None
    session.add(
        ProjectEvent(
            project_id=project.id,
            report_id=report.id if report else None,
            step=step.value,
            actor=actor.name,
            party_id=party_id,
            note=note[:NOTE_CHARACTERS_MAX],
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
