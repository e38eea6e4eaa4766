"""Whether credits come from projects registered late enough, where their registration is known."""

from datetime import date

from sqlmodel import col, select

from registry.compliance.refused_compliance import CreditRegisteredEarly
from registry.ledger.models import BlockMove, Issuance
from registry.ledger.unit_types import UnitTypeFacts
from registry.projects.models import Project, ProjectEvent
from registry.projects.projects import ProjectStep
from registry.rules.amendments import rule_book
from registry.rules.benchmarks import SCHEME
from registry.rules.schemes import NATIONAL
from registry.worlds.database import WorldSession


def check_registration(
    session: WorldSession, scheme: str, unit_type: UnitTypeFacts, transaction_id: str, year: int
) -> None:
    """Refuse credits used in a transaction whose project was registered too early for a year.

    Units without a project on record are judged by their vintage alone, elsewhere.

    Raises:
        CreditRegisteredEarly: one of their projects was.
    """
    if scheme != NATIONAL:
        return
    rule = rule_book(session).find(
        SCHEME, "credit_registered_after", date(year, 12, 31), unit_type.scheme
    )
    if rule is None:
        return
    query = (
        select(Project, ProjectEvent)
        .join(ProjectEvent, col(ProjectEvent.project_id) == col(Project.id))
        .join(Issuance, col(Issuance.project_id) == col(Project.id))
        .join(BlockMove, col(BlockMove.unit_type_id) == col(Issuance.unit_type_id))
        .where(
            BlockMove.transaction_id == transaction_id,
            col(BlockMove.serial_first) <= col(Issuance.serial_last),
            col(BlockMove.serial_last) >= col(Issuance.serial_first),
            ProjectEvent.step == ProjectStep.REGISTER.value,
            col(ProjectEvent.business_date) <= rule.day,
        )
    )
    early = session.exec(query).first()
    if early is not None:
        project, registered = early
        raise CreditRegisteredEarly(
            project=project.number,
            registered_on=registered.business_date.isoformat(),
            after=rule.day.isoformat(),
            compliance_year=year,
            field="unit_type",
        )
