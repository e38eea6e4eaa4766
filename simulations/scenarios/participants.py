"""Who takes part: firms, suppliers of credits, investors, liquidity providers; how they decide."""

from typing import Annotated, Literal

from pydantic import Field

from simulations.scenarios.parts import AmountCny, MonthDay, Part, PriceCny, Share, Slug, Tonnes

FIRMS_MAX = 200_000


class UnitClasses(Part):
    """Chances that a firm's plant is of each class; they need not sum to one."""

    coal_large: Share
    coal_small: Share
    coal_unconventional: Share
    gas: Share


class Projects(Part):
    """The part of abatement that is built rather than run: irreversible, after a lead time."""

    reversible_share: Share
    slices: int = Field(ge=1, le=20)
    lead_years: int = Field(ge=0, le=5)
    life_years: int = Field(ge=1, le=50)
    rate: float = Field(ge=0, le=1)
    hurdle: float = Field(ge=1, le=5)


class Abatement(Part):
    """Marginal abatement cost: ``cost_cny_per_pct`` at one per cent, by a line or by a power."""

    cost_cny_per_pct: float = Field(gt=0, le=100_000)
    sigma_log: float = Field(ge=0, le=3)
    share_max: Share
    exponent: float | None = Field(default=None, ge=0.05, le=5)
    projects: Projects | None = None


class OutputShocks(Part):
    """Monthly shocks to output: log AR(1) of the firm's own, and one common to its sector."""

    persistence: Share
    sd: float = Field(ge=0, le=1)
    common_sd_per_year: float = Field(ge=0, le=1)


class OutputResponse(Part):
    """How output answers the carbon cost of a unit of product."""

    product_price_cny_per_t: PriceCny
    elasticity: float = Field(ge=0, le=10)
    output_share_max: float = Field(ge=1, le=2)


class Firms(Part):
    """A population of compliance firms in one sector of one market.

    The curve of abatement is linear, or a power of the share abated where ``exponent`` is given.
    """

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
    indirect_share: Share | None = None
    output_shocks: OutputShocks | None = None
    output_response: OutputResponse | None = None


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


class Activity(Part):
    """Days on which a market is lively or asleep: log AR(1), common to all who look at it.

    ``sd`` is the standard deviation of the log of activity, whose mean is one; the width of quotes
    follows activity to the power ``quote_exponent``: above 0 lively days move prices, below 0 thin
    trading does.
    """

    persistence: float = Field(ge=0, lt=1)
    sd: float = Field(ge=0, le=5)
    quote_exponent: float = Field(ge=-5, le=5)


class AuctionBidding(Part):
    """How firms write bids: lines of a bid, and how far below their worth they bid at most."""

    lines: int = Field(ge=1, le=50)
    shading_max: Share


class Behaviours(Part):
    """How firms decide; without ``bidding`` they take no part in auctions.

    ``opinion_sd`` spreads what firms expect around their rule (standard deviation of the log).
    ``patience_days`` lets them hold out in the book for the price that they expect, which fades
    over so many trading days to the deadline; without it they take whatever suits their own limit.
    ``quote_anchor`` is how far from the last price toward the price that their rule expects they
    quote: it pulls prices back (returns become negatively autocorrelated), as
    ``impatience_per_try`` lets them drift and ``activity`` lets lively days cluster; without it
    they quote around the last price.
    """

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
    opinion_sd: float | None = Field(default=None, ge=0, le=2)
    patience_days: float | None = Field(default=None, gt=0, le=1_000)
    quote_anchor: Share | None = None
    activity: Activity | None = None
    bidding: AuctionBidding | None = None


ExpectationRule = Literal[
    "naive",
    "adaptive",
    "trend",
    "peers",
    "rolling_horizon",
    "perfect_foresight",
    "shortage_probability",
]


class Expectations(Part):
    """How firms expect prices: the chance of each rule, and what the rules need."""

    mix: dict[ExpectationRule, Share] = Field(min_length=1)
    trend_window_days: int = Field(ge=2, le=250)
    trend_strength: float = Field(ge=-2, le=2)
    trend_change_max: float = Field(ge=0, le=2)
    peer_weight: Share
    peer_network: Literal["regular", "random", "small_world"]
    peer_degree: int = Field(ge=1, le=100)
    peer_rewired_share: Share
    horizon_years: int = Field(ge=1, le=10)
    rate: float = Field(ge=0, le=1)
    shortage_near_days: int = Field(ge=1, le=250)


class AttentionTerms(Part):
    """How firms take in what is announced: how late, and how far they believe it."""

    delay_days: int = Field(ge=0, le=1_000)
    delay_days_spread: int = Field(ge=0, le=1_000)
    responsiveness: Share


class BankingTerms(Part):
    """Shares of the expected shortages of coming years that a firm wants to hold today."""

    weights: tuple[Share, ...] = Field(min_length=1, max_length=10)


class Suppliers(Part):
    """Suppliers of credits, who sell in every market that accepts their unit."""

    unit: Literal["CCER", "INCLUSION"]
    markets: tuple[Slug, ...] = Field(min_length=1, max_length=50)
    count: int = Field(ge=0, le=10_000)
    opening_supply_t: Tonnes
    supply_t_per_year: Tonnes
    supply_sigma_log: float = Field(ge=0, le=3)
    unit_cost_cny: PriceCny
    cost_sigma_log: float = Field(ge=0, le=3)
    discount: Share
    patience_days: float = Field(gt=0, le=1_000)
    sunk_days: float = Field(gt=0, le=1_000)
    offered_share: float = Field(gt=0, le=1)


class Investors(Part):
    """Investors of one market: part of them trade on value, on momentum and on noise."""

    market: Slug
    count: int = Field(ge=0, le=10_000)
    value_share: Share
    momentum_share: Share
    wakes_per_day: Share
    cash_cny: AmountCny
    position_t_max: Tonnes
    opening_share: Share
    order_t_max: Tonnes
    value_strength: float = Field(ge=0, le=100)
    value_threshold: float = Field(ge=0, le=5)
    value_reversion: Share
    value_sd: float = Field(ge=0, le=2)
    momentum_window_days: int = Field(ge=1, le=250)
    momentum_scale: float = Field(gt=0, le=1)
    momentum_strength: float = Field(ge=0, le=100)
    momentum_chase: Share
    noise_t_mean: float = Field(gt=0, le=10**9)
    noise_width: Share


class LiquidityProviders(Part):
    """Those who quote both sides of one market."""

    market: Slug
    count: int = Field(ge=0, le=100)
    quotes_per_day: int = Field(ge=1, le=20)
    cash_cny: AmountCny
    inventory_t: Tonnes
    inventory_t_range: int = Field(gt=0, le=10**12)
    spread_min: Share
    spread_per_sd: float = Field(ge=0, le=10)
    skew: float = Field(ge=0, le=10)
    quantity_t: int = Field(gt=0, le=10**9)
    withdraws_above_sd: float | None = Field(default=None, gt=0, le=1)


class Repos(Part):
    """Units that firms with a surplus sell to liquidity providers and buy back in each cycle.

    ``rate`` is the price of the cash over a year, paid by the firm with the repurchase.
    """

    market: Slug
    provider: Slug
    start: MonthDay
    end: MonthDay
    surplus_share: Share
    quantity_t_max: Tonnes
    rate: float = Field(ge=0, le=1)
    day_count: Literal[360, 365]


class Agents(Part):
    """Who takes part; ``behaviours_of`` replaces the behaviours in single markets."""

    firms: dict[Slug, Firms] = Field(min_length=1, max_length=200)
    behaviours: Behaviours
    behaviours_of: dict[Slug, Behaviours] | None = None
    expectations: Expectations | None = None
    attention: AttentionTerms | None = None
    banking: BankingTerms | None = None
    suppliers: dict[Slug, Suppliers] | None = None
    investors: dict[Slug, Investors] | None = None
    liquidity_providers: dict[Slug, LiquidityProviders] | None = None
    repos: dict[Slug, Repos] | None = None
