# ruff: noqa: N818
# Each class is named as the sentence it says.
"""What the market refuses, and what to do about it.

MarketError
├── UnknownRecord
│   ├── UnknownInstrument
│   └── UnknownOrder
├── NotPermitted
│   └── NotYourOrder
├── Conflict
│   ├── InstrumentExists
│   ├── InstrumentClosed
│   └── OrderNotOpen
├── InsufficientCash
├── PriceMissing
├── PriceNotWanted
├── PriceOffTick
├── PriceOutsideBand
├── QuantityNotInLots
├── QuantityTooLarge
├── QuantityTooSmall
├── ReferencePriceInvalid
├── SelfTrade
├── UnknownRules
├── BidInvalid
└── SupplyInvalid

Too few units, an unknown account and a missing role or mandate are the registry's refusals.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

_CEA_NOTICE = "上海环境能源交易所《关于全国碳排放权交易相关事项的公告》(2021-06-22)"
_CEA_TRADING_RULES = "碳排放权交易管理规则(试行) (生态环境部, 2021-05-14)"
_ORDER_775_MANIPULATION = "TanLab; 参照《碳排放权交易管理暂行条例》(国务院令第775号) 第二十五条"


def _words(en: str, zh: str) -> Mapping[str, str]:
    return MappingProxyType({"en": en, "zh": zh})


class MarketError(Exception):
    """Any refusal by the market; ``facts`` fill its texts."""

    code: ClassVar[str] = "market.error"
    text: ClassVar[Mapping[str, str]] = _words(
        en="The market refused this.",
        zh="市场拒绝了该操作。",
    )
    rule: ClassVar[Mapping[str, str]] = _words(en="", zh="")
    source: ClassVar[str] = ""
    fix: ClassVar[Mapping[str, str]] = _words(en="", zh="")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with the facts."""
        return _rebuild, (type(self), self.facts)


def _rebuild(kind: type[MarketError], facts: dict[str, object]) -> MarketError:
    return kind(**facts)


class UnknownRecord(MarketError):
    """Something named does not exist."""

    code = "market.unknown"


class UnknownInstrument(UnknownRecord):
    """No instrument of this world has the code (facts: instrument)."""

    code = "market.unknown_instrument"
    text = _words(
        en="There is no instrument {instrument} on this market.",
        zh="本市场没有交易品种 {instrument}。",
    )
    fix = _words(
        en="Choose a code from the list of instruments.",
        zh="请从交易品种列表中选择代码。",
    )


class UnknownOrder(UnknownRecord):
    """No order has the number (facts: order_id)."""

    code = "market.unknown_order"
    text = _words(
        en="There is no order {order_id}.",
        zh="不存在委托 {order_id}。",
    )
    fix = _words(
        en="Look the number up in your own orders.",
        zh="请在“我的委托”中核对编号。",
    )


class NotPermitted(MarketError):
    """The actor may not do this."""

    code = "market.not_permitted"


class NotYourOrder(NotPermitted):
    """The order belongs to another party (facts: order_id)."""

    code = "market.not_your_order"
    text = _words(
        en="Order {order_id} is not yours.",
        zh="委托 {order_id} 不属于您代表的主体。",
    )
    rule = _words(
        en="An order is cancelled only by the party that placed it.",
        zh="委托只能由提交该委托的主体撤销。",
    )
    fix = _words(
        en="Choose one of your own open orders.",
        zh="请选择本主体尚未成交的委托。",
    )


class Conflict(MarketError):
    """The state of the market does not allow this now."""

    code = "market.conflict"


class InstrumentExists(Conflict):
    """The unit type is listed already (facts: instrument)."""

    code = "market.instrument_exists"
    text = _words(
        en="{instrument} is listed already.",
        zh="{instrument} 已经上市。",
    )
    fix = _words(
        en="Trade the listed instrument, or list another unit type.",
        zh="请直接交易该品种，或挂牌其他单位类别。",
    )


class InstrumentClosed(Conflict):
    """The instrument is not open for trading (facts: instrument)."""

    code = "market.instrument_closed"
    text = _words(
        en="{instrument} is not open for trading.",
        zh="{instrument} 目前不可交易。",
    )
    rule = _words(
        en="The exchange may suspend an instrument; orders then wait for the announcement.",
        zh="交易机构可以暂停品种交易，恢复时间以公告为准。",
    )
    source = _CEA_TRADING_RULES
    fix = _words(
        en="Wait for the announcement, or choose another instrument.",
        zh="请等待公告，或选择其他品种。",
    )


class OrderNotOpen(Conflict):
    """The order is filled, cancelled or expired (facts: order_id, state)."""

    code = "market.order_not_open"
    text = _words(
        en="Order {order_id} is no longer open.",
        zh="委托 {order_id} 已不是有效委托。",
    )
    rule = _words(
        en="Only the unfilled rest of an open order can be cancelled; trades stand.",
        zh="仅可撤销有效委托的未成交部分，已成交部分不可撤销。",
    )
    source = _CEA_TRADING_RULES
    fix = _words(
        en="Reload your orders; place an opposite order if you want to reverse a trade.",
        zh="请刷新委托列表；如需冲回已成交部分，请提交反向委托。",
    )


class InsufficientCash(MarketError):
    """A buyer has too little cash (facts: account, needed_cny, available_cny)."""

    code = "market.insufficient_cash"
    text = _words(
        en="Account {account} has {available_cny} CNY available, the order needs {needed_cny}.",
        zh="账户 {account} 可用资金为 {available_cny} 元，该委托需要 {needed_cny} 元。",
    )
    rule = _words(
        en="A buyer's cash is set aside when the order is placed: quantity times limit price.",
        zh="买入委托提交时按申报价格和数量全额冻结资金。",
    )
    source = _CEA_TRADING_RULES
    fix = _words(
        en="Lower the quantity or the price, deposit cash, or cancel open buy orders.",
        zh="请降低数量或价格、存入资金，或撤销未成交的买入委托。",
    )


class PriceMissing(MarketError):
    """A limit order names no price."""

    code = "market.price_missing"
    text = _words(
        en="A limit order needs a price.",
        zh="限价委托须填写价格。",
    )
    fix = _words(
        en="Enter a price in CNY/t, or choose a market order.",
        zh="请填写价格（元/吨），或改用市价委托。",
    )


class PriceNotWanted(MarketError):
    """A market order names a price."""

    code = "market.price_not_wanted"
    text = _words(
        en="A market order takes the prices in the book and names none.",
        zh="市价委托按盘口价格成交，不填写价格。",
    )
    fix = _words(
        en="Leave the price empty, or choose a limit order.",
        zh="请清空价格，或改用限价委托。",
    )


class PriceOffTick(MarketError):
    """The price is no multiple of the tick (facts: price_cny, tick_cny)."""

    code = "market.price_off_tick"
    text = _words(
        en="{price_cny} CNY/t is not a multiple of the tick, {tick_cny} CNY/t.",
        zh="价格 {price_cny} 元/吨不是最小变动价位 {tick_cny} 元/吨的整数倍。",
    )
    rule = _words(
        en="Prices move in steps of {tick_cny} CNY/t.",
        zh="申报价格的最小变动计量为 {tick_cny} 元/吨。",
    )
    source = _CEA_TRADING_RULES
    fix = _words(
        en="Round the price to the tick.",
        zh="请将价格调整为最小变动价位的整数倍。",
    )


class PriceOutsideBand(MarketError):
    """The price lies outside the day's band.

    Facts: price_cny, low_cny, high_cny, previous_close_cny, band_pct.
    """

    code = "market.price_outside_band"
    text = _words(
        en="{price_cny} CNY/t is outside today's band of {low_cny} to {high_cny} CNY/t "
        "(previous close {previous_close_cny}, ±{band_pct} %).",
        zh="价格 {price_cny} 元/吨超出当日涨跌幅限制 {low_cny}～{high_cny} 元/吨"
        "（前收盘价 {previous_close_cny} 元/吨，±{band_pct}%）。",
    )
    rule = _words(
        en="Orders are accepted within ±{band_pct} % of the previous close.",
        zh="成交价格在前一交易日收盘价的 ±{band_pct}% 之间确定。",
    )
    source = _CEA_NOTICE
    fix = _words(
        en="Choose a price from {low_cny} to {high_cny} CNY/t.",
        zh="请将价格调整到 {low_cny}～{high_cny} 元/吨之间。",
    )


class QuantityNotInLots(MarketError):
    """The quantity is no multiple of the lot (facts: quantity_t, lot_t)."""

    code = "market.quantity_not_in_lots"
    text = _words(
        en="{quantity_t} t is not a multiple of the lot, {lot_t} t.",
        zh="数量 {quantity_t} 吨不是最小交易单位 {lot_t} 吨的整数倍。",
    )
    rule = _words(
        en="Quantities are whole lots of {lot_t} t.",
        zh="申报数量为 {lot_t} 吨的整数倍。",
    )
    source = _CEA_TRADING_RULES
    fix = _words(
        en="Round the quantity to whole lots.",
        zh="请将数量调整为最小交易单位的整数倍。",
    )


class QuantityTooSmall(MarketError):
    """The quantity is below the least the mode accepts (facts: quantity_t, quantity_t_min)."""

    code = "market.quantity_too_small"
    text = _words(
        en="{quantity_t} t is less than the least quantity of an order, {quantity_t_min} t.",
        zh="数量 {quantity_t} 吨低于单笔最小申报数量 {quantity_t_min} 吨。",
    )
    rule = _words(
        en="One order in this mode is for at least {quantity_t_min} t.",
        zh="该交易方式单笔申报数量不低于 {quantity_t_min} 吨。",
    )
    source = _CEA_NOTICE
    fix = _words(
        en="Enter {quantity_t_min} t or more.",
        zh="请填写 {quantity_t_min} 吨或以上。",
    )


class QuantityTooLarge(MarketError):
    """The quantity is above the most the mode accepts (facts: quantity_t, quantity_t_max)."""

    code = "market.quantity_too_large"
    text = _words(
        en="{quantity_t} t is more than one listed order may carry, {quantity_t_max} t.",
        zh="数量 {quantity_t} 吨超过挂牌协议单笔申报上限 {quantity_t_max} 吨。",
    )
    rule = _words(
        en="A listed order is for at most {quantity_t_max} t; larger quantities are block trades.",
        zh="挂牌协议交易单笔买卖最大申报数量应当小于10万吨（上限 {quantity_t_max} 吨），"
        "更大数量采用大宗协议交易。",
    )
    source = _CEA_NOTICE
    fix = _words(
        en="Enter {quantity_t_max} t or less, or split the quantity into several orders.",
        zh="请填写不超过 {quantity_t_max} 吨，或拆分为多笔委托。",
    )


class ReferencePriceInvalid(MarketError):
    """A first reference price is not a positive multiple of the tick (facts: price_cny)."""

    code = "market.reference_price_invalid"
    text = _words(
        en="{price_cny} CNY/t cannot be the reference price of an instrument.",
        zh="{price_cny} 元/吨不能作为品种的基准价。",
    )
    rule = _words(
        en="The first band is drawn around a reference price above zero, on the tick.",
        zh="首日涨跌幅以大于零、符合最小变动价位的基准价计算。",
    )
    fix = _words(
        en="Enter a price above zero that is a multiple of the tick.",
        zh="请填写大于零且为最小变动价位整数倍的价格。",
    )


class SelfTrade(MarketError):
    """The order would trade with the same account's resting order (facts: order_id)."""

    code = "market.self_trade"
    text = _words(
        en="This order would trade with your own order {order_id}.",
        zh="该委托将与您自己的委托 {order_id} 成交。",
    )
    rule = _words(
        en="Nobody trades with themselves: such trades feign a price and a volume.",
        zh="禁止自买自卖：此类交易虚构价格和成交量。",
    )
    source = _ORDER_775_MANIPULATION
    fix = _words(
        en="Cancel order {order_id} first, or choose a price that does not reach it.",
        zh="请先撤销委托 {order_id}，或选择不会触及该委托的价格。",
    )


class UnknownRules(MarketError):
    """No rule set has the code (facts: rules, known)."""

    code = "market.unknown_rules"
    text = _words(
        en="There is no rule set {rules}.",
        zh="不存在交易规则 {rules}。",
    )
    fix = _words(
        en="Choose one of: {known}.",
        zh="可选：{known}。",
    )


class BidInvalid(MarketError):
    """A sealed bid has no positive price and quantity (facts: bid_id)."""

    code = "market.bid_invalid"
    text = _words(
        en="Bid {bid_id} needs a price and a quantity above zero.",
        zh="竞价申报 {bid_id} 的价格和数量须大于零。",
    )
    fix = _words(
        en="Enter a price and a quantity above zero.",
        zh="请填写大于零的价格和数量。",
    )


class SupplyInvalid(MarketError):
    """An auction offers a negative quantity or reserve price (facts: supply_t)."""

    code = "market.supply_invalid"
    text = _words(
        en="An auction cannot offer {supply_t} t at that reserve price.",
        zh="竞价数量 {supply_t} 吨或底价无效。",
    )
    fix = _words(
        en="Enter a supply and a reserve price of zero or more.",
        zh="请填写不小于零的竞价数量和底价。",
    )
