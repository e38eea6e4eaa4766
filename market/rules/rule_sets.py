"""The rule sets instruments trade by: the national market, the pilots and voluntary credits.

They are parameters, not statements of law: each value carries its source and how far to trust it.
What no source gives for a market is taken over from the national one and says so.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from market.rules.market_rules import QUANTITY_T_MAX, MarketRules, Provenance

FOUND: Final = "found in a public copy"
RECALLED_HIGH: Final = "recalled, high confidence"
RECALLED_LOW: Final = "recalled, low confidence"
UNKNOWN: Final = "unknown: an assumption of TanLab"

_NOTICE = "上海环境能源交易所《关于全国碳排放权交易相关事项的公告》(2021-06-22)"
_TRADING_RULES = "碳排放权交易管理规则(试行) (生态环境部, 2021-05-14)"
_NO_FEE = "未见公开收费标准 (no published fee schedule found)"
_AS_NATIONAL = "未见公开数值，暂同全国市场 (not found; taken over from the national market)"

CEA_LISTED: Final = MarketRules(
    code="cea-listed",
    tick_fen=1,
    lot_t=1,
    quantity_t_min=1,
    quantity_t_max=99_999,
    band_pct=10,
    fee_rate=0,
    makes_close=True,
    same_day_resale=False,
    provenance=MappingProxyType(
        {
            "tick_fen": Provenance(_TRADING_RULES, FOUND),
            "lot_t": Provenance(_TRADING_RULES, FOUND),
            "quantity_t_min": Provenance(_TRADING_RULES, FOUND),
            "quantity_t_max": Provenance(_NOTICE, FOUND),
            "band_pct": Provenance(_NOTICE, FOUND),
            "fee_rate": Provenance(_NO_FEE, UNKNOWN),
            "makes_close": Provenance(_NOTICE, FOUND),
            "same_day_resale": Provenance(_TRADING_RULES, FOUND),
        }
    ),
)
"""挂牌协议: below 100,000 t an order, ±10 % of the previous close, makes the close."""

CEA_BLOCK: Final = MarketRules(
    code="cea-block",
    tick_fen=1,
    lot_t=1,
    quantity_t_min=100_000,
    quantity_t_max=QUANTITY_T_MAX,
    band_pct=30,
    fee_rate=0,
    makes_close=False,
    same_day_resale=False,
    provenance=MappingProxyType(
        {
            "tick_fen": Provenance(_TRADING_RULES, FOUND),
            "lot_t": Provenance(_TRADING_RULES, FOUND),
            "quantity_t_min": Provenance(_NOTICE, RECALLED_HIGH),
            "quantity_t_max": Provenance("未见上限 (no upper limit found)", UNKNOWN),
            "band_pct": Provenance(_NOTICE, RECALLED_HIGH),
            "fee_rate": Provenance(_NO_FEE, UNKNOWN),
            "makes_close": Provenance(_NOTICE, RECALLED_HIGH),
            "same_day_resale": Provenance(_TRADING_RULES, FOUND),
        }
    ),
)
"""大宗协议: from 100,000 t, ±30 % of the previous close, outside the close."""


def _taken_over(code: str, band_pct: int, known: Mapping[str, Provenance]) -> MarketRules:
    """Return a market's listed rules: its own band, the rest as nationally unless known."""
    assumed = dict.fromkeys(CEA_LISTED.provenance, Provenance(_AS_NATIONAL, UNKNOWN))
    provenance = MappingProxyType({**assumed, **known})
    return replace(CEA_LISTED, code=code, band_pct=band_pct, provenance=provenance)


CCER_LISTED: Final = _taken_over(
    "ccer-listed",
    10,
    dict.fromkeys(
        ("tick_fen", "lot_t", "quantity_t_min", "quantity_t_max", "band_pct"),
        Provenance(
            "温室气体自愿减排交易和结算规则(试行)，数值假定同全国碳市场 "
            "(values assumed the same as for CEA)",
            RECALLED_LOW,
        ),
    ),
)
"""Voluntary credits: only the listed agreement is open; its figures are assumed as for CEA."""

PILOT_RULES: Final = (
    _taken_over(
        "szea-listed",
        10,
        {"band_pct": Provenance("深圳排放权交易所，挂牌 ±10%，大宗 ±30%", RECALLED_HIGH)},
    ),
    _taken_over(
        "shea-listed",
        10,
        {"band_pct": Provenance("上海环境能源交易所，挂牌 ±10%，协议转让 ±30%", RECALLED_HIGH)},
    ),
    _taken_over(
        "bea-listed",
        20,
        {
            "band_pct": Provenance("北京绿色交易所，公开交易 ±20%", RECALLED_HIGH),
            "fee_rate": Provenance(
                "北京绿色交易所，手续费 7.5‰；此处未计收 (7.5 ‰, not charged here)", RECALLED_LOW
            ),
        },
    ),
    _taken_over(
        "gdea-listed",
        10,
        {
            "band_pct": Provenance("广州碳排放权交易所，挂牌点选 ±10%，协议 ±30%", RECALLED_HIGH),
            "makes_close": Provenance(
                "广州碳排放权交易所：挂牌量超过 100 t 时取加权均价，"
                "否则沿用前收盘价；此处未设该门槛 "
                "(average only above 100 t listed; the threshold is not applied here)",
                FOUND,
            ),
        },
    ),
    _taken_over(
        "tjea-listed", 10, {"band_pct": Provenance("天津排放权交易所，±10%", RECALLED_HIGH)}
    ),
    _taken_over(
        "hbea-listed",
        10,
        {
            "tick_fen": Provenance("湖北碳排放权交易中心，最小变动 0.01 元", FOUND),
            "band_pct": Provenance(
                "湖北碳排放权交易中心，协商议价 ±10%，定价转让 ±30%", RECALLED_LOW
            ),
        },
    ),
    _taken_over(
        "cqea-listed", 20, {"band_pct": Provenance("重庆碳排放权交易中心，±20%", RECALLED_LOW)}
    ),
    _taken_over(
        "fjea-listed", 10, {"band_pct": Provenance("海峡资源环境交易中心，±10%", RECALLED_LOW)}
    ),
)
"""The pilots' listed modes, by the code of their allowances."""

RULE_SETS: Final[Mapping[str, MarketRules]] = MappingProxyType(
    {rules.code: rules for rules in (CEA_LISTED, CEA_BLOCK, CCER_LISTED, *PILOT_RULES)}
)
"""Every rule set by its code."""
