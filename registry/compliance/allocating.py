"""Allocation to an entity: ahead, final with true-up, and what was borrowed."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from registry.compliance.commands import Allocate, BorrowAllowances, Preallocate, SetBalanceValue
from registry.compliance.deadlines import POWER, cycle_date, rule_scheme, sector_group
from registry.compliance.deducting import less_deduction
from registry.compliance.entity_allocation import (
    Allocation,
    industry_allocation,
    local_allocation,
    needs_balance,
    power_allocation,
)
from registry.compliance.figures import lines
from registry.compliance.industry_allocation import (
    SECTORS,
    LineYear,
    balance_value,
    industry_plan,
    line_allocation,
)
from registry.compliance.models import ComplianceBalance, ComplianceEntity, ComplianceEvent
from registry.compliance.power_plans import power_plan
from registry.compliance.pre_allocation import borrowing_max_t, pre_allocation_t, true_up
from registry.compliance.records import (
    check_not_done,
    check_year,
    detail_of,
    enrolled_units,
    events,
    last_event,
    locked_entity,
    needed_event,
    own_entity,
    record,
    step_missing,
    vintage,
)
from registry.compliance.refused_cycle import (
    AllocationNotGiven,
    BalanceValueMissing,
    RecallNotCovered,
    SectorUnknown,
)
from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.issuing import issue_units
from registry.ledger.posting import post
from registry.ledger.refused_moves import InsufficientUnits
from registry.ledger.units import check_quantity
from registry.rules.amendments import rule_book
from registry.rules.schemes import NATIONAL
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import RecordExists, words
from registry.worlds.refused_values import QuantityOutOfRange
from registry.worlds.texts import check_text

BALANCE = words("Balance value", "平衡值")
CALCULATED = words("by the plan from verified figures", "由系统按分配方案计算")
DECIDED = words("by the local authority's decision", "按地方主管部门文件录入")
DOCUMENT_CHARACTERS_MAX = 200
BORROWED_FROM = 2023
"""The one year from whose allowances earlier years borrowed (国环规气候〔2023〕1号)."""


def preallocate(session: WorldSession, command: Preallocate, actor: Actor) -> dict[str, object]:
    """Give allowances ahead: a share of the emissions of the year that the plan names.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownEntity: there is no such entity.
        QuantityOutOfRange: year or base cannot be used, or the registry knows the base itself.
        CycleStepDone: it was done, or the final allocation was.
        CycleStepMissing: the base is not verified and was not given.
        RuleNotInForce, RuleUnset: the year has no pre-allocation.
        QuotaExceeded: the quota of the scheme and vintage is smaller.
    """
    actor.check_role(Role.OPERATOR)
    entity = locked_entity(session, command.entity)
    year = check_year(entity, command.year, session.clock.today().year)
    for kind in ("pre_allocation", "allocation"):
        check_not_done(session, entity, year, kind)
    rules, whose = rule_book(session), rule_scheme(entity.scheme)
    group, last_day = sector_group(entity.sector), date(year, 12, 31)
    share = rules.parameter(whose, "pre_allocation_share", last_day, group)
    named = rules.find(whose, "pre_allocation_base", last_day, group)
    base_t = _base_t(session, entity, year, named.text if named else "", command.base_t)
    quantity = pre_allocation_t(base_t, share.decimal)
    borrowed_t = _borrowed_t(session, entity, year)
    issued = max(0, quantity - borrowed_t)
    transaction = _issue(session, entity, year, issued, "pre-allocation 预分配")
    record(
        session,
        entity,
        year,
        "pre_allocation",
        actor,
        quantity=issued,
        unit_type=vintage(session, entity.scheme, year).code,
        reference=transaction,
        detail={
            "base_t": base_t,
            "share": share.text,
            "borrowed_t": borrowed_t,
            "source": share.source,
            "confidence": share.confidence.value,
        },
    )
    return {"entity": entity.number, "year": year, "quantity": issued}


def set_balance_value(
    session: WorldSession, command: SetBalanceValue, actor: Actor
) -> dict[str, object]:
    """Find the value at which the allowances of a sector's verified lines equal their emissions.

    Raises:
        RoleMissing: the actor is no operator.
        SectorUnknown: the sector has no balance value.
        RuleNotInForce: nor has the year.
        RecordExists: it was found before.
        NothingToBalance: no verified line follows it.
    """
    actor.check_role(Role.OPERATOR)
    if command.sector not in SECTORS:
        known = ", ".join(SECTORS)
        raise SectorUnknown(value=str(command.sector)[:40], known=known, field="sector")
    plan = industry_plan(rule_book(session), command.year, command.sector)
    if _stored_balance(session, command.sector, command.year) is not None:
        raise RecordExists(what=BALANCE, value=f"{command.sector} {command.year}", field="year")
    known_lines = _verified_lines(session, command.sector, command.year)
    value = balance_value(known_lines, plan)
    given = sum(line_allocation(line, plan, value)[0] for line in known_lines)
    emitted = sum(line.emissions_t for line in known_lines)
    session.add(
        ComplianceBalance(
            scheme=NATIONAL,
            sector=command.sector,
            year=command.year,
            value=f"{value:f}",
            line_count=len(known_lines),
            emissions_t=emitted,
            allocation_t=given,
            actor=actor.name,
            recorded_at=session.clock.now(),
            business_date=session.clock.today(),
        )
    )
    session.flush()
    return {
        "sector": command.sector,
        "year": command.year,
        "value": f"{value:f}",
        "emissions_t": emitted,
        "allocation_t": given,
    }


def allocate(session: WorldSession, command: Allocate, actor: Actor) -> dict[str, object]:
    """Determine a year's allowances and obligation; issue what is missing, take back what is over.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownEntity: there is no such entity.
        QuantityOutOfRange: year or quantity cannot be used.
        CycleStepDone: it was done.
        CycleStepMissing: the year is not verified.
        AllocationNotGiven: a quantity is given where it is calculated, or none where it is not.
        BalanceValueMissing: the sector's is not found yet.
        RuleNotInForce, RuleUnset: the year has no plan, or its deadline is not set.
        RecallNotCovered: the entity does not hold what it has to return.
        TextInvalid: the document's name cannot be used.
        QuotaExceeded: the quota of the scheme and vintage is smaller.
    """
    actor.check_role(Role.OPERATOR)
    entity = locked_entity(session, command.entity)
    year = check_year(entity, command.year, session.clock.today().year)
    check_not_done(session, entity, year, "allocation")
    verified = needed_event(session, entity, year, "verification")
    found = less_deduction(session, entity, year, _allocation(session, entity, command, verified))
    due = cycle_date(rule_book(session), entity.scheme, entity.sector, year, "surrender_due")
    given = last_event(session, entity, year, "pre_allocation")
    borrowed_t = _borrowed_t(session, entity, year)
    given_t = ((given.quantity or 0) if given is not None else 0) + borrowed_t
    change = true_up(found.allocation_t, given_t)
    unit_type = vintage(session, entity.scheme, year)
    moved = _issue(session, entity, year, change.issued_t, "allocation 核定配额发放")
    moved = moved or _recall(session, entity, year, change.recalled_t, command.client_id)
    shared: dict[str, Any] = {"unit_type": unit_type.code, "unit_kind": "allowance"}
    detail = found.detail | {
        "given_t": given_t,
        "borrowed_t": borrowed_t,
        "issued_t": change.issued_t,
        "recalled_t": change.recalled_t,
    }
    record(
        session,
        entity,
        year,
        "allocation",
        actor,
        quantity=found.allocation_t,
        reference=moved,
        detail=detail,
        **shared,
    )
    record(session, entity, year, "obligation", actor, quantity=found.obligation_t, due_on=due)
    return {
        "entity": entity.number,
        "year": year,
        "allocation_t": found.allocation_t,
        "obligation_t": found.obligation_t,
        "issued_t": change.issued_t,
        "recalled_t": change.recalled_t,
        "due_on": due.isoformat(),
    }


def borrow_allowances(
    session: WorldSession, command: BorrowAllowances, actor: Actor
) -> dict[str, object]:
    """Issue part of the 2023 pre-allocation ahead, for use in 2021 or 2022.

    Raises:
        RoleMissing, NotRepresentative: the actor neither is operator nor acts for the entity.
        UnknownEntity: there is no such entity.
        QuantityOutOfRange: the year is not one of the entity's, or the gap allows less.
        CycleStepDone: it was done, or the final allocation that repays it was.
        CycleStepMissing: the final allocation is not determined.
        RuleNotInForce: nothing is borrowed for this year.
        QuotaExceeded: the quota of the scheme and vintage is smaller.
    """
    if Role.OPERATOR in actor.roles:
        entity = locked_entity(session, command.entity)
    else:
        entity = own_entity(session, command.entity, actor)
    year = check_year(entity, command.year, session.clock.today().year)
    check_not_done(session, entity, year, "borrowing")
    verified = needed_event(session, entity, year, "verification").quantity or 0
    allocated = needed_event(session, entity, year, "allocation").quantity or 0
    most = borrowing_max_t(verified, allocated, year, rule_book(session))
    check_not_done(session, entity, BORROWED_FROM, "allocation")  # else nothing would repay it
    if most < 1:
        raise QuantityOutOfRange(
            value=str(command.quantity)[:40], minimum="0", maximum="0", field="quantity"
        )
    quantity = check_quantity(command.quantity, "quantity", most)
    moved = _issue(session, entity, year, quantity, "borrowed from 2023 预支2023年度配额")
    record(
        session,
        entity,
        year,
        "borrowing",
        actor,
        quantity=quantity,
        reference=moved,
        unit_type=vintage(session, entity.scheme, year).code,
        detail={"most_t": most},
    )
    return {"entity": entity.number, "year": year, "quantity": quantity}


def _allocation(
    session: WorldSession, entity: ComplianceEntity, command: Allocate, verified: ComplianceEvent
) -> Allocation:
    local = entity.scheme != NATIONAL
    if (command.quantity is not None) != local:
        how = DECIDED if local else CALCULATED
        raise AllocationNotGiven(scheme=entity.scheme, how=how, field="quantity")
    rules, figures = rule_book(session), detail_of(verified)["units"]
    if local:
        quantity = check_quantity(command.quantity)
        document = check_text(command.document, "document", DOCUMENT_CHARACTERS_MAX)
        emitted = verified.quantity or 0
        return local_allocation(rules, entity.scheme, command.year, quantity, emitted, document)
    if entity.sector == POWER:
        plan = power_plan(rules, command.year)
        return power_allocation(enrolled_units(session, entity), figures, plan)
    sector_plan = industry_plan(rules, command.year, entity.sector)
    stored = _stored_balance(session, entity.sector, command.year)
    if stored is None and needs_balance(figures, sector_plan):
        raise BalanceValueMissing(sector=entity.sector, year=command.year)
    balance = None if stored is None else Decimal(stored.value)
    return industry_allocation(figures, sector_plan, balance)


def _base_t(
    session: WorldSession, entity: ComplianceEntity, year: int, rule: str, given: int | None
) -> int:
    """Return the base of a pre-allocation: verified here, else as the operator gives it."""
    base_year = 2021 if rule == "emissions_2021" else year - 1
    known = None
    if rule != "output_2018":
        known = last_event(session, entity, base_year, "verification")
    if known is not None:
        if given is not None:
            raise QuantityOutOfRange(
                value=str(given)[:40],
                minimum=str(known.quantity),
                maximum=str(known.quantity),
                field="base_t",
            )
        return known.quantity or 0
    if given is None:
        raise step_missing(entity, base_year, "verification")
    return check_quantity(given, "base_t")


def _borrowed_t(session: WorldSession, entity: ComplianceEntity, year: int) -> int:
    """Return what an entity borrowed from the pre-allocation of 2023 for earlier years, t."""
    if year != BORROWED_FROM:
        return 0
    earlier = (events(session, entity, each, "borrowing") for each in (2021, 2022))
    return sum(event.quantity or 0 for found in earlier for event in found)


def _issue(
    session: WorldSession, entity: ComplianceEntity, year: int, quantity: int, memo: str
) -> str:
    if not quantity:
        return ""
    unit_type = vintage(session, entity.scheme, year)
    text = f"{entity.number} {year} {memo}"
    return issue_units(session, unit_type, entity.account_id, quantity, memo=text).transaction_id


def _recall(
    session: WorldSession, entity: ComplianceEntity, year: int, quantity: int, client_id: str
) -> str:
    if not quantity:
        return ""
    unit_type = vintage(session, entity.scheme, year)
    leg = Leg(entity.account_id, SystemAccount.CANCELLATION, unit_type.id, quantity)
    memo = f"{entity.number} {year} true-up 多退少补"
    recall = Transaction(kind="allocation_recall", legs=(leg,), memo=memo, client_id=client_id)
    try:
        return post(session, recall)
    except InsufficientUnits as error:
        held = int(str(error.facts["available"]))
        raise RecallNotCovered(
            entity=entity.number, recalled=quantity, missing=quantity - held
        ) from None


def _stored_balance(session: WorldSession, sector: str, year: int) -> ComplianceBalance | None:
    query = select(ComplianceBalance).where(
        ComplianceBalance.scheme == NATIONAL,
        ComplianceBalance.sector == sector,
        ComplianceBalance.year == year,
    )
    return session.exec(query).first()


def _verified_lines(session: WorldSession, sector: str, year: int) -> list[LineYear]:
    query = (
        select(ComplianceEvent)
        .join(ComplianceEntity, col(ComplianceEntity.id) == col(ComplianceEvent.entity_id))
        .where(
            ComplianceEvent.kind == "verification",
            ComplianceEvent.year == year,
            ComplianceEntity.scheme == NATIONAL,
            ComplianceEntity.sector == sector,
        )
        .order_by(col(ComplianceEvent.id))
    )
    return [line for event in session.exec(query) for line in lines(detail_of(event)["units"])]
