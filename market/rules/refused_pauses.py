"""What is refused while trading is paused.

Conflict
└── InstrumentClosed
    └── TradingPaused
"""

from market.rules.errors import CEA_TRADING_RULES, InstrumentClosed
from registry.worlds.errors import words


class TradingPaused(InstrumentClosed):
    """The operator paused trading (facts: instrument, announcement, reason in both languages)."""

    code = "market.trading_paused"
    number = 18001
    text = words(
        en="Trading in {instrument} is paused by announcement {announcement}: {reason}",
        zh="{instrument} 已暂停交易，公告 {announcement}：{reason}",
    )
    rule = words(
        en="The exchange may pause trading and announces it; open orders rest until it resumes,"
        " and may be cancelled.",
        zh="交易机构可以公告暂停交易；暂停期间已申报的委托保留，可以撤销。",
    )
    source = CEA_TRADING_RULES
    fix = words(
        en="Wait for the announcement that trading resumes, or choose another instrument.",
        zh="请等待恢复交易的公告，或选择其他品种。",
    )
