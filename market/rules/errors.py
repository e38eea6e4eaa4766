"""What the market refuses, and what to do about it.

RegistryError
├── UnknownRecord
│   └── UnknownInstrument, UnknownOrder
├── NotPermitted
│   └── NotYourOrder, OrderNeedsFullMandate
├── Conflict
│   └── InstrumentExists, InstrumentClosed, OrderNotOpen
├── InsufficientCash (from here on in refused_orders)
├── PriceMissing, PriceNotWanted, PriceOffTick, PriceOutsideBand
├── QuantityNotInLots, QuantityTooSmall, QuantityTooLarge
├── SameDayResale
├── SelfTrade
├── OrderGone (a Conflict), OrderNotShown, BetterPriceOpen, TakeTooLarge
├── TakingNotOpen, MatchingNotOpen
├── ParticipantNotAdmitted (a NotPermitted), PositionLimitExceeded
├── ReferencePriceInvalid, UnknownRules (from here on in this file)
└── BidInvalid, SupplyInvalid

Too few units, an unknown account and a missing role or mandate are the registry's refusals.
"""

from registry.worlds.errors import Conflict, NotPermitted, RegistryError, UnknownRecord, words

CEA_NOTICE = "上海环境能源交易所《关于全国碳排放权交易相关事项的公告》(2021-06-22)"
CEA_TRADING_RULES = "碳排放权交易管理规则(试行) (生态环境部, 2021-05-14)"
TANLAB_MARKET = "TanLab"


class UnknownInstrument(UnknownRecord):
    """No instrument of this world has the code (facts: instrument)."""

    code = "market.unknown_instrument"
    number = 10001
    text = words(
        en="There is no instrument {instrument} on this market.",
        zh="本市场没有交易品种 {instrument}。",
    )
    rule = words(
        en="Orders name an instrument that the exchange has listed.",
        zh="委托须针对交易机构已上市的品种。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Choose a code from the list of instruments.",
        zh="请从交易品种列表中选择代码。",
    )


class UnknownOrder(UnknownRecord):
    """No order has the number (facts: order_id)."""

    code = "market.unknown_order"
    number = 10002
    text = words(
        en="There is no order {order_id}.",
        zh="不存在委托 {order_id}。",
    )
    rule = words(
        en="Every order is known by the number it was given when it was placed.",
        zh="每笔委托以提交时赋予的编号识别。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Look the number up in your own orders.",
        zh="请在“我的委托”中核对编号。",
    )


class NotYourOrder(NotPermitted):
    """The order belongs to another party (facts: order_id)."""

    code = "market.not_your_order"
    number = 10003
    text = words(
        en="Order {order_id} is not yours.",
        zh="委托 {order_id} 不属于您代表的主体。",
    )
    rule = words(
        en="An order is cancelled only by the party that placed it.",
        zh="委托只能由提交该委托的主体撤销。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Choose one of your own open orders.",
        zh="请选择本主体尚未成交的委托。",
    )


class OrderNeedsFullMandate(NotPermitted):
    """The actor may only propose for the party, and orders do not wait (facts: actor, account)."""

    code = "market.order_needs_full_mandate"
    number = 10004
    text = words(
        en="{actor} may not trade for account {account} alone.",
        zh="{actor} 不得单独为账户 {account} 交易。",
    )
    rule = words(
        en="An order trades at once and waits for no second person, so it takes a mandate that"
        " both initiates and approves.",
        zh="委托即时成交，不经第二人批准，须由兼具发起与批准权限的授权人提交。",
    )
    source = "TanLab"
    fix = words(
        en="Ask a representative with a full mandate, or have your own mandate widened.",
        zh="请由具有完整授权的代表提交，或申请扩大本人授权。",
    )


class InstrumentExists(Conflict):
    """The unit type is listed already (facts: instrument)."""

    code = "market.instrument_exists"
    number = 10005
    text = words(
        en="{instrument} is listed already.",
        zh="{instrument} 已经上市。",
    )
    rule = words(
        en="A unit type is listed once: one book makes one price.",
        zh="一个单位类别只上市一次，同一品种只有一个盘口。",
    )
    source = TANLAB_MARKET
    fix = words(
        en="Trade the listed instrument, or list another unit type.",
        zh="请直接交易该品种，或挂牌其他单位类别。",
    )


class InstrumentClosed(Conflict):
    """The instrument is not open for trading (facts: instrument)."""

    code = "market.instrument_closed"
    number = 10006
    text = words(
        en="{instrument} is not open for trading.",
        zh="{instrument} 目前不可交易。",
    )
    rule = words(
        en="The exchange may suspend an instrument; orders then wait for the announcement.",
        zh="交易机构可以暂停品种交易，恢复时间以公告为准。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Wait for the announcement, or choose another instrument.",
        zh="请等待公告，或选择其他品种。",
    )


class OrderNotOpen(Conflict):
    """The order is filled, cancelled or expired (facts: order_id, state)."""

    code = "market.order_not_open"
    number = 10007
    text = words(
        en="Order {order_id} is no longer open.",
        zh="委托 {order_id} 已不是有效委托。",
    )
    rule = words(
        en="Only the unfilled rest of an open order can be cancelled; trades stand.",
        zh="仅可撤销有效委托的未成交部分，已成交部分不可撤销。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Reload your orders; place an opposite order if you want to reverse a trade.",
        zh="请刷新委托列表；如需冲回已成交部分，请提交反向委托。",
    )


class ReferencePriceInvalid(RegistryError):
    """A first reference price is not a positive multiple of the tick (facts: price_cny)."""

    code = "market.reference_price_invalid"
    number = 10008
    text = words(
        en="{price_cny} CNY cannot be the reference price of an instrument.",
        zh="{price_cny} 元不能作为品种的基准价。",
    )
    rule = words(
        en="The first band is drawn around a reference price above zero, on the tick.",
        zh="首日涨跌幅以大于零、符合最小变动价位的基准价计算。",
    )
    source = CEA_NOTICE
    fix = words(
        en="Enter a price above zero that is a multiple of the tick.",
        zh="请填写大于零且为最小变动价位整数倍的价格。",
    )


class UnknownRules(RegistryError):
    """No rule set has the code (facts: rules, known)."""

    code = "market.unknown_rules"
    number = 10009
    text = words(
        en="There is no rule set {rules}.",
        zh="不存在交易规则 {rules}。",
    )
    rule = words(
        en="An instrument trades by the rules of a market that are on record here.",
        zh="品种按本系统载明的市场规则交易。",
    )
    source = TANLAB_MARKET
    fix = words(
        en="Choose one of: {known}.",
        zh="可选：{known}。",
    )


class BidInvalid(RegistryError):
    """A sealed bid has no positive price and quantity (facts: bid_id)."""

    code = "market.bid_invalid"
    number = 13001
    text = words(
        en="Bid {bid_id} needs a price and a quantity above zero.",
        zh="竞价申报 {bid_id} 的价格和数量须大于零。",
    )
    rule = words(
        en="A sealed bid names how much is wanted and the most it may cost.",
        zh="竞价申报须写明申报数量和最高价格。",
    )
    source = TANLAB_MARKET
    fix = words(
        en="Enter a price and a quantity above zero.",
        zh="请填写大于零的价格和数量。",
    )


class SupplyInvalid(RegistryError):
    """An auction offers a negative quantity or reserve price (facts: supply_t)."""

    code = "market.supply_invalid"
    number = 13002
    text = words(
        en="An auction cannot offer {supply_t} t at that reserve price.",
        zh="竞价数量 {supply_t} t 或底价无效。",
    )
    rule = words(
        en="The notice of an auction names the quantity offered and its reserve price.",
        zh="竞价公告须载明竞价数量和底价。",
    )
    source = TANLAB_MARKET
    fix = words(
        en="Enter a supply and a reserve price of zero or more.",
        zh="请填写不小于零的竞价数量和底价。",
    )
