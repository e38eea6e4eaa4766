"""How traders without an obligation quote, and suppliers of credits: pure functions of values."""

from simulations.behaviour.strategies.liquidity import LiquidityProvider
from simulations.behaviour.strategies.momentum import MomentumInvestor
from simulations.behaviour.strategies.noise import NoiseDraw, NoiseTrader, zero_intelligence_cny
from simulations.behaviour.strategies.quotes import Position, Quote, Standing, quote
from simulations.behaviour.strategies.suppliers import CreditSupplier
from simulations.behaviour.strategies.value import ValueInvestor

__all__ = [
    "CreditSupplier",
    "LiquidityProvider",
    "MomentumInvestor",
    "NoiseDraw",
    "NoiseTrader",
    "Position",
    "Quote",
    "Standing",
    "ValueInvestor",
    "quote",
    "zero_intelligence_cny",
]
