"""What a forward and a European option on it are worth: cost of carry and the Black model of 1976.

Pure functions on floats, for a calculator and for daily model prices; cash is settled on whole fen
elsewhere. Prices are in the unit of the forward price, times are years of 365 days, rates are
continuous and volatilities a year's, all as fractions.

Source:
    F. Black, "The pricing of commodity contracts", Journal of Financial Economics 3 (1976);
    the undiscounted form for options whose premium is marked daily: M. Asay, Journal of Futures
    Markets 2 (1982).
"""

import math
from typing import Final, Literal, NamedTuple

from scipy.optimize import brentq
from scipy.special import ndtr

OptionType = Literal["call", "put"]

DAYS_A_YEAR: Final = 365
VOLATILITY_MAX: Final = 10.0
"""Largest volatility that is looked for: a thousand per cent a year."""

_ROOT_TWO_PI: Final = math.sqrt(2 * math.pi)


class OptionValue(NamedTuple):
    """Price of an option and how it moves.

    Attributes:
        price: today's value, in the unit of the forward price.
        delta: change of the price for one unit of the forward price.
        gamma: change of delta for one unit of the forward price.
        vega: change of the price for 1 (100 percentage points) of volatility.
        theta: change of the price for one year that passes, the forward price standing still.
        rho: change of the price for 1 (100 percentage points) of the rate.
    """

    price: float
    delta: float
    gamma: float
    vega: float
    theta: float
    rho: float


def forward_price(spot: float, rate: float, days: int) -> float:
    """Return what a forward is worth by cost of carry: spot with simple interest.

    Args:
        spot: price of the unit today.
        rate: of interest, a year, as a fraction.
        days: until delivery.
    """
    return spot * (1 + rate * days / DAYS_A_YEAR)


def black_76(
    option_type: OptionType,
    forward: float,
    strike: float,
    years: float,
    volatility: float,
    rate: float = 0.0,
) -> OptionValue:
    """Return the value of a European option on a forward, with its greeks.

    Args:
        option_type: call or put.
        forward: forward price, above 0.
        strike: above 0.
        years: until expiry, 0 or more.
        volatility: of the forward price, a year, 0 or more.
        rate: at which the premium is discounted; 0 where it is marked daily.

    Returns:
        At expiry and without volatility the discounted intrinsic value and its own slopes.
    """
    assert forward > 0
    assert strike > 0
    discount = math.exp(-rate * years)
    spread = volatility * math.sqrt(years)
    sign = 1.0 if option_type == "call" else -1.0
    if not spread:
        return _without_time(sign, forward, strike, years, rate)
    d1 = math.log(forward / strike) / spread + spread / 2
    d2 = d1 - spread
    density = math.exp(-d1 * d1 / 2) / _ROOT_TWO_PI
    probability = float(ndtr(sign * d1))
    price = discount * sign * (forward * probability - strike * float(ndtr(sign * d2)))
    return OptionValue(
        price=price,
        delta=discount * sign * probability,
        gamma=discount * density / (forward * spread),
        vega=discount * forward * density * math.sqrt(years),
        theta=rate * price - discount * forward * density * volatility / (2 * math.sqrt(years)),
        rho=-years * price,
    )


def implied_volatility(
    option_type: OptionType,
    price: float,
    forward: float,
    strike: float,
    years: float,
    rate: float = 0.0,
) -> float | None:
    """Return the volatility at which the model gives a price; None if none does.

    Args:
        option_type: call or put.
        price: of the option.
        forward: forward price, above 0.
        strike: above 0.
        years: until expiry, above 0.
        rate: as in `black_76`.
    """

    def too_dear(volatility: float) -> float:
        return black_76(option_type, forward, strike, years, volatility, rate).price - price

    if years <= 0 or too_dear(0.0) > 0 or too_dear(VOLATILITY_MAX) < 0:
        return None
    return float(brentq(too_dear, 0.0, VOLATILITY_MAX, xtol=1e-14, rtol=1e-14))


def intrinsic(option_type: OptionType, price: int, strike: int) -> int:
    """Return what exercising brings, not below 0, in the unit of the prices."""
    return max(0, price - strike if option_type == "call" else strike - price)


def _without_time(
    sign: float, forward: float, strike: float, years: float, rate: float
) -> OptionValue:
    """Return the value that is sure: what exercising brings, discounted."""
    discount = math.exp(-rate * years)
    gain = sign * (forward - strike)
    price = discount * max(gain, 0.0)
    return OptionValue(
        price=price,
        delta=discount * sign if gain > 0 else 0.0,
        gamma=0.0,
        vega=0.0,
        theta=rate * price,
        rho=-years * price,
    )
