"""A venue on disk: instruments, their days, orders and trades, delivery against payment."""

from market.venue.commands import OpenInstrument
from market.venue.days import roll_markets
from market.venue.finding import instrument_profile
from market.venue.models import Instrument, MarketEvent, MarketOrder, TradeRow, TradingDay
from market.venue.news import EVERYBODY, concerned_parties
from market.venue.trading_hours import phase_now

__all__ = [
    "EVERYBODY",
    "Instrument",
    "MarketEvent",
    "MarketOrder",
    "OpenInstrument",
    "TradeRow",
    "TradingDay",
    "concerned_parties",
    "instrument_profile",
    "phase_now",
    "roll_markets",
]
