"""The factors of a recorded answer, so that it can be calculated again after tables changed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from methodologies.engine.factors import Confidence, Factor

Names = dict[str, Annotated[str, Field(max_length=2000)]]
Short = Annotated[str, Field(max_length=2000)]
FACTORS_MAX = 2000


def _year(value: object) -> object:
    return 0 if value is None else value


class RecordedFactor(BaseModel):
    """One factor as `Factor.to_dict` wrote it."""

    model_config = ConfigDict(extra="forbid")

    table: Short
    key: Short
    name: Names
    region: Short
    region_name: Names
    year: Annotated[int, BeforeValidator(_year)]
    value: Annotated[Decimal, Field(max_digits=60)]
    unit: Short
    source: Short
    confidence: Confidence
    imported: Short = ""

    def factor(self) -> Factor:
        """Return the factor."""
        return Factor(**dict(self))


class RecordedAssumption(BaseModel):
    """One assumption as `Assumption.to_dict` wrote it."""

    symbol: Short
    factor: RecordedFactor


class RecordedMethodology(BaseModel):
    """Which rules were applied."""

    id: Short
    version: Short


class RecordedAnswer(BaseModel):
    """What of an answer is needed to calculate it again, and to compare."""

    methodology: RecordedMethodology
    inputs: dict[str, Any]
    results: dict[str, Short]
    issuable_units: int | None
    factors: Annotated[dict[str, RecordedFactor], Field(max_length=FACTORS_MAX)]
    assumptions: Annotated[list[RecordedAssumption], Field(max_length=FACTORS_MAX)] = []

    def kept(self) -> Mapping[str, Factor]:
        """Return every factor by its symbol, also those that the user replaced."""
        assumed = {each.symbol: each.factor.factor() for each in self.assumptions}
        return {**assumed, **{symbol: each.factor() for symbol, each in self.factors.items()}}
