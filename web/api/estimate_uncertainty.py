"""`/estimates/<methodology>/uncertainty`: the interval of a result, and what matters most."""

from typing import Any

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from methodologies import UncertaintyInputs
from web.access import public
from web.api.estimates import MethodologyReference
from web.api.specification import answers, specification
from web.errors import InvalidInputError
from web.estimates.uncertainties import answer, calculate, spread
from web.factors.library import current_library

api = Blueprint("estimate_uncertainty", __name__, url_prefix="/estimates")


class UncertaintyRequest(BaseModel):
    """An estimate's inputs, and what is uncertain; without a question, what is suggested."""

    model_config = ConfigDict(extra="forbid")

    inputs: dict[str, Any] = Field(description="As `/estimates/<methodology>` takes them.")
    question: UncertaintyInputs | None = None


class UncertainNumber(BaseModel):
    """One number of the calculation, and the uncertainty suggested; null: an agreed number."""

    symbol: str
    value: str
    zh: str
    en: str
    suggested_uncertainty_pct: str | None
    source: str


class MatteringNumber(BaseModel):
    """A number and the share of the variance that it explains alone."""

    symbol: str
    first_order: str


class UncertaintyAnswer(BaseModel):
    """The figure, its interval, histogram and Sobol indices, and the question they answer."""

    methodology: MethodologyReference
    result: str
    uncertainty: dict[str, Any]
    matter_most: list[MatteringNumber]
    question: dict[str, Any]
    numbers: list[UncertainNumber]


@api.post("/<methodology_id>/uncertainty")
@specification.validate(
    json=UncertaintyRequest,
    resp=answers(UncertaintyAnswer, 400, 404, 413, 415, 422),
    tags=["estimates"],
)
@public
def estimate_uncertainty(methodology_id: str, json: UncertaintyRequest) -> UncertaintyAnswer:
    """Sample the result of an estimate; the same question gives the same answer."""
    try:
        calculated = calculate(methodology_id, json.inputs, current_library())
        asked = json.question or UncertaintyInputs.model_validate(calculated.suggestion)
    except ValidationError as error:
        raise InvalidInputError(error) from error
    return UncertaintyAnswer.model_validate(answer(calculated, asked, spread(calculated, asked)))
