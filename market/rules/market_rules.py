"""What an order must satisfy, how far prices may move in a day, and how the close is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from market.rules.errors import ReferencePriceInvalid
from market.rules.orders import OrderKind, cny_text
from market.rules.refused_orders import (
    PriceMissing,
    PriceNotWanted,
    PriceOffTick,
    PriceOutsideBand,
    QuantityNotInLots,
    QuantityTooLarge,
    QuantityTooSmall,
    SameDayResale,
)

PRICE_FEN_MAX: Final = 100_000_000
"""Highest price any instrument accepts, fen per unit: keeps price times quantity below 2**63."""

QUANTITY_T_MAX: Final = 10_000_000_000
"""Largest quantity any order carries: above a year's national emissions, below overflow."""

FEE_DENOMINATOR: Final = 100_000
"""Fee rates are parts of this (750 = 7.5 per mille)."""


class Provenance(NamedTuple):
    """Where a parameter's value comes from and how far to trust it.

    Args:
        source: its citation, or the note that says there is none.
        confidence: how sure it is.
        cited: citation and note as one text in each language.
    """

    source: str
    confidence: str
    cited: Mapping[str, str]


class PriceBand(NamedTuple):
    """The lowest and highest price accepted in a day, fen per unit, both included."""

    low_fen: int
    high_fen: int


@dataclass(frozen=True, slots=True)
class MarketRules:
    """The parameters of one trading mode of one market.

    Attributes:
        code: name of the rule set, stored with each instrument.
        tick_fen: smallest price step, fen per t.
        lot_t: smallest quantity step, t.
        quantity_t_min: least quantity of an order, t.
        quantity_t_max: most an order may carry, t.
        band_pct: width of the daily band, per cent of the previous close; None: no band.
        fee_rate: fee of each side in parts of 100,000 of the turnover, rounded down to the fen.
        makes_close: whether the trades of this mode enter the closing price.
        same_day_resale: whether units bought today may be sold today; False is T+1.
        close_min_t: the close is the average only of more than this volume, t.
        provenance: source and confidence of each parameter above, by its name.
    """

    code: str
    tick_fen: int
    lot_t: int
    quantity_t_min: int
    quantity_t_max: int
    band_pct: int | None
    fee_rate: int
    makes_close: bool
    same_day_resale: bool
    close_min_t: int = 0
    provenance: Mapping[str, Provenance] = field(default_factory=dict, repr=False, compare=False)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


@lru_cache(maxsize=4096)
def price_band(previous_close_fen: int, band_pct: int | None, tick_fen: int = 1) -> PriceBand:
    """Draw the day's band around the previous close.

    Args:
        previous_close_fen: previous close, fen per t, above zero.
        band_pct: width to each side, per cent; None: from one tick to the highest price of all.
        tick_fen: smallest price step, fen per t.

    Returns:
        Both ends in fen per t, each rounded half up to the tick, the lower at least one tick.

    Source:
        上海环境能源交易所《关于全国碳排放权交易相关事项的公告》(2021-06-22). How the ends are
        rounded is not published; half up is assumed, as China's stock exchanges do.
    """
    if band_pct is None:
        return PriceBand(tick_fen, PRICE_FEN_MAX // tick_fen * tick_fen)
    step = 100 * tick_fen
    low_fen = _half_up(previous_close_fen * (100 - band_pct), step) * tick_fen
    high_fen = _half_up(previous_close_fen * (100 + band_pct), step) * tick_fen
    return PriceBand(max(low_fen, tick_fen), high_fen)


def closing_price_fen(
    turnover_fen: int,
    volume_t: int,
    previous_close_fen: int,
    tick_fen: int = 1,
    close_min_t: int = 0,
) -> int:
    """Make the closing price of a day from its listed trades.

    Args:
        turnover_fen: Σ price × quantity of the day's listed trades, fen.
        volume_t: Σ quantity of the same trades, t.
        previous_close_fen: previous close, fen per t.
        tick_fen: smallest price step, fen per t.
        close_min_t: volume that must be exceeded, t.

    Returns:
        The volume-weighted average, fen per t, rounded half up to the tick; the previous close
        when nothing, or no more than `close_min_t`, was traded.

    Source:
        上海环境能源交易所《关于全国碳排放权交易相关事项的公告》(2021-06-22). How the average is
        rounded is not published; half up is assumed.
    """
    if volume_t <= close_min_t:
        return previous_close_fen
    return _half_up(turnover_fen, volume_t * tick_fen) * tick_fen


def check_reference_price(price_fen: int, rules: MarketRules) -> None:
    """Refuse a first reference price around which no band can be drawn.

    Args:
        price_fen: reference price, fen per t.
        rules: the instrument's rule set.

    Raises:
        ReferencePriceInvalid: not above zero, beyond the bound, or off the tick.
    """
    if not 0 < price_fen <= PRICE_FEN_MAX or price_fen % rules.tick_fen:
        raise ReferencePriceInvalid(price_cny=cny_text(price_fen), field="reference_price_fen")


def _source(rules: MarketRules, name: str) -> str:
    known = rules.provenance.get(name)
    return known.source if known else ""


def check_quantity(quantity_t: int, rules: MarketRules) -> None:
    """Refuse a quantity the mode does not accept.

    Args:
        quantity_t: quantity of the order, t.
        rules: the rule set of the mode.

    Raises:
        QuantityTooSmall: below the least quantity.
        QuantityTooLarge: above the most one order may carry.
        QuantityNotInLots: not a multiple of the lot.
    """
    if quantity_t < rules.quantity_t_min:
        raise QuantityTooSmall(
            quantity_t=quantity_t,
            quantity_t_min=rules.quantity_t_min,
            source=_source(rules, "quantity_t_min"),
            field="quantity_t",
        )
    if quantity_t > rules.quantity_t_max:
        raise QuantityTooLarge(
            quantity_t=quantity_t,
            quantity_t_max=rules.quantity_t_max,
            source=_source(rules, "quantity_t_max"),
            field="quantity_t",
        )
    if quantity_t % rules.lot_t:
        raise QuantityNotInLots(
            quantity_t=quantity_t,
            lot_t=rules.lot_t,
            source=_source(rules, "lot_t"),
            field="quantity_t",
        )


def check_price(price_fen: int, previous_close_fen: int, rules: MarketRules) -> None:
    """Refuse a price off the tick or outside the day's band.

    Args:
        price_fen: limit price, fen per t.
        previous_close_fen: previous close, fen per t.
        rules: the rule set of the mode.

    Raises:
        PriceOffTick: not a multiple of the tick.
        PriceOutsideBand: below or above the band.
    """
    tick_fen = rules.tick_fen
    if price_fen % tick_fen:
        raise PriceOffTick(
            price_cny=cny_text(price_fen),
            tick_cny=cny_text(tick_fen),
            source=_source(rules, "tick_fen"),
            field="price_fen",
        )
    low_fen, high_fen = price_band(previous_close_fen, rules.band_pct, tick_fen)
    if not low_fen <= price_fen <= high_fen:
        raise PriceOutsideBand(
            price_cny=cny_text(price_fen),
            low_cny=cny_text(low_fen),
            high_cny=cny_text(high_fen),
            previous_close_cny=cny_text(previous_close_fen),
            band_pct=rules.band_pct,
            source=_source(rules, "band_pct"),
            field="price_fen",
        )


def resellable_t(available_t: int, bought_today_t: int) -> int:
    """Return what may be sold today under T+1.

    Args:
        available_t: units held and not set aside, t.
        bought_today_t: units bought today, t.

    Returns:
        What is available beyond the units bought today, never below 0, t.
    """
    return max(0, available_t - bought_today_t)


def check_resale(quantity_t: int, available_t: int, bought_today_t: int) -> None:
    """Refuse to sell units on the day on which they were bought (T+1).

    An order beyond all that is available is the ledger's to refuse, whatever was bought today.

    Args:
        quantity_t: quantity to be sold, t.
        available_t: units held and not set aside, t.
        bought_today_t: units bought today, t.

    Raises:
        SameDayResale: more than is available beyond the units bought today.

    Source:
        碳排放权交易管理规则(试行) (生态环境部, 2021-05-14).
    """
    if resellable_t(available_t, bought_today_t) < quantity_t <= available_t:
        raise SameDayResale(
            quantity_t=quantity_t,
            resellable_t=resellable_t(available_t, bought_today_t),
            bought_today_t=bought_today_t,
            field="quantity_t",
        )


def check_order(
    kind: OrderKind,
    price_fen: int | None,
    quantity_t: int,
    previous_close_fen: int,
    rules: MarketRules,
) -> None:
    """Refuse an order that breaks a rule of its mode; what the party owns is the ledger's rule.

    Args:
        kind: limit or market.
        price_fen: limit price, fen per t; None for a market order.
        quantity_t: quantity, t.
        previous_close_fen: previous close, fen per t.
        rules: the rule set of the mode.

    Raises:
        PriceMissing: a limit order without a price.
        PriceNotWanted: a market order with a price.
        PriceOffTick: not a multiple of the tick.
        PriceOutsideBand: outside the day's band.
        QuantityTooSmall: below the least quantity.
        QuantityTooLarge: above the most one order may carry.
        QuantityNotInLots: not a multiple of the lot.
    """
    check_quantity(quantity_t, rules)
    if kind is OrderKind.MARKET:
        if price_fen is not None:
            raise PriceNotWanted(field="price_fen")
        return
    if price_fen is None:
        raise PriceMissing(field="price_fen")
    check_price(price_fen, previous_close_fen, rules)


@dataclass(frozen=True, slots=True)
class OrderLimits:
    """Which limit orders a mode accepts on one day, made ready for many of them.

    Attributes:
        low_fen: lowest price of the day's band, fen per t.
        high_fen: highest price of the band, fen per t.
        tick_fen: smallest price step, fen per t.
        quantity_t_min: least quantity of an order, t.
        quantity_t_max: most an order may carry, t.
        lot_t: smallest quantity step, t.
    """

    low_fen: int
    high_fen: int
    tick_fen: int
    quantity_t_min: int
    quantity_t_max: int
    lot_t: int

    def allow(self, price_fen: int, quantity_t: int) -> bool:
        """Whether `check_order` accepts a limit order; it says why where it does not."""
        return (
            self.low_fen <= price_fen <= self.high_fen
            and self.quantity_t_min <= quantity_t <= self.quantity_t_max
            and not price_fen % self.tick_fen
            and not quantity_t % self.lot_t
        )


def order_limits(previous_close_fen: int, rules: MarketRules) -> OrderLimits:
    """Return the limits of a day.

    Args:
        previous_close_fen: previous close, fen per t.
        rules: the rule set of the mode.
    """
    low_fen, high_fen = price_band(previous_close_fen, rules.band_pct, rules.tick_fen)
    quantities = (rules.quantity_t_min, rules.quantity_t_max, rules.lot_t)
    return OrderLimits(low_fen, high_fen, rules.tick_fen, *quantities)
