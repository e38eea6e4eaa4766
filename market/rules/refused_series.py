"""Why something asked of a series of forwards, futures or options is refused.

RegistryError
├── UnknownRecord
│   └── UnknownSeries, UnknownSeriesOffer, UnknownMarginCall
├── NotPermitted
│   └── NotYourSeriesOffer
├── Conflict
│   └── SeriesExists, SeriesClosed, SeriesShut, SeriesUnsettled, SeriesOfferNotOpen,
│       SeriesDaySettled, MarginCallNotOpen, MarginCallNotDue, SeriesNotDue
├── SeriesCodeInvalid, SeriesTermsInvalid, SeriesDatesDisordered
├── SeriesPriceOffTick, SeriesPriceOutsideBand, SeriesTooLarge, SeriesSamePartyTwice
└── MarginTooSmall, CentralCounterpartyShort
"""

from registry.worlds.errors import Conflict, NotPermitted, RegistryError, UnknownRecord, words

SERIES_SOURCE = "TanLab; 参照《上海碳配额远期业务规则》(上海环境能源交易所)"


class UnknownSeries(UnknownRecord):
    """No series has the code (facts: series)."""

    code = "market.unknown_series"
    number = 16001
    text = words("There is no series {series}.", "不存在合约系列 {series}。")
    fix = words("Choose a code from the list of series.", "请从合约系列列表中选择代码。")


class UnknownSeriesOffer(UnknownRecord):
    """No offer has the number (facts: offer)."""

    code = "market.unknown_series_offer"
    number = 16002
    text = words("There is no contract offer {offer}.", "不存在合约报价 {offer}。")
    fix = words("Look the number up on the page of the series.", "请在合约系列页面核对报价编号。")


class UnknownMarginCall(UnknownRecord):
    """No margin call has the number (facts: call)."""

    code = "market.unknown_margin_call"
    number = 16003
    text = words("There is no margin call {call}.", "不存在追加保证金通知 {call}。")
    fix = words("Look the number up in your inbox.", "请在待办中核对通知编号。")


class NotYourSeriesOffer(NotPermitted):
    """The offer concerns other parties (facts: offer)."""

    code = "market.not_your_series_offer"
    number = 16004
    text = words(
        "Contract offer {offer} does not concern you.", "合约报价 {offer} 与您代表的主体无关。"
    )
    rule = words(
        "An offer is accepted by the one to whom it is made, and ended by either side.",
        "报价仅由受价方接受，双方均可终止。",
    )
    source = SERIES_SOURCE
    fix = words("Choose an offer made to you or by you.", "请选择向您或由您提出的报价。")


class SeriesExists(Conflict):
    """The code is taken (facts: series)."""

    code = "market.series_exists"
    number = 16005
    text = words("Series {series} exists already.", "合约系列 {series} 已存在。")
    rule = words("A code stands for one series for ever.", "一个代码只对应一个合约系列。")
    source = SERIES_SOURCE
    fix = words("Choose another code.", "请更换代码。")


class SeriesClosed(Conflict):
    """The last trading day is over (facts: series, last_trading_day)."""

    code = "market.series_closed"
    number = 16006
    text = words(
        "Series {series} is no longer traded; its last trading day was {last_trading_day}.",
        "合约系列 {series} 已停止交易，最后交易日为 {last_trading_day}。",
    )
    rule = words(
        "A series is traded from its listing to the close of its last trading day.",
        "合约自上市至最后交易日收市可交易。",
    )
    source = SERIES_SOURCE
    fix = words("Choose a later series.", "请选择较远的合约系列。")


class SeriesShut(Conflict):
    """It is not within trading hours (facts: series, opens, closes)."""

    code = "market.series_shut"
    number = 16007
    text = words(
        "Series {series} is traded on working days from {opens} to {closes}.",
        "合约系列 {series} 的交易时间为工作日 {opens}～{closes}。",
    )
    rule = words(
        "Trades are registered within trading hours on working days.",
        "成交应在工作日交易时段内登记。",
    )
    source = SERIES_SOURCE
    fix = words("Wait for the next trading hours.", "请在下一交易时段办理。")


class SeriesOfferNotOpen(Conflict):
    """The offer was accepted, ended or has expired (facts: offer)."""

    code = "market.series_offer_not_open"
    number = 16008
    text = words("Contract offer {offer} is no longer open.", "合约报价 {offer} 已失效。")
    rule = words("An offer holds until the end of its day.", "报价当日有效。")
    source = SERIES_SOURCE
    fix = words("Ask for a new offer or make one.", "请重新报价。")


class SeriesDaySettled(Conflict):
    """The day cannot be settled again, before its close or out of turn (facts: series, day)."""

    code = "market.series_day_settled"
    number = 16009
    text = words(
        "Series {series} cannot be settled for {day}.", "合约系列 {series} 不能办理 {day} 的结算。"
    )
    rule = words(
        "Each working day from listing to the last trading day is settled once, after its close"
        " and in order.",
        "自上市至最后交易日，每个工作日收市后依次结算一次。",
    )
    source = SERIES_SOURCE
    fix = words("Wait for the close; past days stand.", "请等待收市；已结算的日期不再变更。")


class MarginCallNotOpen(Conflict):
    """The call was met, or its position closed out (facts: call)."""

    code = "market.margin_call_not_open"
    number = 16010
    text = words("Margin call {call} is no longer open.", "追加保证金通知 {call} 已了结。")
    rule = words(
        "A call ends when margin is posted, when the price returns or when the position is"
        " closed out.",
        "补足保证金、价格回复或平仓后，通知即告了结。",
    )
    source = SERIES_SOURCE
    fix = words("Look at your position; nothing is owed on this call.", "请查看持仓，无须再补。")


class MarginCallNotDue(Conflict):
    """The deadline of a call is still to come (facts: call, deadline)."""

    code = "market.margin_call_not_due"
    number = 16011
    text = words(
        "Margin call {call} may be answered until {deadline}.",
        "追加保证金通知 {call} 的期限为 {deadline}。",
    )
    rule = words(
        "A position is closed out only after the deadline of its call, the next opening.",
        "仅在通知期限（下一次开市）届满后方可强行平仓。",
    )
    source = SERIES_SOURCE
    fix = words("Wait for the deadline.", "请等待期限届满。")


class SeriesNotDue(Conflict):
    """A series cannot expire yet (facts: series, expires_on)."""

    code = "market.series_not_due"
    number = 16012
    text = words(
        "Series {series} is settled for good on {expires_on}, once.",
        "合约系列 {series} 于 {expires_on} 到期交割，仅一次。",
    )
    rule = words(
        "Positions end at expiry, after the settlement of the last trading day.",
        "最后交易日结算后，合约于到期日了结。",
    )
    source = SERIES_SOURCE
    fix = words("Wait for the day of expiry.", "请等待到期日。")


class SeriesCodeInvalid(RegistryError):
    """A code is not 3 to 24 capitals, digits and hyphens (facts: series)."""

    code = "market.series_code_invalid"
    number = 16013
    text = words("{series} cannot be the code of a series.", "{series} 不能作为合约系列代码。")
    rule = words(
        "A code has 3 to 24 capital letters, digits and hyphens.",
        "代码由 3 至 24 个大写字母、数字和连字符组成。",
    )
    source = SERIES_SOURCE
    fix = words("Enter a code such as SHEA-F2702.", "请填写如 SHEA-F2702 的代码。")


class SeriesTermsInvalid(RegistryError):
    """A term cannot be used (facts: term in both languages, value)."""

    code = "market.series_terms_invalid"
    number = 16014
    text = words("The {term} cannot be {value}.", "{term}不能为 {value}。")
    rule = words(
        "Size, tick and margins are above zero, maintenance margin at most the initial one and"
        " that at most 100 %; options, and only they, have a strike and a type.",
        "合约规模、最小变动价位和保证金率须大于零，维持保证金率不高于初始保证金率且不超过 100%；"
        "期权且仅期权须有行权价和类型。",
    )
    source = SERIES_SOURCE
    fix = words("Correct the term.", "请更正该条款。")


class SeriesDatesDisordered(RegistryError):
    """Days are out of order or far away (facts: last_trading_day, expires_on)."""

    code = "market.series_dates_disordered"
    number = 16015
    text = words(
        "A series cannot be traded until {last_trading_day} and expire on {expires_on}.",
        "合约不能以 {last_trading_day} 为最后交易日、{expires_on} 为到期日。",
    )
    rule = words(
        "Both are working days within ten years, the last trading day not before today, the expiry"
        " not before it.",
        "两者均为十年以内的工作日，最后交易日不早于今日，到期日不早于最后交易日。",
    )
    source = SERIES_SOURCE
    fix = words("Choose other days.", "请更改日期。")


class SeriesPriceOffTick(RegistryError):
    """A price is not a positive multiple of the tick (facts: price_cny, tick_cny)."""

    code = "market.series_price_off_tick"
    number = 16016
    text = words(
        "{price_cny} CNY/t is not a multiple of the tick, {tick_cny} CNY/t.",
        "价格 {price_cny} 元/t 不是最小变动价位 {tick_cny} 元/t 的整数倍。",
    )
    rule = words("Prices are above zero and on the tick.", "价格须大于零且符合最小变动价位。")
    source = SERIES_SOURCE
    fix = words("Round the price to the tick.", "请将价格调整为最小变动价位的整数倍。")


class SeriesPriceOutsideBand(RegistryError):
    """A price lies too far from the last settlement price (facts: price_cny, low_cny, high_cny)."""

    code = "market.series_price_outside_band"
    number = 16017
    text = words(
        "{price_cny} CNY/t is outside {low_cny} to {high_cny} CNY/t, the limits of the day.",
        "价格 {price_cny} 元/t 超出当日限制 {low_cny}～{high_cny} 元/t。",
    )
    rule = words(
        "A price stays within a share of the underlying price of the last settlement price, so"
        " that a trade cannot outrun its margin.",
        "价格与上一结算价之差不超过标的价格的一定比例，使成交不致超出保证金。",
    )
    source = SERIES_SOURCE
    fix = words(
        "Choose a price from {low_cny} to {high_cny} CNY/t.",
        "请将价格调整到 {low_cny}～{high_cny} 元/t 之间。",
    )


class SeriesTooLarge(RegistryError):
    """Too many contracts, or too large a position (facts: contracts, contracts_max)."""

    code = "market.series_too_large"
    number = 16018
    text = words(
        "{contracts} contracts cannot be traded at once; from 1 to {contracts_max} can.",
        "单笔不能成交 {contracts} 手，可为 1 至 {contracts_max} 手。",
    )
    rule = words(
        "A trade has a limited number of contracts, and a position a limited value.",
        "单笔成交手数和持仓价值均有上限。",
    )
    source = SERIES_SOURCE
    fix = words("Trade fewer contracts.", "请减少手数。")


class SeriesSamePartyTwice(RegistryError):
    """Both sides of a trade belong to one party (facts: account)."""

    code = "market.series_same_party"
    number = 16019
    text = words(
        "Account {account} belongs to the same party as the other side.",
        "账户 {account} 与对方属于同一主体。",
    )
    rule = words("Nobody trades with itself.", "不得与自己成交。")
    source = SERIES_SOURCE
    fix = words("Name an account of another party.", "请填写其他主体的账户。")


class MarginTooSmall(RegistryError):
    """Too little free cash for margin (facts: account, needed_cny, available_cny)."""

    code = "market.margin_too_small"
    number = 16020
    text = words(
        "Account {account} has {available_cny} CNY free, the margin needs {needed_cny}.",
        "账户 {account} 可用资金为 {available_cny} 元，保证金需要 {needed_cny} 元。",
    )
    rule = words(
        "The initial margin of a position is reserved before the central counterparty takes the"
        " trade over.",
        "中央对手方承接成交前，须足额冻结初始保证金。",
    )
    source = SERIES_SOURCE
    fix = words("Deposit cash or trade fewer contracts.", "请存入资金或减少手数。")


class CentralCounterpartyShort(Conflict):
    """The counterparty and the settlement reserve cannot pay (facts: needed_cny, available_cny)."""

    code = "market.central_counterparty_short"
    number = 16021
    text = words(
        "The central counterparty needs {needed_cny} CNY and the settlement reserve holds"
        " {available_cny}.",
        "中央对手方需要 {needed_cny} 元，风险准备金余额为 {available_cny} 元。",
    )
    rule = words(
        "Gains are paid in full: out of losses collected, then out of the settlement reserve.",
        "盈利足额支付：先以收取的亏损，再以风险准备金。",
    )
    source = SERIES_SOURCE
    fix = words(
        "The operator pays into the settlement reserve; the settlement is then tried again.",
        "由运营方补充风险准备金，系统随后重新结算。",
    )


class SeriesUnsettled(Conflict):
    """An earlier day has no settlement yet (facts: series, day)."""

    code = "market.series_unsettled"
    number = 16022
    text = words(
        "Series {series} is not traded before {day} is settled.",
        "合约系列 {series} 在 {day} 结算完成前暂不成交。",
    )
    rule = words(
        "A day's positions are marked at its settlement price before the next day's trades are"
        " taken over.",
        "当日持仓按其结算价结算后，方可承接次日成交。",
    )
    source = SERIES_SOURCE
    fix = words(
        "Try again after the settlement; if it waits for cash, the operator pays into the"
        " settlement reserve.",
        "请在结算完成后重试；若结算待资金，由运营方补充风险准备金。",
    )
