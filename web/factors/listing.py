"""The library of factors as readers see it: searched, filtered by what still matches, paged."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from methodologies import Factor, FactorLibrary, search_factors
from web.refusals import Language

ROWS = 50
PAGE_MAX = 10_000
YEAR_MAX = 2100
OptionalYear = Annotated[int | None, BeforeValidator(lambda value: None if value == "" else value)]


class FactorQuery(BaseModel):
    """What the address of the library may say; a year of 0 asks for factors of any year."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    q: str = Field("", max_length=100, description="Words to look for, in Chinese or English.")
    table: str = Field("", max_length=60, description="Id of a table.")
    region: str = Field("", max_length=60, description="Id of a region, fuel or substance.")
    year: OptionalYear = Field(None, ge=0, le=YEAR_MAX, description="Year; 0: for any year.")
    confidence: Literal["", "high", "medium", "low"] = Field("", description="Of the factor.")
    imported: bool = Field(False, description="Only what this world imported.")
    page: int = Field(1, ge=1, le=PAGE_MAX, description="Page, from 1.")

    def link(self, **changed: str | int) -> str:
        """Return the query string with some parts changed; a change goes back to page 1."""
        known: dict[str, object] = self.model_dump(exclude={"imported"})
        known["imported"] = "true" if self.imported else ""
        wanted = {**known, "page": 1, **changed}
        kept = {
            name: value
            for name, value in wanted.items()
            if value not in ("", None) and (name, value) != ("page", 1)
        }
        return "?" + urlencode(kept)


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, and how many factors it leaves."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FactorsFound:
    """A page of the factors that a query asks for."""

    rows: tuple[Factor, ...]
    total: int
    page: int
    pages: int


def sought(tables: FactorLibrary, query: FactorQuery) -> list[Factor]:
    """Return every factor that a query asks for."""
    found = search_factors(
        tables,
        query.q,
        table=query.table,
        region=query.region,
        year=query.year,
        confidence=query.confidence or None,
    )
    return [factor for factor in found if factor.imported or not query.imported]


def paged(factors: list[Factor], page: int) -> FactorsFound:
    """Return one page of factors; a page beyond the last is the last."""
    pages = max(1, -(-len(factors) // ROWS))
    shown = min(page, pages)
    start = (shown - 1) * ROWS
    return FactorsFound(tuple(factors[start : start + ROWS]), len(factors), shown, pages)


def options(
    tables: FactorLibrary, query: FactorQuery, language: Language
) -> dict[str, list[Option]]:
    """Return for each filter the values that would find something beside the other filters."""
    return {
        name: _options(sought(tables, query.model_copy(update={name: none})), name, chosen, label)
        for name, none, chosen, label in _filters(tables, query, language)
    }


Label = Callable[[Factor], str]


def _filters(
    tables: FactorLibrary, query: FactorQuery, language: Language
) -> list[tuple[str, object, str, Label]]:
    year = "" if query.year is None else str(query.year)
    return [
        ("table", "", query.table, lambda factor: tables[factor.table].title[language]),
        ("region", "", query.region, lambda factor: factor.region_name[language]),
        ("year", None, year, lambda factor: str(factor.year or "")),
        ("confidence", "", query.confidence, lambda factor: factor.confidence),
    ]


def _options(factors: list[Factor], name: str, chosen: str, label: Label) -> list[Option]:
    counts = Counter(str(getattr(factor, name)) for factor in factors)
    labels = {str(getattr(factor, name)): label(factor) for factor in factors}
    if chosen:
        labels.setdefault(chosen, chosen)  # what is chosen stays to be seen and taken back
    values = sorted(labels, reverse=True) if name == "year" else list(labels)
    return [Option(value, labels[value], counts[value], value == chosen) for value in values]
