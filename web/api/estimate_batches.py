"""`/estimates/<methodology>/batch`: many carbon inclusion records at once; nothing is stored."""

from typing import Any

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from web.access import public
from web.api.specification import answers, specification
from web.errors import InvalidInputError, validated
from web.estimates.batch_form import same_model, same_values
from web.estimates.batches import ROWS_MAX, evaluate_file, of_records
from web.factors.library import current_library
from web.languages import current_language

api = Blueprint("estimate_batches", __name__, url_prefix="/estimates")

CSV_CHARACTERS_MAX = 900_000


class BatchRequest(BaseModel):
    """Records as CSV, and what is the same in all of them."""

    model_config = ConfigDict(extra="forbid")

    csv: str = Field(
        max_length=CSV_CHARACTERS_MAX,
        description="Headings as on the page, one record a line; at most 10,000.",
    )
    same: dict[str, Any] = Field(
        {}, description="Fields that are the same in every record, and the threshold's `period`."
    )


class RecordErrorShape(BaseModel):
    """A record that does not count: where, why, by which rule, and what to do."""

    line: int
    cell: str
    column: str
    value: str
    code: str
    sentence: str
    rule: str
    source: str
    fix: str


class BatchAnswer(BaseModel):
    """Totals of the records that count, in decimals, and the first of those that do not."""

    model_config = ConfigDict(extra="allow")

    rows: int
    accepted: int
    refused: int
    totals: dict[str, str]
    reduction_mg: int | None
    platforms: list[dict[str, Any]]
    people: int | None
    errors: list[RecordErrorShape]


@api.post("/<methodology_id>/batch")
@specification.validate(
    json=BatchRequest,
    resp=answers(BatchAnswer, 400, 404, 413, 415, 422),
    tags=["estimates"],
)
@public
def estimate_batch(methodology_id: str, json: BatchRequest) -> BatchAnswer:
    """Calculate the records of a CSV text by a methodology of carbon inclusion."""
    methodology = of_records(methodology_id)
    same = validated(same_model(methodology), json.same)
    try:
        batch = evaluate_file(
            methodology,
            json.csv.encode(),
            same_values(same),
            rows_max=ROWS_MAX,
            bytes_max=4 * CSV_CHARACTERS_MAX,
            factors=current_library(),
        )
    except ValidationError as error:
        raise InvalidInputError(error) from error
    return BatchAnswer.model_validate(batch.to_dict(current_language()))
