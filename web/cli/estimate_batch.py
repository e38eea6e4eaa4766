"""`tanlab estimate batch`: many carbon inclusion records of a file at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from methodologies import find
from web.cli.estimate_inputs import UnreadableInputs, read_inputs
from web.cli.existing_worlds import InstanceOption
from web.cli.factor_tables import ImportsOption, factor_tables
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, language
from web.estimates.batches import PERIOD, PERIODS, Batch, evaluate_file, write_people, write_records
from web.refusals import Language, is_refusal

ROWS_MAX = 5_000_000
BYTES_MAX = 2 * 1024**3
WORDS: Mapping[str, Mapping[Language, str]] = {
    "rows": {"zh": "记录", "en": "Records"},
    "accepted": {"zh": "计入", "en": "Counted"},
    "refused": {"zh": "拒绝", "en": "Refused"},
    "people": {"zh": "人数", "en": "Persons"},
    "warning": {"zh": "注意", "en": "Note"},
    "line": {"zh": "单元格", "en": "cell"},
    "more": {"zh": "其余被拒绝的记录未列出。", "en": "Further refused records are not listed."},
}


def calculate_batch(  # noqa: PLR0913, PLR0917  the command line has this many options
    methodology_id: Annotated[
        str, typer.Argument(metavar="ID", help="Methodology, for example inclusion-wuhan-bus.")
    ],
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV or XLSX, one record a line.")
    ],
    inputs: Annotated[
        str | None,
        typer.Option(
            "--inputs", help="JSON file: what is the same in every record; replaced_factors; period"
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="CSV file to write: each record's figures.")
    ] = None,
    people: Annotated[
        Path | None, typer.Option("--people", help="CSV file to write: each person's totals.")
    ] = None,
    world: ImportsOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Calculate each record of a file; exit with 1 if some cannot count."""
    tables = factor_tables(world, instance, as_json, lang)
    try:
        same = {} if inputs is None else read_inputs(inputs)
        _check_period(same)
        batch = evaluate_file(
            find(methodology_id),
            file,
            same,
            rows_max=ROWS_MAX,
            bytes_max=BYTES_MAX,
            factors=tables,
        )
        _write(batch, output, people)
    except UnreadableInputs as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except Exception as error:
        if not is_refusal(error):
            raise
        fail(error, as_json, lang)
    spoken = language(lang)
    emit(batch.to_dict(spoken), as_json, "" if as_json else _shown(batch, spoken))
    if batch.refused:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _check_period(same: Mapping[str, Any]) -> None:
    if same.get(PERIOD, PERIODS[0]) not in PERIODS:
        raise UnreadableInputs


def _write(batch: Batch, output: Path | None, people: Path | None) -> None:
    for path, write in ((output, write_records), (people, write_people)):
        if path is not None:
            with path.open("wb") as target:
                write(target, batch)


def _shown(batch: Batch, lang: Language) -> str:
    methodology = batch.methodology
    counts = {"rows": batch.accepted + batch.refused, "accepted": batch.accepted}
    counts["refused"] = batch.refused
    if batch.people is not None:
        counts["people"] = batch.people
    totals = batch.totals
    lines = [
        f"{methodology.title[lang]} · {methodology.id} {methodology.version}",
        *(f"{WORDS[name][lang]}: {count:,}" for name, count in counts.items()),
        *(f"{each.title[lang]}: {totals[each.name]} {each.unit}" for each in methodology.outputs),
        *(f"{WORDS['warning'][lang]}: {notice.text[lang]}" for notice in batch.result.warnings),
    ]
    errors = batch.errors(lang)
    for error in errors:
        where = f"{WORDS['line'][lang]} {error.cell} {error.column}".rstrip()
        lines.append(f"{where}: {error.shown.sentence} {error.shown.fix}".rstrip())
    if len(errors) < batch.refused:
        lines.append(WORDS["more"][lang])
    return "\n".join(lines)
