"""`tanlab compliance`: the public compliance report and the allocation calculator."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from registry.compliance import (
    ComplianceRow,
    Cooling,
    PowerUnitYear,
    compliance_years,
    power_entity_allocation,
    power_plan,
)
from registry.compliance import compliance_report as report_of
from registry.reporting import Sought
from registry.rules import file_rules
from registry.worlds import RegistryError, reading
from web.cli.existing_worlds import InstanceOption, WorldOption, required_world
from web.cli.output import JsonOption, LangOption, emit, fail, fail_usage, language

app = typer.Typer(help="Compliance: report and allocation calculator.", no_args_is_help=True)

ROWS = 100


@app.callback()
def compliance() -> None:
    """Read the compliance report; calculate allowances."""


@app.command("report")
def report(  # noqa: PLR0913, PLR0917  one option per part of the question
    year: Annotated[int | None, typer.Option(help="Emission year; default: the latest.")] = None,
    scheme: Annotated[str, typer.Option(help="Market, for example CEA or GDEA.")] = "",
    as_of: Annotated[str | None, typer.Option("--as-of", help="Day, YYYY-MM-DD.")] = None,
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List the entities of a year with what they owe and did."""
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        fail_usage(f"--as-of {as_of!r}: YYYY-MM-DD", as_json, lang)
    found = required_world(world, instance, as_json, lang)
    with reading(found) as session:
        last = session.clock.today().year - 1
        known = [each for each in compliance_years(session) if each <= last]
        wanted = year or next(iter(known), last)
        rows: list[ComplianceRow] = []
        pages = page = 1
        while page <= pages:
            sought = Sought(page=page, rows=ROWS)
            part = report_of(session, wanted, sought, scheme=scheme, day=day)
            rows.extend(part.rows)
            pages, page = part.pages, page + 1
    spoken = language(lang)
    plain = [
        {
            "entity": row.number,
            "name": row.name_zh if spoken == "zh" else row.name_en,
            "scheme": row.scheme,
            "sector": row.sector,
            "verified_t": row.emissions_t,
            "allocated_t": row.allocation_t,
            "obligation_t": row.obligation_t,
            "surrendered_t": row.surrendered_t,
            "missing_t": row.missing_t,
            "status": row.status.value,
        }
        for row in rows
    ]
    lines = [
        f"{row['entity']}  {row['status']:8}  {row['surrendered_t']:>12} / {row['obligation_t']}"
        f"  {row['name']}"
        for row in plain
    ]
    emit({"year": wanted, "rows": plain}, as_json, "\n".join(lines))


@app.command("allocation")
def allocation(  # noqa: PLR0913, PLR0917  one option per figure
    year: Annotated[int, typer.Option(help="Emission year, 2019 to 2026.")],
    unit_class: Annotated[
        str, typer.Option("--class", help="coal_large, coal_small, coal_unconventional or gas.")
    ],
    output_mwh: Annotated[str, typer.Option(help="Net until 2022, gross from 2023.")],
    emissions_t: Annotated[int, typer.Option(help="Verified emissions.")],
    load_factor: Annotated[str, typer.Option(help="A fraction, for example 0.60.")],
    heat_gj: Annotated[str, typer.Option(help="Heat supplied.")] = "0",
    heat_ratio: Annotated[str, typer.Option(help="Counts until 2022.")] = "0",
    cooling: Annotated[Cooling, typer.Option(help="Counts until 2022.")] = Cooling.WATER,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Calculate what a power unit would get, with every step and its source."""
    try:
        unit = PowerUnitYear(
            unit_class=unit_class,
            output_mwh=Decimal(output_mwh),
            heat_gj=Decimal(heat_gj),
            load_factor=Decimal(load_factor),
            heat_ratio=Decimal(heat_ratio),
            cooling=cooling.value,
            emissions_t=emissions_t,
        )
        found = power_entity_allocation([unit], power_plan(file_rules(), year))
    except (InvalidOperation, KeyError) as error:
        fail_usage(str(error), as_json, lang)
    except RegistryError as error:
        fail(error, as_json, lang)
    spoken = language(lang)
    steps = (*found.units[0].steps, *found.steps[1:])
    lines = [f"{step.name[spoken]}: {step.formula} = {step.result} {step.unit}" for step in steps]
    content = {
        "year": year,
        "allocation_t": found.allocation_t,
        "obligation_t": found.obligation_t,
        "is_draft": found.is_draft,
        "steps": [step.plain() for step in steps],
    }
    emit(content, as_json, "\n".join(lines))
