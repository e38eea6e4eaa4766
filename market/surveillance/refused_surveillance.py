"""Why a step of surveillance is refused.

RegistryError
├── UnknownRecord
│   └── UnknownAlert
├── Conflict
│   └── NothingToPause, NothingToResume
└── PauseScopeUnclear, DayNotBegun
"""

from market.rules.errors import CEA_TRADING_RULES, TANLAB_MARKET
from registry.worlds import Conflict, RegistryError, UnknownRecord, words


class UnknownAlert(UnknownRecord):
    """No alert has the number (facts: alert)."""

    code = "market.unknown_alert"
    number = 18002
    text = words("There is no alert {alert}.", "不存在监察提示 {alert}。")
    rule = words("Alerts are named by their number.", "监察提示以编号识别。")
    source = TANLAB_MARKET
    fix = words("Look the number up in the list of alerts.", "请在监察提示列表中核对编号。")


class PauseScopeUnclear(RegistryError):
    """Neither or both of an instrument and a market are named."""

    code = "market.pause_scope_unclear"
    number = 18003
    text = words("Name one instrument or one market.", "请指定一个品种或一个市场。")
    rule = words(
        "An announcement concerns one instrument or a whole market.",
        "公告针对一个品种或整个市场。",
    )
    source = TANLAB_MARKET
    fix = words("Fill in one of the two and leave the other empty.", "请填写其一，另一项留空。")


class NothingToPause(Conflict):
    """No open instrument is meant (facts: scope)."""

    code = "market.nothing_to_pause"
    number = 18004
    text = words("Nothing of {scope} is open for trading.", "{scope} 没有正在交易的品种。")
    rule = words("Only open trading is paused.", "仅可暂停正在交易的品种。")
    source = CEA_TRADING_RULES
    fix = words(
        "Look at the market: it may be paused already, or the code is another.",
        "请查看市场：可能已暂停，或代码有误。",
    )


class NothingToResume(Conflict):
    """No paused instrument is meant (facts: scope)."""

    code = "market.nothing_to_resume"
    number = 18005
    text = words("Nothing of {scope} is paused.", "{scope} 没有已暂停的品种。")
    rule = words("Only paused trading resumes.", "仅可恢复已暂停的品种。")
    source = CEA_TRADING_RULES
    fix = words("Look at the market: it may be open already.", "请查看市场：可能已恢复交易。")


class DayNotBegun(RegistryError):
    """The day lies in the future (facts: day)."""

    code = "market.day_not_begun"
    number = 18006
    text = words("{day} has not begun.", "{day} 尚未开始。")
    rule = words("A day is inspected from its beginning on.", "交易日开始后方可监察。")
    source = TANLAB_MARKET
    fix = words("Choose today or an earlier day.", "请选择今天或更早的日期。")
