"""Dated factors: every number of a methodology that is not an input, with source and confidence.

The tables are YAML files in `methodologies/data`. Decimals are quoted there, so that none ever
passes through binary floating point.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ruamel.yaml import YAML

from methodologies.engine.citing import in_both
from methodologies.engine.errors import FactorAbsent, NoFactor, NotAnAssumption

ANNOUNCED_FILE = "announced.yaml"
"""The one file of the folder that is no factor table."""

Confidence = Literal["high", "medium", "low"]
"""high: read in the published text; medium: public copies agree; low: not yet checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One number of one table, for one region or fuel and one year (0: for any year).

    `imported` is the number of the import that brought it, empty for one of the package; two
    factors that differ in nothing else are the same.
    """

    table: str
    key: str
    name: Mapping[str, str]
    region: str
    region_name: Mapping[str, str]
    year: int
    value: Decimal
    unit: str
    source: str
    confidence: Confidence
    imported: str = field(default="", compare=False)

    @property
    def sources(self) -> Mapping[str, str]:
        """Who says so, in zh and en; what a user imported is shown as written."""
        return dict.fromkeys(("zh", "en"), self.source) if self.imported else in_both(self.source)

    @property
    def citation(self) -> dict[str, str]:
        """What the factor is and who says so, in zh and en."""
        when = f" {self.year}" if self.year else ""
        by = f" ({self.imported})" if self.imported else ""
        return {
            lang: f"{self.region_name[lang]}{when} {self.name[lang]}; {source}{by}"
            for lang, source in self.sources.items()
        }

    def to_dict(self) -> dict[str, object]:
        """Return the factor as plain values, the decimal as string."""
        return {
            "table": self.table,
            "key": self.key,
            "name": dict(self.name),
            "region": self.region,
            "region_name": dict(self.region_name),
            "year": self.year or None,
            "value": str(self.value),
            "unit": self.unit,
            "source": self.source,
            "confidence": self.confidence,
            **({"imported": self.imported} if self.imported else {}),
        }


@dataclass(frozen=True, slots=True)
class Replacement:
    """A user's number in place of an assumed coefficient, in the coefficient's unit."""

    symbol: str
    value: Decimal
    source: str

    @property
    def citation(self) -> dict[str, str]:
        """Whose number it is, in zh and en."""
        return {"zh": f"用户替换值；{self.source}", "en": f"the user's value; {self.source}"}

    def to_dict(self) -> dict[str, str]:
        """Return the replacement as plain values, the decimal as string."""
        return {"value": format(self.value, "f"), "source": self.source}


@dataclass(frozen=True, slots=True)
class Assumption:
    """A coefficient of low confidence that a calculation took, and what replaced it."""

    symbol: str
    factor: Factor
    replacement: Replacement | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the assumption as plain values."""
        return {
            "symbol": self.symbol,
            "factor": self.factor.to_dict(),
            "replaced_by": self.replacement.to_dict() if self.replacement else None,
        }


def replacing(
    symbol: str, factor: Factor, replacements: Mapping[str, Replacement]
) -> Replacement | None:
    """Return the user's number for a coefficient, if there is one.

    Raises:
        NotAnAssumption: the coefficient was read in a published text.
    """
    found = replacements.get(symbol)
    if found is not None and factor.confidence != "low":
        raise NotAnAssumption(field="replaced_factors", value=symbol, source=factor.source)
    return found


@dataclass(frozen=True, slots=True)
class FactorTable:
    """All factors of one file, with its title and source."""

    id: str
    title: Mapping[str, str]
    source: str
    confidence: Confidence
    factors: tuple[Factor, ...]

    def years(self, key: str, region: str) -> list[int]:
        """Return the published years of one factor, in order."""
        return sorted({f.year for f in self.factors if (f.key, f.region) == (key, region)})

    def regions(self) -> dict[str, Mapping[str, str]]:
        """Return the regions (or fuels) of the table with their names, in file order."""
        return {factor.region: factor.region_name for factor in self.factors}

    def region_name(self, region: str) -> Mapping[str, str]:
        """Return a region's names; its id where no factor of it is left."""
        return self.regions().get(region, {"zh": region, "en": region})

    def of_year(self, key: str, region: str, year: int) -> Factor:
        """Look a factor up: of the year, else of the latest published year before it.

        Args:
            key: the column, for example `operating_margin`.
            region: the row, for example `south`.
            year: the year y of the activity.

        Raises:
            NoFactor: neither that year nor an earlier one is published.

        Source:
            CCER-01-001-V01 §7.2 and CCER-01-002-V01 §7.2, grid emission factors.
        """
        years = self.years(key, region)
        published = [known for known in years if known <= year]
        if not published:
            raise NoFactor(
                field="factor_year",
                value=year,
                region=self.region_name(region),
                earliest_year=years[0] if years else "–",
            )
        return self.get(key, region, published[-1])

    def get(self, key: str, region: str, year: int = 0) -> Factor:
        """Return the factor of exactly this key, region and year.

        Raises:
            FactorAbsent: an import removed it.
        """
        for factor in self.factors:
            if (factor.key, factor.region, factor.year) == (key, region, year):
                return factor
        raise FactorAbsent(
            field="",
            value=key,
            table=self.id,
            region=self.region_name(region),
        )


FactorLibrary = Mapping[str, FactorTable]


@cache
def library() -> FactorLibrary:
    """Read all tables of the package, once."""
    folder = files("methodologies") / "data"
    texts = [
        entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml") and entry.name != ANNOUNCED_FILE
    ]
    tables = [parse_table(text) for text in texts]
    return {table.id: table for table in sorted(tables, key=lambda table: table.id)}


def parse_table(text: str) -> FactorTable:
    """Build a table from its YAML text.

    Raises:
        ValueError: a factor is not a quoted decimal.
    """
    raw: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    factors = [
        Factor(
            table=raw["id"],
            key=key,
            name=raw["columns"][key]["name"],
            region=row["region"],
            region_name=raw["regions"][row["region"]],
            year=row.get("year", 0),
            value=_decimal(value),
            unit=row.get("units", {}).get(key, raw["columns"][key]["unit"]),
            source=row.get("source", raw["source"]),
            confidence=row.get("confidence", {}).get(key, raw["confidence"]),
        )
        for row in raw["rows"]
        for key, value in row["values"].items()
    ]
    return FactorTable(raw["id"], raw["title"], raw["source"], raw["confidence"], tuple(factors))


def _decimal(value: object) -> Decimal:
    if not isinstance(value, str):
        raise ValueError(f"factor {value!r} must be a quoted decimal")
    return Decimal(value)
