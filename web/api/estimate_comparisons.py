"""`/estimate-comparisons`: variants side by side, and those that were saved."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field

from web.access import public, signed_in
from web.api.specification import answers, specification
from web.catalogue import SavedComparison
from web.estimates.comparisons import (
    TITLE_CHARACTERS_MAX,
    comparison_of,
    comparisons_of,
    delete_comparison,
    save_comparison,
)
from web.estimates.differences import VARIANTS_MAX, compared
from web.estimates.variants import given_variants
from web.factors.library import current_library
from web.installation import installation
from web.signin import require_user_id

api = Blueprint("estimate_comparisons", __name__, url_prefix="/estimate-comparisons")
TAGS = ["estimates"]


class VariantRequest(BaseModel):
    """One variant: the number of a saved estimate, or inputs to calculate."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    estimate: str = Field("", max_length=40, description="Number of a saved estimate.")
    inputs: dict[str, Any] | None = Field(None, description="Instead of a number: the inputs.")
    title: str = Field("", max_length=TITLE_CHARACTERS_MAX)


class CompareRequest(BaseModel):
    """Variants of one methodology; the first is the one the others are compared with."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    methodology_id: str = Field(min_length=1, max_length=32)
    variants: list[VariantRequest] = Field(min_length=1, max_length=VARIANTS_MAX)
    change_pct: Annotated[Decimal, Field(ge=Decimal("0.1"), le=100, decimal_places=4)] = Decimal(10)
    other: int = Field(1, ge=1, le=VARIANTS_MAX - 1, description="Where the second tornado leads.")


class SaveComparisonRequest(CompareRequest):
    """The same, to be kept under a title."""

    title: str = Field(min_length=1, max_length=TITLE_CHARACTERS_MAX)


class ComparisonAnswer(BaseModel):
    """What differs: results, inputs, factors; and what moves the result most."""

    model_config = ConfigDict(extra="allow")

    methodology: dict[str, str]
    variants: list[dict[str, Any]]
    outputs: list[dict[str, Any]]
    inputs: list[dict[str, Any]]
    cells_left_out: int
    factors: list[dict[str, Any]]
    tornado: dict[str, Any] | None
    tornado_between: dict[str, Any] | None
    other: int | None


class KeptComparison(BaseModel):
    """A saved comparison in a list."""

    id: str
    title: str
    methodology_id: str
    created_at: datetime


class KeptComparisonDetail(KeptComparison):
    """A saved comparison with its figures as they were."""

    comparison: ComparisonAnswer


class KeptComparisons(BaseModel):
    """The user's saved comparisons, the latest first."""

    comparisons: list[KeptComparison]


class Deleted(BaseModel):
    """What was deleted."""

    id: str


@api.post("")
@specification.validate(
    json=CompareRequest,
    resp=answers(ComparisonAnswer, 400, 401, 403, 404, 413, 415, 422),
    tags=TAGS,
)
@public
def compare_variants() -> ComparisonAnswer:
    """Compare one to five variants; nothing is kept."""
    return ComparisonAnswer.model_validate(_compared(CompareRequest.model_validate(request.json)))


@api.get("/saved")
@specification.validate(resp=answers(KeptComparisons, 401), tags=TAGS)
@signed_in
def read_comparisons() -> KeptComparisons:
    """List the comparisons the user saved."""
    with installation().catalogue.reading() as session:
        kept = [_kept(one) for one in comparisons_of(session, require_user_id())]
    return KeptComparisons(comparisons=kept)


@api.post("/saved")
@specification.validate(
    json=SaveComparisonRequest,
    resp=answers(KeptComparisonDetail, 400, 401, 403, 404, 409, 413, 415, 422),
    tags=TAGS,
)
@signed_in
def keep_comparison() -> KeptComparisonDetail:
    """Compare, and keep every figure as it is now."""
    wanted = SaveComparisonRequest.model_validate(request.json)
    found = _compared(wanted)
    with installation().catalogue.unit_of_work() as session:
        return _detail(save_comparison(session, require_user_id(), wanted.title, found))


@api.get("/saved/<comparison_id>")
@specification.validate(resp=answers(KeptComparisonDetail, 401, 404), tags=TAGS)
@signed_in
def read_comparison(comparison_id: str) -> KeptComparisonDetail:
    """Return a saved comparison as it was calculated."""
    with installation().catalogue.reading() as session:
        return _detail(comparison_of(session, require_user_id(), comparison_id))


@api.delete("/saved/<comparison_id>")
@specification.validate(resp=answers(Deleted, 401, 404), tags=TAGS)
@signed_in
def remove_comparison(comparison_id: str) -> Deleted:
    """Delete a saved comparison; links that share it go on working."""
    with installation().catalogue.unit_of_work() as session:
        delete_comparison(session, require_user_id(), comparison_id)
    return Deleted(id=comparison_id)


def _compared(wanted: CompareRequest) -> dict[str, Any]:
    given = [(one.estimate, one.inputs, one.title) for one in wanted.variants]
    found = given_variants(wanted.methodology_id, given)
    return compared(found, wanted.change_pct, wanted.other, current_library())


def _kept(found: SavedComparison) -> KeptComparison:
    return KeptComparison.model_validate(found, from_attributes=True)


def _detail(found: SavedComparison) -> KeptComparisonDetail:
    return KeptComparisonDetail.model_validate(
        {**_kept(found).model_dump(), "comparison": found.content}
    )
