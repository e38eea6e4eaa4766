"""`tanlab factors`: the tables of factors, of the package or as a world imported them."""

import io
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, cast
from uuid import uuid4

import typer

from methodologies import Factor, FactorTable
from registry.control import Propose
from registry.reporting import FileTooLarge
from registry.services import execute
from registry.worlds import Actor, Outcome, Role, WorldSession, body, carry_out, reading
from web.cli.existing_worlds import InstanceOption, WorldOption, required_world
from web.cli.factor_tables import ImportsOption, factor_tables
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail_usage, language
from web.factors.files import BYTES_MAX, HEADINGS, DryRun, dry_run, factor_cells
from web.factors.listing import YEAR_MAX, FactorQuery, sought
from web.refusals import Language
from web.tables.sheets_out import write_csv, write_xlsx

app = typer.Typer(help="The tables of factors.", no_args_is_help=True)

SHELL = Actor("shell", frozenset({Role.ADMINISTRATOR}))
REASON_CHARACTERS_MAX = 1000
WORDS = {
    "dry_run": {"zh": "试运行，未保存任何内容。", "en": "Dry run: nothing was stored."},
    "proposed": {
        "zh": "已提议为 {number}，须由另一位管理员批准。",
        "en": "Proposed as {number}; another administrator approves it.",
    },
    "counts": {
        "zh": "新增 {added}，修改 {changed}，删除 {removed}，不变 {same}，不符 {refused}",
        "en": "added {added}, changed {changed}, removed {removed}, unchanged {same}, "
        "refused {refused}",
    },
}

TableOption = Annotated[str, typer.Option("--table", help="Id of a table, such as grid_margins.")]
RegionOption = Annotated[str, typer.Option("--region", help="Region, fuel or substance.")]
YearOption = Annotated[
    int | None, typer.Option("--year", min=0, max=YEAR_MAX, help="Year; 0: for any year.")
]
ConfidenceOption = Annotated[
    Literal["", "high", "medium", "low"], typer.Option("--confidence", help="How sure it is.")
]


@app.callback()
def factors() -> None:
    """Read, export and import the tables of factors."""


@app.command("list")
def list_tables(
    world: ImportsOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List the tables with their source."""
    tables = factor_tables(world, instance, as_json, lang)
    spoken = language(lang)
    text = "\n".join(_table_line(table, spoken) for table in tables.values())
    data = [
        {
            "id": table.id,
            "title": dict(table.title),
            "source": table.source,
            "confidence": table.confidence,
            "factors": len(table.factors),
        }
        for table in tables.values()
    ]
    emit({"tables": data}, as_json, text)


@app.command("search")
def search_factors(  # noqa: PLR0913, PLR0917  the command line has this many options
    words: Annotated[list[str] | None, typer.Argument(help="Words in Chinese or English.")] = None,
    table: TableOption = "",
    region: RegionOption = "",
    year: YearOption = None,
    confidence: ConfidenceOption = "",
    world: ImportsOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Find factors by words, table, region, year or confidence."""
    query = FactorQuery(
        q=" ".join(words or ()), table=table, region=region, year=year, confidence=confidence
    )
    found = sought(factor_tables(world, instance, as_json, lang), query)
    spoken = language(lang)
    text = "\n".join(_factor_line(factor, spoken) for factor in found) or "–"
    emit({"factors": [factor.to_dict() for factor in found]}, as_json, text)


@app.command("export")
def export_factors(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file to write.")],
    table: TableOption = "",
    world: ImportsOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write factors to a file that can be edited and imported."""
    tables = factor_tables(world, instance, as_json, lang)
    if table and table not in tables:
        fail_usage(f"--table {table!r} is none of {', '.join(tables)}", as_json, lang)
    if file.suffix not in {".csv", ".xlsx"}:
        fail_usage(f"{file.name!r} ends neither in .csv nor in .xlsx", as_json, lang)
    found = sought(tables, FactorQuery(table=table))
    written = io.BytesIO()
    target = cast("BinaryIO", written)
    if file.suffix == ".csv":
        write_csv(target, HEADINGS, factor_cells(found), mark=True)
    else:
        write_xlsx(target, table or "factors", HEADINGS, factor_cells(found))
    file.write_bytes(written.getvalue())
    emit({"file": str(file), "factors": len(found)}, as_json, f"{file}: {len(found)}")


@app.command("import")
def import_factors(  # noqa: PLR0913, PLR0917  the command line has this many options
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file.")],
    reason: Annotated[str, typer.Option(help="Why; kept with the import.")] = "",
    only_try: Annotated[bool, typer.Option("--dry-run", help="Store nothing.")] = False,
    whole_tables: Annotated[
        bool,
        typer.Option("--whole-tables", help="Remove what the named tables have beside the file."),
    ] = False,
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show what a file would change, and propose it: a second administrator approves it.

    Exits with 3 and names each wrong cell if one is refused.
    """
    found = required_world(world, instance, as_json, lang)
    if not only_try and not reason.strip():
        fail_usage("give a --reason, or --dry-run", as_json, lang)
    if file.stat().st_size > BYTES_MAX:
        raise FileTooLarge(size=str(file.stat().st_size), maximum=str(BYTES_MAX))
    content = file.read_bytes()
    with reading(found) as session:
        tried = dry_run(session, file.name, content, whole_tables=whole_tables)
    if only_try or tried.issues:
        _emit_dry_run(tried, as_json, language(lang))
        return
    tried.check_importable()

    def work(session: WorldSession) -> Outcome:
        command = tried.command(reason, uuid4().hex)
        wanted = Propose(client_id=command.client_id, proposes=command.kind, content=body(command))
        return execute(session, wanted, SHELL)

    number = str(carry_out(found, work).data["proposal"])
    said = WORDS["proposed"][language(lang)].format(number=number)
    data = {**tried.to_dict(language(lang)), "proposal": number}
    emit(data, as_json, f"{_counts(tried, language(lang))}\n{said}")


def _emit_dry_run(tried: DryRun, as_json: bool, spoken: Language) -> None:
    """Print a dry run; leave with 3 if a cell is refused."""
    lines = [
        f"{tried.sheet}  {issue['cell'] or issue['row']}  {issue['column']}  {issue['value']}"
        f"  {issue['sentence']}  {issue['fix']}"
        for issue in (each.shown(spoken) for each in tried.issues)
    ]
    lines += [f"+ {_factor_line(each, spoken)}" for each in tried.changes.added]
    lines += [
        f"~ {_factor_line(after, spoken)}  ← {before.value}"
        for before, after in tried.changes.changed
    ]
    lines += [f"- {_factor_line(each, spoken)}" for each in tried.changes.removed]
    lines += [_counts(tried, spoken), WORDS["dry_run"][spoken]]
    emit(tried.to_dict(spoken), as_json, "\n".join(lines))
    if tried.issues:
        raise typer.Exit(ExitCode.REFUSED)


def _counts(tried: DryRun, spoken: Language) -> str:
    changes = tried.changes
    return WORDS["counts"][spoken].format(
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        same=changes.unchanged,
        refused=len(tried.issues),
    )


def _table_line(table: FactorTable, spoken: Language) -> str:
    count = len(table.factors)
    return f"{table.id}  {count}  [{table.confidence}]  {table.title[spoken]}  {table.source}"


def _factor_line(factor: Factor, spoken: Language) -> str:
    place = f"{factor.table}  {factor.key}  {factor.region}  {factor.year or '–'}"
    named = f"{factor.name[spoken]}, {factor.region_name[spoken]}"
    by = f"  {factor.imported}" if factor.imported else ""
    value = f"{factor.value} {factor.unit}"
    return f"{place}  {value}  [{factor.confidence}]  {named}  {factor.source}{by}"
