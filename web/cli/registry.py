"""`tanlab registry`: prove that a world's registry is whole."""

import re
import secrets
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import SecretStr
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from market import audit_market
from registry.audit import AuditReport, audit
from registry.worlds import Database, World, reading
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail_usage, progress
from web.settings import Settings

app = typer.Typer(help="Prove that a registry is whole.", no_args_is_help=True)

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
    """Prove that a registry is whole."""


@app.command("audit")
def audit_world(
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check every invariant of a world; exit with 1 if one is broken."""
    try:
        found = _existing_world(world, instance)
    except DatabaseError as error:
        _fail_unreadable(error, as_json)
    if found is None:
        fail_usage(
            f"world {world!r} has no database here; name its folder with --instance,"
            " or make one with `tanlab db upgrade` or `tanlab demo`",
            as_json,
            lang,
        )
    try:
        with reading(found) as session:
            report = AuditReport(audit(session).invariants + audit_market(session).invariants)
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
            progress(f"auditing {database.url.render_as_string()} {world.schema or ''}".rstrip())
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
