"""Compares variants of an estimate: what goes in, what is taken from tables, what comes out.

Plain values in, plain values out: the answer is what page, API, command line, a saved comparison
and a share link all show. The first variant is the one the others are compared with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, Final

from pydantic import ValidationError

from methodologies import (
    INPUT_PREFIX,
    FactorTable,
    FormField,
    Methodology,
    MethodologyError,
    Numbers,
    Tornado,
    find,
    numbers_of,
    plain,
    tornado,
    tornado_between,
)

VARIANTS_MAX: Final = 5
CELLS_MAX: Final = 300
"""Cells of rows that differ are listed up to this number; how many more there are is told."""
SWINGS_MAX: Final = 200
PRECISION_DIGITS: Final = 50
PERCENT: Final = Decimal("0.01")
CONSTANTS: Final = frozenset({"constants", "constants_eu"})
"""Tables of molar masses: nobody doubts them, so they do not move."""

Plain = dict[str, Any]
Tables = Mapping[str, FactorTable]


@dataclass(frozen=True, slots=True)
class Variant:
    """One estimate of a comparison.

    Args:
        title: what a reader calls it; empty: named by its letter.
        origin: number of the saved estimate, empty for one that is not saved.
        result: what `methodologies.estimate(…).to_dict()` gave.
    """

    title: str
    origin: str
    result: Mapping[str, Any]


def compared(
    variants: Sequence[Variant], change_pct: Decimal, other: int = 1, factors: Tables | None = None
) -> Plain:
    """Compare one to five variants of one methodology.

    Args:
        variants: the first is compared with.
        change_pct: how far each number of the first moves in its tornado, in %.
        other: position of the variant to which the second tornado leads.
        factors: other tables than the packaged ones.

    Returns:
        `variants`, `outputs`, `inputs`, `factors` with their differences, and one `tornado` by
        share; `tornado_between` is None for a single variant. Both are None where the inputs of
        an old result are no longer accepted: its figures stay, and cannot be moved.
    """
    assert 1 <= len(variants) <= VARIANTS_MAX
    other = min(other, len(variants) - 1)
    results = [variant.result for variant in variants]
    reference = results[0]["methodology"]
    methodology = find(reference["id"], reference["version"])
    inputs, left_out = _inputs(methodology, results)
    return {
        "methodology": dict(reference),
        "variants": [_variant(variant) for variant in variants],
        "outputs": _outputs(methodology, results),
        "inputs": inputs,
        "cells_left_out": left_out,
        "factors": _factors(results),
        **_tornadoes(methodology, results, change_pct, other, factors),
    }


def without_origins(comparison: Mapping[str, Any]) -> Plain:
    """Return a comparison as others may read it: without the numbers of saved estimates."""
    variants = [{**variant, "origin": ""} for variant in comparison["variants"]]
    return {**comparison, "variants": variants}


def _tornadoes(
    methodology: Methodology,
    results: Sequence[Mapping[str, Any]],
    change_pct: Decimal,
    other: int,
    factors: Tables | None,
) -> Plain:
    try:
        first = _numbers(methodology, results[0], factors)
        second = _numbers(methodology, results[other], factors) if other else None
    except (ValidationError, MethodologyError):
        return {"tornado": None, "tornado_between": None, "other": None}
    fixed = {s for s, f in results[0]["factors"].items() if f["table"] in CONSTANTS}
    names = _symbols(results)
    return {
        "tornado": _shown(tornado(first, change_pct, fixed), names),
        "tornado_between": _shown(tornado_between(first, second), names) if second else None,
        "other": other if second else None,
    }


def _variant(variant: Variant) -> Plain:
    result = variant.result
    return {
        "title": variant.title,
        "origin": variant.origin,
        "inputs": result["inputs"],
        "results": result["results"],
        "issuable_units": result["issuable_units"],
        "warnings": len(result["warnings"]),
    }


def _outputs(methodology: Methodology, results: Sequence[Mapping[str, Any]]) -> list[Plain]:
    found = []
    for output in methodology.outputs:
        values = [Decimal(result["results"][output.name]) for result in results]
        found.append({**output.to_dict(), "sign": output.sign, **_against_first(values)})
    if results[0]["issuable_units"] is not None:
        units = [Decimal(result["issuable_units"]) for result in results]
        title = {"zh": "可签发数量（向下取整）", "en": "Issuable units (rounded down)"}
        unit = methodology.principal.unit
        found.append(
            {
                "name": "issuable_units",
                "title": title,
                "unit": unit,
                "sign": "",
                **_against_first(units),
            }
        )
    return found


def _against_first(values: Sequence[Decimal]) -> Plain:
    """Return values, and what each has more than the first, in its unit and in %."""
    first = values[0]
    with localcontext(prec=PRECISION_DIGITS):
        differences = [value - first for value in values]
        shares = [
            plain((difference / abs(first) * 100).quantize(PERCENT)) if first else None
            for difference in differences
        ]
    return {
        "values": [plain(value) for value in values],
        "differences": [plain(difference) for difference in differences],
        "percent": shares,
        "differs": any(differences),
    }


def _inputs(
    methodology: Methodology, results: Sequence[Mapping[str, Any]]
) -> tuple[list[Plain], int]:
    """Return one entry per field, cells of rows only where they differ, and how many lack."""
    found: list[Plain] = []
    cells: list[Plain] = []
    for field in methodology.fields:
        given = [_given(field, result["inputs"]) for result in results]
        if field.kind == "rows":
            rows = [value or [] for value in given]
            counts = [str(len(value)) for value in rows]
            label = {"zh": f"{field.label['zh']}：行数", "en": f"{field.label['en']}: rows"}
            if any(rows):
                found.append(_entry(field.name, label, "", "count", counts))
                cells += _cells(field, rows)
        elif any(value is not None for value in given):
            found.append(_entry(field.name, field.label, field.unit, field.kind, given, field))
    return found + cells[:CELLS_MAX], max(0, len(cells) - CELLS_MAX)


def _given(field: FormField, inputs: Mapping[str, Any]) -> Any:
    """Return what was given, else the default that stands for it; a boolean as true or false."""
    value = inputs.get(field.name)
    if value is None:
        value = field.default or None
    if field.kind == "rows":
        return value
    return None if value is None else _text(value)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cells(field: FormField, rows: Sequence[Sequence[Mapping[str, Any]]]) -> list[Plain]:
    found = []
    for place in range(max(len(table) for table in rows)):
        for column in field.columns:
            values = [
                _given(column, table[place]) if place < len(table) else None for table in rows
            ]
            if len(set(values)) > 1:
                label = {
                    "zh": f"{field.label['zh']}，第 {place + 1} 行：{column.label['zh']}",
                    "en": f"{field.label['en']}, row {place + 1}: {column.label['en']}",
                }
                name = f"{field.name}.{place}.{column.name}"
                found.append(_entry(name, label, column.unit, column.kind, values, column))
    return found


def _entry(
    name: str,
    label: Mapping[str, str],
    unit: str,
    kind: str,
    values: Sequence[str | None],
    field: FormField | None = None,
) -> Plain:
    choices = {value: dict(text) for value, text in field.choices} if field else {}
    return {
        "name": name,
        "label": dict(label),
        "unit": unit,
        "kind": kind,
        "values": list(values),
        "texts": [choices.get(value or "") for value in values],
        "differs": len(set(values)) > 1,
    }


def _factors(results: Sequence[Mapping[str, Any]]) -> list[Plain]:
    """Return every number taken from a table or from its replacement, by symbol."""
    taken = [_taken(result) for result in results]
    symbols = list(dict.fromkeys(symbol for numbers in taken for symbol in numbers))
    found = []
    for symbol in symbols:
        values = [numbers.get(symbol) for numbers in taken]
        told = next(value for value in values if value is not None)
        found.append(
            {
                "symbol": symbol,
                "name": told["name"],
                "unit": told["unit"],
                "values": values,
                "differs": any(value != values[0] for value in values),
            }
        )
    return found


def _taken(result: Mapping[str, Any]) -> Plain:
    kept = ("value", "unit", "name", "region_name", "year", "source", "confidence")
    found = {s: {name: f[name] for name in kept} for s, f in result["factors"].items()}
    for assumption in result.get("assumptions", ()):
        own = assumption["replaced_by"]
        if own is not None:
            factor = {name: assumption["factor"][name] for name in kept}
            found[assumption["symbol"]] = {**factor, **own, "confidence": None, "year": None}
    return found


def _numbers(
    methodology: Methodology, result: Mapping[str, Any], factors: Tables | None
) -> Numbers:
    held = {symbol: Decimal(factor["value"]) for symbol, factor in result["factors"].items()}
    given = methodology.Inputs.model_validate(result["inputs"])
    return numbers_of(methodology, given, held, factors)


def _shown(found: Tornado, names: Mapping[str, Mapping[str, str]]) -> Plain:
    told = found.to_dict()
    swings = [{**swing, "name": names.get(swing["symbol"])} for swing in told["swings"]]
    return {
        **told,
        "swings": swings[:SWINGS_MAX],
        "swings_left_out": max(0, len(swings) - SWINGS_MAX),
    }


def _symbols(results: Sequence[Mapping[str, Any]]) -> Plain:
    """Return what symbols stand for: the name of a factor, else of the field they are asked in."""
    found: Plain = {}
    for result in results:
        for step in result["steps"]:
            for source in step["sources"]:
                if source["origin"] == "input":
                    found[source["symbol"]] = {
                        tag: source[tag].removeprefix(prefix)
                        for tag, prefix in INPUT_PREFIX.items()
                    }
        found |= {symbol: factor["name"] for symbol, factor in result["factors"].items()}
    return found
