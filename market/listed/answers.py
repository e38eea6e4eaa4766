"""What the open book answers to an order."""

from collections.abc import Sequence

from market.venue.models import Instrument, MarketOrder, TradeRow


def order_answer(
    instrument: Instrument, order: MarketOrder, trades: Sequence[TradeRow]
) -> dict[str, object]:
    """Return what became of an order, as plain values.

    Args:
        instrument: what is traded.
        order: after its trades.
        trades: those it made at once.
    """
    return {
        "order_id": order.id,
        "instrument": instrument.code,
        "side": order.side,
        "state": order.state,
        "quantity_t": order.quantity_t,
        "filled_t": order.quantity_t - order.remaining_t,
        "remaining_t": order.remaining_t,
        "trades": [
            {"trade_id": row.id, "price_fen": row.price_fen, "quantity_t": row.quantity_t}
            for row in trades
        ],
    }
