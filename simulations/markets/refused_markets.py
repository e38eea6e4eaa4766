"""Why a term of a simulated market is refused: out of its range, missing, or against another.

SimulationError
└── MarketRefused         a market cannot be held on these terms
    ├── MarketTermRefused a value is outside its range
    ├── LinkTermRefused   a kind of link lacks its term, or has one it does not use
    └── MigrationRefused  two moves of a sector contradict each other
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar, Final

from simulations.errors import SimulationError

TONNES_MAX: Final = 10**12
"""Most that any quantity may be, t: far above the emissions of the world."""


class MarketRefused(SimulationError):
    """A market cannot be held on these terms."""


class MarketTermRefused(MarketRefused):
    """A value is outside its range (facts: field, value, least, most)."""

    code = "simulations.market_term"
    text: ClassVar[Mapping[str, str]] = {
        "en": "“{field}” is {value}; it must be {least} to {most}.",
        "zh": "“{field}”为 {value}，应在 {least} 至 {most} 之间。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give a value of “{field}” within the range.",
        "zh": "请将“{field}”改为范围内的数值。",
    }


class LinkTermRefused(MarketRefused):
    """A kind of link lacks its term, or has one it does not use (facts: kind, field)."""

    code = "simulations.link_term"
    text: ClassVar[Mapping[str, str]] = {
        "en": "A link of kind “{kind}” does not go with this “{field}”.",
        "zh": "“{kind}”类型的连接与给定的“{field}”不符。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A quota needs its quantity, an exchange ratio its ratio; only a quota or a one-way"
        " link has a quantity, only an exchange ratio differs from one for one.",
        "zh": "“配额限制”须给出数量，“兑换比率”须给出比率；仅“配额限制”和“单向”可设数量，"
        "仅“兑换比率”可不为一比一。",
    }
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Give or leave out “{field}”, or choose another kind.",
        "zh": "请补充或删去“{field}”，或选择其他类型。",
    }


class MigrationRefused(MarketRefused):
    """Two moves of a sector contradict each other (facts: sector, market)."""

    code = "simulations.migration"
    text: ClassVar[Mapping[str, str]] = {
        "en": "The moves of sector “{sector}” out of “{market}” contradict each other.",
        "zh": "行业“{sector}”从“{market}”转出的安排相互矛盾。",
    }
    rule: ClassVar[Mapping[str, str]] = {
        "en": "A firm is in one market for the same gas and sector; a sector leaves a market once"
        " and goes to one that it does not leave.",
        "zh": "同一企业就同一行业、同一温室气体只参加一个市场；行业只转出一次，且不再转出新市场。",
    }
    source: ClassVar[str] = "《碳排放权交易管理暂行条例》(国务院令第775号) 第二十九条"
    fix: ClassVar[Mapping[str, str]] = {
        "en": "Keep one move of “{sector}” out of “{market}”, to another market.",
        "zh": "请只保留一项将“{sector}”从“{market}”转入其他市场的安排。",
    }


def require_whole(field: str, value: int, least: int, most: int = TONNES_MAX) -> None:
    """Refuse a whole number that is not from ``least`` to ``most``.

    Raises:
        MarketTermRefused: The value is outside.
    """
    if not least <= value <= most:
        raise MarketTermRefused(field=field, value=value, least=least, most=most)


def require_share(field: str, value: Decimal, most: int = 1) -> None:
    """Refuse a share that is not a number from 0 to ``most``.

    Raises:
        MarketTermRefused: The share is outside, or is not a number.
    """
    if not value.is_finite() or not 0 <= value <= most:
        raise MarketTermRefused(field=field, value=value, least=0, most=most)
