"""`tanlab estimate form`, and inputs of `tanlab estimate run` from a workbook."""

import sys
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from methodologies import FactorLibrary, Methodology, Result, find
from registry.reporting import FileTooLarge
from registry.worlds import words
from web.cli.estimate_inputs import read_inputs
from web.cli.output import (
    ExitCode,
    JsonOption,
    LangOption,
    emit,
    fail,
    fail_usage,
    language,
    report,
)
from web.estimate_workbooks.reading import WorkbookReading, read_form_workbook
from web.estimate_workbooks.writing import write_form
from web.estimates.forms import estimate_form
from web.forms import UnfitValueError
from web.refusals import is_refusal
from web.tables.book_cells import FILE_BYTES_MAX

SUFFIX = ".xlsx"
TERMINAL = words(
    "a workbook is no text for a terminal: add --output FILE or redirect with >",
    "工作簿不能显示在终端：请加 --output 文件，或用 > 重定向",
)
NOT_A_FORM = words("--inputs does not fit the form", "--inputs 与表格不符")
NO_INPUTS = words(
    "give --inputs, or a workbook made by `tanlab estimate form`",
    "请给出 --inputs，或 `tanlab estimate form` 生成的工作簿",
)


def write_blank_form(
    methodology_id: Annotated[
        str, typer.Argument(metavar="ID", help="Methodology, for example ccer-01-002.")
    ],
    inputs: Annotated[
        str, typer.Option("--inputs", help="JSON file with values to fill in; - reads stdin.")
    ] = "",
    version: Annotated[
        str | None, typer.Option("--version", help="For example V01; default is the latest.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; default stdout.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write the form as a workbook (XLSX) to fill in; with --inputs, a filled one."""
    spoken = language(lang)
    if output is None and (as_json or sys.stdout.isatty()):
        fail_usage(TERMINAL[spoken], as_json, lang)
    target = BytesIO()
    try:
        methodology = find(methodology_id, version)
        initial: dict[str, Any] | None = read_inputs(inputs) if inputs else None
        form = estimate_form(methodology, spoken, initial)
        write_form(target, methodology, form, spoken)
        if output is None:
            sys.stdout.buffer.write(target.getvalue())
            sys.stdout.buffer.flush()
            return
        output.write_bytes(target.getvalue())
    except UnfitValueError as error:
        fail_usage(f"{NOT_A_FORM[spoken]}: {error}", as_json, lang)
    except Exception as error:
        if not is_refusal(error):
            raise
        fail(error, as_json, lang)
    size = len(target.getvalue())
    emit({"file": str(output), "bytes": size}, as_json, f"{output}: {size} B")


def is_workbook(path: str) -> bool:
    """Tell whether a path is that of a workbook, by its ending."""
    return path.lower().endswith(SUFFIX)


def calculate_workbook(
    path: str,
    methodology: Methodology | None,
    as_json: bool,
    lang: str | None,
    factors: FactorLibrary | None = None,
) -> tuple[Methodology, Result]:
    """Calculate what a workbook says, or name each wrong cell and leave.

    Args:
        path: of the workbook.
        methodology: whose form it has to be; without it the one it names.
        as_json: whether stdout must carry the refusal.
        lang: of titles and refusals.
        factors: other tables than the packaged ones.

    Raises:
        typer.Exit: 2 where a cell cannot be read, 3 where a rule refuses.
    """
    try:
        size = Path(path).stat().st_size
        if size > FILE_BYTES_MAX:
            raise FileTooLarge(size=str(size), maximum=str(FILE_BYTES_MAX), field="file")
        content = Path(path).read_bytes()
        reading = read_form_workbook(content, language(lang), methodology, factors)
    except Exception as error:
        if not is_refusal(error):
            raise
        fail(error, as_json, lang)
    if reading.result is None:
        _refuse(reading, as_json)
    return reading.methodology, reading.result


def _refuse(reading: WorkbookReading, as_json: bool) -> NoReturn:
    shown = reading.refusal
    report(shown, as_json=False)
    if as_json:
        cells = [cell.to_dict() for cell in reading.refused]
        emit({"error": shown.model_dump(), "cells": cells}, as_json)
    raise typer.Exit(ExitCode.REFUSED if reading.by_rule else ExitCode.USAGE)
