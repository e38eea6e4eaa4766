"""Carry-over of old national allowances: the notice, the application, the exchange."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sqlmodel import select

from registry.compliance.carry_over import CarryOverPlan, carry_over_limit, carry_over_plan
from registry.compliance.commands import ApplyCarryOver, CarryOver, NotifyCarryOver
from registry.compliance.deadlines import sector_group
from registry.compliance.models import ComplianceEntity, ComplianceEvent
from registry.compliance.records import (
    check_not_done,
    events,
    locked_entity,
    needed_event,
    own_entity,
    plain_steps,
    record,
    vintage,
)
from registry.compliance.refused_compliance import (
    CarryOverClosed,
    CarryOverExceeded,
    CarryOverNotEarned,
    VintageNotCarried,
)
from registry.compliance.refused_cycle import CycleStepDone, UnknownEntity
from registry.compliance.statuses import position
from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.issuing import issue_units
from registry.ledger.posting import post, reserve
from registry.ledger.serials import SerialRange, format_range
from registry.ledger.unit_types import find_unit_type
from registry.ledger.units import UnitKind, check_quantity
from registry.rules.amendments import rule_book
from registry.rules.schemes import NATIONAL
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import date_value, fetch
from registry.worlds.errors import words

NOT_NATIONAL = words("it is not in the national market", "不属于全国碳市场")
NOT_MET = words("the obligation of {year} was not met in time", "{year} 年度未按时足额清缴")
TOO_EARLY = words("holdings are counted on {day}", "持有量以 {day} 为准")
_TRADED = (
    "SELECT u.code, p.quantity FROM posting p"
    " JOIN ledger_transaction t ON t.id = p.transaction_id"
    " JOIN unit_type u ON u.id = p.unit_type_id JOIN account a ON a.id = p.account_id"
    " WHERE t.kind = 'trade' AND t.business_date >= ? AND t.business_date <= ?"
    " AND a.party_id = ? AND u.kind = 'allowance' AND u.scheme = ?"
    " AND u.vintage >= ? AND u.vintage <= ?"
)
_HELD = (
    "SELECT coalesce(sum(p.quantity), 0) FROM posting p"
    " JOIN ledger_transaction t ON t.id = p.transaction_id"
    " JOIN unit_type u ON u.id = p.unit_type_id JOIN account a ON a.id = p.account_id"
    " WHERE t.business_date <= ? AND a.party_id = ? AND u.kind = 'allowance' AND u.scheme = ?"
    " AND u.vintage >= ? AND u.vintage <= ?"
)
_RUNS = (
    "SELECT serial_first, serial_last FROM block_move WHERE transaction_id = ?"
    " ORDER BY serial_first"
)


class Trades(NamedTuple):
    """Old vintages sold and bought on the venue in the window, t, by unit type."""

    sold_t: Counter[str]
    bought_t: Counter[str]


def notify_carry_over(
    session: WorldSession, command: NotifyCarryOver, actor: Actor
) -> dict[str, object]:
    """Find how many old allowances an entity may carry over, and say so.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownEntity: there is no such entity.
        CarryOverNotEarned: it is in a local market, it is too early, or an obligation was not
            met in time.
        CycleStepDone: it was said before.
        RuleNotInForce, RuleUnset: nothing is carried over any more, or a number is not set.
    """
    actor.check_role(Role.OPERATOR)
    entity = locked_entity(session, command.entity)
    plan = plan_of(session, entity)
    check_earned(session, entity, plan)
    check_not_done(session, entity, plan.target_vintage, "notice")
    traded = _trades(session, entity, plan)
    held_t = _held_t(session, entity, plan)
    limit, steps = carry_over_limit(traded.sold_t, traded.bought_t, held_t, plan)
    record(
        session,
        entity,
        plan.target_vintage,
        "notice",
        actor,
        quantity=limit,
        due_on=plan.apply_until,
        detail={
            "steps": plain_steps(steps),
            "sold_t": dict(traded.sold_t),
            "bought_t": dict(traded.bought_t),
            "held_t": held_t,
        },
    )
    return {"entity": entity.number, "limit_t": limit}


def apply_carry_over(
    session: WorldSession, command: ApplyCarryOver, actor: Actor
) -> dict[str, object]:
    """Ask to carry old allowances over; they are set aside until it is done.

    Raises:
        RoleMissing, NotRepresentative: the actor does not act for the entity.
        UnknownEntity: there is no such entity.
        CarryOverNotEarned, CarryOverClosed: nothing can be carried over, or no longer.
        CycleStepMissing: there is no notice yet.
        UnknownUnitType, WrongUnitKind, VintageNotCarried: these units are not carried over.
        QuantityOutOfRange, CarryOverExceeded: it is more than the notice leaves.
        InsufficientUnits, AccountNotOpen: the units are not available.
        RuleNotInForce, RuleUnset: nothing is carried over any more, or a number is not set.
    """
    entity = own_entity(session, command.entity, actor)
    plan = plan_of(session, entity, applying=True)
    today, year = session.clock.today(), plan.target_vintage
    notice = needed_event(session, entity, year, "notice")
    if today > plan.apply_until:
        raise CarryOverClosed(day=today.isoformat(), last_day=plan.apply_until.isoformat())
    check_earned(session, entity, plan)
    unit_type = find_unit_type(session, command.unit_type, UnitKind.ALLOWANCE)
    old = range(plan.vintage_first, plan.vintage_last + 1)
    if unit_type.scheme != NATIONAL or unit_type.vintage not in old:
        raise VintageNotCarried(
            unit_type=unit_type.code,
            first=plan.vintage_first,
            last=plan.vintage_last,
            field="unit_type",
        )
    quantity = check_quantity(command.quantity)
    limit = notice.quantity or 0
    asked = sum(event.quantity or 0 for event in events(session, entity, year, "application"))
    if quantity + asked > limit:
        raise CarryOverExceeded(
            quantity=quantity, limit=limit, left=max(0, limit - asked), field="quantity"
        )
    memo = f"{entity.number} carry-over 结转"
    held = reserve(session, entity.account_id, unit_type.id, quantity, memo)
    event = record(
        session,
        entity,
        year,
        "application",
        actor,
        quantity=quantity,
        unit_type=unit_type.code,
        unit_kind=unit_type.kind,
        reference=held.id,
        due_on=plan.process_by(today),
        detail={"processed_from": plan.processed_from(today).isoformat()},
    )
    return {
        "entity": entity.number,
        "application": event.id,
        "quantity": quantity,
        "left_t": limit - asked - quantity,
        "process_by": plan.process_by(today).isoformat(),
    }


def carry_over(session: WorldSession, command: CarryOver, actor: Actor) -> dict[str, object]:
    """Take the units of an application back and issue as many of the new vintage, at once.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownEntity: there is no such application.
        CycleStepDone: it was done before.
        CarryOverNotEarned: a surrender that earned it was undone since.
        AccountNotOpen: the account is frozen or closed.
        QuotaExceeded: the quota of the scheme and vintage is smaller.
    """
    actor.check_role(Role.OPERATOR)
    application = session.get(ComplianceEvent, command.application)
    if application is None or application.kind != "application":
        raise UnknownEntity(entity=str(command.application)[:40], field="application")
    entity = session.get_one(ComplianceEntity, application.entity_id)
    entity = locked_entity(session, entity.number)
    query = select(ComplianceEvent).where(ComplianceEvent.follows_id == application.id)
    if session.exec(query).first() is not None:
        raise CycleStepDone(
            entity=entity.number,
            year=application.year,
            step=words("carry-over of this application", "该申请的结转"),
            field="application",
        )
    check_earned(session, entity, plan_of(session, entity, applying=True))
    quantity = application.quantity or 0
    old = find_unit_type(session, application.unit_type)
    leg = Leg(entity.account_id, SystemAccount.CARRY_OVER, old.id, quantity, application.reference)
    taken = post(session, Transaction(kind="carry_over", legs=(leg,), client_id=command.client_id))
    new = vintage(session, NATIONAL, application.year)
    memo = f"{entity.number} carry-over 结转"
    issued = issue_units(session, new, entity.account_id, quantity, memo=memo)
    runs = [SerialRange(*row) for row in fetch(session, _RUNS, (taken,))]
    record(
        session,
        entity,
        application.year,
        "carry_over",
        actor,
        quantity=quantity,
        unit_type=new.code,
        unit_kind=new.kind,
        reference=issued.transaction_id,
        follows_id=application.id,
        detail={
            "taken": [format_range(old.code, run) for run in runs],
            "issued": format_range(new.code, issued.serials),
        },
    )
    return {"entity": entity.number, "unit_type": new.code, "quantity": quantity}


def plan_of(
    session: WorldSession, entity: ComplianceEntity, *, applying: bool = False
) -> CarryOverPlan:
    """Return numbers and windows for an entity.

    While it applies, the plan of the notice's last day is asked, so that a late application is
    refused for being late.
    """
    if entity.scheme != NATIONAL:
        raise CarryOverNotEarned(entity=entity.number, reason=NOT_NATIONAL)
    today = session.clock.today()
    rules = rule_book(session)
    known = rules.find("cn_ets", "carry_over_apply_until", today) if applying else None
    day = min(today, known.day) if known is not None else today
    return carry_over_plan(rules, sector_group(entity.sector), day)


def check_earned(session: WorldSession, entity: ComplianceEntity, plan: CarryOverPlan) -> None:
    """Refuse where holdings are not counted yet, or an obligation was not met in time.

    Raises:
        CarryOverNotEarned: so it is.
    """
    if session.clock.today() <= plan.holdings_on:
        raise CarryOverNotEarned(
            entity=entity.number, reason=_filled(TOO_EARLY, day=plan.holdings_on.isoformat())
        )
    for year in plan.years_met:
        if year >= entity.first_year and not _met_in_time(session, entity, year):
            raise CarryOverNotEarned(entity=entity.number, reason=_filled(NOT_MET, year=str(year)))


def _met_in_time(session: WorldSession, entity: ComplianceEntity, year: int) -> bool:
    """Tell whether what was handed in by the deadline, and not undone since, met the year."""
    found = events(session, entity, year)
    at = position(found, session.clock.today(), session.clock.now())
    return at.due_on is not None and at.in_time_t >= (at.obligation_t or 0)


def _filled(text: Mapping[str, str], **facts: str) -> Mapping[str, str]:
    return words(text["en"].format(**facts), text["zh"].format(**facts))


def _trades(session: WorldSession, entity: ComplianceEntity, plan: CarryOverPlan) -> Trades:
    first, last = (date_value(session, day) for day in (plan.sales_from, plan.sales_to))
    rows = fetch(
        session,
        _TRADED,
        (first, last, entity.party_id, NATIONAL, plan.vintage_first, plan.vintage_last),
    )
    traded = Trades(Counter(), Counter())
    for code, quantity in rows:
        if quantity < 0:
            traded.sold_t[code] -= quantity
        else:
            traded.bought_t[code] += quantity
    return traded


def _held_t(session: WorldSession, entity: ComplianceEntity, plan: CarryOverPlan) -> int:
    day = date_value(session, plan.holdings_on)
    values = (day, entity.party_id, NATIONAL, plan.vintage_first, plan.vintage_last)
    return int(fetch(session, _HELD, values)[0][0])
