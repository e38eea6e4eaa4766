"""`tanlab estimate years`: several calendar years of one project."""

from typing import Annotated

import typer

from methodologies import find, plain, years_plan
from web.cli.estimate_inputs import UnreadableInputs, read_inputs
from web.cli.existing_worlds import InstanceOption
from web.cli.factor_tables import ImportsOption, factor_tables
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, language
from web.estimates.years import YearsCalculated, calculate_years
from web.refusals import Language, is_refusal

WORDS = {
    "total": {"zh": "合计", "en": "Total"},
    "units": {"zh": "可签发数量", "en": "issuable units"},
}


def show_years(  # noqa: PLR0913, PLR0917  the command line has this many options
    methodology_id: Annotated[
        str, typer.Argument(metavar="ID", help="Methodology, for example ccer-01-002.")
    ],
    inputs: Annotated[
        str, typer.Option("--inputs", help="JSON file with the inputs; - reads standard input.")
    ],
    plan: Annotated[
        str | None,
        typer.Option(
            "--plan",
            help="JSON file: first_year, last_year, changes, months; default: dates of the inputs.",
        ),
    ] = None,
    version: Annotated[
        str | None, typer.Option("--version", help="For example V01; default is the latest.")
    ] = None,
    world: ImportsOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Calculate several calendar years: a vintage for each, and what they add up to."""
    tables = factor_tables(world, instance, as_json, lang)
    try:
        methodology = find(methodology_id, version)
        asked = years_plan(methodology).model_validate(read_inputs(plan) if plan else {})
        found = calculate_years(methodology, read_inputs(inputs), asked, tables)
    except UnreadableInputs as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except Exception as error:
        if not is_refusal(error):
            raise
        fail(error, as_json, lang)
    emit(found.to_dict(), as_json, "" if as_json else _shown(found, language(lang)))


def _shown(found: YearsCalculated, lang: Language) -> str:
    principal, crediting = found.methodology.principal, found.crediting
    lines = [f"{principal.title[lang]}, {principal.unit}"]
    rows = [(str(v.year), v.result.results, v.result.issuable_units) for v in crediting.vintages]
    rows.append((WORDS["total"][lang], crediting.results, crediting.issuable_units))
    return "\n".join(
        lines
        + [
            f"{name}: {plain(results[principal.name])}; {WORDS['units'][lang]} {units}"
            for name, results, units in rows
        ]
    )
