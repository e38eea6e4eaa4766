"""`tanlab registry export`: the register as files, with dictionary, checksums and manifest."""

from pathlib import Path
from typing import Annotated

import typer

from web.cli.existing_worlds import InstanceOption, WorldOption, required_world
from web.cli.output import JsonOption, LangOption, emit, fail_usage
from web.tables.exporting import FORMATS, export_register


def export(  # noqa: PLR0913, PLR0917  a command line has this many options
    target: Annotated[Path, typer.Argument(help="A folder, or a file that ends in .zip.")],
    form: Annotated[str, typer.Option("--format", help="csv, parquet or xlsx.")] = "csv",
    full: Annotated[
        bool, typer.Option("--full", help="Also accounts and holdings: for the operator only.")
    ] = False,
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write every public table and report out; e-mails, mandates and contacts never leave."""
    if form not in FORMATS:
        fail_usage(f"format {form!r} is none of {', '.join(FORMATS)}", as_json, lang)
    if target.suffix != ".zip" and target.exists() and any(target.iterdir()):
        fail_usage(f"the folder {target} is not empty", as_json, lang)
    found = required_world(world, instance, as_json, lang)
    manifest = export_register(found, target, form, full=full)
    rows = sum(told["rows"] for told in manifest["files"].values())
    emit(manifest, as_json, f"{target}: {len(manifest['files'])} files, {rows} rows")
