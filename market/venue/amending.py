"""Amendments of the rules of trading: which of them a market could not trade by."""

from decimal import Decimal

from market.rules.errors import UnknownRules
from market.rules.market_rules import FEE_DENOMINATOR, MarketRules
from market.rules.profiles import FEN_PER_CNY, MARKETS, MODES, OF_ORDERS, market_profile, of_trading
from registry.rules import RuleBook, RuleParameter


def can_trade_by(book: RuleBook, amended: RuleParameter) -> bool:
    """Tell whether orders could be checked by a book on the first day of an amendment.

    Args:
        book: with the amendment.
        amended: what it says.
    """
    if amended.scheme not in MARKETS or not of_trading(amended.key):
        return True
    try:
        if amended.key == OF_ORDERS["tick_fen"] and Decimal(amended.value) * FEN_PER_CNY % 1:
            return False
        if amended.key == "trading_levels_shown" and int(amended.value) < 1:
            return False
        profile = market_profile(book, amended.scheme, amended.valid_from)
    except UnknownRules:
        return True  # the market does not trade on that day, whatever the value
    except (ValueError, ArithmeticError):
        return False
    return all(_can_check(rules) for mode in MODES if (rules := profile.mode(mode)))


def _can_check(rules: MarketRules) -> bool:
    return (
        min(rules.tick_fen, rules.lot_t, rules.quantity_t_min) >= 1
        and rules.quantity_t_max >= rules.quantity_t_min
        and 0 <= rules.fee_rate <= FEE_DENOMINATOR
        and min(rules.band_pct or 0, rules.close_min_t) >= 0
    )
