"""What is refused of bulletins and quarters.

RegistryError
├── UnknownRecord
│   └── UnknownMarket, UnknownBulletin, UnknownQuarter
└── Conflict
    └── BulletinTooEarly, BulletinPublished
"""

from market.rules.errors import CEA_TRADING_RULES, TANLAB_MARKET
from registry.worlds import Conflict, UnknownRecord, words


class UnknownMarket(UnknownRecord):
    """No instrument of the market is listed here (facts: market)."""

    code = "market.unknown_market"
    number = 17001
    text = words(
        en="No instrument of a market {market} is listed here.",
        zh="本交易场所没有“{market}”市场的交易品种。",
    )
    rule = words(
        en="A market is named by its scheme and has at least one listed instrument.",
        zh="市场以所属机制命名，且至少有一个已上市品种。",
    )
    source = TANLAB_MARKET
    fix = words(
        en="Choose a market from the list of bulletins.",
        zh="请从行情公告列表中选择市场。",
    )


class UnknownBulletin(UnknownRecord):
    """The market had no trading day on the date (facts: market, day)."""

    code = "market.unknown_bulletin"
    number = 17002
    text = words(
        en="There is no bulletin of {market} for {day}.",
        zh="{market} 在 {day} 没有行情公告。",
    )
    rule = words(
        en="A bulletin is published for each trading day that has begun.",
        zh="行情公告按已开始的交易日发布。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Choose a day from the list of bulletins.",
        zh="请从行情公告列表中选择日期。",
    )


class BulletinTooEarly(Conflict):
    """The day of the market is not over (facts: market, day)."""

    code = "market.bulletin_too_early"
    number = 17003
    text = words(
        en="Trading of {market} on {day} is not over.",
        zh="{market} 在 {day} 的交易尚未结束。",
    )
    rule = words(
        en="A bulletin is frozen after the close, when its figures can no longer change.",
        zh="行情公告在收盘后、数据不再变化时定稿。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Wait for the close; until then the page shows preliminary figures.",
        zh="请待收盘后再发布；此前页面显示初步数据。",
    )


class BulletinPublished(Conflict):
    """The bulletin is published and stays as it is (facts: market, day)."""

    code = "market.bulletin_published"
    number = 17004
    text = words(
        en="The bulletin of {market} for {day} is published already.",
        zh="{market} 在 {day} 的行情公告已发布。",
    )
    rule = words(
        en="A bulletin is published once and never changed.",
        zh="行情公告只发布一次，发布后不再更改。",
    )
    source = TANLAB_MARKET
    fix = words(en="Nothing needs to be done.", zh="无需操作。")


class UnknownQuarter(UnknownRecord):
    """Nothing is known of the quarter (facts: period)."""

    code = "market.unknown_quarter"
    number = 17005
    text = words(
        en="There are no figures for {period}.",
        zh="没有 {period} 的数据。",
    )
    rule = words(
        en="A quarterly bulletin is made of published figures, named as in 2024-Q3.",
        zh="季度公告由公开数据汇总而成，期间写作 2024-Q3。",
    )
    source = TANLAB_MARKET
    fix = words(
        en="Choose a quarter from the list.",
        zh="请从列表中选择季度。",
    )
