"""`tanlab demo`: serve the product with illustrative data and ready sign-ins."""

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from web.cli.output import LangOption, progress
from web.cli.serve import Host, Port, run_server, upgrade

app = typer.Typer()

Instance = Annotated[
    Path, typer.Option(envvar="TANLAB_INSTANCE", help="Folder for the demo's databases.")
]
SeedOnly = Annotated[bool, typer.Option("--seed-only", help="Fill the instance and leave.")]


@app.command()
def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    instance: Instance = Path("instance/demo"),
    seed_only: SeedOnly = False,
    lang: LangOption = None,
) -> None:
    """Fill an instance with demo data, once, and serve it."""
    del lang
    os.environ.update(TANLAB_DEMO="1", TANLAB_INSTANCE=str(instance.absolute()))
    os.environ.setdefault("TANLAB_SECRET_KEY", _own_secret(instance))
    upgrade()
    progress("demo data …")
    _seed()
    if not seed_only:
        run_server(host, port)


def _own_secret(instance: Path) -> str:
    """Return the demo's secret, made once and kept in its folder."""
    instance.mkdir(parents=True, exist_ok=True)
    file = instance / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def _seed() -> None:
    """Add the demo's users and data that are not there yet."""
    from web import create_app  # noqa: PLC0415  loads Flask, needed only here
    from web.demo import seed  # noqa: PLC0415
    from web.installation import installation  # noqa: PLC0415

    app = create_app()
    with app.app_context():
        seed(installation())
