"""What happens on a date: rules change, are announced, firms move, demand and costs are hit."""

from datetime import date
from typing import Literal

from pydantic import Field, JsonValue

from simulations.scenarios.parts import Part, Share, Slug, Tonnes


class Demand(Part):
    """A change of a sector's emissions and output, in per cent."""

    sector: Slug
    pct: float = Field(ge=-90, le=500)


class Cost(Part):
    """A sector's marginal cost of abatement changes by a shift (fuel) and a factor (technology)."""

    sector: Slug
    shift_cny: float = Field(ge=-10_000, le=10_000)
    factor: float = Field(gt=0, le=100)


class Revision(Part):
    """Verified emissions of part of a sector's firms corrected, in per cent."""

    sector: Slug
    firms_share: Share
    pct: float = Field(ge=-50, le=100)


class Invalidation(Part):
    """Part of the credits of a unit that firms and suppliers hold becomes void."""

    unit: Literal["CCER", "INCLUSION"]
    share: Share


class Liquidity(Part):
    """For some trading days investors and liquidity providers act only so often."""

    share: float = Field(ge=0, le=10)
    days: int = Field(ge=1, le=1_000)


class News(Part):
    """All participants of a market revise what they expect, in per cent."""

    pct: float = Field(ge=-90, le=500)


class Shock(Part):
    """Something that happens on a day; with a chance below one, in some runs only."""

    at: date
    market: Slug
    chance: Share | None = None
    set: dict[str, JsonValue] | None = Field(default=None, min_length=1, max_length=50)
    demand: Demand | None = None
    cost: Cost | None = None
    revision: Revision | None = None
    invalidation: Invalidation | None = None
    liquidity: Liquidity | None = None
    news: News | None = None


class Announcement(Part):
    """Rules that will change later, made known now; reversed ones never take effect."""

    at: date
    market: Slug
    effective: date
    set: dict[str, JsonValue] = Field(min_length=1, max_length=50)
    reversed_at: date | None = None


class Carriers(Part):
    """Those who buy in one market, exchange, and sell in the other."""

    cost_cny: float = Field(ge=0, le=10_000)
    holds_t_max: int = Field(ge=1, le=10**12)


class LinkTerms(Part):
    """Two markets whose units count in each other's; without carriers none ever move."""

    first: Slug
    second: Slug
    kind: Literal["quota", "exchange_ratio", "one_way", "full"]
    from_: date = Field(alias="from")
    until: date | None = None
    quota_t: Tonnes | None = None
    units_for_one: float | None = Field(default=None, gt=0, le=1_000)
    share_max: Share | None = None
    carriers: Carriers | None = None


class SectorMove(Part):
    """A sector that leaves a pilot for the national market from an emission year on."""

    sector: Slug
    pilot: Slug
    national: Slug
    first_year: int = Field(ge=2013, le=2100)
    announced: date | None = None
    surplus: Literal["cancel_free", "keep", "exchange"]
    keep_years: int = Field(ge=0, le=20)
    units_for_one: float = Field(gt=0, le=1_000)
