"""The factors that a form's choices lead to, shown beside the fields before anything is calculated.

A choice such as the grid or the fuel is a row of a factor table; which columns count is learnt from
the methodology's own examples. Assumed coefficients come from a calculation: of what was typed if
that is complete, else of the first example.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from methodologies import (
    Assumption,
    Factor,
    FactorLibrary,
    FactorTable,
    FormField,
    Methodology,
    NoFactor,
    ReplacingInputs,
    Result,
    find,
    library,
    parse_inputs,
)
from web.forms import typed_number

REPLACED = "replaced_factors"
YEAR_FIELDS = ("period_start", "factor_year", "year")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_CELL = re.compile(r"(?P<table>\w+)\.\d+\.(?P<column>\w+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class AssumedFactors:
    """The assumed coefficients of one calculation.

    Args:
        assumptions: one per coefficient.
        of_example: the calculation is that of the example, because the form is not complete.
    """

    assumptions: tuple[Assumption, ...]
    of_example: bool


def factors_beside(
    methodology: Methodology, typed: Mapping[str, str], factors: FactorLibrary
) -> dict[str, list[Factor]]:
    """Return the factors that the choices made lead to.

    Args:
        methodology: whose form it is.
        typed: texts by name; cells of rows as `fuels.0.fuel`.
        factors: the tables.

    Returns:
        Factors by the name of the field, or of the table of rows, beside which they stand.
    """
    year = _year(typed)
    used = used_columns(methodology.id, methodology.version)
    found: dict[str, list[Factor]] = {}
    for place, choice, value in _choices(methodology, typed):
        for table in _tables(methodology, choice, value, factors):
            for key in dict.fromkeys(f.key for f in table.factors if f.region == value):
                factor = _factor(table, key, value, year) if (table.id, key) in used else None
                if factor is not None and factor not in found.setdefault(place, []):
                    found[place].append(factor)
    return {place: shown for place, shown in found.items() if shown}


def assumed_factors(
    methodology: Methodology, calculated: Result | None, factors: FactorLibrary
) -> AssumedFactors | None:
    """Return the assumed coefficients that can be replaced, None if the methodology assumes none.

    Args:
        methodology: whose form it is.
        calculated: from what was typed, None if that is not complete.
        factors: the tables.
    """
    if not issubclass(methodology.Inputs, ReplacingInputs):
        return None
    if calculated is not None:
        return AssumedFactors(calculated.assumptions, False)
    example = next(iter(methodology.examples.values()))
    inputs = parse_inputs(methodology.id, example, methodology.version)
    return AssumedFactors(methodology.calculate(inputs, factors).assumptions, True)


def factor_places(methodology: Methodology, factors: FactorLibrary) -> list[str]:
    """Return the fields whose choices may lead to factors, by name."""
    return [
        field.name
        for field in methodology.fields
        for choice in (field, *field.columns)
        if any(
            True
            for value, _ in choice.choices
            for _table in _tables(methodology, choice, value, factors)
        )
    ]


@cache
def used_columns(methodology_id: str, version: str) -> frozenset[tuple[str, str]]:
    """Return table and column of every factor that the examples of a methodology take."""
    methodology = find(methodology_id, version)
    results = (
        methodology.calculate(parse_inputs(methodology.id, example, methodology.version), library())
        for example in methodology.examples.values()
    )
    return frozenset(
        (factor.table, factor.key) for result in results for factor in result.factors.values()
    )


def _choices(
    methodology: Methodology, typed: Mapping[str, str]
) -> Iterator[tuple[str, FormField, str]]:
    """Give each choice made, with the field beside which its factors stand."""
    fields = {field.name: field for field in methodology.fields}
    for name, value in typed.items():
        cell = _CELL.fullmatch(name)
        place = cell["table"] if cell else name
        field = fields.get(place)
        if field is not None and cell:
            field = next((c for c in field.columns if c.name == cell["column"]), None)
        if field is not None and value in dict(field.choices):
            yield place, field, value


def _tables(
    methodology: Methodology, choice: FormField, value: str, factors: FactorLibrary
) -> Iterator[FactorTable]:
    """Give the tables that have a row for this choice, and for another one of the same field."""
    others = {name for name, _ in choice.choices} - {value}
    for table in (factors[name] for name in methodology.tables):
        regions = table.regions()
        if value in regions and (not others or others & regions.keys()):
            yield table


def _factor(table: FactorTable, key: str, region: str, year: int | None) -> Factor | None:
    years = table.years(key, region)
    if years == [0]:
        return table.get(key, region)
    try:
        return table.of_year(key, region, years[-1] if year is None else year)
    except NoFactor:
        return None


def _year(typed: Mapping[str, str]) -> int | None:
    for name in YEAR_FIELDS:
        found = _YEAR.match(typed_number(typed.get(name, "")))
        if found:
            return int(found[0])
    return None
