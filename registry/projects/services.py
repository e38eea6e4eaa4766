"""The steps of a project, from its publication to its registration, and the ways out."""

from registry.claims import CCER, REGISTRATION, claim
from registry.parties.parties import find_verifier
from registry.projects.commands import (
    ApplyForRegistration,
    PublishProject,
    RegisterProject,
    RejectProject,
    ReturnProject,
    ValidateProject,
    WithdrawProject,
)
from registry.projects.crediting import Design, check_design
from registry.projects.document_types import DocumentKind
from registry.projects.filed_documents import check_filed
from registry.projects.models import Project
from registry.projects.projects import ProjectState, ProjectStep, advance_project, check_validator
from registry.projects.records import (
    NOTE_CHARACTERS_MAX,
    locked_project,
    meters_of,
    note_step,
    own_project,
    rules_today,
    set_project_state,
)
from registry.projects.windows import check_over, public_until, review_until
from registry.rules import working_calendar
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.texts import check_text


def publish_project(
    session: WorldSession, command: PublishProject, actor: Actor
) -> dict[str, object]:
    """Publish a draft's design for comment.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownProject: there is none with this number.
        NotRepresentative: the actor does not act for the developer.
        ProjectInOtherState: it is no draft.
        MethodologyNotPublished, DesignIncomplete, InsideQuotaControl, ConstructionTooEarly,
        CreditingPeriodInvalid: the design breaks a rule of the programme.
        DocumentMissing: there is no design document.
        RuleNotInForce: a rule has no value today.
    """
    actor.check_role(Role.DEVELOPER)
    project = own_project(session, command.project, actor)
    after = advance_project(project.state, ProjectStep.PUBLISH, project.number)
    rules = rules_today(session, project)
    check_design(_design(project), rules)
    check_filed(
        session, project, DocumentKind.DESIGN, ProjectStep.PUBLISH, project.developer_party_id
    )
    today = session.clock.today()
    project.state = after.value
    project.first_published_on = project.first_published_on or today
    project.public_until = public_until(
        today, rules.design_publicity_days, working_calendar(session)
    )
    note_step(session, project, ProjectStep.PUBLISH, actor, party_id=project.developer_party_id)
    return {**_answer(project), "public_until": project.public_until.isoformat()}


def validate_project(
    session: WorldSession, command: ValidateProject, actor: Actor
) -> dict[str, object]:
    """Find a published project sound, when its publicity is over.

    Raises:
        RoleMissing, UnknownParty, NotRepresentative: the actor acts for no verification body.
        UnknownProject: there is none with this number.
        VerifierIsParty: the body owns the project.
        ProjectInOtherState: it is not published.
        WindowOpen: its publicity is not over.
        DocumentMissing: the body filed no validation report.
    """
    body = find_verifier(session, command.party_id, actor)
    project = locked_project(session, command.project)
    assert body.id is not None
    check_validator(body.id, body.name_zh, project.developer_party_id, project.number)
    _check_judged(session, project, ProjectStep.VALIDATE)
    check_filed(session, project, DocumentKind.VALIDATION, ProjectStep.VALIDATE, body.id)
    set_project_state(project, ProjectStep.VALIDATE)
    project.validator_party_id = body.id
    note_step(session, project, ProjectStep.VALIDATE, actor, party_id=body.id, note=command.note)
    return _answer(project)


def apply_for_registration(
    session: WorldSession, command: ApplyForRegistration, actor: Actor
) -> dict[str, object]:
    """Ask for the registration of a validated project; the registry's days begin.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownProject: there is none with this number.
        NotRepresentative: the actor does not act for the developer.
        ProjectInOtherState: it is not validated.
        RuleNotInForce: a rule has no value today.
    """
    actor.check_role(Role.DEVELOPER)
    project = own_project(session, command.project, actor)
    set_project_state(project, ProjectStep.APPLY)
    days = rules_today(session, project).registration_review_days
    project.review_until = review_until(session.clock.today(), days, working_calendar(session))
    note_step(session, project, ProjectStep.APPLY, actor, party_id=project.developer_party_id)
    return {**_answer(project), "review_until": project.review_until.isoformat()}


def register_project(
    session: WorldSession, command: RegisterProject, actor: Actor
) -> dict[str, object]:
    """Register a project under review, and claim its meters for its crediting period.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownProject: there is none with this number.
        ProjectInOtherState: it is not under review.
        SourceClaimed: another mechanism stands on one of its meters.
    """
    actor.check_role(Role.OPERATOR)
    project = locked_project(session, command.project)
    set_project_state(project, ProjectStep.REGISTER)
    _claim_meters(session, project, actor)
    note_step(session, project, ProjectStep.REGISTER, actor, note=command.note)
    return _answer(project)


def return_project(
    session: WorldSession, command: ReturnProject, actor: Actor
) -> dict[str, object]:
    """Send a project back with the reason: to its draft, or to its application.

    Raises:
        RoleMissing, UnknownParty, NotRepresentative: the actor judges no project in this state.
        UnknownProject: there is none with this number.
        VerifierIsParty: the body owns the project.
        TextInvalid: no reason is given.
        ProjectInOtherState: it is neither published nor under review.
    """
    actor.check_role(Role.VERIFIER, Role.OPERATOR)
    project = locked_project(session, command.project)
    body_id = _judge(session, project, command.party_id, actor)
    note = check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    set_project_state(project, ProjectStep.RETURN)
    project.public_until = None if project.state == ProjectState.DRAFT else project.public_until
    project.review_until = None
    note_step(session, project, ProjectStep.RETURN, actor, party_id=body_id, note=note)
    return _answer(project)


def reject_project(
    session: WorldSession, command: RejectProject, actor: Actor
) -> dict[str, object]:
    """Refuse a project for good, with the reason.

    Raises:
        RoleMissing, UnknownParty, NotRepresentative: the actor judges no project in this state.
        UnknownProject: there is none with this number.
        VerifierIsParty: the body owns the project.
        TextInvalid: no reason is given.
        ProjectInOtherState: it is neither published nor under review.
        WindowOpen: its publicity is not over.
    """
    actor.check_role(Role.VERIFIER, Role.OPERATOR)
    project = locked_project(session, command.project)
    body_id = _judge(session, project, command.party_id, actor)
    note = check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    _check_judged(session, project, ProjectStep.REJECT)
    set_project_state(project, ProjectStep.REJECT)
    note_step(session, project, ProjectStep.REJECT, actor, party_id=body_id, note=note)
    return _answer(project)


def withdraw_project(
    session: WorldSession, command: WithdrawProject, actor: Actor
) -> dict[str, object]:
    """Give a project up before it is registered.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownProject: there is none with this number.
        NotRepresentative: the actor does not act for the developer.
        ProjectInOtherState: it is registered, or ended before.
        TextInvalid: the note cannot be kept.
    """
    actor.check_role(Role.DEVELOPER)
    project = own_project(session, command.project, actor)
    note = optional_note(command.note)
    set_project_state(project, ProjectStep.WITHDRAW)
    note_step(
        session,
        project,
        ProjectStep.WITHDRAW,
        actor,
        party_id=project.developer_party_id,
        note=note,
    )
    return _answer(project)


def optional_note(note: str) -> str:
    """Return a note that may be left out.

    Raises:
        TextInvalid: it is too long or holds control characters.
    """
    return check_text(note, "note", NOTE_CHARACTERS_MAX) if note.strip() else ""


def _judge(session: WorldSession, project: Project, party_id: int, actor: Actor) -> int | None:
    """Return the body that judges a published project; the registry judges one under review."""
    if project.state == ProjectState.APPLIED:
        actor.check_role(Role.OPERATOR)
        return None
    body = find_verifier(session, party_id, actor)
    assert body.id is not None
    check_validator(body.id, body.name_zh, project.developer_party_id, project.number)
    return body.id


def _check_judged(session: WorldSession, project: Project, step: ProjectStep) -> None:
    """Refuse a judgement from another state or before publicity is over."""
    advance_project(project.state, step, project.number)
    check_over(project.public_until, session.clock.today(), step, project.number)


def _claim_meters(session: WorldSession, project: Project, actor: Actor) -> None:
    if project.crediting_from is None or project.crediting_to is None:
        return
    for meter in meters_of(session, project):
        claim(
            session,
            mechanism=CCER,
            kind=REGISTRATION,
            source=meter,
            period_from=project.crediting_from,
            period_to=project.crediting_to,
            reference=project.number,
            actor=actor.name,
        )


def _design(project: Project) -> Design:
    return Design(
        project=project.number,
        methodology=project.methodology_id.upper(),
        methodology_status=project.methodology_status,
        construction_start=project.construction_start,
        crediting_from=project.crediting_from,
        crediting_to=project.crediting_to,
        outside_quota=project.outside_quota,
    )


def _answer(project: Project) -> dict[str, object]:
    return {"project": project.number, "state": project.state}
