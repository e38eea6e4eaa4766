"""`tanlab inclusion`: let a platform's files into a world's registry."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from market.services import execute
from registry.carbon_inclusion import Content, RowsRefused, find_platform, user_codes
from registry.worlds import Actor, Role, World, WorldSession, carry_out, digest, reading
from web.carbon_inclusion.files import FILE_BYTES_MAX, command_rows, file_rows
from web.carbon_inclusion.inputs import rows_command
from web.carbon_inclusion.refusals import row_refusals, rows_refusal
from web.cli.existing_worlds import InstanceOption, WorldOption, required_world
from web.cli.output import ExitCode, JsonOption, LangOption, emit, language, report

app = typer.Typer(help="Let a platform's carbon inclusion files in.", no_args_is_help=True)
HEADER_LINES = 1


@app.callback()
def inclusion() -> None:
    """Let a platform's carbon inclusion files in."""


@app.command("load")
def load(  # noqa: PLR0913, PLR0917  the command line has this many options
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV file.")],
    platform: Annotated[str, typer.Option("--platform", help="Number, such as IP-000001.")],
    content: Annotated[Content, typer.Option("--content", help="What it holds.")] = (
        Content.ACTIVITIES
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check; store nothing.")] = False,
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Store a platform's file, all rows or none; exit with 3 if rows are refused."""
    found = required_world(world, instance, as_json, lang)
    try:
        answer = _load(found, file, platform, content, dry_run)
    except RowsRefused as error:
        shown = rows_refusal(error, language(lang))
        for row, field in zip(
            row_refusals(error, language(lang), HEADER_LINES), shown.fields, strict=True
        ):
            field.field = f"line {row.line}, {row.column}"
        report(shown, as_json)
        raise typer.Exit(ExitCode.REFUSED) from None
    data = {"platform": platform, "content": content.value, "dry_run": dry_run, **answer}
    emit(data, as_json, "\n".join(f"{name}: {value}" for name, value in data.items()))


def _load(
    world: World, file: Path, platform: str, content: Content, dry_run: bool
) -> Mapping[str, Any]:
    with file.open("rb") as opened:
        data = opened.read(FILE_BYTES_MAX + 1)
    with reading(world) as session:
        facts = find_platform(session, platform)
        code_of = user_codes(session, platform)
    rows = command_rows(content, file_rows(content, data), code_of)
    client_id = f"cli-{digest(repr((facts.number, content.value, rows)))[:56]}"
    command = rows_command(content, facts.number, rows, client_id)
    actor = Actor("command line", frozenset({Role.REPRESENTATIVE}), frozenset({facts.party_id}))

    def work(session: WorldSession) -> Mapping[str, Any]:
        done = execute(session, command, actor)
        if dry_run:
            raise _Rehearsed(done.data)
        return {**done.data, "replayed": done.replayed}

    try:
        return carry_out(world, work)
    except _Rehearsed as rehearsed:
        return rehearsed.data


class _Rehearsed(Exception):
    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__()
        self.data = data
