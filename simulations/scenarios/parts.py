"""Base of every part of a scenario, and the types of its values."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.functional_validators import AfterValidator
from pydantic_core import PydanticCustomError

_LEAP_YEAR = 2024


def _month_day(text: str) -> str:
    try:
        month, day = text.split("-")
        date(_LEAP_YEAR, int(month), int(day))
    except ValueError:
        raise PydanticCustomError("month_day", "a month and day such as 12-31 is needed") from None
    return text


MonthDay = Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$"), AfterValidator(_month_day)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Share = Annotated[float, Field(ge=0, le=1)]
PriceCny = Annotated[Decimal, Field(gt=0, le=100_000, max_digits=8, decimal_places=2)]
AmountCny = Annotated[Decimal, Field(ge=0, le=10**12, max_digits=15, decimal_places=2)]
FeePct = Annotated[Decimal, Field(ge=0, le=10, max_digits=6, decimal_places=4)]
Tonnes = Annotated[int, Field(ge=0, le=10**12)]


class Part(BaseModel):
    """Base of every part of a scenario: frozen, strict, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Words(Part):
    """The same words in both languages."""

    zh: str = Field(min_length=1, max_length=500)
    en: str = Field(min_length=1, max_length=500)
