"""What a venue shows: depth, tape, candles, snapshots, and figures that real markets published."""

from market.data.figures import FigureView, load_published_figures, published_figures
from market.data.queries import (
    day_bar,
    day_candles,
    depth,
    instruments,
    latest_event_id,
    order_by_id,
    own_orders,
    tape,
)
from market.data.snapshots import snapshot
from market.data.views import DayView, DepthView, InstrumentView, LevelView, OrderView, TapeRow

__all__ = [
    "DayView",
    "DepthView",
    "FigureView",
    "InstrumentView",
    "LevelView",
    "OrderView",
    "TapeRow",
    "day_bar",
    "day_candles",
    "depth",
    "instruments",
    "latest_event_id",
    "load_published_figures",
    "order_by_id",
    "own_orders",
    "published_figures",
    "snapshot",
    "tape",
]
