"""`tanlab export`: the results of a run or an ensemble for other tools."""

from pathlib import Path
from typing import Annotated

import typer

import simulations
from web.cli.output import JsonOption, LangOption, emit
from web.storable_text import printable

app = typer.Typer()


@app.command()
def export(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A finished run or a finished ensemble.")
    ],
    out: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where to write.")],
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="csv, xlsx, parquet or iamc; may be repeated; default csv."),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write tables for Excel, R, pandas or pyam, with a data dictionary and hashes."""
    del lang  # refusals know it; what is printed are names of files
    written = [str(path) for path in simulations.export(directory, out, formats or ["csv"])]
    emit({"files": written}, as_json, printable("\n".join(written)))
