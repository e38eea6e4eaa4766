"""The rules of one allowance market: allocation, trading, credits, carry-over, surrender.

A part that is ``None`` or empty is a rule the market does not have; no number has a default.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from simulations.scenarios.parts import FeePct, MonthDay, Part, PriceCny, Share, Slug, Tonnes


class Benchmarks(Part):
    """Power benchmarks: t CO2 per MWh by class of unit, t CO2 per GJ of heat."""

    coal_large_t_mwh: float = Field(gt=0, le=5)
    coal_small_t_mwh: float = Field(gt=0, le=5)
    coal_unconventional_t_mwh: float = Field(gt=0, le=5)
    gas_t_mwh: float = Field(gt=0, le=5)
    heat_coal_t_gj: float = Field(gt=0, le=1)
    heat_gas_t_gj: float = Field(gt=0, le=1)


class YearBenchmarks(Benchmarks):
    """Power benchmarks of one emission year, as they were decided; no tightening is added."""

    year: int = Field(ge=2013, le=2100)


class PreIssue(Part):
    """Units issued ahead of the final allocation, as a share of last year's emissions."""

    share: Share
    on: MonthDay


class Scope2(Part):
    """Indirect emissions of purchased power and heat, and in which sectors they count."""

    sectors: tuple[Slug, ...] = Field(max_length=50)


class Balance(Part):
    """Sectors whose firms win or lose at most a share of their emissions, around a balance value.

    The balance value is the benchmark at which the sector as a whole is neither long nor short.
    """

    sectors: tuple[Slug, ...] = Field(max_length=50)
    share_max: Share
    slope: float = Field(ge=0, le=10)


class Allocation(Part):
    """How many units a firm receives, and when.

    ``output_benchmark`` follows the national plan for power plants; ``historical_intensity`` gives
    each firm its first year's emissions per unit of output, less its gap, for this year's output;
    ``grandfathering`` gives each firm its first year's emissions, less its gap, whatever it does.
    All three are tightened yearly. ``year_benchmarks`` hold in place of ``benchmarks`` in the years
    that they name. ``covered`` lists the sectors that owe anything, all where it is absent; when it
    changes, sectors join or leave with the cycle that begins next.
    """

    method: Literal["output_benchmark", "historical_intensity", "grandfathering"]
    benchmarks: Benchmarks | None = None
    year_benchmarks: tuple[YearBenchmarks, ...] | None = Field(default=None, max_length=50)
    auction_share: Share | None = None
    scope2: Scope2 | None = None
    balance: Balance | None = None
    threshold_t: Tonnes | None = None
    covered: tuple[Slug, ...] | None = Field(default=None, min_length=1, max_length=50)
    tighten_per_year: float = Field(ge=-0.5, le=0.5)
    pre_issue: PreIssue
    final_issue_on: MonthDay
    verified_on: MonthDay
    equal_to_verified: tuple[Slug, ...] = Field(max_length=50)
    equal_to_verified_issue_on: MonthDay


class Listing(Part):
    """Listed agreement: the order book."""

    tick_fen: Literal[1]
    lot_t: Literal[1]
    max_t: int = Field(ge=1, le=10**9)
    limit_pct: int = Field(ge=1, le=50)
    close: Literal["vwap"]
    fee_pct: FeePct | None = None


class Block(Part):
    """Block agreement: negotiated trades beside the book."""

    enabled: bool
    min_t: int = Field(ge=1, le=10**9)
    limit_pct: int = Field(ge=1, le=90)
    fee_pct: FeePct | None = None


class Settlement(Part):
    """When bought units may be sold on."""

    units: Literal["T+1"]


class Trading(Part):
    """Rules of the venue."""

    listing: Listing
    block: Block
    settlement: Settlement
    investors_from: date | None = None
    position_t_max: Tonnes | None = None


CreditUnit = Literal["CCER", "INCLUSION"]


class Offsets(Part):
    """Credits usable for surrender.

    Beside the credits of the scenario's suppliers a market may have credits of its own, sold at a
    given price up to a given supply. Where a unit has a share of its own, both limits hold.
    """

    units: tuple[CreditUnit, ...] = Field(max_length=2)
    max_share: Share
    supply_t: Tonnes
    price_cny: PriceCny
    unit_share_max: dict[CreditUnit, Share] | None = None
    issued_from_year: int | None = Field(default=None, ge=2005, le=2100)


class AuctionCalendar(Part):
    """Auctions by the regulator of the share of the allocation that is not free."""

    on: tuple[MonthDay, ...] = Field(min_length=1, max_length=60)
    reserve_price_cny: PriceCny | None = None
    reserve_price_share: float | None = Field(default=None, ge=0, le=5)
    bidder_share_max: float = Field(gt=0, le=1)
    unsold: Literal["cancel", "next_auction", "reserve"]


class PriceControls(Part):
    """Prices at which the regulator buys or sells."""

    floor_cny: PriceCny | None = None
    ceiling_cny: PriceCny | None = None
    ceiling_supply_t: Tonnes | None = None


class StabilityReserve(Part):
    """A reserve that takes units in while many circulate and releases them while few do."""

    release_below_t: Tonnes
    release_t: Tonnes
    intake_above_t: Tonnes
    full_intake_above_t: Tonnes
    intake_share: Share
    intake_t_min: Tonnes
    held_t_max: Tonnes | None = None
    review_on: MonthDay


class CarryOver(Part):
    """What of the units left after surrender stays usable."""

    rule: Literal["net_sales", "unlimited", "none"]
    base_t: Tonnes
    multiple: float = Field(ge=0, le=100)


class Penalty(Part):
    """A fine fixed per tonne in place of a multiple of the price; missing units may stay owed."""

    flat_cny: PriceCny
    make_good: bool


class DatedCycle(Part):
    """One compliance cycle by its own dates, of one or more emission years."""

    emission_years: tuple[int, ...] = Field(min_length=1, max_length=5)
    pre_issue: date
    verified: date
    final_issue: date
    deadline: date


class Compliance(Part):
    """Surrender deadline and the fine on what is missing.

    Where ``cycles`` are given they hold in place of the yearly days.
    """

    deadline: MonthDay
    penalty_price_multiple: int = Field(ge=0, le=100)
    penalty: Penalty | None = None
    cycles: tuple[DatedCycle, ...] | None = Field(default=None, min_length=1, max_length=50)


class Market(Part):
    """One allowance market and its rules."""

    scheme: str = Field(pattern=r"^[A-Z]{2,6}$")
    emission_year_lag: int = Field(ge=0, le=2)
    opening_price_cny: PriceCny
    allocation: Allocation
    trading: Trading
    offsets: Offsets
    carry_over: CarryOver
    borrowing: Literal["forbidden", "allowed"]
    borrowing_share_max: Share | None = None
    compliance: Compliance
    auctions: AuctionCalendar | None = None
    price_controls: PriceControls | None = None
    reserve: StabilityReserve | None = None
