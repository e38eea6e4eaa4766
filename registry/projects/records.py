"""Projects and reports in the database: finding, locking and noting each step."""

from sqlmodel import select

from registry.projects.models import Project, ProjectEvent, Report
from registry.projects.projects import ProjectStep, ReportStep, advance_project, advance_report
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


def record_step(  # noqa: PLR0913  the record has this many columns
    session: WorldSession,
    project_id: int,
    step: ProjectStep | ReportStep,
    actor: Actor,
    *,
    party_id: int | None = None,
    report_id: int | None = None,
    note: str = "",
) -> None:
    """Note a step in the project's history."""
    session.add(
        ProjectEvent(
            project_id=project_id,
            report_id=report_id,
            step=step.value,
            actor=actor.name,
            party_id=party_id,
            note=note[:NOTE_CHARACTERS_MAX],
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
