"""What alerts say, in both languages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from market.surveillance.detectors import Watch
from registry.worlds import words

FEN_PER_CNY: Final = 100
WATCH_NAMES: Mapping[Watch, Mapping[str, str]] = {
    Watch.SELF_TRADE: words("Attempts to trade with oneself", "自买自卖企图"),
    Watch.BAND_TOUCHES: words("Repeated touches of the band", "多次触及涨跌停"),
    Watch.LARGE_HOLDER: words("Large holder", "大户持仓"),
    Watch.CANCEL_SHARE: words("Share of cancelled orders", "撤单比例"),
    Watch.CORRIDOR: words("Price outside the corridor", "价格超出稳定区间"),
    Watch.DEFAULT: words("Default", "违约"),
}
"""Names of the rules."""

_TEXTS: Mapping[Watch, Mapping[str, str]] = {
    Watch.SELF_TRADE: words(
        "{attempts} orders were refused because they would have traded with the party's own.",
        "{attempts} 笔委托因将与本主体委托成交而被拒绝。",
    ),
    Watch.BAND_TOUCHES: words(
        "The price reached an end of its band on {touches} of the last {days} days with trades;"
        " reported from {threshold} on.",
        "最近 {days} 个有成交的交易日中有 {touches} 日触及涨跌停价；达到 {threshold} 日即提示。",
    ),
    Watch.LARGE_HOLDER: words(
        "Holds {held_t} {unit} of {total_t} {unit} in all accounts; reported from {threshold_t}"
        " {unit} on.",
        "持有 {held_t} {unit}，全部账户合计 {total_t} {unit}；达到 {threshold_t} {unit} 即提示。",
    ),
    Watch.CANCEL_SHARE: words(
        "Cancelled {cancelled} of {placed} orders untouched, {share_pct} %; reported from"
        " {threshold_pct} % on.",
        "{placed} 笔委托中有 {cancelled} 笔未成交即撤销，占 {share_pct}%；"
        "达到 {threshold_pct}% 即提示。",
    ),
    Watch.CORRIDOR: words(
        "The weighted price of the last {days} days with trades is {price_cny} CNY/t, beyond"
        " {threshold_cny} CNY/t.",
        "最近 {days} 个有成交的交易日加权均价为 {price_cny} 元/t，越过 {threshold_cny} 元/t。",
    ),
    Watch.DEFAULT: words(
        "Could not pay {owed_cny} CNY, claim {claim}: the settlement reserve advanced"
        " {advanced_cny} CNY, {unpaid_cny} CNY is unpaid.",
        "未能支付 {owed_cny} 元，违约债权 {claim}：风险准备金垫付 {advanced_cny} 元，"
        "未付 {unpaid_cny} 元。",
    ),
}


def explained(rule: Watch, figures: Mapping[str, int | str], unit: str = "t") -> Mapping[str, str]:
    """Say what a rule found.

    Args:
        rule: which one.
        figures: what it found; names end in their unit.
        unit: in what quantities of the instrument are counted.
    """
    shown: dict[str, str] = {"unit": unit}
    for name, value in figures.items():
        if isinstance(value, str):
            shown[name] = value
        elif name.endswith("_fen"):
            shown[name.removesuffix("_fen") + "_cny"] = f"{Decimal(value) / FEN_PER_CNY:,.2f}"
        else:
            shown[name] = f"{value:,}"
    text = _TEXTS[rule]
    return words(text["en"].format(**shown), text["zh"].format(**shown))
