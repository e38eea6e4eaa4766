"""What the rules make automatic: carry-over notices, and applications whose batch has closed."""

from collections.abc import Iterator

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from registry.compliance.carrying_over import check_earned, plan_of
from registry.compliance.commands import CarryOver, NotifyCarryOver
from registry.compliance.models import ComplianceEntity, ComplianceEvent
from registry.compliance.records import detail_of
from registry.compliance.refused_compliance import CarryOverNotEarned
from registry.rules.schemes import NATIONAL
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.refused_values import RuleNotInForce


def due_commands(session: WorldSession) -> Iterator[Command]:
    """Yield what the clock must do now."""
    for number in _to_notify(session):
        yield NotifyCarryOver(client_id=f"carry-over-notice:{number}", entity=number)
    for application in _to_carry_over(session):
        yield CarryOver(client_id=f"carry-over:{application}", application=application)


def _to_notify(session: WorldSession) -> list[str]:
    """Return national entities that earned a notice and have none, while notices are given."""
    notice = aliased(ComplianceEvent)
    query = (
        select(ComplianceEntity)
        .join(
            notice,
            (col(notice.entity_id) == col(ComplianceEntity.id)) & (col(notice.kind) == "notice"),
            isouter=True,
        )
        .where(ComplianceEntity.scheme == NATIONAL, col(notice.id).is_(None))
        .order_by(ComplianceEntity.number)
    )
    earned = []
    for entity in session.exec(query):
        try:
            check_earned(session, entity, plan_of(session, entity))
        except (CarryOverNotEarned, RuleNotInForce):
            continue
        earned.append(entity.number)
    return earned


def _to_carry_over(session: WorldSession) -> list[int]:
    done = aliased(ComplianceEvent)
    query = (
        select(ComplianceEvent)
        .join(done, col(done.follows_id) == col(ComplianceEvent.id), isouter=True)
        .where(ComplianceEvent.kind == "application", col(done.id).is_(None))
        .order_by(col(ComplianceEvent.id))
    )
    today = session.clock.today().isoformat()
    return [
        event.id
        for event in session.exec(query)
        if event.id is not None and detail_of(event)["processed_from"] < today
    ]
