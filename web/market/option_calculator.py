"""The option calculator: what is asked, its values and greeks, and the drawing of the payoff."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, cast

from pydantic import Field

from market.derivatives import OptionValue, black_76, implied_volatility
from web.forms import FormModel, field_copy

DAYS_A_YEAR = 365
DAYS_MAX = 3_650
PRICE_CNY_MAX = 100_000
WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 14, 34
POINTS = 60
OptionType = Literal["call", "put"]

Price = Annotated[
    Decimal,
    Field(gt=0, le=PRICE_CNY_MAX, max_digits=12, decimal_places=4, allow_inf_nan=False),
]


class OptionRequest(FormModel):
    """The terms of a European option on a forward."""

    forward_cny: Price = Field(
        json_schema_extra=field_copy("远期价格", "Forward price", unit="CNY/t")
    )
    strike_cny: Price = Field(json_schema_extra=field_copy("行权价", "Strike", unit="CNY/t"))
    days: int = Field(ge=1, le=DAYS_MAX, json_schema_extra=field_copy("到期天数", "Days to expiry"))
    volatility_pct: Decimal = Field(
        gt=0,
        le=1_000,
        max_digits=9,
        decimal_places=4,
        allow_inf_nan=False,
        json_schema_extra=field_copy("年化波动率", "Volatility, a year", unit="%"),
    )
    rate_pct: Decimal = Field(
        Decimal(0),
        ge=-50,
        le=100,
        max_digits=9,
        decimal_places=4,
        allow_inf_nan=False,
        json_schema_extra=field_copy(
            "折现年利率",
            "Discount rate, a year",
            "每日盯市的期权填 0；期权费于成交时支付的填无风险利率。",
            "0 for options whose premium is marked daily; the riskless rate where it is paid at"
            " the trade.",
            unit="%",
        ),
    )
    premium_cny: Price | None = Field(
        None,
        json_schema_extra=field_copy(
            "观察到的期权费",
            "Premium observed",
            "填写后反推隐含波动率（按看涨期权及看跌期权分别计算）。",
            "If given, the volatility it implies is found, for a call and for a put.",
            unit="CNY/t",
        ),
    )


class Valued(NamedTuple):
    """One option of the answer, with the volatility that the observed premium implies."""

    option_type: OptionType
    value: OptionValue
    implied_volatility_pct: float | None


class Tick(NamedTuple):
    """A mark of an axis: where it is, and the price or gain it stands for, CNY/t."""

    at: str
    cny: float


@dataclass(frozen=True, slots=True)
class Payoff:
    """What a template draws: gain of the buyer at expiry and value today, over the price.

    Attributes:
        at_expiry: points of the payoff less the premium, by type of option.
        today: points of the value today less the premium.
        zero_y: height of no gain.
        strike_x: where the strike is.
        prices: marks of the lower axis.
        gains: marks of the left axis.
    """

    at_expiry: dict[str, str]
    today: dict[str, str]
    zero_y: str
    strike_x: str
    prices: tuple[Tick, ...]
    gains: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def valued(asked: OptionRequest) -> tuple[Valued, Valued]:
    """Return the values of a call and of a put."""
    forward, strike, years, volatility, rate = _terms(asked)

    def of(option_type: OptionType) -> Valued:
        implied = None
        if asked.premium_cny is not None:
            implied = implied_volatility(
                option_type, float(asked.premium_cny), forward, strike, years, rate
            )
        return Valued(
            option_type,
            black_76(option_type, forward, strike, years, volatility, rate),
            None if implied is None else implied * 100,
        )

    return of("call"), of("put")


def parity_gap_cny(asked: OptionRequest) -> float:
    """Return by how much call less put misses the discounted difference; rounding alone."""
    forward, strike, years, volatility, rate = _terms(asked)
    terms = (forward, strike, years, volatility, rate)
    difference = black_76("call", *terms).price - black_76("put", *terms).price
    at_once = black_76("call", forward, strike, years, 0.0, rate).price
    at_once -= black_76("put", forward, strike, years, 0.0, rate).price
    return difference - at_once


def payoff(asked: OptionRequest) -> Payoff:
    """Lay the payoff out, from half to one and a half times the larger of forward and strike."""
    forward, strike, years, volatility, rate = _terms(asked)
    low, high = min(forward, strike) * 0.5, max(forward, strike) * 1.5
    prices = sorted({strike, *(low + (high - low) * n / POINTS for n in range(POINTS + 1))})
    lines: dict[tuple[str, str], list[float]] = {}
    for option_type in cast(tuple[OptionType, ...], ("call", "put")):
        premium = black_76(option_type, forward, strike, years, volatility, rate).price
        lines["expiry", option_type] = [
            black_76(option_type, price, strike, 0, 0).price - premium for price in prices
        ]
        lines["today", option_type] = [
            black_76(option_type, price, strike, years, volatility, rate).price - premium
            for price in prices
        ]
    least = min(min(line) for line in lines.values())
    most = max(max(line) for line in lines.values())

    def x(price: float) -> float:
        return LEFT + (price - low) / (high - low) * (WIDTH - RIGHT - LEFT)

    def y(gain: float) -> float:
        return HEIGHT - BOTTOM - (gain - least) / (most - least) * (HEIGHT - BOTTOM - TOP)

    def points(kind: str, option_type: str) -> str:
        line = zip(prices, lines[kind, option_type], strict=True)
        return " ".join(f"{x(price):.1f},{y(gain):.1f}" for price, gain in line)

    return Payoff(
        at_expiry={each: points("expiry", each) for each in ("call", "put")},
        today={each: points("today", each) for each in ("call", "put")},
        zero_y=f"{y(0):.1f}",
        strike_x=f"{x(strike):.1f}",
        prices=tuple(Tick(f"{x(price):.1f}", price) for price in _marks(low, high)),
        gains=tuple(Tick(f"{y(gain):.1f}", gain) for gain in _marks(least, most)),
    )


def _marks(low: float, high: float) -> list[float]:
    return [low + (high - low) * n / 4 for n in range(5)]


def _terms(asked: OptionRequest) -> tuple[float, float, float, float, float]:
    return (
        float(asked.forward_cny),
        float(asked.strike_cny),
        asked.days / DAYS_A_YEAR,
        float(asked.volatility_pct) / 100,
        float(asked.rate_pct) / 100,
    )
