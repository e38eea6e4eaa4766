"""`/estimates/<methodology>/report`: the PDF and the workbook of a result, with their digests."""

from base64 import b64encode
from typing import Any

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from methodologies import estimate, find
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.api.estimates import MethodologyReference
from web.api.specification import answers, specification
from web.errors import InvalidInputError
from web.estimate_reports.choices import TITLE_CHARACTERS_MAX, ReportChoice
from web.estimate_reports.files import ReportFile, ReportFiles
from web.estimate_reports.sections import SECTIONS, SectionName
from web.factors.library import current_library
from web.languages import current_language
from web.refusals import Language

api = Blueprint("estimate_reports", __name__, url_prefix="/estimates")


class ReportRequest(BaseModel):
    """An estimate's inputs, and what its report shall hold."""

    model_config = ConfigDict(extra="forbid")

    inputs: dict[str, Any] = Field(description="As `/estimates/<methodology>` takes them.")
    lang: Language | None = None
    title: str = Field("", max_length=TITLE_CHARACTERS_MAX)
    sections: list[SectionName] = Field(list(SECTIONS), max_length=len(SECTIONS))


class ReportFileAnswer(BaseModel):
    """One file: its content in base64."""

    sha256: str
    size_bytes: int
    content_base64: str


class ReportAnswer(BaseModel):
    """The files of a report; equal requests on one day give equal bytes."""

    methodology: MethodologyReference
    date: str
    pdf: ReportFileAnswer
    xlsx: ReportFileAnswer


@api.post("/<methodology_id>/report")
@specification.validate(
    json=ReportRequest,
    resp=answers(ReportAnswer, 400, 404, 413, 415, 422),
    tags=["estimates"],
)
@public
def estimate_report(methodology_id: str, json: ReportRequest) -> ReportAnswer:
    """Calculate, and give the PDF/A-3 and the workbook whose formulas calculate it again."""
    methodology = find(methodology_id)
    with reading(public_world()) as session:
        day = session.clock.today()
    try:
        chosen = ReportChoice(
            lang=json.lang, title=json.title, section=json.sections, chosen=True
        ).options(day, current_language())
        result = estimate(methodology_id, json.inputs, factors=current_library())
    except ValidationError as error:
        raise InvalidInputError(error) from error
    files = ReportFiles(methodology, result, chosen)
    known = {"id": result.methodology_id, "version": result.version, "status": result.status}
    return ReportAnswer(
        methodology=MethodologyReference.model_validate(known),
        date=day.isoformat(),
        pdf=_answer(files.pdf),
        xlsx=_answer(files.workbook),
    )


def _answer(file: ReportFile) -> ReportFileAnswer:
    return ReportFileAnswer(
        sha256=file.sha256,
        size_bytes=len(file.content),
        content_base64=b64encode(file.content).decode(),
    )
