"""Which tables of factors a command calculates by: those of the package, or of a world."""

from pathlib import Path
from typing import Annotated

import typer

from methodologies import FactorLibrary, library
from registry.worlds import reading
from web.cli.existing_worlds import required_world
from web.factors.imported import world_library

ImportsOption = Annotated[
    str | None,
    typer.Option(
        "--world", help="World whose imported factors count; without it the package alone."
    ),
]


def factor_tables(
    world: str | None, instance: Path | None, as_json: bool, lang: str | None
) -> FactorLibrary:
    """Return the tables of a world, or those of the package where none is named."""
    if world is None:
        return library()
    with reading(required_world(world, instance, as_json, lang)) as session:
        return world_library(session)
