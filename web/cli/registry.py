"""`tanlab registry`: prove that a world's registry is whole; let files in and out."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from registry.audit import AuditReport
from registry.parties import actor_of
from registry.reporting import FileTooLarge, import_kind
from registry.worlds import Actor, Role, WorldSession
from web.auditing import keep_audit, whole_audit
from web.cli.clock import clock
from web.cli.due import due
from web.cli.existing_worlds import InstanceOption, WorldOption, fail_unreadable, required_world
from web.cli.export import export
from web.cli.output import ExitCode, JsonOption, LangOption, emit, language
from web.tables.importing import FileSent, import_file, issues_shown
from web.tables.sheets_in import FILE_BYTES_MAX

COMMAND_LINE = Actor("command line", frozenset({Role.OPERATOR}))

app = typer.Typer(
    help="Prove that a registry is whole; import and export files.", no_args_is_help=True
)

app.command("clock")(clock)
app.command("due")(due)
app.command("export")(export)


@app.callback()
def registry() -> None:
    """Prove that a registry is whole; import and export files."""


@app.command("audit")
def audit_world(
    world: WorldOption = "public",
    instance: InstanceOption = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Record the audit; freeze what does not reconcile.")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check every invariant of a world; exit with 1 if one is broken."""
    found = required_world(world, instance, as_json, lang)
    try:
        report = whole_audit(found)
        kept = keep_audit(found, report, COMMAND_LINE, "demand") if keep else None
    except DatabaseError as error:
        fail_unreadable(error, as_json)
    data, text = report.to_dict(), _text(report)
    if kept is not None:
        data["kept"] = kept
        text += f"\nrecorded as {kept['audit']}, frozen: {', '.join(kept['frozen']) or 'none'}"
    emit(data, as_json, text)
    if not report.ok:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _text(report: AuditReport) -> str:
    lines = [
        f"{'ok    ' if found.ok else 'BROKEN'} {found.id:32} {found.checked:>9}  {found.detail}"
        for found in report.invariants
    ]
    broken = sum(not found.ok for found in report.invariants)
    lines.append("whole" if report.ok else f"{broken} invariants broken")
    return "\n".join(lines)


@app.command("import")
def import_file_command(  # noqa: PLR0913, PLR0917  a command line has this many options
    kind: Annotated[str, typer.Argument(help="parties, transfers, issuance or compliance.")],
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file.")],
    world: WorldOption = "public",
    instance: InstanceOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing.")] = False,
    email: Annotated[
        str, typer.Option("--as", help="Representative who sends transfers; default the operator.")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of a research data set.")] = "",
    source: Annotated[str, typer.Option(help="Source of a research data set.")] = "",
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Carry a file out, all rows or none; exit with 3 and name each wrong cell otherwise."""
    found = required_world(world, instance, as_json, lang)
    chosen = import_kind(kind)
    if file.stat().st_size > FILE_BYTES_MAX:
        raise FileTooLarge(size=str(file.stat().st_size), maximum=str(FILE_BYTES_MAX))
    result = import_file(
        found,
        chosen,
        FileSent(file.read_bytes(), name, source),
        lambda session: _command_line_actor(session, email),
        dry_run=dry_run,
    )
    issues = issues_shown(result, language(lang))
    counts = {"rows": result.rows, "done": result.done, "replayed": result.replayed}
    data = {"kind": kind, "ok": not issues, "dry_run": dry_run, **counts, "issues": issues}
    lines = [
        "  ".join(str(issue[part]) for part in ("sheet", "cell", "value", "sentence", "fix"))
        for issue in issues
    ]
    lines.append(", ".join(f"{key} {value}" for key, value in counts.items()))
    emit(data, as_json, "\n".join(lines))
    if issues:
        raise typer.Exit(ExitCode.REFUSED)


def _command_line_actor(session: WorldSession, email: str) -> Actor:
    """Return who acts: the operator at the server, or a representative by mandate."""
    if email:
        return actor_of(session, email, frozenset({Role.REPRESENTATIVE}))
    return COMMAND_LINE
