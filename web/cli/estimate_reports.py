"""`tanlab estimate report`: the PDF and the workbook of a result."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from methodologies import Methodology, Result, estimate_again, find
from registry.worlds import WallClock, words
from web.cli.estimate_inputs import UnreadableInputs, read_inputs
from web.cli.estimate_workbooks import calculate_workbook, is_workbook
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, fail_usage, language
from web.refusals import Language, is_refusal

RESULT_BYTES_MAX = 20_000_000
"""A result lists every step with its sources; that of 2,000 sample plots has about 3 MB."""

NO_FILE = words("give --pdf FILE, --xlsx FILE, or both", "请给出 --pdf 文件、--xlsx 文件，或两者")


def write_report(  # noqa: PLR0913, PLR0917  a command line has this many options
    source: Annotated[
        str,
        typer.Argument(
            metavar="RESULT",
            help="What `tanlab estimate run --json` printed, or a filled form (XLSX); "
            "- reads stdin.",
        ),
    ],
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="PDF/A-3 to write, the workbook attached.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="Workbook with live formulas to write.")
    ] = None,
    title: Annotated[
        str, typer.Option("--title", help="On top of the report; default the methodology's.")
    ] = "",
    sections: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            help="inputs, equations, factors, assumptions or warnings; may be repeated; "
            "default all.",
        ),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Of the document; default today."),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write the report of a result, after calculating it again."""
    spoken = language(lang)
    if pdf is None and xlsx is None:
        fail_usage(NO_FILE[spoken], as_json, lang)
    try:
        methodology, result = _calculated(source, as_json, lang)
        when = day.date() if day else WallClock().today()
        options = _options(spoken, when, title, sections)
        written = _written(methodology, result, options, {"pdf": pdf, "xlsx": xlsx})
    except UnreadableInputs as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except Exception as error:
        if not is_refusal(error):
            raise
        fail(error, as_json, lang)
    text = "\n".join(
        f"{file['file']}: {file['bytes']} B, SHA-256 {file['sha256']}" for file in written
    )
    emit({"files": written}, as_json, text)


def _calculated(source: str, as_json: bool, lang: str | None) -> tuple[Methodology, Result]:
    if is_workbook(source):
        return calculate_workbook(source, None, as_json, lang)
    result = estimate_again(read_inputs(source, RESULT_BYTES_MAX))
    return find(result.methodology_id, result.version), result


def _options(spoken: Language, day: date, title: str, sections: list[str] | None) -> Any:
    from web.estimate_reports.choices import ReportChoice  # noqa: PLC0415  only this command needs it

    given: dict[str, object] = {"lang": spoken, "title": title}
    if sections is not None:
        given |= {"section": sections, "chosen": True}
    return ReportChoice.model_validate(given).options(day, spoken)


def _written(
    methodology: Methodology, result: Result, options: Any, targets: Mapping[str, Path | None]
) -> list[dict[str, object]]:
    """Make every file before the first is written."""
    from web.estimate_reports.files import ReportFiles  # noqa: PLC0415  loads the typesetter

    files = ReportFiles(methodology, result, options)
    made = {
        target: files.pdf if form == "pdf" else files.workbook
        for form, target in targets.items()
        if target is not None
    }
    _keep({target: file.content for target, file in made.items()})
    return [
        {"file": str(target), "bytes": len(file.content), "sha256": file.sha256}
        for target, file in made.items()
    ]


def _keep(contents: Mapping[Path, bytes]) -> None:
    """Write all files or none."""
    parts = {target: target.with_name(f".{target.name}.part") for target in contents}
    try:
        for target, content in contents.items():
            parts[target].write_bytes(content)
        for target, part in parts.items():
            part.replace(target)
    except OSError:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise
