"""What of a statement the address asks for: period, instant of record, unit type, page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from pydantic import BaseModel, ConfigDict, Field, field_validator
from werkzeug.datastructures import MultiDict

from registry.reporting import Period
from registry.worlds import MARKET_ZONE, WorldSession
from web.errors import validated
from web.tables.listings import PAGE_MAX


class StatementQuery(BaseModel):
    """Which part of a statement is wanted; what is left out does not narrow it."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    first: date | None = Field(None, description="First business date.")
    last: date | None = Field(None, description="Last business date; default today.")
    recorded: datetime | None = Field(
        None, description="Only what was recorded by then; without zone, the market's time."
    )
    unit_type: str = Field("", max_length=24, description="Only this unit type.")
    page: int = Field(1, ge=1, le=PAGE_MAX, description="Page of the lines, from 1.")

    @field_validator("first", "last", "recorded", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value


def statement_query(arguments: MultiDict[str, str] | Mapping[str, str]) -> StatementQuery:
    """Read a statement's query from the address.

    Raises:
        InvalidInputError: a part cannot be read.
    """
    return validated(StatementQuery, dict(arguments.items()))


def statement_period(session: WorldSession, query: StatementQuery) -> Period:
    """Return the period that is asked for, today at the latest."""
    today = session.clock.today()
    last = min(query.last or today, today)
    recorded = query.recorded
    if recorded is not None:
        aware = recorded if recorded.tzinfo else recorded.replace(tzinfo=MARKET_ZONE)
        recorded = aware.astimezone(UTC)
    if query.first is None:
        return Period(last=last, recorded_by=recorded, unit_type=query.unit_type)
    return Period(first=query.first, last=last, recorded_by=recorded, unit_type=query.unit_type)
