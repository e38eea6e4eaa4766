"""The allocation of an entity's year, calculated from its verified figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from registry.compliance.deadlines import rule_scheme
from registry.compliance.figures import EnrolledUnit, Figures, lines, power_units
from registry.compliance.industry_allocation import (
    IndustryPlan,
    LineYear,
    given_as_verified,
    line_allocation,
)
from registry.compliance.power_allocation import (
    OBLIGATION,
    EntityAllocation,
    UnitAllocation,
    gap_rate_percent,
    power_entity_allocation,
)
from registry.compliance.power_plans import PowerPlan
from registry.compliance.rules import floor_t
from registry.compliance.steps import step
from registry.rules.book import RuleBook
from registry.worlds.errors import words

LINES = words("Sum of the entity's lines", "重点排放单位所属生产线配额合计")
GIVEN = words("Allowances by decision of the local authority", "地方主管部门核定的配额")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What an entity is given and owes for a year, t, and the calculation as values for JSON."""

    allocation_t: int
    emissions_t: int
    obligation_t: int
    detail: dict[str, Any]


def power_allocation(
    enrolled: Sequence[EnrolledUnit], figures: Sequence[Figures], plan: PowerPlan
) -> Allocation:
    """Return the allocation of a power entity."""
    return _plain(power_entity_allocation(power_units(enrolled, figures), plan), plan.source)


def industry_allocation(
    figures: Sequence[Figures], plan: IndustryPlan, balance: Decimal | None
) -> Allocation:
    """Return the allocation of a steel, cement or aluminium entity: the sum of its lines."""
    units = tuple(_line(line, plan, balance) for line in lines(figures))
    allocation = sum(unit.allocation_t for unit in units)
    emitted = sum(unit.emissions_t for unit in units)
    entity = EntityAllocation(
        year=plan.year,
        allocation_t=allocation,
        emissions_t=emitted,
        obligation_t=emitted,
        gap_rate_percent=gap_rate_percent(emitted, allocation),
        units=units,
        steps=(
            step(LINES, "A = Σ A_line", allocation, "t", plan.rule, lines=len(units)),
            step(OBLIGATION, "E", emitted, "t", plan.rule, E=emitted),
        ),
        is_draft=plan.is_draft,
    )
    return _plain(entity, plan.rule.source)


def needs_balance(figures: Sequence[Figures], plan: IndustryPlan) -> bool:
    """Return whether one of the lines follows the balance value."""
    return any(not given_as_verified(line, plan) for line in lines(figures))


def local_allocation(
    rules: RuleBook, scheme: str, year: int, quantity: int, emitted: int, document: str
) -> Allocation:
    """Return the allocation a local authority decided, and what is owed by its market's rules.

    Where a market limits how much an entity may lack (Hubei: 20 % of the allowances, at most
    200,000 t), the obligation is limited so.
    """
    whose, day = rule_scheme(scheme), date(year, 12, 31)
    share = rules.find(whose, "obligation_gap_share_max", day)
    most = rules.find(whose, "obligation_gap_max_t", day)
    gaps = [] if share is None else [floor_t(share.decimal * quantity)]
    gaps += [] if most is None else [most.whole]
    owed = min(emitted, quantity + min(gaps)) if gaps else emitted
    return Allocation(
        allocation_t=quantity,
        emissions_t=emitted,
        obligation_t=owed,
        detail={
            "document": document,
            "gap_rate_percent": str(gap_rate_percent(emitted, quantity)),
            "is_draft": False,
            "source": document,
            "steps": [
                {
                    "name": dict(GIVEN),
                    "formula": "A",
                    "values": [],
                    "result": str(quantity),
                    "unit": "t",
                    "source": document,
                    "confidence": "read",
                },
            ],
            "units": [],
        },
    )


def _line(line: LineYear, plan: IndustryPlan, balance: Decimal | None) -> UnitAllocation:
    found, steps = line_allocation(line, plan, balance)
    return UnitAllocation(
        code=line.code,
        allocation_t=found,
        emissions_t=line.emissions_t,
        obligation_t=line.emissions_t,
        steps=steps,
    )


def plain_unit(unit: UnitAllocation) -> dict[str, Any]:
    """Return a unit's allocation as values for JSON."""
    return {
        "code": unit.code,
        "allocation_t": unit.allocation_t,
        "emissions_t": unit.emissions_t,
        "obligation_t": unit.obligation_t,
        "steps": [each.plain() for each in unit.steps],
    }


def _plain(found: EntityAllocation, source: str) -> Allocation:
    return Allocation(
        allocation_t=found.allocation_t,
        emissions_t=found.emissions_t,
        obligation_t=found.obligation_t,
        detail={
            "gap_rate_percent": str(found.gap_rate_percent),
            "is_draft": found.is_draft,
            "source": source,
            "steps": [each.plain() for each in found.steps],
            "units": [plain_unit(unit) for unit in found.units],
        },
    )
