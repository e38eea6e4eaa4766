"""`tanlab estimate compare`: what differs between variants, and which numbers move the result."""

import shutil
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, Field
from rich.console import Console
from rich.table import Table

from methodologies import FactorLibrary, Methodology, find
from web.cli.estimate_inputs import UnreadableInputs, read_inputs
from web.cli.estimate_workbooks import calculate_workbook, is_workbook
from web.cli.existing_worlds import InstanceOption
from web.cli.factor_tables import ImportsOption, factor_tables
from web.cli.output import ExitCode, JsonOption, LangOption, emit, fail, language
from web.estimates.differences import VARIANTS_MAX, Variant, compared
from web.refusals import Language, is_refusal

COLUMNS_MIN = 100
SWINGS_SHOWN = 10

WORDS: Mapping[str, Mapping[Language, str]] = {
    "results": {"zh": "结果", "en": "Results"},
    "inputs": {"zh": "不同的输入", "en": "Inputs that differ"},
    "factors": {"zh": "不同的因子", "en": "Factors that differ"},
    "none": {"zh": "没有不同", "en": "none"},
    "unit": {"zh": "单位", "en": "Unit"},
    "swings": {
        "zh": "{first} 的每个数值单独变动 ± {pct} %（{unit}）",
        "en": "Each number of {first} moved alone by ± {pct} % ({unit})",
    },
    "between": {
        "zh": "从 {first} 到 {other}，逐个数值（{unit}）",
        "en": "From {first} to {other}, number by number ({unit})",
    },
    "number": {"zh": "数值", "en": "Number"},
    "from": {"zh": "结果（前）", "en": "Result before"},
    "to": {"zh": "结果（后）", "en": "Result after"},
    "effect": {"zh": "影响", "en": "Effect"},
    "single": {"zh": "单独影响之和", "en": "Single effects, added"},
    "together": {"zh": "数值共同变动才有的影响", "en": "What the numbers change only together"},
    "remainder": {"zh": "其他公式、行或规则", "en": "Other equations, rows or rules"},
    "cells": {"zh": "另有 {count} 个单元格不同。", "en": "{count} more cells differ."},
}


class Look(BaseModel):
    """How the comparison is looked at, and how many variants there are."""

    change_pct: Decimal = Field(ge=Decimal("0.1"), le=100, decimal_places=4)
    other: int = Field(ge=1, le=VARIANTS_MAX - 1)
    variants: int = Field(ge=1, le=VARIANTS_MAX)


def show_comparison(  # noqa: PLR0913, PLR0917  a command line has this many options
    methodology_id: Annotated[
        str, typer.Argument(metavar="ID", help="Methodology, for example ccer-01-002.")
    ],
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="One to five JSON files or workbooks with inputs; the first is compared with.",
        ),
    ],
    change_pct: Annotated[
        str, typer.Option("--change", help="How far each number moves in the tornado, in %.")
    ] = "10",
    other: Annotated[
        int, typer.Option("--other", help="To which variant the second tornado leads: 1 to 4.")
    ] = 1,
    version: Annotated[
        str | None, typer.Option("--version", help="For example V01; default is the latest.")
    ] = None,
    world: ImportsOption = None,
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare variants: differences first, then the numbers that move the result most."""
    tables = factor_tables(world, instance, as_json, lang)
    try:
        look = Look.model_validate(
            {"change_pct": change_pct, "other": other, "variants": len(files)}
        )
        methodology = find(methodology_id, version)
        variants = [_variant(methodology, file, tables, as_json, lang) for file in files]
        position = min(look.other, len(variants) - 1)
        found = compared(variants, look.change_pct, position, tables)
    except UnreadableInputs as error:
        fail(error, as_json, lang, ExitCode.USAGE)
    except Exception as error:
        if not is_refusal(error):
            raise
        fail(error, as_json, lang)
    text = "" if as_json else _shown(methodology, found, language(lang))
    emit(found, as_json, text)


def _variant(
    methodology: Methodology, file: str, factors: FactorLibrary, as_json: bool, lang: str | None
) -> Variant:
    if is_workbook(file):
        _, result = calculate_workbook(file, methodology, as_json, lang, factors)
    else:
        given = methodology.Inputs.model_validate(read_inputs(file))
        result = methodology.calculate(given, factors)
    return Variant(Path(file).stem, "", result.to_dict())


def _shown(methodology: Methodology, found: dict[str, Any], lang: Language) -> str:
    titles = [variant["title"] for variant in found["variants"]]
    parts = [f"{methodology.title[lang]} · {methodology.id} {methodology.version}"]
    if len(titles) > 1:
        cells = {
            "results": [(row["title"], row["unit"], _results(row)) for row in found["outputs"]],
            "inputs": [
                (row["label"], row["unit"], _inputs(row, lang))
                for row in found["inputs"]
                if row["differs"]
            ],
            "factors": [
                ({"zh": row["symbol"], "en": row["symbol"]}, row["unit"], _factors(row))
                for row in found["factors"]
                if row["differs"]
            ],
        }
        for key, rows in cells.items():
            parts.append(_differing(WORDS[key][lang], titles, rows, lang))
        if found["cells_left_out"]:
            parts.append(WORDS["cells"][lang].format(count=found["cells_left_out"]))
        parts += _tornado(found["tornado_between"], titles, found["other"], lang)
    parts += _tornado(found["tornado"], titles, 0, lang)
    return "\n".join(parts)


def _results(row: Mapping[str, Any]) -> list[str]:
    shown = [row["values"][0]]
    for value, difference, share in zip(
        row["values"][1:], row["differences"][1:], row["percent"][1:], strict=True
    ):
        told = "" if share is None else f", {_signed(share)} %"
        shown.append(f"{value} ({_signed(difference)}{told})")
    return shown


def _inputs(row: Mapping[str, Any], lang: Language) -> list[str]:
    return [
        text[lang] if text else value or "–"
        for value, text in zip(row["values"], row["texts"], strict=True)
    ]


def _factors(row: Mapping[str, Any]) -> list[str]:
    return [value["value"] if value else "–" for value in row["values"]]


def _differing(
    title: str,
    variants: Sequence[str],
    rows: Sequence[tuple[Mapping[str, str], str, list[str]]],
    lang: Language,
) -> str:
    if not rows:
        return f"{title}: {WORDS['none'][lang]}"
    table = Table(title)
    for variant in variants:
        table.add_column(variant, justify="right")
    table.add_column(WORDS["unit"][lang])
    for label, unit, values in rows:
        table.add_row(label[lang], *values, unit)
    return _rendered(table)


def _tornado(
    found: Mapping[str, Any] | None, titles: Sequence[str], other: int, lang: Language
) -> list[str]:
    if found is None:
        return []
    kind = "swings" if found["target"] is None else "between"
    facts = {"first": titles[0], "other": titles[other], "unit": found["unit"]}
    title = WORDS[kind][lang].format(**facts, pct=found["change_pct"])
    table = Table(*(WORDS["number"][lang],))
    for key in ("from", "to", "effect"):
        table.add_column(WORDS[key][lang], justify="right")
    for swing in found["swings"][:SWINGS_SHOWN]:
        table.add_row(_named(swing, lang), *swing["outputs"], _signed(swing["effect"]))
    sums = [("single", found["single_sum"]), ("together", found["interaction"])]
    lines = [f"{WORDS[key][lang]}: {_ends(values, kind)}" for key, values in sums]
    if found["remainder"] is not None:
        lines.append(f"{WORDS['remainder'][lang]}: {_signed(found['remainder'])}")
    return [title, _rendered(table), *lines]


def _named(swing: Mapping[str, Any], lang: Language) -> str:
    return f"{swing['symbol']} {swing['name'][lang]}" if swing["name"] else str(swing["symbol"])


def _ends(values: Sequence[str], kind: str) -> str:
    shown = values[1:] if kind == "between" else values
    return " … ".join(_signed(value) for value in shown)


def _signed(value: str) -> str:
    return value if value.startswith("-") or value == "0" else f"+{value}"


def _rendered(table: Table) -> str:
    width = max(COLUMNS_MIN, shutil.get_terminal_size().columns)
    page = StringIO()
    Console(file=page, width=width, highlight=False, markup=False).print(table)
    return page.getvalue().rstrip("\n")
