"""Whether the terms of a block keep to the rules of block agreements."""

from market.blocks.refused_blocks import BlockTooLarge
from market.rules.market_rules import MarketRules, check_price, check_quantity
from market.venue.models import TradingDay


def check_terms(price_fen: int, quantity_t: int, day: TradingDay, rules: MarketRules) -> None:
    """Refuse terms that break a rule of the mode.

    Args:
        price_fen: price, fen per t.
        quantity_t: quantity, t.
        day: the instrument's day.
        rules: of block agreements.

    Raises:
        QuantityTooSmall, QuantityNotInLots, BlockTooLarge, PriceOffTick, PriceOutsideBand: they do.
    """
    if quantity_t > rules.quantity_t_max:
        raise BlockTooLarge(
            quantity_t=quantity_t, quantity_t_max=rules.quantity_t_max, field="quantity_t"
        )
    check_quantity(quantity_t, rules)
    check_price(price_fen, day.previous_close_fen, rules)
