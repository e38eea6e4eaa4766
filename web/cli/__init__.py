"""The `tanlab` command.

Each module of this folder exposes a Typer `app`. A command imports only its own module, so that an
estimate does not load the web server.
"""

import importlib
import sys
from collections.abc import Sequence

import typer

from web.cli.output import ExitCode, fail, fail_usage, progress
from web.refusals import is_refusal

__all__ = ["command_line", "main"]

GROUPS = {
    "cert": "cert",
    "certificates": "green_certificates",
    "compliance": "compliance",
    "db": "database",
    "estimate": "estimate",
    "factors": "factors",
    "inclusion": "carbon_inclusion",
    "log": "log",
    "registry": "registry",
    "rules": "rules",
    "scenario": "scenarios",
}
"""Command group → module, whose `app` is mounted under the group's name."""

FLAT = {
    "init": "init",
    "doctor": "doctor",
    "run": "simulate",
    "validate": "simulate",
    "figures": "simulate",
    "ensemble": "ensembles",
    "sensitivity": "ensembles",
    "reproduce": "ensembles",
    "export": "export_results",
    "experiment": "experiments",
    "findings": "experiments",
    "calibrate": "calibration",
    "moments": "moments",
    "serve": "serve",
    "worker": "serve",
    "demo": "demo",
    "version": "version",
}
"""Top-level command → module, whose `app` is merged into the top level."""


def command_line(first: str | None = None) -> typer.Typer:
    """Build the command line.

    Args:
        first: the first word typed; if it is a known command only its module is imported.
    """
    app = typer.Typer(
        name="tanlab",
        help="Carbon registry, trading venue and market simulator.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_tanlab)
    groups = {name: module for name, module in GROUPS.items() if first in (name, None)}
    flat = {module for name, module in FLAT.items() if first in (name, None)}
    if not groups and not flat:
        return command_line()
    for name, module in groups.items():
        app.add_typer(_app_of(module), name=name)
    for module in sorted(flat):
        app.add_typer(_app_of(module))
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `tanlab` and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_run(given))


def _run(given: list[str]) -> int:
    first = given[0] if given and not given[0].startswith("-") else None
    as_json = "--json" in given
    lang = _option(given, "--lang")
    try:
        try:
            outcome = command_line(first)(args=given, prog_name="tanlab", standalone_mode=False)
        except typer.TyperException as error:
            if type(error).__name__ == "NoArgsIsHelpError":
                progress(error.format_message())
                return ExitCode.USAGE
            fail_usage(error.format_message(), as_json, lang)
        except Exception as error:
            if not is_refusal(error):
                raise
            fail(error, as_json, lang)
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.Abort:
        return ExitCode.USAGE
    return outcome if isinstance(outcome, int) else ExitCode.OK


def _tanlab() -> None:
    """Carbon registry, trading venue and market simulator."""


def _app_of(module: str) -> typer.Typer:
    app = importlib.import_module(f"web.cli.{module}").app
    assert isinstance(app, typer.Typer)
    return app


def _option(given: list[str], name: str) -> str | None:
    if name in given[:-1]:
        return given[given.index(name) + 1]
    return next(
        (word.removeprefix(f"{name}=") for word in given if word.startswith(f"{name}=")), None
    )
