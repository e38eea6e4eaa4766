"""Several calendar years of one project: the service of page, JSON and command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from methodologies import (
    Crediting,
    FactorLibrary,
    Methodology,
    YearsPlan,
    calendar_years,
    estimate_years,
    likely_years,
    plan_years,
    years_plan,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsCalculated:
    """The vintages of a project, and the plan that led to them."""

    methodology: Methodology
    plan: YearsPlan
    crediting: Crediting

    def to_dict(self) -> dict[str, Any]:
        """Return methodology, plan, totals and vintages as plain values, decimals as strings."""
        of = self.methodology
        return {
            "methodology": {"id": of.id, "version": of.version, "status": of.status},
            "plan": self.plan.model_dump(mode="json", exclude_unset=True),
            **self.crediting.to_dict(),
        }


def calculate_years(
    methodology: Methodology,
    inputs: Mapping[str, Any],
    plan: YearsPlan,
    factors: FactorLibrary | None = None,
) -> YearsCalculated:
    """Calculate each year of a plan.

    Raises:
        MethodologyError: the plan does not fit, or a year is refused.
        pydantic.ValidationError: an input is missing, unknown or out of bounds.
    """
    planned = plan_years(methodology, inputs, plan)
    crediting = estimate_years(
        methodology.id, planned.shared, planned.years, methodology.version, factors
    )
    return YearsCalculated(methodology=methodology, plan=plan, crediting=crediting)


def suggested_plan(methodology: Methodology, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan to start with: the years that the dates of the inputs speak of."""
    takes_months = "months" in years_plan(methodology).model_fields
    if takes_months and len(calendar_years(inputs)) > 1:
        return {"months": inputs["months"]}
    likely = likely_years(inputs)
    return {"first_year": likely[0], "last_year": likely[1]} if likely else {}
