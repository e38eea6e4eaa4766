"""What a venue refuses of itself: modes that are not open, hours, and prices nobody can name.

Conflict
└── ModeNotOpen, OutsideHours, ReferencePriceUnknown
"""

from typing import ClassVar

from market.rules.errors import CEA_NOTICE, TANLAB_MARKET
from registry.worlds.errors import Conflict, words


class ModeNotOpen(Conflict):
    """The market does not trade in this mode (facts: instrument, mode)."""

    code = "market.mode_not_open"
    number: ClassVar[int] = 10010
    text = words(
        en="{instrument} does not trade in the mode {mode}.",
        zh="{instrument} 未开通交易方式 {mode}。",
    )
    rule = words(
        en="A market trades in the modes that its rules name; voluntary credits by listed"
        " agreement only, until others are opened.",
        zh="市场只按规则载明的方式交易；核证自愿减排量目前仅开通挂牌协议。",
    )
    source = TANLAB_MARKET
    fix = words(
        en="Use a mode that the rules of the market name.",
        zh="请使用该市场规则载明的交易方式。",
    )


class OutsideHours(Conflict):
    """No session of the mode is open now (facts: instrument, mode, hours, opens)."""

    code = "market.outside_hours"
    number: ClassVar[int] = 10011
    text = words(
        en="{instrument} is not trading now. Sessions: {hours}; the next one begins {opens}.",
        zh="{instrument} 当前不在交易时段。交易时段：{hours}；下一时段开始于 {opens}。",
    )
    rule = words(
        en="Orders are accepted only during the sessions of their mode.",
        zh="仅在该交易方式的交易时段内接受申报。",
    )
    source = CEA_NOTICE
    fix = words(
        en="Send the order again when the next session begins.",
        zh="请在下一交易时段开始后重新提交。",
    )


class ReferencePriceUnknown(Conflict):
    """The market's rule gives no first reference price (facts: instrument, market)."""

    code = "market.reference_price_unknown"
    number: ClassVar[int] = 10012
    text = words(
        en="The rules of {market} give no first reference price for {instrument}.",
        zh="{market} 的规则不能给出 {instrument} 的首日基准价。",
    )
    rule = words(
        en="A new vintage opens at the last composite close of the year before; on the day a market"
        " opens, at the announced price.",
        zh="新年度品种以上年最后综合价格收盘价为首日基准价；市场开市首日以公布的价格为准。",
    )
    source = CEA_NOTICE
    fix = words(
        en="List the instrument at a price that you name.",
        zh="请填写基准价后挂牌上市。",
    )
