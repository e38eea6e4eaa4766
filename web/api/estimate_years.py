"""`/estimates/<methodology>/years`: several calendar years of one project, a vintage for each."""

from typing import Any

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from methodologies import find, years_plan
from web.access import public
from web.api.estimates import EstimateAnswer, MethodologyReference
from web.api.specification import answers, specification
from web.errors import InvalidInputError
from web.estimates.years import calculate_years
from web.factors.library import current_library

api = Blueprint("estimate_years", __name__, url_prefix="/estimates")


class YearsRequest(BaseModel):
    """An estimate's inputs, and a plan of its years; without one, what the inputs' dates say."""

    model_config = ConfigDict(extra="forbid")

    inputs: dict[str, Any] = Field(description="As `/estimates/<methodology>` takes them.")
    plan: dict[str, Any] = Field(
        default={},
        description="`first_year`, `last_year`, `changes` (year, field, value), `months`.",
    )


class VintageAnswer(EstimateAnswer):
    """The calculation of one calendar year."""

    year: int


class YearsAnswer(BaseModel):
    """The vintages in order, their sums, and the units, rounded down for each year."""

    methodology: MethodologyReference
    plan: dict[str, Any]
    results: dict[str, str]
    issuable_units: int | None
    vintages: list[VintageAnswer]


@api.post("/<methodology_id>/years")
@specification.validate(
    json=YearsRequest,
    resp=answers(YearsAnswer, 400, 404, 413, 415, 422),
    tags=["estimates"],
)
@public
def estimate_years(methodology_id: str, json: YearsRequest) -> YearsAnswer:
    """Calculate several calendar years of one project, each by its own factors."""
    methodology = find(methodology_id)
    try:
        plan = years_plan(methodology).model_validate(json.plan)
        found = calculate_years(methodology, json.inputs, plan, current_library())
    except ValidationError as error:
        raise InvalidInputError(error) from error
    return YearsAnswer.model_validate(found.to_dict())
