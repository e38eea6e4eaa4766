"""What is asked of those who watch a market, as data."""

from market.rules.errors import UnknownInstrument, UnknownOrder, UnknownRules
from market.surveillance.commands import (
    InspectDay,
    NoteSelfTrade,
    PauseTrading,
    ResumeTrading,
    ReviewAlert,
)
from market.surveillance.inspecting import inspect_day, note_self_trade, review_alert
from market.surveillance.pausing import pause_trading, resume_trading
from market.surveillance.refused_surveillance import (
    DayNotBegun,
    NothingToPause,
    NothingToResume,
    PauseScopeUnclear,
    UnknownAlert,
)
from registry.worlds import (
    Role,
    RoleMissing,
    TextInvalid,
    TransactionType,
    UnknownAccount,
    words,
)

_OPERATOR = frozenset({Role.OPERATOR})
_SCOPE = (RoleMissing, PauseScopeUnclear, TextInvalid, UnknownInstrument)

TRANSACTION_TYPES = (
    TransactionType(
        command=PauseTrading,
        handler=pause_trading,
        name=words("Pause trading", "暂停交易"),
        roles=_OPERATOR,
        checks=(*_SCOPE, NothingToPause),
    ),
    TransactionType(
        command=ResumeTrading,
        handler=resume_trading,
        name=words("Resume trading", "恢复交易"),
        roles=_OPERATOR,
        checks=(*_SCOPE, NothingToResume),
    ),
    TransactionType(
        command=InspectDay,
        handler=inspect_day,
        name=words("Inspection of a day", "交易日监察"),
        roles=_OPERATOR,
        checks=(RoleMissing, DayNotBegun, UnknownRules),
    ),
    TransactionType(
        command=ReviewAlert,
        handler=review_alert,
        name=words("Review of an alert", "监察提示复核"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownAlert, TextInvalid),
    ),
    TransactionType(
        command=NoteSelfTrade,
        handler=note_self_trade,
        name=words("Note of an attempt to trade with oneself", "自买自卖企图记录"),
        roles=_OPERATOR,
        checks=(RoleMissing, UnknownInstrument, UnknownAccount, UnknownOrder),
    ),
)
