"""`tanlab version`."""

import platform
from importlib.metadata import version as version_of

import typer

from web.cli.output import JsonOption, emit

app = typer.Typer()


@app.command()
def version(as_json: JsonOption = False) -> None:
    """Print the versions of TanLab and Python."""
    data = {"tanlab": version_of("tanlab"), "python": platform.python_version()}
    emit(data, as_json, f"tanlab {data['tanlab']} (Python {data['python']})")
