"""Levers of the what-if page: which settings have a slider, between which ends, in which steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from simulations import Scenario, unit_of
from web.forms import typed_number
from web.simulations.units import unit_words

LEVERS_SHOWN: Final = 8
MARKET: Final = "{market}"
SECTOR: Final = "{firms}"


@dataclass(frozen=True, slots=True)
class Lever:
    """What a slider moves, in every scenario that sets it.

    Args:
        id: name of its field.
        key: dotted key; `{market}` stands for the market shown, `{firms}` for its largest group.
        title: what people read.
        low: left end, in the setting's own unit.
        high: right end.
        step: between two positions.
    """

    id: str
    key: str
    title: Mapping[str, str]
    low: Decimal
    high: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Slider:
    """A lever in one scenario, with the value that it has there."""

    lever: Lever
    key: str
    now: Decimal
    value: Decimal

    @property
    def low(self) -> Decimal:
        """Return the left end; the scenario's own value is always within reach."""
        return min(self.lever.low, self.now)

    @property
    def high(self) -> Decimal:
        """Return the right end."""
        return max(self.lever.high, self.now)

    @property
    def unit(self) -> str:
        """Return the setting's unit, in the reader's words."""
        return unit_words(unit_of(tuple(self.key.split("."))))

    @property
    def is_moved(self) -> bool:
        """Tell whether the slider is not where the scenario has it."""
        return self.value != self.now

    @property
    def assignment(self) -> str:
        """Return the override `key=value`."""
        return f"{self.key}={self.value:f}"


def _lever(id_: str, key: str, zh: str, en: str, ends: str) -> Lever:
    low, high, step = (Decimal(part) for part in ends.split())
    return Lever(id_, key, {"zh": zh, "en": en}, low, high, step)


_ALLOCATION: Final = "markets.{market}.allocation."
_BEHAVIOURS: Final = "agents.behaviours."
LEVERS: Final = (
    _lever(
        "gap",
        "agents.firms.{firms}.gap_mean",
        "最大行业的平均缺口",
        "mean shortage of the largest sector",
        "-0.05 0.10 0.001",
    ),
    _lever(
        "auction",
        _ALLOCATION + "auction_share",
        "拍卖比例",
        "share auctioned",
        "0 0.2 0.01",
    ),
    _lever(
        "offset_share",
        "markets.{market}.offsets.max_share",
        "抵销上限",
        "limit of offsets",
        "0 0.10 0.01",
    ),
    _lever(
        "offset_price",
        "markets.{market}.offsets.price_cny",
        "抵销信用价格",
        "price of credits",
        "10 200 1",
    ),
    _lever(
        "penalty",
        "markets.{market}.compliance.penalty_price_multiple",
        "罚款倍数",
        "fine, times the price",
        "0 10 1",
    ),
    _lever(
        "abatement",
        "agents.firms.{firms}.abatement.cost_cny_per_pct",
        "最大行业的减排成本",
        "cost of abatement, largest sector",
        "5 150 0.25",
    ),
    _lever("hoarding", _BEHAVIOURS + "hoarding", "惜售", "hoarding", "0 1 0.05"),
    _lever(
        "participation",
        _BEHAVIOURS + "surplus_participation",
        "盈余企业参与率",
        "holders of a surplus who sell",
        "0 1 0.05",
    ),
    _lever(
        "limit",
        "markets.{market}.trading.listing.limit_pct",
        "挂牌涨跌幅",
        "price limit of listed trades",
        "1 30 1",
    ),
    _lever(
        "carry_over",
        "markets.{market}.carry_over.multiple",
        "结转倍数",
        "carry-over, times net sales",
        "0 5 0.1",
    ),
    _lever("tighten", _ALLOCATION + "tighten_per_year", "每年收紧", "tightening", "0 0.1 0.005"),
    _lever(
        "block",
        "markets.{market}.trading.block.min_t",
        "大宗门槛",
        "threshold of blocks",
        "10000 500000 10000",
    ),
)
"""In the order in which they are offered; those that a scenario does not set are left out."""


def sliders_of(scenario: Scenario, market: str, moved: Mapping[str, str]) -> list[Slider]:
    """Return the first eight levers that a scenario sets, at their positions.

    Args:
        scenario: whose values they start from.
        market: the market shown.
        moved: positions as a form sends them, by the lever's id; doubtful ones are left where
            the scenario has them, those beyond the ends put at the end.
    """
    tree = scenario.canonical()
    firms = _largest(scenario, market)
    found = []
    for lever in LEVERS:
        key = lever.key.replace(MARKET, market).replace(SECTOR, firms)
        now = _number_at(tree, key)
        if now is not None:
            slider = Slider(lever, key, now, now)
            position = _position(slider, moved.get(lever.id, ""))
            found.append(Slider(lever, key, now, position))
    return found[:LEVERS_SHOWN]


def _position(slider: Slider, typed: str) -> Decimal:
    try:
        value = Decimal(typed_number(typed[:30]))
    except InvalidOperation:
        return slider.now
    if not value.is_finite():
        return slider.now
    within = min(max(value, slider.low), slider.high)
    steps = ((within - slider.low) / slider.lever.step).to_integral_value()
    nearest = slider.low + steps * slider.lever.step
    return slider.now if abs(within - slider.now) < slider.lever.step / 2 else nearest


def _largest(scenario: Scenario, market: str) -> str:
    """Return the group of firms of a market that emits most."""
    groups = {
        name: f.emissions_t for name, f in scenario.agents.firms.items() if f.market == market
    }
    return max(groups, key=lambda name: groups[name]) if groups else ""


def _number_at(tree: Any, key: str) -> Decimal | None:
    for part in key.split("."):
        if not isinstance(tree, dict) or part not in tree:
            return None
        tree = tree[part]
    if isinstance(tree, bool):
        return None
    try:
        found = Decimal(str(tree))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
