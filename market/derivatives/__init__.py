"""Derivatives around spot: forwards, futures and options, with a central counterparty."""

from market.derivatives.commands import (
    AcceptSeriesOffer,
    EndMarginCall,
    EndSeriesOffer,
    ExpireSeries,
    ListSeries,
    OfferSeriesTrade,
    PostMargin,
    SettleSeriesDay,
)
from market.derivatives.inbox import series_tasks
from market.derivatives.prices import model_price
from market.derivatives.pricing import OptionValue, black_76, forward_price, implied_volatility
from market.derivatives.queries import (
    list_series_views,
    open_margin_calls,
    series_offers,
    series_page,
)
from market.derivatives.views import (
    BASES,
    CALL_STATES,
    OFFER_STATES,
    OPTION_TYPES,
    SERIES_KINDS,
    SERIES_STATUSES,
    SETTLEMENTS,
    MarginCallView,
    SeriesMarkView,
    SeriesOfferView,
    SeriesPage,
    SeriesPositionView,
    SeriesPriceView,
    SeriesTradeView,
    SeriesView,
)

__all__ = [
    "BASES",
    "CALL_STATES",
    "OFFER_STATES",
    "OPTION_TYPES",
    "SERIES_KINDS",
    "SERIES_STATUSES",
    "SETTLEMENTS",
    "AcceptSeriesOffer",
    "EndMarginCall",
    "EndSeriesOffer",
    "ExpireSeries",
    "ListSeries",
    "MarginCallView",
    "OfferSeriesTrade",
    "OptionValue",
    "PostMargin",
    "SeriesMarkView",
    "SeriesOfferView",
    "SeriesPage",
    "SeriesPositionView",
    "SeriesPriceView",
    "SeriesTradeView",
    "SeriesView",
    "SettleSeriesDay",
    "black_76",
    "forward_price",
    "implied_volatility",
    "list_series_views",
    "model_price",
    "open_margin_calls",
    "series_offers",
    "series_page",
    "series_tasks",
]
