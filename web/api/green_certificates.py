"""`/green-certificates`: devices, months, expiry, exclusions and totals; the same as the pages."""

from dataclasses import asdict
from typing import Any, cast

from flask import Blueprint, abort, make_response, request
from pydantic import BaseModel, ConfigDict

from registry.green_certificates import (
    ApproveDevice,
    RefuseDevice,
    RowsRefused,
    device,
    device_directory,
    device_months,
    exclusion_directory,
    expiry_calendar,
    month_text,
    mwh_text,
    statistics,
)
from registry.worlds import DISPOSING, Command, Role, reading
from web.access import for_roles, public
from web.acting import public_world
from web.api.certificate_shapes import (
    DeviceList,
    DevicePage,
    DeviceShape,
    ExclusionList,
    ExclusionShape,
    ExpiryList,
    ExpiryShape,
    StatisticsShape,
)
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, answer, validated
from web.green_certificates.inputs import (
    CorrectionRequest,
    DeviceRequest,
    DeviceStepRequest,
    GenerationRequest,
    IssueRequest,
    correction_command,
    device_command,
    generation_command,
    issue_command,
)
from web.languages import current_language
from web.refusals import refusal
from web.tables.listings import ListingQuery, listing

api = Blueprint("green_certificates", __name__, url_prefix="/green-certificates")

TAGS = ["green certificates"]
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)
METERING = (*DISPOSING, Role.OPERATOR)
ROWS_BYTES_MAX = 4 * 1024 * 1024


@api.url_value_preprocessor
def _allow_rows(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint == "api.green_certificates.file_generation":
        request.max_content_length = ROWS_BYTES_MAX


class CertificateAnswer(BaseModel):
    """What a command did; `replayed` if its client id had been carried out before."""

    model_config = ConfigDict(extra="allow")

    replayed: bool


@api.get("/statistics")
@specification.validate(resp=answers(StatisticsShape), tags=TAGS)
@public
def show_statistics() -> StatisticsShape:
    """Show the public totals."""
    with reading(public_world()) as session:
        totals = asdict(statistics(session))
    generation_mwh = mwh_text(totals.pop("generation_kwh"))
    return StatisticsShape(generation_mwh=generation_mwh, **totals)


@api.get("/devices")
@specification.validate(query=ListingQuery, resp=answers(DeviceList, 422), tags=TAGS)
@public
def list_devices() -> DeviceList:
    """Search devices."""
    with reading(public_world()) as session:
        found = device_directory(session, listing(request.args).sought)
    rows = [DeviceShape.model_validate(row) for row in found.rows]
    return DeviceList(rows=rows, total=found.total, page=found.page, pages=found.pages)


@api.get("/devices/<number>")
@specification.validate(resp=answers(DevicePage, 404), tags=TAGS)
@public
def show_device(number: str) -> DevicePage:
    """Show a device with its months."""
    with reading(public_world()) as session:
        shown, events = device(session, number)
        months = device_months(session, number)
    return DevicePage.model_validate(
        {
            "device": shown,
            "events": events,
            "months": [
                {
                    **asdict(row),
                    "month": month_text(row.month),
                    "generation_mwh": mwh_text(row.generation_kwh),
                    "carried_in_mwh": mwh_text(row.carried_in_kwh),
                    "carried_out_mwh": mwh_text(row.carried_out_kwh),
                }
                for row in months
            ],
        }
    )


@api.get("/expiry")
@specification.validate(resp=answers(ExpiryList), tags=TAGS)
@public
def list_expiry() -> ExpiryList:
    """Show until when each month's certificates count, and where they are."""
    with reading(public_world()) as session:
        rows = expiry_calendar(session)
    shown = [
        ExpiryShape.model_validate({**asdict(row), "month": month_text(row.month)}) for row in rows
    ]
    return ExpiryList(rows=shown)


@api.get("/exclusions")
@specification.validate(query=ListingQuery, resp=answers(ExclusionList, 422), tags=TAGS)
@public
def list_exclusions() -> ExclusionList:
    """Publish what was frozen and cancelled because of reduction projects."""
    with reading(public_world()) as session:
        found = exclusion_directory(session, listing(request.args).sought)
    rows = [
        ExclusionShape.model_validate({**asdict(row), "month": month_text(row.month)})
        for row in found.rows
    ]
    return ExclusionList(rows=rows, total=found.total, page=found.page, pages=found.pages)


@api.post("/devices")
@specification.validate(json=DeviceRequest, resp=answers(CertificateAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def file_device() -> CertificateAnswer:
    """File a device of your party."""
    asked = validated(DeviceRequest, request.get_json())
    return _done(device_command(asked.party_id, asked, asked.client_id))


@api.post("/devices/<number>/steps")
@specification.validate(
    json=DeviceStepRequest, resp=answers(CertificateAnswer, *REFUSED), tags=TAGS
)
@for_roles(Role.OPERATOR)
def judge_device(number: str) -> CertificateAnswer:
    """Approve or refuse a filed device."""
    asked = validated(DeviceStepRequest, request.get_json())
    kind = ApproveDevice if asked.step == "approve" else RefuseDevice
    return _done(kind(client_id=asked.client_id, device=number, note=asked.note))


@api.post("/generation")
@specification.validate(
    json=GenerationRequest, resp=answers(CertificateAnswer, *REFUSED), tags=TAGS
)
@for_roles(*METERING)
def file_generation() -> CertificateAnswer:
    """File months of generation: all rows or none."""
    command = generation_command(validated(GenerationRequest, request.get_json()))
    try:
        return _done(command)
    except RowsRefused as error:
        shown = refusal(error, current_language())
        rows = cast("list[tuple[int, str, str]]", error.facts["rows"])
        fields = [
            shown.model_copy(update={"field": f"rows.{row}.{column}", "value": value})
            for row, column, value in rows
        ]
        refused = answer(shown.model_copy(update={"fields": fields}), UNPROCESSABLE)
        abort(make_response(refused))


@api.post("/corrections")
@specification.validate(
    json=CorrectionRequest, resp=answers(CertificateAnswer, *REFUSED), tags=TAGS
)
@for_roles(*METERING)
def correct_generation() -> CertificateAnswer:
    """Correct a month of generation; the first figure stays on record."""
    asked = validated(CorrectionRequest, request.get_json())
    return _done(correction_command(asked, asked.client_id))


@api.post("/issuances")
@specification.validate(json=IssueRequest, resp=answers(CertificateAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR)
def issue() -> CertificateAnswer:
    """Issue the certificates of everything metered up to a month."""
    return _done(issue_command(validated(IssueRequest, request.get_json())))


def _done(command: Command) -> CertificateAnswer:
    outcome = carry_out_command(command)
    return CertificateAnswer(replayed=outcome.replayed, **outcome.data)
