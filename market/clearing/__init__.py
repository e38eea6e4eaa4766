"""Clearing: fees, cash, daily statements, the settlement reserve and what follows a default."""

from market.clearing.auditing import CLEARING_RULES, audit_clearing
from market.clearing.commands import (
    AnswerDispute,
    ClearDay,
    DisputeStatement,
    FundReserve,
    PayClaim,
    ReserveSource,
    WithdrawCash,
    WriteOffClaim,
)
from market.clearing.daily_statements import daily_statement, days_of_account
from market.clearing.days import days_to_clear
from market.clearing.defaulting import (
    Covered,
    Paid,
    account_may_trade,
    check_may_trade,
    cover_shortfall,
    end_orders,
    pay_due,
)
from market.clearing.models import (
    ClearingDay,
    ClearingLine,
    DefaultClaim,
    DefaultRecovery,
    DisputeAnswer,
    StatementDispute,
)
from market.clearing.queries import claims, cleared_days, disputes, house_cash
from market.clearing.recovering import RESERVE_SHARE
from market.clearing.refused_clearing import TradingBlocked
from market.clearing.views import (
    ClaimView,
    ClearedDay,
    DailyStatement,
    DisputeView,
    HouseCash,
    RecoveryView,
    StatedBalance,
    StatedMove,
    StatedTrade,
)
from market.venue.house_accounts import fee_account, reserve_account

__all__ = [
    "CLEARING_RULES",
    "RESERVE_SHARE",
    "AnswerDispute",
    "ClaimView",
    "ClearDay",
    "ClearedDay",
    "ClearingDay",
    "ClearingLine",
    "Covered",
    "DailyStatement",
    "DefaultClaim",
    "DefaultRecovery",
    "DisputeAnswer",
    "DisputeStatement",
    "DisputeView",
    "FundReserve",
    "HouseCash",
    "Paid",
    "PayClaim",
    "RecoveryView",
    "ReserveSource",
    "StatedBalance",
    "StatedMove",
    "StatedTrade",
    "StatementDispute",
    "TradingBlocked",
    "WithdrawCash",
    "WriteOffClaim",
    "account_may_trade",
    "audit_clearing",
    "check_may_trade",
    "claims",
    "cleared_days",
    "cover_shortfall",
    "daily_statement",
    "days_of_account",
    "days_to_clear",
    "disputes",
    "end_orders",
    "fee_account",
    "house_cash",
    "pay_due",
    "reserve_account",
]
