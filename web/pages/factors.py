"""The library of factors: searched and filtered, table by table, and the versions of each."""

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from methodologies import AppliedFactors, FactorTable, list_methodologies
from registry.worlds import Role, WorldSession, reading
from web.access import current_roles, public
from web.acting import public_world
from web.errors import validated
from web.factors.files import HEADINGS, factor_cells
from web.factors.history import versions
from web.factors.imported import imports_applied, world_library
from web.factors.library import current_library
from web.factors.listing import FactorQuery, options, paged, sought
from web.factors.words import CONFIDENCE_TEXTS
from web.languages import current_language
from web.tables.downloads import table_download

pages = Blueprint("factors", __name__, url_prefix="/factors")


@pages.app_context_processor
def _words() -> dict[str, object]:
    return {
        "factor_confidences": CONFIDENCE_TEXTS,
        "may_import_factors": Role.ADMINISTRATOR in current_roles(),
    }


@pages.get("")
@public
def index() -> str:
    """Search the factors of the public world."""
    query = validated(FactorQuery, dict(request.args.items()))
    tables = current_library()
    return render_template(
        "factors/index.html",
        query=query,
        found=paged(sought(tables, query), query.page),
        filters=options(tables, query, current_language()),
        tables=tables,
    )


@pages.get("/download.<any(csv, xlsx):form>")
@public
def download(form: str) -> Response:
    """Send what a search found, as a file that can be imported again."""
    query = validated(FactorQuery, dict(request.args.items()))
    rows = factor_cells(sought(current_library(), query))
    name = f"factors-{query.table}" if query.table in current_library() else "factors"
    return table_download(name, form, HEADINGS, rows, mark=True)


@pages.get("/<table>")
@public
def table(table: str) -> str:
    """Show one table: its factors, who uses it, and which imports changed it."""
    with reading(public_world()) as session:
        found = _table(session, table)
        imports = [made.made for made in imports_applied(session) if _touched(made.applied, table)]
    return render_template(
        "factors/table.html",
        table=found,
        imports=imports,
        users=[each for each in list_methodologies() if table in each.tables],
    )


@pages.get("/<table>/<key>/<region>")
@public
def show(table: str, key: str, region: str) -> str:
    """Show every version of one factor."""
    with reading(public_world()) as session:
        found = _table(session, table)
        history = versions(session, table, key, region)
    if not history:
        raise NotFound
    return render_template("factors/show.html", table=found, versions=history)


def _table(session: WorldSession, name: str) -> FactorTable:
    found = world_library(session).get(name)
    if found is None:
        raise NotFound
    return found


def _touched(applied: AppliedFactors, table: str) -> bool:
    changes = applied.changes
    new = (after for _, after in changes.changed)
    return any(each.table == table for each in (*changes.added, *new, *changes.removed))
