"""`tanlab registry`: prove that a world's registry is whole; let files in and out."""

import re
import secrets
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import SecretStr
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from registry.audit import AuditReport
from registry.parties import actor_of
from registry.reporting import FileTooLarge, import_kind
from registry.worlds import Actor, Database, Role, World, WorldSession
from web.auditing import whole_audit
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail_usage, language, progress
from web.importing import FileSent, import_file, issues_shown
from web.settings import Settings
from web.sheets_in import FILE_BYTES_MAX

app = typer.Typer(
    help="Prove that a registry is whole; import and export files.", no_args_is_help=True
)

DEMO_INSTANCE = Path("instance/demo")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
WorldOption = Annotated[str, typer.Option("--world", help="Slug of the world.")]
InstanceOption = Annotated[
    Path | None,
    typer.Option(
        envvar="TANLAB_INSTANCE",
        help="Folder of the SQLite files; default `instance`, or the demo's if only that exists.",
    ),
]


@app.callback()
def registry() -> None:
    """Prove that a registry is whole; import and export files."""


@app.command("audit")
def audit_world(
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check every invariant of a world; exit with 1 if one is broken."""
    found = required_world(world, instance, as_json, lang)
    try:
        report = whole_audit(found)
    except DatabaseError as error:
        _fail_unreadable(error, as_json)
    emit(report.to_dict(), as_json, _text(report))
    if not report.ok:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _fail_unreadable(error: DatabaseError, as_json: bool) -> NoReturn:
    """Report a database that cannot be read as the first broken invariant; leave with 1."""
    detail = str(error.orig)
    broken = {"id": "I0.readable", "ok": False, "checked": 0, "detail": detail}
    emit({"ok": False, "invariants": [broken]}, as_json, f"BROKEN I0.readable  {detail}")
    raise typer.Exit(ExitCode.CHECK_FAILED)


def _existing_world(slug: str, instance: Path | None) -> World | None:
    """Return the world if its tables exist; nothing is created."""
    if not _SLUG.fullmatch(slug):
        return None
    for folder in (instance,) if instance else (Path("instance"), DEMO_INSTANCE):
        database = Database(_settings(folder).world_url(slug), pooled=False)
        if database.is_sqlite and not Path(str(database.url.database)).exists():
            continue
        world = World(slug, database)
        if inspect(database.engine).has_table("ledger_transaction", schema=world.schema):
            progress(f"world {database.url.render_as_string()} {world.schema or ''}".rstrip())
            return world
    return None


def _settings(instance: Path) -> Settings:
    """Return the settings; an audit signs nothing, so any secret will do."""
    return Settings(instance=instance, secret_key=SecretStr(secrets.token_urlsafe(48)))


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


def required_world(slug: str, instance: Path | None, as_json: bool, lang: str | None) -> World:
    """Return a world that has tables, or leave with a word on how to make one."""
    try:
        found = _existing_world(slug, instance)
    except DatabaseError as error:
        _fail_unreadable(error, as_json)
    if found is None:
        fail_usage(
            f"world {slug!r} has no database here; name its folder with --instance,"
            " or make one with `tanlab db upgrade` or `tanlab demo`",
            as_json,
            lang,
        )
    return found


def _command_line_actor(session: WorldSession, email: str) -> Actor:
    """Return who acts: the operator at the server, or a representative by mandate."""
    if email:
        return actor_of(session, email, frozenset({Role.REPRESENTATIVE}))
    return Actor("command line", frozenset({Role.OPERATOR}))
