"""What a venue shows: depth, tape, candles, bulletins, and figures that real markets published."""

from market.data.bulletin_views import (
    BulletinHead,
    BulletinLine,
    BulletinView,
    ByMode,
    PriceBar,
    Traded,
)
from market.data.bulletins import bulletin_heads, daily_bulletin
from market.data.candle_bars import CANDLES_MAX, CandlePeriod, CandleView, candles
from market.data.commands import OpenVintage, PublishBulletin
from market.data.figures import FigureView, load_published_figures, published_figures
from market.data.history import (
    PeriodView,
    load_published_history,
    published_months,
    published_years,
)
from market.data.markets import listed_markets, market_name
from market.data.new_vintages import first_reference_fen
from market.data.own_book import (
    BalanceView,
    FillView,
    balances_of_room,
    fills_of_room,
    orders_of_room,
)
from market.data.quarterly import QuarterView, quarterly_bulletin, quarters
from market.data.queries import (
    day_bar,
    day_candles,
    depth,
    instruments,
    latest_event_id,
    latest_event_ids,
    order_by_id,
    own_orders,
    tape,
)
from market.data.refused_data import (
    BulletinPublished,
    BulletinTooEarly,
    UnknownBulletin,
    UnknownMarket,
    UnknownQuarter,
)
from market.data.snapshots import snapshot
from market.data.views import DayView, DepthView, InstrumentView, LevelView, OrderView, TapeRow

__all__ = [
    "CANDLES_MAX",
    "BalanceView",
    "BulletinHead",
    "BulletinLine",
    "BulletinPublished",
    "BulletinTooEarly",
    "BulletinView",
    "ByMode",
    "CandlePeriod",
    "CandleView",
    "DayView",
    "DepthView",
    "FigureView",
    "FillView",
    "InstrumentView",
    "LevelView",
    "OpenVintage",
    "OrderView",
    "PeriodView",
    "PriceBar",
    "PublishBulletin",
    "QuarterView",
    "TapeRow",
    "Traded",
    "UnknownBulletin",
    "UnknownMarket",
    "UnknownQuarter",
    "balances_of_room",
    "bulletin_heads",
    "candles",
    "daily_bulletin",
    "day_bar",
    "day_candles",
    "depth",
    "fills_of_room",
    "first_reference_fen",
    "instruments",
    "latest_event_id",
    "latest_event_ids",
    "listed_markets",
    "load_published_figures",
    "load_published_history",
    "market_name",
    "order_by_id",
    "orders_of_room",
    "own_orders",
    "published_figures",
    "published_months",
    "published_years",
    "quarterly_bulletin",
    "quarters",
    "snapshot",
    "tape",
]
