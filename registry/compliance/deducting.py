"""What a fine takes from the next year's allowances, where the law of its decision says so."""

from registry.compliance.deadlines import rule_scheme
from registry.compliance.entity_allocation import Allocation
from registry.compliance.models import ComplianceEntity
from registry.compliance.pre_allocation import deducted_t
from registry.compliance.records import detail_of, last_event, position_now
from registry.compliance.steps import step
from registry.rules.amendments import rule_book
from registry.worlds.database import WorldSession
from registry.worlds.errors import words

DEDUCTED = words("Less what is still missing of the fined year", "等量核减上一年度欠缴配额")


def less_deduction(
    session: WorldSession, entity: ComplianceEntity, year: int, found: Allocation
) -> Allocation:
    """Return a year's allocation less what is missing of the year before, if it was fined so.

    What the entity owes stays; what it handed in late for the fined year is not deducted.
    """
    fine = last_event(session, entity, year - 1, "fine")
    if fine is None or not detail_of(fine)["deducts_next_year"]:
        return found
    at = position_now(session, entity, year - 1)
    quantity = deducted_t(found.allocation_t, at.missing_t)
    assert at.due_on is not None
    rule = rule_book(session).find(
        rule_scheme(entity.scheme), "penalty_deducts_next_year", at.due_on
    )
    if not quantity or rule is None:
        return found
    left = found.allocation_t - quantity
    line = step(DEDUCTED, "A − q", left, "t", rule, A=found.allocation_t, q=quantity, year=year - 1)
    detail = found.detail | {
        "deducted_t": quantity,
        "steps": [*found.detail["steps"], line.plain()],
    }
    return Allocation(
        allocation_t=left,
        emissions_t=found.emissions_t,
        obligation_t=found.obligation_t,
        detail=detail,
    )
