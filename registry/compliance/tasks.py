"""What of the compliance cycle needs somebody: by role, with the day it is due."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy.orm import aliased
from sqlmodel import and_, col, exists, select

from registry.compliance.deadlines import cycle_date, evidence_due, month_end
from registry.compliance.models import ComplianceEntity, ComplianceEvent
from registry.compliance.records import events
from registry.compliance.report_queries import compliance_report
from registry.compliance.statuses import Status
from registry.parties.models import Party
from registry.rules.amendments import rule_book
from registry.rules.book import RuleBook
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import words
from registry.worlds.paging import Sought
from registry.worlds.refused_values import RuleNotInForce
from registry.worlds.tasks import Task

PAGE = "compliance.entity"
ROWS_MAX = 50
REMIND_DAYS = 120
SUBMIT = words("Record evidence", "存证")
REPORT = words("File a report", "提交报告")
SURRENDER = words("Surrender", "清缴")
APPLY = words("Apply for carry-over", "申请结转")
VERIFY = words("Verify", "核查")
ALLOCATE = words("Allocate", "核定配额")
FINE = words("Decide on the fine", "作出处罚决定")


def compliance_tasks(session: WorldSession, actor: Actor) -> Iterator[Task]:
    """Yield what the compliance cycle asks of an actor now."""
    if not actor.roles.isdisjoint(DISPOSING) and actor.party_ids:
        query = select(ComplianceEntity).where(col(ComplianceEntity.party_id).in_(actor.party_ids))
        rules = rule_book(session)
        for entity in session.exec(query.order_by(ComplianceEntity.number)):
            yield from _of_entity(session, entity, rules)
    if Role.VERIFIER in actor.roles:
        yield from _waiting(session, "report", "verification", VERIFY, "return")
    if Role.OPERATOR in actor.roles:
        yield from _waiting(session, "verification", "allocation", ALLOCATE)
    if Role.OPERATOR in actor.roles or Role.REGULATOR in actor.roles:
        yield from _short(session)


def _of_entity(session: WorldSession, entity: ComplianceEntity, rules: RuleBook) -> Iterator[Task]:
    today = session.clock.today()
    yield from _evidence(session, entity, rules, today)
    for year in range(max(entity.first_year, today.year - 2), today.year):
        found = {event.kind: event for event in events(session, entity, year)}
        if "verification" not in found and _needs_report(found):
            due = _known(rules, entity, year, "report_due")
            yield _task(session, entity, year, REPORT, due)
        obligation = found.get("obligation")
        if obligation is not None and obligation.due_on is not None:
            missing = _missing(session, entity, year)
            days = (obligation.due_on - today).days
            if missing and 0 <= days <= REMIND_DAYS:
                yield _task(session, entity, year, SURRENDER, obligation.due_on)
    yield from _carry_over(session, entity, today)


def _evidence(
    session: WorldSession, entity: ComplianceEntity, rules: RuleBook, today: date
) -> Iterator[Task]:
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    if year < entity.first_year:
        return
    months = {event.month for event in events(session, entity, year, "evidence")}
    due = evidence_due(rules, entity.scheme, year, month)
    if due is not None and month not in months and month_end(year, month) < today <= due:
        yield _task(session, entity, year, SUBMIT, due, f"{year}-{month:02d}")


def _needs_report(found: dict[str, ComplianceEvent]) -> bool:
    report, returned = found.get("report"), found.get("return")
    if report is None:
        return True
    return returned is not None and (returned.id or 0) > (report.id or 0)


def _missing(session: WorldSession, entity: ComplianceEntity, year: int) -> int:
    sought = Sought(text=entity.number, rows=1)
    rows = compliance_report(session, year, sought, scheme=entity.scheme).rows
    return rows[0].missing_t if rows else 0


def _carry_over(session: WorldSession, entity: ComplianceEntity, today: date) -> Iterator[Task]:
    query = select(ComplianceEvent).where(
        ComplianceEvent.entity_id == entity.id, ComplianceEvent.kind == "notice"
    )
    notice = session.exec(query).first()
    if notice is None or notice.due_on is None or today > notice.due_on:
        return
    asked = events(session, entity, notice.year, "application")
    if (notice.quantity or 0) > sum(event.quantity or 0 for event in asked):
        yield _task(session, entity, notice.year, APPLY, notice.due_on)


def _waiting(
    session: WorldSession, kind: str, needed: str, verb: Mapping[str, str], *undone: str
) -> Iterator[Task]:
    """Yield entity-years whose last step of a kind waits for the next."""
    later = aliased(ComplianceEvent)
    superseded = exists().where(
        and_(
            col(later.entity_id) == col(ComplianceEvent.entity_id),
            col(later.year) == col(ComplianceEvent.year),
            (col(later.kind) == needed)
            | (col(later.kind).in_((kind, *undone)) & (col(later.id) > col(ComplianceEvent.id))),
        )
    )
    query = (
        select(ComplianceEvent, ComplianceEntity)
        .join(ComplianceEntity, col(ComplianceEntity.id) == col(ComplianceEvent.entity_id))
        .where(ComplianceEvent.kind == kind, ~superseded)
        .order_by(col(ComplianceEvent.id))
        .limit(ROWS_MAX)
    )
    rules = rule_book(session)
    key = "verification_due" if needed == "verification" else "allocation_due"
    for event, entity in session.exec(query):
        due = _known(rules, entity, event.year, key)
        task = _task(session, entity, event.year, verb, due)
        yield task


def _short(session: WorldSession) -> Iterable[Task]:
    year = session.clock.today().year - 2
    for shown in (year, year + 1):
        found = (
            row
            for only in (Status.SHORT, Status.MET_LATE)
            for row in compliance_report(
                session, shown, Sought(only=only.value, rows=ROWS_MAX)
            ).rows
        )
        for row in found:
            yield Task(
                verb=FINE,
                what=words(
                    f"{row.name_en}, {shown}: {row.short_at_deadline_t} t missing at the deadline",
                    f"{row.name_zh} {shown} 年度：期限届满欠缴 {row.short_at_deadline_t} 吨",
                ),
                number=row.number,
                endpoint=PAGE,
                arguments={"number": row.number, "year": shown},
            )


def _known(rules: RuleBook, entity: ComplianceEntity, year: int, key: str) -> date | None:
    try:
        return cycle_date(rules, entity.scheme, entity.sector, year, key)
    except RuleNotInForce:
        return None


def _task(
    session: WorldSession,
    entity: ComplianceEntity,
    year: int,
    verb: Mapping[str, str],
    due: date | None,
    period: str = "",
) -> Task:
    party = session.get_one(Party, entity.party_id)
    of = period or str(year)
    return Task(
        verb=verb,
        what=words(f"{party.name_en}, {of}", f"{party.name_zh} {of}"),
        number=entity.number,
        endpoint=PAGE,
        arguments={"number": entity.number, "year": year},
        due=due,
    )
