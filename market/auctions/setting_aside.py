"""How much cash an auction sets aside, and which side pays."""

from market.rules.clearing import fee_fen
from market.rules.orders import Side

PER_CENT = 100


def cash_needed_fen(turnover_fen: int, fee_rate: int, part_pct: int = PER_CENT) -> int:
    """Return the cash to set aside for a turnover and its fee, rounded up, fen.

    Args:
        turnover_fen: sum of prices times quantities, fen.
        fee_rate: parts of 100,000 of the turnover.
        part_pct: how much of it a deposit covers, per cent.
    """
    whole_fen = turnover_fen + fee_fen(turnover_fen, 1, fee_rate)
    return -(-whole_fen * part_pct // PER_CENT)


def buys(auction_side: str, *, announcer: bool) -> bool:
    """Tell whether the announcer, or a bidder, of an auction pays."""
    return (auction_side == Side.BUY) is announcer
