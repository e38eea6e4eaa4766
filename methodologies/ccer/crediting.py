"""Several calendar years of one project: each year by its own factors, each result its vintage.

The equations are per year y, so a crediting period is a row of yearly calculations that share what
does not change. Rows of months, fuels and meters may come together for all years; each then says
its `year` and goes to the calculation of that year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from methodologies.ccer.monthly_refusals import (
    NothingToCredit,
    RowWithoutYear,
    YearDiffers,
    YearSkipped,
)
from methodologies.ccer.programme import CREDITING_YEARS_MAX
from methodologies.ccer.refusals import CreditingPeriodTooLong
from methodologies.engine.contract import Methodology, Result
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.trace import CONTEXT, plain

DATED_ROWS = ("months", "fuels", "meter_corrections")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """The calculation of one calendar year."""

    year: int
    result: Result

    def to_dict(self) -> dict[str, Any]:
        """Return year, figures and the whole calculation as plain values."""
        return {"year": self.year, **self.result.to_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crediting:
    """Several vintages; units are rounded for each, then added up."""

    vintages: tuple[Vintage, ...]
    results: Mapping[str, Decimal]
    issuable_units: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return totals and vintages as plain values, decimals as strings."""
        return {
            "results": {name: plain(value) for name, value in self.results.items()},
            "issuable_units": self.issuable_units,
            "vintages": [vintage.to_dict() for vintage in self.vintages],
        }


def credit_years(
    methodology: Methodology,
    shared: Mapping[str, Any],
    years: Mapping[int, Mapping[str, Any]],
    factors: FactorLibrary | None = None,
) -> Crediting:
    """Calculate each year and add the years up.

    Args:
        methodology: of a project that reports by calendar year.
        shared: inputs by field name that hold for every year.
        years: what differs, by calendar year.
        factors: other tables than the packaged ones.

    Returns:
        A vintage for each year in order, and totals; units are the sum of those of the years.

    Raises:
        NothingToCredit: there is no year.
        YearDiffers: data of one year are given for another.
        MethodologyError: a year is refused.
        pydantic.ValidationError: a field is missing, unknown, malformed or out of bounds.
    """
    if not years:
        raise NothingToCredit(field="months")
    vintages = tuple(
        _vintage(methodology, year, {**shared, **years[year]}, factors) for year in sorted(years)
    )
    units = [vintage.result.issuable_units for vintage in vintages]
    with localcontext(CONTEXT):
        results = {
            output.name: sum((v.result.results[output.name] for v in vintages), Decimal(0))
            for output in methodology.outputs
        }
    whole = None if methodology.rounding is None else sum(unit or 0 for unit in units)
    return Crediting(vintages=vintages, results=results, issuable_units=whole)


def by_year(inputs: Mapping[str, Any]) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Split inputs whose rows carry their years.

    Args:
        inputs: by field name; `months` say which years there are, other rows may say `year`, and
            `period_start` and `period_end` may span all years.

    Returns:
        What is shared, and what belongs to each year: its rows and its part of the period.

    Raises:
        NothingToCredit: no month says a year.
        YearSkipped: a year between others has no month.
        CreditingPeriodTooLong: the months span more than a crediting period.
        RowWithoutYear: a row does not say its year although there are several.
    """
    years = _years(inputs.get("months"))
    if not years:
        raise NothingToCredit(field="months")
    if years[-1] - years[0] > CREDITING_YEARS_MAX:
        latest = years[0] + CREDITING_YEARS_MAX
        raise CreditingPeriodTooLong(field="months", value=years[-1], start=years[0], latest=latest)
    skipped = sorted(set(range(years[0], years[-1])) - set(years))
    if skipped:
        raise YearSkipped(field="months", value=", ".join(map(str, skipped)))
    split: dict[int, dict[str, Any]] = {year: _period(inputs, year, years) for year in years}
    for name in DATED_ROWS:
        for number, row in enumerate(inputs.get(name) or (), start=1):
            year = row.get("year") if isinstance(row, Mapping) else None
            if year is None and len(years) == 1:
                year = years[0]
            if _whole(year) not in split:
                raise RowWithoutYear(field=name, rows=name, row=number, years=_listed(years))
            rest = row if name == "months" else {k: v for k, v in row.items() if k != "year"}
            split[_whole(year)].setdefault(name, []).append(dict(rest))
    ours = {*DATED_ROWS, "period_start", "period_end", "factor_year"}
    return {name: value for name, value in inputs.items() if name not in ours}, split


def _vintage(
    methodology: Methodology, year: int, given: Mapping[str, Any], factors: FactorLibrary | None
) -> Vintage:
    inputs = methodology.Inputs.model_validate(given)
    found = getattr(inputs, "year", year)
    if found not in (None, year):
        raise YearDiffers(field="years", year=year, value=found)
    return Vintage(year=year, result=methodology.calculate(inputs, factors))


def _years(months: Any) -> list[int]:
    rows = months if isinstance(months, list | tuple) else ()
    found = {_whole(row.get("year")) for row in rows if isinstance(row, Mapping)}
    return sorted(year for year in found if year)


def _whole(year: object) -> int:
    text = str(year).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) == len("2024") else 0


def _period(inputs: Mapping[str, Any], year: int, years: Sequence[int]) -> dict[str, Any]:
    start, end = inputs.get("period_start"), inputs.get("period_end")
    if start is None and end is None:
        return {}
    first = start if year == years[0] else date(year, 1, 1).isoformat()
    last = end if year == years[-1] else date(year, 12, 31).isoformat()
    return {"period_start": first, "period_end": last}


def _listed(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}"
