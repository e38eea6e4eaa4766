"""Why an order is refused; the tree is drawn in `errors`."""

from market.rules.errors import CEA_NOTICE, CEA_TRADING_RULES, TANLAB_MARKET
from registry.worlds.errors import Conflict, NotPermitted, RegistryError, words

ORDER_775_MANIPULATION = "TanLab; 参照《碳排放权交易管理暂行条例》(国务院令第775号) 第二十五条"


class InsufficientCash(RegistryError):
    """A buyer has too little cash (facts: account, needed_cny, available_cny)."""

    code = "market.insufficient_cash"
    number = 11001
    text = words(
        en="Account {account} has {available_cny} CNY available, the order needs {needed_cny}.",
        zh="账户 {account} 可用资金为 {available_cny} 元，该委托需要 {needed_cny} 元。",
    )
    rule = words(
        en="A buyer's cash is set aside when the order is placed: quantity times limit price.",
        zh="买入委托提交时按申报价格和数量全额冻结资金。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Lower the quantity or the price, deposit cash, or cancel open buy orders.",
        zh="请降低数量或价格、存入资金，或撤销未成交的买入委托。",
    )


class PriceMissing(RegistryError):
    """A limit order names no price."""

    code = "market.price_missing"
    number = 11002
    text = words(
        en="A limit order needs a price.",
        zh="限价委托须填写价格。",
    )
    rule = words(
        en="A limit order says the worst price at which it may trade.",
        zh="限价委托须载明可接受的最差价格。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Enter a price in CNY, or choose a market order.",
        zh="请填写价格（元），或改用市价委托。",
    )


class PriceNotWanted(RegistryError):
    """A market order names a price."""

    code = "market.price_not_wanted"
    number = 11003
    text = words(
        en="A market order takes the prices in the book and names none.",
        zh="市价委托按盘口价格成交，不填写价格。",
    )
    rule = words(
        en="A market order trades at what rests in the book and bounds no price.",
        zh="市价委托按盘口挂单价格成交，不设价格限制。",
    )
    source = TANLAB_MARKET
    fix = words(
        en="Leave the price empty, or choose a limit order.",
        zh="请清空价格，或改用限价委托。",
    )


class PriceOffTick(RegistryError):
    """The price is no multiple of the tick (facts: price_cny, tick_cny, source)."""

    code = "market.price_off_tick"
    number = 11004
    text = words(
        en="{price_cny} CNY is not a multiple of the tick, {tick_cny} CNY.",
        zh="价格 {price_cny} 元不是最小变动价位 {tick_cny} 元的整数倍。",
    )
    rule = words(
        en="Prices move in steps of {tick_cny} CNY.",
        zh="申报价格的最小变动计量为 {tick_cny} 元。",
    )
    source = "{source}"
    fix = words(
        en="Round the price to the tick.",
        zh="请将价格调整为最小变动价位的整数倍。",
    )


class PriceOutsideBand(RegistryError):
    """The price lies outside the day's band.

    Facts: price_cny, low_cny, high_cny, previous_close_cny, band_pct, source.
    """

    code = "market.price_outside_band"
    number = 11005
    text = words(
        en="{price_cny} CNY is outside today's band of {low_cny} to {high_cny} CNY "
        "(previous close {previous_close_cny}, ±{band_pct} %).",
        zh="价格 {price_cny} 元超出当日涨跌幅限制 {low_cny}～{high_cny} 元"
        "（前收盘价 {previous_close_cny} 元，±{band_pct}%）。",
    )
    rule = words(
        en="Orders are accepted within ±{band_pct} % of the previous close.",
        zh="成交价格在前一交易日收盘价的 ±{band_pct}% 之间确定。",
    )
    source = "{source}"
    fix = words(
        en="Choose a price from {low_cny} to {high_cny} CNY.",
        zh="请将价格调整到 {low_cny}～{high_cny} 元之间。",
    )


class QuantityNotInLots(RegistryError):
    """The quantity is no multiple of the lot (facts: quantity_t, lot_t, source)."""

    code = "market.quantity_not_in_lots"
    number = 11006
    text = words(
        en="{quantity_t} units are no multiple of the lot, {lot_t} units.",
        zh="数量 {quantity_t} 不是最小交易单位 {lot_t} 的整数倍。",
    )
    rule = words(
        en="Quantities are whole lots of {lot_t} units.",
        zh="申报数量为 {lot_t} 的整数倍。",
    )
    source = "{source}"
    fix = words(
        en="Round the quantity to whole lots.",
        zh="请将数量调整为最小交易单位的整数倍。",
    )


class QuantityTooSmall(RegistryError):
    """The quantity is too small for the mode (facts: quantity_t, quantity_t_min, source)."""

    code = "market.quantity_too_small"
    number = 11007
    text = words(
        en="{quantity_t} units are less than an order's least, {quantity_t_min} units.",
        zh="数量 {quantity_t} 低于单笔最小申报数量 {quantity_t_min}。",
    )
    rule = words(
        en="One order in this mode is for at least {quantity_t_min} units.",
        zh="该交易方式单笔申报数量不低于 {quantity_t_min}。",
    )
    source = "{source}"
    fix = words(
        en="Enter {quantity_t_min} units or more.",
        zh="请填写 {quantity_t_min} 或以上。",
    )


class QuantityTooLarge(RegistryError):
    """The quantity is too large for the mode (facts: quantity_t, quantity_t_max, source)."""

    code = "market.quantity_too_large"
    number = 11008
    text = words(
        en="{quantity_t} units are more than one listed order may carry, {quantity_t_max} units.",
        zh="数量 {quantity_t} 超过挂牌协议单笔申报上限 {quantity_t_max}。",
    )
    rule = words(
        en="A listed order is for at most {quantity_t_max} units; more is a block trade.",
        zh="挂牌协议交易单笔买卖申报数量不超过 {quantity_t_max}，更大数量采用大宗协议交易。",
    )
    source = "{source}"
    fix = words(
        en="Enter {quantity_t_max} units or less, or split the quantity into several orders.",
        zh="请填写不超过 {quantity_t_max}，或拆分为多笔委托。",
    )


class SameDayResale(RegistryError):
    """Units bought today would be sold today (facts: quantity_t, resellable_t, bought_today_t)."""

    code = "market.same_day_resale"
    number = 11009
    text = words(
        en="{quantity_t} units cannot be sold today, only {resellable_t} units: "
        "{bought_today_t} units were bought today.",
        zh="今日不能卖出 {quantity_t}，最多可卖 {resellable_t}：其中 {bought_today_t} 为今日买入。",
    )
    rule = words(
        en="Units bought on a day may be sold from the next trading day on (T+1); what a sale "
        "brings in may be spent at once.",
        zh="当日买入的交易产品当日内不得再次卖出（T+1）；卖出所得资金当日可用于交易。",
    )
    source = f"{CEA_TRADING_RULES}; found in a public copy, use of proceeds recalled"
    fix = words(
        en="Sell {resellable_t} units or less, or wait for the next trading day.",
        zh="请将卖出数量减少到 {resellable_t} 以内，或等到下一交易日。",
    )


class SelfTrade(RegistryError):
    """The order would trade with the same account's resting order (facts: order_id)."""

    code = "market.self_trade"
    number = 11010
    text = words(
        en="This order would trade with your own order {order_id}.",
        zh="该委托将与您自己的委托 {order_id} 成交。",
    )
    rule = words(
        en="Nobody trades with themselves: such trades feign a price and a volume.",
        zh="禁止自买自卖：此类交易虚构价格和成交量。",
    )
    source = ORDER_775_MANIPULATION
    fix = words(
        en="Cancel order {order_id} first, or choose a price that does not reach it.",
        zh="请先撤销委托 {order_id}，或选择不会触及该委托的价格。",
    )


class OrderGone(Conflict):
    """An order that was chosen can no longer be taken (facts: order_id)."""

    code = "market.order_gone"
    number = 11011
    text = words(
        en="Order {order_id} can no longer be taken: it is traded, cancelled or expired.",
        zh="委托 {order_id} 已成交、撤销或失效，无法摘牌。",
    )
    rule = words(
        en="Only what rests in the book can be taken; who comes first takes it.",
        zh="仅可对尚在挂牌的委托摘牌，先到先得。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Look at the book again and choose another counterparty.",
        zh="请刷新行情，选择其他对手方委托。",
    )


class OrderNotShown(RegistryError):
    """An order outside the levels shown was chosen (facts: order_id, levels)."""

    code = "market.order_not_shown"
    number = 11012
    text = words(
        en="Order {order_id} is not among the best {levels} price levels.",
        zh="委托 {order_id} 不在最优 {levels} 个价位之内。",
    )
    rule = words(
        en="A taker sees the best {levels} price levels of the other side and takes from these.",
        zh="摘牌方查看对手方最优 {levels} 个价位的挂牌信息并从中摘牌。",
    )
    source = CEA_NOTICE
    fix = words(
        en="Choose an order at the best price of the other side.",
        zh="请选择对手方最优价位的委托。",
    )


class BetterPriceOpen(RegistryError):
    """A better price is open than that of the order chosen.

    Facts: order_id, price_cny, better_cny.
    """

    code = "market.better_price_open"
    number = 11013
    text = words(
        en="Order {order_id} at {price_cny} CNY waits behind a better price, {better_cny} CNY.",
        zh="委托 {order_id} 的价格为 {price_cny} 元，尚有更优价格 {better_cny} 元未成交。",
    )
    rule = words(
        en="Price comes first: the counterparty may be chosen only among orders at the best price.",
        zh="价格优先：仅可在最优价格的委托中自主选择对手方。",
    )
    source = CEA_NOTICE
    fix = words(
        en="Take an order at {better_cny} CNY first; if it is your own, cancel it.",
        zh="请先摘取价格为 {better_cny} 元的委托；如为本主体委托，请先撤销。",
    )


class TakeTooLarge(RegistryError):
    """More is to be taken than an order still offers (facts: order_id, quantity_t, remaining_t)."""

    code = "market.take_too_large"
    number = 11014
    text = words(
        en="{quantity_t} cannot be taken from order {order_id}: {remaining_t} are left of it.",
        zh="委托 {order_id} 剩余 {remaining_t}，不能摘取 {quantity_t}。",
    )
    rule = words(
        en="What is taken trades whole with the one order chosen; nothing of it waits.",
        zh="摘牌数量须与所选委托全部成交，不留存未成交部分。",
    )
    source = CEA_NOTICE
    fix = words(
        en="Take {remaining_t} or less, and the rest from another order.",
        zh="请将摘牌数量降至 {remaining_t} 以内，其余另选委托。",
    )


class TakingNotOpen(RegistryError):
    """The market matches by itself and lets nobody choose (facts: instrument, source)."""

    code = "market.taking_not_open"
    number = 11015
    text = words(
        en="{instrument} is matched automatically; a counterparty cannot be chosen.",
        zh="{instrument} 由系统自动撮合，不能自主选择对手方。",
    )
    rule = words(
        en="This market opens automatic matching only.",
        zh="该市场挂牌交易仅采用自动匹配方式。",
    )
    source = "{source}"
    fix = words(
        en="Place an order with the price of the counterparty.",
        zh="请按对手方价格提交委托。",
    )


class MatchingNotOpen(RegistryError):
    """An order would trade at once where counterparties are chosen (facts: instrument, source)."""

    code = "market.matching_not_open"
    number = 11016
    text = words(
        en="This order would trade at once, and {instrument} is traded by taking listed orders.",
        zh="该委托将立即成交，而 {instrument} 须通过摘牌方式成交。",
    )
    rule = words(
        en="This market opens the choice of counterparties only.",
        zh="该市场挂牌交易仅采用摘牌（自主选择对手方）方式。",
    )
    source = "{source}"
    fix = words(
        en="Take an order at the best price, or list yours at a price that does not reach it.",
        zh="请摘取最优价格的委托，或以不触及对手方的价格挂牌。",
    )


class ParticipantNotAdmitted(NotPermitted):
    """The market admits other kinds of parties (facts: party, instrument, source)."""

    code = "market.participant_not_admitted"
    number = 11017
    text = words(
        en="{party} is not admitted to trading in {instrument}.",
        zh="{party} 不属于 {instrument} 的交易主体范围。",
    )
    rule = words(
        en="Each market admits the kinds of parties that its rules name.",
        zh="各市场仅允许其规则载明的主体参与交易。",
    )
    source = "{source}"
    fix = words(
        en="Trade on a market that admits this kind of party.",
        zh="请选择允许该类主体参与的市场。",
    )


class PositionLimitExceeded(RegistryError):
    """A purchase would exceed the largest holding.

    Facts: instrument, quantity_t, held_t, limit_t, source.
    """

    code = "market.position_limit_exceeded"
    number = 11018
    text = words(
        en="{quantity_t} more of {instrument} would exceed the largest holding, {limit_t}: with"
        " what orders, offers and bids may still buy it is {held_t} now.",
        zh="再买入 {instrument} {quantity_t} 将超过最大持仓量 {limit_t}："
        "含未成交的买入委托、大宗报价与竞价申报，现为 {held_t}。",
    )
    rule = words(
        en="What a party holds on a market and may still buy stays within its largest holding.",
        zh="交易主体在市场的持仓量（含未成交的买入申报）不得超过最大持仓量。",
    )
    source = "{source}"
    fix = words(
        en="Lower the quantity, cancel what may still buy, or sell first.",
        zh="请降低数量、撤销未成交的买入申报或先行卖出。",
    )
