"""Several calendar years of one project: the service of page, JSON and command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from methodologies import (
    Crediting,
    FactorLibrary,
    InconsistentInputs,
    Methodology,
    YearsPlan,
    calendar_years,
    estimate_years,
    likely_years,
    plan_years,
    years_plan,
)

ROWS_OF_YEARS_MAX = 10_000


class TooManyRowsOfYears(InconsistentInputs):
    """More rows over all years than one answer is worth (facts: value, limit)."""

    code = "estimates.too_many_rows_of_years"
    text: ClassVar[Mapping[str, str]] = {
        "en": "{value} rows of data over all years are too many; at most {limit}.",
        "zh": "各年数据行合计 {value} 行，最多 {limit} 行。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Calculate fewer years at a time.",
        "zh": "减少一次计算的年数。",
    }


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
        TooManyRowsOfYears: rows × years are beyond the bound.
        MethodologyError: the plan does not fit, or a year is refused.
        pydantic.ValidationError: an input is missing, unknown or out of bounds.
    """
    planned = plan_years(methodology, inputs, plan)
    rows = sum(_rows({**planned.shared, **planned.years[year]}) for year in planned.years)
    if rows > ROWS_OF_YEARS_MAX:
        raise TooManyRowsOfYears(field="last_year", value=rows, limit=ROWS_OF_YEARS_MAX)
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


def _rows(inputs: Mapping[str, Any]) -> int:
    return sum(len(value) for value in inputs.values() if isinstance(value, list | tuple))
