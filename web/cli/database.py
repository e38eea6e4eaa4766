"""`tanlab db`: bring the schemas up to date."""

import typer

from web.cli.output import JsonOption, LangOption, emit

app = typer.Typer(help="Bring the databases up to date.", no_args_is_help=True)


@app.callback()
def database() -> None:
    """Bring the databases up to date."""


@app.command()
def upgrade(as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Upgrade the catalogue and every world; safe when two processes start at once."""
    del lang  # accepted by every command; this one has nothing to explain
    from web.installation import install  # noqa: PLC0415  loads Flask, needed only here
    from web.settings import Settings  # noqa: PLC0415

    slugs = install(Settings()).worlds.upgrade()
    emit({"upgraded": ["catalogue", *slugs]}, as_json, "upgraded: catalogue, " + ", ".join(slugs))
