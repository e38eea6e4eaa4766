"""What a scenario says: frozen models of the schema ``tanlab/scenario@1``.

No number has a default here. The shipped scenarios carry every number together with its source
and confidence, and other scenarios extend them (``simulations.scenarios.library``).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints
from pydantic.functional_validators import AfterValidator
from pydantic_core import PydanticCustomError

SCHEMA_ID = "tanlab/scenario@1"
FIRMS_MAX = 200_000
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
Tonnes = Annotated[int, Field(ge=0, le=10**12)]


class Part(BaseModel):
    """Base of every part of a scenario: frozen, strict, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Words(Part):
    """The same words in both languages."""

    zh: str = Field(min_length=1, max_length=500)
    en: str = Field(min_length=1, max_length=500)


class Horizon(Part):
    """First and last calendar day of the run."""

    start: date
    end: date
    step: Literal["trading_day"]


class Holiday(Part):
    """Days without trading, both ends included."""

    first: date
    last: date
    name: Words


class Calendar(Part):
    """Public holidays; the market also rests at weekends."""

    holidays: tuple[Holiday, ...] = Field(max_length=1_000)


class Benchmarks(Part):
    """Power benchmarks: t CO2 per MWh by class of unit, t CO2 per GJ of heat."""

    coal_large_t_mwh: float = Field(gt=0, le=5)
    coal_small_t_mwh: float = Field(gt=0, le=5)
    coal_unconventional_t_mwh: float = Field(gt=0, le=5)
    gas_t_mwh: float = Field(gt=0, le=5)
    heat_coal_t_gj: float = Field(gt=0, le=1)
    heat_gas_t_gj: float = Field(gt=0, le=1)


class PreIssue(Part):
    """Units issued ahead of the final allocation, as a share of last year's emissions."""

    share: Share
    on: MonthDay


class Allocation(Part):
    """How many units a firm receives, and when."""

    method: Literal["output_benchmark"]
    benchmarks: Benchmarks
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


class Block(Part):
    """Block agreement: negotiated trades beside the book."""

    enabled: bool
    min_t: int = Field(ge=1, le=10**9)
    limit_pct: int = Field(ge=1, le=90)


class Settlement(Part):
    """When bought units may be sold on."""

    units: Literal["T+1"]


class Trading(Part):
    """Rules of the venue."""

    listing: Listing
    block: Block
    settlement: Settlement


class Offsets(Part):
    """Credits usable for surrender, sold at a given price up to a given supply."""

    units: tuple[Literal["CCER"]]
    max_share: Share
    supply_t: Tonnes
    price_cny: PriceCny


class CarryOver(Part):
    """What of the units left after surrender stays usable."""

    rule: Literal["net_sales", "unlimited", "none"]
    base_t: Tonnes
    multiple: float = Field(ge=0, le=100)


class Compliance(Part):
    """Surrender deadline and the fine on what is missing."""

    deadline: MonthDay
    penalty_price_multiple: int = Field(ge=0, le=100)


class Market(Part):
    """One allowance market and its rules."""

    scheme: str = Field(pattern=r"^[A-Z]{2,6}$")
    emission_year_lag: int = Field(ge=0, le=2)
    opening_price_cny: PriceCny
    allocation: Allocation
    trading: Trading
    offsets: Offsets
    carry_over: CarryOver
    borrowing: Literal["forbidden"]
    compliance: Compliance


class UnitClasses(Part):
    """Chances that a firm's plant is of each class; they need not sum to one."""

    coal_large: Share
    coal_small: Share
    coal_unconventional: Share
    gas: Share


class Abatement(Part):
    """Linear marginal abatement cost."""

    cost_cny_per_pct: float = Field(gt=0, le=100_000)
    sigma_log: float = Field(ge=0, le=3)
    share_max: Share


class Firms(Part):
    """A population of compliance firms in one sector of one market."""

    market: Slug
    sector: Slug
    count: int = Field(ge=0, le=FIRMS_MAX)
    emissions_t: Tonnes
    emissions_sigma_log: float = Field(ge=0, le=3)
    emissions_change_sd: float = Field(ge=0, le=1)
    gap_mean: float = Field(ge=-0.9, le=0.9)
    gap_sd: float = Field(ge=0, le=1)
    classes: UnitClasses
    heat_share: Share
    load_factor_low: float = Field(gt=0, le=1)
    load_factor_high: float = Field(gt=0, le=1)
    opening_bank_share: float = Field(ge=0, le=2)
    abatement: Abatement


class WakeUp(Part):
    """Chance a trading day of looking at the market: base + deadline · exp(−days / scale)."""

    base_per_day: Share
    deadline_per_day: Share
    scale_days: float = Field(gt=0, le=1_000)
    last_call_days: int = Field(ge=0, le=250)


class BlockSearch(Part):
    """How holders of large positions find each other and what discount they agree."""

    meeting_chance: Share
    patience_days: int = Field(ge=0, le=250)
    probe_share: Share
    discount_quantiles: tuple[tuple[Share, Annotated[float, Field(ge=-0.9, le=0.9)]], ...] = Field(
        min_length=2, max_length=50
    )


class Behaviours(Part):
    """How firms decide."""

    wake_up: WakeUp
    surplus_participation: Share
    hoarding: Share
    quote_width: Share
    impatience_per_try: Share
    urgency_max: Share
    urgency_days: float = Field(gt=0, le=1_000)
    expectation_weight: Share
    estimate_sd: float = Field(ge=0, le=1)
    order_share: float = Field(gt=0, le=1)
    orders_per_wake_max: int = Field(ge=1, le=1_000)
    block: BlockSearch


class Agents(Part):
    """Who takes part."""

    firms: dict[Slug, Firms] = Field(min_length=1, max_length=200)
    behaviours: Behaviours


class Demand(Part):
    """A change of a sector's emissions and output, in per cent."""

    sector: Slug
    pct: float = Field(ge=-90, le=500)


class Shock(Part):
    """Something that happens on a day: a rule changes, or a sector's demand does."""

    at: date
    market: Slug
    set: dict[str, JsonValue] | None = Field(default=None, min_length=1, max_length=50)
    demand: Demand | None = None


class Scenario(Part):
    """A whole scenario; with a seed it determines a run."""

    reserved: ClassVar[tuple[str, ...]] = ("experiments", "extends", "sources")

    schema_id: Literal["tanlab/scenario@1"] = Field(alias="schema")
    id: Slug
    title: Words
    about: Words
    seed: int = Field(ge=0, lt=2**63)
    horizon: Horizon
    currency: Literal["CNY"]
    calendar: Calendar
    markets: dict[Slug, Market] = Field(min_length=1, max_length=50)
    agents: Agents
    shocks: tuple[Shock, ...] = Field(max_length=1_000)

    def canonical(self) -> dict[str, Any]:
        """Return the scenario as plain JSON values."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    @property
    def digest(self) -> str:
        """Return ``sha256:…`` of everything but the seed.

        Returns:
            The hash of the canonical JSON (sorted keys, no blanks, UTF-8) without ``seed``.
        """
        values = {key: value for key, value in self.canonical().items() if key != "seed"}
        text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


LEVERS = (
    "carry_over.multiple",
    "compliance.penalty_price_multiple",
    "offsets.max_share",
    "offsets.price_cny",
    "trading.block.enabled",
    "trading.block.limit_pct",
    "trading.block.min_t",
    "trading.listing.limit_pct",
    "trading.listing.max_t",
)
"""Rules of a market that a dated shock may change during the run."""


def with_levers(market: Market, changes: Mapping[str, JsonValue]) -> Market:
    """Return a market with some of its rules changed.

    Args:
        market: The market as it was.
        changes: Dotted keys of ``LEVERS`` and their new values.

    Returns:
        The validated market.

    Raises:
        pydantic.ValidationError: A value is outside its bounds or of the wrong type.
    """
    tree = market.model_dump(mode="json", by_alias=True)
    for key, value in changes.items():
        *parents, last = key.split(".")
        branch = tree
        for parent in parents:
            branch = branch[parent]
        branch[last] = value
    return Market.model_validate_json(json.dumps(tree))
