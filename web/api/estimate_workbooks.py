"""`/estimates/<methodology>/form` and `…/workbook`: the form as a workbook, out and in again."""

import base64
import binascii
from io import BytesIO
from typing import Any

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import UnprocessableEntity

from methodologies import find
from registry.reporting import FileUnreadable
from registry.worlds import words
from web.access import public
from web.api.estimates import EstimateAnswer
from web.api.specification import answers, specification
from web.estimate_workbooks.reading import read_form_workbook
from web.estimate_workbooks.writing import write_form
from web.estimates.forms import estimate_form
from web.factors.library import current_library
from web.forms import UnfitValueError
from web.languages import current_language

api = Blueprint("estimate_workbooks", __name__, url_prefix="/estimates")

CONTENT_CHARACTERS_MAX = 800_000


class FormRequest(BaseModel):
    """Inputs to fill the form with."""

    model_config = ConfigDict(extra="forbid")

    inputs: dict[str, Any] = Field({}, description="Values by field; none: a blank form.")


class FormAnswer(BaseModel):
    """The form as a workbook (XLSX); equal requests give equal bytes."""

    name: str
    size_bytes: int
    content_base64: str


class WorkbookRequest(BaseModel):
    """A filled workbook."""

    model_config = ConfigDict(extra="forbid")

    content: str = Field(max_length=CONTENT_CHARACTERS_MAX, description="Its bytes in Base64.")


class AcceptedCellShape(BaseModel):
    """A cell that can be used: as written, and as it was read."""

    sheet: str
    cell: str
    field: str
    title: str
    written: str
    read: str
    unit: str


class RefusedCellShape(BaseModel):
    """A cell, or a place without one, that cannot be used."""

    sheet: str
    cell: str
    field: str
    title: str
    value: str
    code: str
    sentence: str
    rule: str
    source: str
    fix: str


class WorkbookAnswer(BaseModel):
    """What would be read from a workbook; `result` is there when nothing is refused."""

    accepted: list[AcceptedCellShape]
    refused: list[RefusedCellShape]
    ignored_sheets: list[str]
    inputs: dict[str, Any] | None
    result: EstimateAnswer | None


@api.post("/<methodology_id>/form")
@specification.validate(
    json=FormRequest,
    resp=answers(FormAnswer, 400, 404, 413, 415, 422),
    tags=["estimates"],
)
@public
def estimate_form_workbook(methodology_id: str, json: FormRequest) -> FormAnswer:
    """Give the form of a methodology as a workbook, blank or filled."""
    methodology, language = find(methodology_id), current_language()
    try:
        form = estimate_form(methodology, language, json.inputs)
    except UnfitValueError as error:
        raise UnprocessableEntity from error
    target = BytesIO()
    write_form(target, methodology, form, language)
    return FormAnswer(
        name=f"{methodology.id}-{methodology.version}.xlsx",
        size_bytes=len(target.getvalue()),
        content_base64=base64.b64encode(target.getvalue()).decode(),
    )


@api.post("/<methodology_id>/workbook")
@specification.validate(
    json=WorkbookRequest,
    resp=answers(WorkbookAnswer, 400, 404, 413, 415, 422),
    tags=["estimates"],
)
@public
def rehearse_workbook(methodology_id: str, json: WorkbookRequest) -> WorkbookAnswer:
    """Read a filled workbook as a rehearsal: every cell accepted or refused; nothing is stored."""
    methodology = find(methodology_id)
    try:
        content = base64.b64decode(json.content, validate=True)
    except (binascii.Error, ValueError) as error:
        reason = words("its content is not Base64", "内容不是 Base64")
        raise FileUnreadable(reason=reason, field="content") from error
    reading = read_form_workbook(content, current_language(), methodology, current_library())
    result = reading.result
    return WorkbookAnswer(
        accepted=[AcceptedCellShape(**cell.to_dict()) for cell in reading.accepted],
        refused=[RefusedCellShape(**cell.to_dict()) for cell in reading.refused],
        ignored_sheets=list(reading.ignored_sheets),
        inputs=reading.inputs if result else None,
        result=EstimateAnswer.model_validate(result.to_dict()) if result else None,
    )
