"""The public compliance report as a list: which year, market and day are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request
from pydantic import Field
from werkzeug.datastructures import MultiDict

from registry.compliance import ComplianceRow, compliance_report, compliance_years
from registry.reporting import Found
from registry.worlds import WorldSession
from web.errors import validated
from web.tables.listings import Listing, ListingQuery

ROWS_PER_READ = 100
YEAR_MIN, YEAR_MAX = 2013, 2100


class ComplianceQuery(ListingQuery):
    """What the address of the report may say."""

    year: int = Field(0, ge=0, le=2100, description="Emission year; default: the latest.")
    scheme: str = Field("", max_length=10, description="Market, for example CEA or GDEA.")
    sector: str = Field("", max_length=16, description="Sector, for example power.")
    on: str = Field("", max_length=10, description="As of this day, for example 2025-12-31.")


@dataclass(frozen=True, slots=True)
class Reported:
    """A page of the report and what was asked for."""

    query: ComplianceQuery
    listing: Listing
    year: int
    years: list[int]
    day: date
    found: Found[ComplianceRow]

    @property
    def kept(self) -> dict[str, Any]:
        """Return the parts of the address that other forms of the report keep."""
        kept = {"year": self.year, "on": self.day.isoformat(), "scheme": self.query.scheme}
        return kept | {"sector": self.query.sector, "only": self.query.only, "q": self.query.q}


def reported(session: WorldSession, arguments: MultiDict[str, str] | Mapping[str, str]) -> Reported:
    """Return the page of the report that an address asks for.

    Raises:
        InvalidInputError: a part is too long, or the year or page is no number.
    """
    query = validated(ComplianceQuery, dict(arguments.items()))
    shown = Listing(query)
    years, today = compliance_years(session), session.clock.today()
    last = today.year - 1
    year = query.year or next((each for each in years if each <= last), last)
    day = wanted_day(session)
    found = compliance_report(
        session, year, shown.sought, scheme=query.scheme, sector=query.sector, day=day
    )
    return Reported(query, shown, year, sorted({*years, year}, reverse=True), day, found)


def every_row(session: WorldSession, shown: Reported) -> list[ComplianceRow]:
    """Return all rows of a report, not only its page."""
    rows: list[ComplianceRow] = []
    pages = page = 1
    while page <= pages:
        sought = replace(shown.listing.sought, page=page, rows=ROWS_PER_READ)
        found = compliance_report(
            session,
            shown.year,
            sought,
            scheme=shown.query.scheme,
            sector=shown.query.sector,
            day=shown.day,
        )
        rows.extend(found.rows)
        pages, page = found.pages, page + 1
    return rows


def wanted_year() -> int | None:
    """Return the year the address asks for, if it does."""
    year = request.args.get("year", type=int)
    return year if year is not None and YEAR_MIN <= year <= YEAR_MAX else None


def wanted_day(session: WorldSession) -> date:
    """Return the day asked for, at most today."""
    today = session.clock.today()
    try:
        return min(date.fromisoformat(request.args.get("on", "")[:10]), today)
    except ValueError:
        return today
