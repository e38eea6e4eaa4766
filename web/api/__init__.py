"""The JSON interface under `/api/v1`: one module per noun, the same services as the pages."""

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import RootModel

from web.access import public
from web.api import (
    accounts,
    auctions,
    audits,
    blocks,
    bulletins,
    calibrations,
    carbon_inclusion,
    checks,
    clearing,
    compliance,
    compliance_register,
    control,
    control_settings,
    ensembles,
    estimate_batches,
    estimate_comparisons,
    estimate_reports,
    estimate_uncertainty,
    estimate_workbooks,
    estimate_years,
    estimates,
    factors,
    financing,
    green_certificates,
    market,
    methodologies,
    mirrors,
    projects,
    proof,
    registry,
    reports,
    rules,
    run_comparisons,
    series,
    shared_estimates,
    simulations,
    surveillance,
    trading_rules,
)
from web.api.specification import specification
from web.errors import validated
from web.signin import SAFE_METHODS


def init_app(app: Flask) -> None:
    """Register every noun, and the description at `/api/v1/openapi.json`."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    api.before_request(_read_json)
    api.after_request(_never_stored)
    for noun in (
        estimates,
        estimate_batches,
        estimate_comparisons,
        shared_estimates,
        estimate_reports,
        estimate_uncertainty,
        estimate_workbooks,
        estimate_years,
        factors,
        methodologies,
        compliance,
        compliance_register,
        green_certificates,
        registry,
        reports,
        rules,
        mirrors,
        projects,
        proof,
        audits,
        accounts,
        checks,
        control,
        control_settings,
        carbon_inclusion,
        auctions,
        blocks,
        surveillance,
        financing,
        series,
        clearing,
        trading_rules,
        bulletins,
        market,
        simulations,
        run_comparisons,
        ensembles,
        calibrations,
    ):
        api.register_blueprint(noun.api)
    api.add_url_rule("/openapi.json", "openapi", _openapi)
    app.register_blueprint(api)


@public
def _openapi() -> Response:
    """Describe the interface as OpenAPI 3.1."""
    return jsonify(specification.spec)


class _Body(RootModel[dict[str, Any]]):
    """Every body is an object; an empty list is not one without fields."""


def _read_json() -> None:
    """Refuse a body that is no JSON object before anything else looks at it: 400, 415 or 422."""
    if request.method not in SAFE_METHODS and request.content_length:
        validated(_Body, request.get_json())


def _never_stored(response: Response) -> Response:
    """Let no cache keep an answer: the next one may differ, and may be for another's eyes."""
    response.headers["Cache-Control"] = "no-store"
    return response
