"""`/factors`: the tables of factors of the public world, their versions, and imports."""

import base64
import binascii
from datetime import date
from typing import Any, Literal

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import NotFound

from registry.factors import factor_import
from registry.reporting import FileUnreadable
from registry.worlds import Role, reading, words
from web.access import for_roles, public
from web.acting import public_world
from web.api.methodologies import Titles
from web.api.specification import answers, specification
from web.carrying_out import carry_out_command
from web.errors import validated
from web.factors.files import DryRun, dry_run
from web.factors.history import versions
from web.factors.imported import imports_applied, world_library
from web.factors.library import current_library
from web.factors.listing import FactorQuery, paged, sought
from web.languages import current_language
from web.registry.unit_inputs import ClientId

api = Blueprint("factors", __name__, url_prefix="/factors")

REFUSED = (400, 401, 403, 409, 413, 415, 422)
FILE_CHARACTERS_MAX = 1_000_000
Confidence = Literal["high", "medium", "low"]


class FactorShape(BaseModel):
    """One number; `year` is null for any year, `imported` names the import that brought it."""

    table: str
    key: str
    name: Titles
    region: str
    region_name: Titles
    year: int | None
    value: str
    unit: str
    source: str
    confidence: Confidence
    imported: str | None = None


class FactorList(BaseModel):
    """A page of factors."""

    rows: list[FactorShape]
    total: int
    page: int
    pages: int


class FactorTableShape(BaseModel):
    """A table of factors."""

    id: str
    title: Titles
    source: str
    confidence: Confidence
    factors: int


class FactorTableList(BaseModel):
    """Every table."""

    tables: list[FactorTableShape]


class FactorTableDetail(BaseModel):
    """A table with its factors."""

    id: str
    title: Titles
    source: str
    confidence: Confidence
    factors: list[FactorShape]


class VersionShape(BaseModel):
    """One value that a factor had; `holds`: calculations use it now."""

    factor: FactorShape
    imported: str | None
    day: date | None
    removed: bool
    holds: bool


class FactorHistory(BaseModel):
    """Every value of a factor, the latest year and import first."""

    versions: list[VersionShape]


class FactorImportShape(BaseModel):
    """One import."""

    model_config = ConfigDict(from_attributes=True)

    number: str
    file: str
    sha256: str
    factors: int
    removed: int
    reason: str
    proposal: str
    business_date: date


class FactorImportList(BaseModel):
    """The imports, in the order in which they count."""

    imports: list[FactorImportShape]


class FactorChangeShape(BaseModel):
    """A factor before and after."""

    before: FactorShape
    after: FactorShape


class FactorImportDetail(FactorImportShape):
    """One import with what it changed."""

    added: list[FactorShape]
    changed: list[FactorChangeShape]
    removed_factors: list[FactorShape]


class DryRunRequest(BaseModel):
    """A CSV or XLSX file, in Base64."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    file: str = Field(min_length=1, max_length=200, description="Its name.")
    content: str = Field(max_length=FILE_CHARACTERS_MAX, description="Its bytes in Base64.")
    whole_tables: bool = Field(False, description="Remove what named tables have beside it.")


class FactorImportRequest(DryRunRequest):
    """A file to import, and why."""

    client_id: ClientId
    reason: str = Field(min_length=1, max_length=1000, description="Kept with the import.")


class RefusedCell(BaseModel):
    """A cell that is refused."""

    row: int
    cell: str
    column: str
    value: str
    code: str
    sentence: str
    fix: str


class DryRunShape(BaseModel):
    """What a file would change."""

    file: str
    importable: bool
    added: list[FactorShape]
    changed: list[FactorChangeShape]
    removed: list[FactorShape]
    unchanged: int
    refused: list[RefusedCell]


class ImportedShape(BaseModel):
    """An import that came into force."""

    model_config = ConfigDict(extra="allow")

    factors: int
    removed: int


@api.get("")
@specification.validate(query=FactorQuery, resp=answers(FactorList, 422), tags=["factors"])
@public
def list_factors() -> FactorList:
    """Search factors by words, table, region, year or confidence."""
    query = validated(FactorQuery, dict(request.args.items()))
    found = paged(sought(current_library(), query), query.page)
    rows = [FactorShape.model_validate(each.to_dict()) for each in found.rows]
    return FactorList(rows=rows, total=found.total, page=found.page, pages=found.pages)


@api.get("/tables")
@specification.validate(resp=answers(FactorTableList), tags=["factors"])
@public
def list_factor_tables() -> FactorTableList:
    """List the tables of factors."""
    tables = [
        FactorTableShape.model_validate(
            {**_head(each), "factors": len(each.factors)},
        )
        for each in current_library().values()
    ]
    return FactorTableList(tables=tables)


@api.get("/tables/<table>")
@specification.validate(resp=answers(FactorTableDetail, 404), tags=["factors"])
@public
def show_factor_table(table: str) -> FactorTableDetail:
    """Show a table with its factors."""
    found = current_library().get(table)
    if found is None:
        raise NotFound
    rows = [each.to_dict() for each in found.factors]
    return FactorTableDetail.model_validate({**_head(found), "factors": rows})


@api.get("/tables/<table>/<key>/<region>")
@specification.validate(resp=answers(FactorHistory, 404), tags=["factors"])
@public
def show_factor(table: str, key: str, region: str) -> FactorHistory:
    """Show every version of a factor."""
    with reading(public_world()) as session:
        known = table in world_library(session)
        found = versions(session, table, key, region) if known else []
    if not found:
        raise NotFound
    return FactorHistory(
        versions=[
            VersionShape(
                factor=FactorShape.model_validate(each.factor.to_dict()),
                imported=each.number or None,
                day=each.day,
                removed=each.removed,
                holds=each.holds,
            )
            for each in found
        ]
    )


@api.get("/imports")
@specification.validate(resp=answers(FactorImportList), tags=["factors"])
@public
def list_factor_imports() -> FactorImportList:
    """List what this world imported."""
    with reading(public_world()) as session:
        found = [FactorImportShape.model_validate(each.made) for each in imports_applied(session)]
    return FactorImportList(imports=found)


@api.get("/imports/<number>")
@specification.validate(resp=answers(FactorImportDetail, 404), tags=["factors"])
@public
def show_factor_import(number: str) -> FactorImportDetail:
    """Show what one import changed."""
    with reading(public_world()) as session:
        made = factor_import(session, number)
        applied = next(each for each in imports_applied(session) if each.made.number == made.number)
    changes = applied.applied.changes.to_dict()
    return FactorImportDetail.model_validate(
        {
            **made._asdict(),
            "added": changes["added"],
            "changed": changes["changed"],
            "removed_factors": changes["removed"],
        }
    )


@api.post("/imports/dry-run")
@specification.validate(json=DryRunRequest, resp=answers(DryRunShape, *REFUSED), tags=["factors"])
@for_roles(Role.ADMINISTRATOR)
def try_factor_import() -> DryRunShape:
    """Say what a file would change; nothing is stored."""
    asked = validated(DryRunRequest, request.get_json())
    return DryRunShape.model_validate(_tried(asked).to_dict(current_language()))


@api.post("/imports")
@specification.validate(
    json=FactorImportRequest, resp=answers(ImportedShape, *REFUSED), tags=["factors"]
)
@for_roles(Role.ADMINISTRATOR)
def create_factor_import() -> ImportedShape:
    """Propose the import of a file; a second administrator approves it."""
    asked = validated(FactorImportRequest, request.get_json())
    found = _tried(asked)
    found.check_importable()
    done = carry_out_command(found.command(asked.reason, asked.client_id))
    return ImportedShape.model_validate(done.data)


def _tried(asked: DryRunRequest) -> DryRun:
    """Make a dry run.

    Raises:
        FileUnreadable: the content is not Base64, or empty.
    """
    try:
        content = base64.b64decode(asked.content, validate=True)
    except (binascii.Error, ValueError) as error:
        reason = words("its content is not Base64", "内容不是 Base64")
        raise FileUnreadable(reason=reason, field="content") from error
    if not content:
        raise FileUnreadable(reason=words("it is empty", "文件为空"), field="content")
    with reading(public_world()) as session:
        return dry_run(session, asked.file, content, whole_tables=asked.whole_tables)


def _head(table: Any) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": dict(table.title),
        "source": table.source,
        "confidence": table.confidence,
    }
