"""`/estimates/<methodology>`: calculate, with the same answer as `tanlab estimate run --json`."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict

from methodologies import Methodology, estimate, list_methodologies
from web.access import public
from web.api.specification import answers, specification
from web.factors.library import current_library

api = Blueprint("estimates", __name__, url_prefix="/estimates")


class MethodologyReference(BaseModel):
    """Which methodology calculated."""

    id: str
    version: str
    status: str


class EstimateStep(BaseModel):
    """One equation with substituted values."""

    model_config = ConfigDict(extra="allow")

    equation: str
    symbol: str
    expression: str
    value: str
    unit: str
    sources: list[dict[str, Any]]


class EstimateAnswer(BaseModel):
    """What an activity earns or owes, by the methodology's outputs, with every step."""

    model_config = ConfigDict(extra="allow")

    methodology: MethodologyReference
    results: dict[str, str]
    issuable_units: int | None
    steps: list[EstimateStep]
    warnings: list[dict[str, Any]]


def _operation(methodology: Methodology) -> Callable[[], EstimateAnswer]:
    @public
    def run_estimate() -> EstimateAnswer:
        given = request.get_json(silent=True) or {}
        found = estimate(methodology.id, given, factors=current_library())
        return EstimateAnswer.model_validate(found.to_dict())

    run_estimate.__doc__ = f"Estimate by {methodology.id}: {methodology.title['en']}."
    return run_estimate


for _methodology in list_methodologies():
    _name = f"estimate_{_methodology.id.replace('-', '_')}"
    api.add_url_rule(
        f"/{_methodology.id}",
        endpoint=_name,
        methods=["POST"],
        view_func=specification.validate(
            json=_methodology.Inputs,
            resp=answers(EstimateAnswer, 400, 413, 415, 422),
            tags=["estimates"],
            operation_id=_name,
        )(_operation(_methodology)),
    )
