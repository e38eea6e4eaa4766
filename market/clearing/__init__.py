"""Clearing: fees, cash, daily statements, the settlement reserve and what follows a default."""

from market.clearing.defaulting import (
    Covered,
    Paid,
    account_may_trade,
    check_may_trade,
    cover_shortfall,
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
from market.clearing.refused_clearing import TradingBlocked
from market.venue.house_accounts import fee_account, reserve_account

__all__ = [
    "ClearingDay",
    "ClearingLine",
    "Covered",
    "DefaultClaim",
    "DefaultRecovery",
    "DisputeAnswer",
    "Paid",
    "StatementDispute",
    "TradingBlocked",
    "account_may_trade",
    "check_may_trade",
    "cover_shortfall",
    "fee_account",
    "pay_due",
    "reserve_account",
]
