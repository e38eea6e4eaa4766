"""`tanlab estimate`: what an activity earns, by a methodology, with every step."""

import shutil
from collections.abc import Mapping
from io import StringIO
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from methodologies import STATUS_TEXTS, Methodology, Result, Step, find, list_methodologies, plain
from web.cli.estimate_batch import calculate_batch
from web.cli.estimate_choose import show_choice
from web.cli.estimate_compare import show_comparison
from web.cli.estimate_inputs import UnreadableInputs, read_inputs
from web.cli.estimate_reports import write_report
from web.cli.estimate_uncertainty import show_uncertainty
from web.cli.estimate_workbooks import (
    NO_INPUTS,
    calculate_workbook,
    is_workbook,
    write_blank_form,
)
from web.cli.estimate_years import show_years
from web.cli.existing_worlds import InstanceOption
from web.cli.factor_tables import ImportsOption, factor_tables
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, fail_usage, language
from web.refusals import Language, is_refusal

app = typer.Typer(no_args_is_help=True, help="Estimate emission reductions by a methodology.")
app.command("batch")(calculate_batch)
app.command("choose")(show_choice)
app.command("compare")(show_comparison)
app.command("form")(write_blank_form)
app.command("report")(write_report)
app.command("uncertainty")(show_uncertainty)
app.command("years")(show_years)

VALUE_CHARACTERS_SHOWN = 20
COLUMNS_MIN = 100
LIST_COLUMNS_MIN = 240

WORDS: Mapping[str, Mapping[Language, str]] = {
    "equation": {"zh": "式", "en": "No."},
    "result": {"zh": "结果", "en": "Result"},
    "expression": {"zh": "代入", "en": "Expression"},
    "value": {"zh": "数值", "en": "Value"},
    "unit": {"zh": "单位", "en": "Unit"},
    "id": {"zh": "编号", "en": "Id"},
    "version": {"zh": "版本", "en": "Version"},
    "status": {"zh": "状态", "en": "Status"},
    "title": {"zh": "名称", "en": "Title"},
    "units": {"zh": "可签发数量", "en": "Issuable units"},
    "warning": {"zh": "注意", "en": "Note"},
}


@app.command()
def run(  # noqa: PLR0913, PLR0917  a command line has this many options
    methodology_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Methodology, for example ccer-01-002, or a workbook in.xlsx."
        ),
    ],
    inputs: Annotated[
        str,
        typer.Option("--inputs", help="JSON file with the inputs, or a workbook; - reads stdin."),
    ] = "",
    version: Annotated[
        str | None, typer.Option("--version", help="For example V01; default is the latest.")
    ] = None,
    world: ImportsOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Calculate the emission reductions and show every step."""
    tables = factor_tables(world, instance, as_json, lang)
    if not inputs and not is_workbook(methodology_id):
        fail_usage(NO_INPUTS[language(lang)], as_json, lang)
    try:
        if not inputs:
            methodology, result = calculate_workbook(methodology_id, None, as_json, lang, tables)
        else:
            methodology = find(methodology_id, version)
            if is_workbook(inputs):
                _, result = calculate_workbook(inputs, methodology, as_json, lang, tables)
            else:
                given = methodology.Inputs.model_validate(read_inputs(inputs))
                result = methodology.calculate(given, tables)
    except UnreadableInputs as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except Exception as error:
        if not is_refusal(error):
            raise
        fail(error, as_json, lang)
    text = "" if as_json else _shown_result(methodology, result, language(lang))
    emit(result.to_dict(), as_json, text)


@app.command("list")
def show_list(as_json: JsonOption = False, lang: LangOption = None) -> None:
    """List the methodologies that can be calculated."""
    known = list_methodologies()
    data = [
        {
            "id": methodology.id,
            "version": methodology.version,
            "status": methodology.status,
            "title": dict(methodology.title),
        }
        for methodology in known
    ]
    emit(data, as_json, "" if as_json else _shown_list(known, language(lang)))


def _shown_result(methodology: Methodology, result: Result, lang: Language) -> str:
    steps = Table(*(WORDS[key][lang] for key in ("equation", "result", "expression")))
    steps.add_column(WORDS["value"][lang], justify="right", no_wrap=True)
    steps.add_column(WORDS["unit"][lang])
    for step in result.steps:
        steps.add_row(*_shown_step(step, lang))
    status = STATUS_TEXTS[result.status][lang]
    lines = [
        f"{methodology.title[lang]} · {result.methodology_id} {result.version} · {status}",
        _rendered(steps),
        *(
            f"{output.title[lang]}: {plain(result.results[output.name])} {output.unit}"
            for output in methodology.outputs
        ),
    ]
    if result.issuable_units is not None:
        lines.append(f"{WORDS['units'][lang]}: {result.issuable_units}")
    lines += [f"{WORDS['warning'][lang]}: {notice.text[lang]}" for notice in result.warnings]
    return "\n".join(lines)


def _shown_step(step: Step, lang: Language) -> tuple[str, ...]:
    value = plain(step.value)
    if len(value) > VALUE_CHARACTERS_SHOWN:
        value = value[: VALUE_CHARACTERS_SHOWN - 1] + "…"
    return (
        step.equation,
        f"{step.symbol}\n{step.meaning[lang]}",
        f"{step.formula}\n= {step.expression}",
        value,
        step.unit,
    )


def _shown_list(known: tuple[Methodology, ...], lang: Language) -> str:
    table = Table(*(WORDS[key][lang] for key in ("id", "version", "status", "title")))
    for column in table.columns:
        column.no_wrap = True
    for methodology in known:
        table.add_row(
            methodology.id,
            methodology.version,
            STATUS_TEXTS[methodology.status][lang],
            methodology.title[lang],
        )
    return _rendered(table, LIST_COLUMNS_MIN)


def _rendered(table: Table, columns_min: int = COLUMNS_MIN) -> str:
    width = max(columns_min, shutil.get_terminal_size().columns)
    page = StringIO()
    Console(file=page, width=width, highlight=False, markup=False).print(table)
    return page.getvalue().rstrip("\n")
