"""What a unit or line would get: the calculator of page and JSON."""

from decimal import Decimal
from typing import Any

from registry.compliance import (
    LineYear,
    PowerUnitYear,
    Step,
    industry_plan,
    line_allocation,
    power_entity_allocation,
    power_plan,
)
from registry.rules import rule_book
from registry.worlds import WorldSession
from web.compliance.inputs import IndustryForm, PowerForm


def calculate(session: WorldSession, asked: PowerForm | IndustryForm) -> dict[str, Any]:
    """Return what a unit or line would get, with the steps as the page and JSON show them."""
    rules = rule_book(session)
    if isinstance(asked, PowerForm):
        content = asked.model_dump(exclude={"year"})
        content["cooling"] = asked.cooling.value
        whole = power_entity_allocation([PowerUnitYear(**content)], power_plan(rules, asked.year))
        steps = (*whole.units[0].steps, *whole.steps[1:])
        return _answer(asked.year, whole.allocation_t, whole.obligation_t, whole.is_draft, steps)
    plan = industry_plan(rules, asked.year, asked.sector)
    line = LineYear(
        emissions_t=asked.emissions_t,
        intensity_emissions_t=asked.intensity,
        product_t=Decimal(1),
    )
    given, line_steps = line_allocation(line, plan, asked.balance_value)
    return _answer(asked.year, given, asked.emissions_t, plan.is_draft, line_steps)


def _answer(
    year: int, allocation_t: int, obligation_t: int, is_draft: bool, steps: tuple[Step, ...]
) -> dict[str, Any]:
    return {
        "year": year,
        "allocation_t": allocation_t,
        "obligation_t": obligation_t,
        "is_draft": is_draft,
        "steps": [each.plain() for each in steps],
    }
