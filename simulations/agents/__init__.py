"""Who takes part in a run: populations drawn, what each remembers, when it looks at the market."""

from simulations.agents.allocation import UnitClass, allocation_t, benchmarks_of, power_unit
from simulations.agents.auction_bidding import auction_bids
from simulations.agents.blocks import agree
from simulations.agents.credit_suppliers import SupplierAgent, draw_suppliers
from simulations.agents.firms import FirmAgent, Wish
from simulations.agents.investors import InvestorAgent, draw_investors
from simulations.agents.liquidity_providers import LiquidityAgent, draw_liquidity_providers
from simulations.agents.market_views import MarketView
from simulations.agents.minds import behaviours_in
from simulations.agents.population import draw_firms
from simulations.agents.profiles import FirmProfile, Mind, YearPosition
from simulations.agents.situations import Situation
from simulations.agents.traders import Trader
from simulations.agents.visits import HalfDayVisits, Visit, times, visits_of
from simulations.agents.wake_ups import WakeUp, WakeUps
from simulations.agents.year_positions import year_position

__all__ = [
    "FirmAgent",
    "FirmProfile",
    "HalfDayVisits",
    "InvestorAgent",
    "LiquidityAgent",
    "MarketView",
    "Mind",
    "Situation",
    "SupplierAgent",
    "Trader",
    "UnitClass",
    "Visit",
    "WakeUp",
    "WakeUps",
    "Wish",
    "YearPosition",
    "agree",
    "allocation_t",
    "auction_bids",
    "behaviours_in",
    "benchmarks_of",
    "draw_firms",
    "draw_investors",
    "draw_liquidity_providers",
    "draw_suppliers",
    "power_unit",
    "times",
    "visits_of",
    "year_position",
]
