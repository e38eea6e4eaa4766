"""The public export: which tables there are, what every column means, and all of it as a ZIP."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request

from registry.reporting import MOVEMENT_COLUMNS, dictionary_entries, exported_tables
from web.access import public
from web.acting import public_world
from web.tables.downloads import as_file
from web.tables.exporting import FORMATS, export_register

pages = Blueprint("exports", __name__, url_prefix="/exports")

PAGE_ROWS_MAX = 200_000
ZIP = "application/zip"


@pages.get("")
@public
def index() -> str:
    """List the tables of the public export, and of the one chosen each column."""
    tables = exported_tables()
    wanted = request.args.get("table", "")
    shown = [table for table in tables if table.name == wanted]
    return render_template(
        "exports/index.html",
        tables=tables,
        chosen=shown[0] if shown else None,
        entries=dictionary_entries(shown),
        movements=MOVEMENT_COLUMNS,
        formats=FORMATS,
    )


@pages.get("/tanlab-<form>.zip")
@public
def download(form: str) -> Response:
    """Send the public export."""
    if form not in FORMATS:
        abort(404)
    with ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
        path = folder / f"tanlab-{form}.zip"
        export_register(public_world(), path, form, rows_max=PAGE_ROWS_MAX)
        target = kept.enter_context(path.open("rb"))
        return as_file(target, path.stat().st_size, path.name, ZIP, kept)
    raise AssertionError("unreachable")
