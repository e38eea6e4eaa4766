"""`tanlab estimate uncertainty`: how far a result may lie from its figure."""

from typing import Annotated, Any

import typer

from methodologies import UncertaintyInputs, plain
from web.cli.estimate_inputs import UnreadableInputs, read_inputs
from web.cli.existing_worlds import InstanceOption
from web.cli.factor_tables import ImportsOption, factor_tables
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, language
from web.estimates.uncertainties import Calculated, answer, calculate, spread
from web.refusals import Language, is_refusal

WORDS = {
    "result": {"zh": "计算结果", "en": "Result"},
    "interval": {"zh": "95 % 区间", "en": "95 % interval"},
    "mean": {"zh": "均值", "en": "Mean"},
    "deviation": {"zh": "标准差", "en": "Standard deviation"},
    "share": {"zh": "方差贡献", "en": "Share of variance"},
    "suggested": {
        "zh": "不确定度为初步建议，不来自方法学；用 --question 给出自己的。",
        "en": "The uncertainties are suggestions, not from the methodology; "
        "give your own by --question.",
    },
}


def show_uncertainty(  # noqa: PLR0913, PLR0917  the command line has this many options
    methodology_id: Annotated[
        str, typer.Argument(metavar="ID", help="Methodology, for example ccer-01-002.")
    ],
    inputs: Annotated[
        str, typer.Option("--inputs", help="JSON file with the inputs; - reads standard input.")
    ],
    question: Annotated[
        str | None,
        typer.Option(
            "--question",
            help="JSON file: spreads, correlations, samples, seed; default: suggestions.",
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
    """Sample a result: its interval, and the numbers that matter most."""
    tables = factor_tables(world, instance, as_json, lang)
    try:
        calculated = calculate(methodology_id, read_inputs(inputs), tables, version)
        given = calculated.suggestion if question is None else read_inputs(question)
        asked = UncertaintyInputs.model_validate(given)
        found = answer(calculated, asked, spread(calculated, asked))
    except UnreadableInputs as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except Exception as error:
        if not is_refusal(error):
            raise
        fail(error, as_json, lang)
    text = "" if as_json else _shown(calculated, found, language(lang), question is None)
    emit(found, as_json, text)


def _shown(calculated: Calculated, found: dict[str, Any], lang: Language, suggested: bool) -> str:
    principal = calculated.methodology.principal
    spread_of = found["uncertainty"]
    low, high = spread_of["interval"]
    exact = plain(calculated.result.results[principal.name])
    lines = [
        f"{principal.title[lang]}, {principal.unit}",
        f"{WORDS['result'][lang]}: {exact}",
        f"{WORDS['interval'][lang]}: {low} – {high}",
        f"{WORDS['mean'][lang]}: {spread_of['mean']}",
        f"{WORDS['deviation'][lang]}: {spread_of['standard_deviation']}",
        *(
            f"{WORDS['share'][lang]}: {each['symbol']} {float(each['first_order']) * 100:.1f} %"
            for each in found["matter_most"]
        ),
    ]
    return "\n".join([*lines, WORDS["suggested"][lang]] if suggested else lines)
