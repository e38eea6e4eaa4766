"""`tanlab certificates`: file generation, see what expires, in a world on this computer."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from market.services import execute
from registry.green_certificates import (
    FileGeneration,
    examine,
    expiry_calendar,
    month_text,
    mwh_text,
    statistics,
)
from registry.worlds import Actor, Role, WorldSession, carry_out, digest, reading
from web.cli.existing_worlds import InstanceOption, WorldOption, required_world
from web.cli.output import ExitCode, JsonOption, LangOption, emit, language, progress
from web.green_certificates.generation_files import FILE_BYTES_MAX, file_rows, refused_lines

app = typer.Typer(help="File generation and see green certificates.", no_args_is_help=True)

OPERATOR = Actor("command line", frozenset({Role.OPERATOR}))


@app.callback()
def certificates() -> None:
    """File generation and see green certificates."""


@app.command("file")
def file_generation(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check; store nothing.")] = False,
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """File a CSV of metered generation, all rows or none; exit with 3 if rows are refused."""
    found = required_world(world, instance, as_json, lang)
    with file.open("rb") as opened:
        rows = file_rows(opened.read(FILE_BYTES_MAX + 1))
    with reading(found) as session:
        examined = examine(session, rows, OPERATOR)
    lines = refused_lines(examined.errors, language(lang))
    data: dict[str, object] = {
        "rows": len(rows),
        "generation_mwh": mwh_text(examined.generation_kwh),
        "dry_run": dry_run,
        "refused": [
            {"line": row.line, "column": row.column, "value": row.value, **_said(row.shown)}
            for row in lines
        ],
    }
    if lines:
        for row in lines:
            progress(f"line {row.line}, {row.column} {row.value!r}: {row.shown.sentence}")
        emit(data, as_json, f"{len(lines)} values refused")
        raise typer.Exit(ExitCode.REFUSED)
    if not dry_run:
        command = FileGeneration(client_id=f"cli-{digest(repr(rows))[:56]}", rows=rows)

        def work(session: WorldSession) -> bool:
            return execute(session, command, OPERATOR).replayed

        data["replayed"] = carry_out(found, work)
    emit(data, as_json, "\n".join(f"{name}: {value}" for name, value in data.items()))


@app.command("expiry")
def expiry(
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List until when each month's certificates count, and the public totals."""
    found = required_world(world, instance, as_json, lang)
    with reading(found) as session:
        rows = [
            {
                **asdict(row),
                "month": month_text(row.month),
                "valid_until": row.valid_until.isoformat(),
            }
            for row in expiry_calendar(session)
        ]
        totals = asdict(statistics(session))
    lines = [f"{row['valid_until']}  {row['unit_type']:14} {row['held']:>12}" for row in rows]
    emit({"rows": rows, "totals": totals}, as_json, "\n".join(lines) or "none")


def _said(shown: object) -> dict[str, str]:
    return {"code": getattr(shown, "code", ""), "sentence": getattr(shown, "sentence", "")}
