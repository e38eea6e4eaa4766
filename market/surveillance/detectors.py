"""What looks unusual in a market's days, orders and holdings: pure functions of values.

Each returns what it found, with the figures that explain it; nothing found is no proof of anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

PER_CENT = 100


class Watch(StrEnum):
    """The rules of surveillance."""

    SELF_TRADE = "self_trade"
    BAND_TOUCHES = "band_touches"
    LARGE_HOLDER = "large_holder"
    CANCEL_SHARE = "cancel_share"
    CORRIDOR = "corridor"
    DEFAULT = "default"


class Thresholds(NamedTuple):
    """From when on something is reported; None where no threshold is set.

    Args:
        touches: days at an end of the band.
        touch_days: trading days within which they are counted.
        holder_t: holding, t.
        holder_pct: holding, per cent of what all accounts hold.
        cancel_pct: orders cancelled, per cent of the orders placed on a day.
        cancel_orders_min: orders placed from which the share is worked out.
        low_fen: weighted price below which the corridor is left, fen per t.
        high_fen: weighted price above which it is left, fen per t.
        corridor_days: trading days over which the price is weighted.
    """

    touches: int | None = None
    touch_days: int = 20
    holder_t: int | None = None
    holder_pct: int | None = None
    cancel_pct: int | None = None
    cancel_orders_min: int = 1
    low_fen: int | None = None
    high_fen: int | None = None
    corridor_days: int = 10


class DayOfTrading(NamedTuple):
    """A day of an instrument with listed trades; prices in fen per t, volume in t."""

    high_fen: int
    low_fen: int
    band_high_fen: int
    band_low_fen: int
    volume_t: int
    turnover_fen: int


class OrdersOfDay(NamedTuple):
    """How many orders a party placed on a day, and how many of them it cancelled untouched."""

    party_id: int
    placed: int
    cancelled: int


class Claim(NamedTuple):
    """What a party could not pay: what the reserve advanced for it, and what nobody paid, fen."""

    number: str
    party_id: int
    advanced_fen: int
    unpaid_fen: int


class Finding(NamedTuple):
    """What a rule found: whose doing, if anybody's, and the figures that explain it."""

    rule: Watch
    party_id: int | None
    figures: Mapping[str, int | str]


def self_trades(attempts: Mapping[int, int]) -> Iterator[Finding]:
    """Report every party whose orders would have traded with their own.

    Args:
        attempts: refused orders of a day, by party.
    """
    for party_id, number in sorted(attempts.items()):
        if number:
            yield Finding(Watch.SELF_TRADE, party_id, {"attempts": number})


def band_touches(days: Sequence[DayOfTrading], thresholds: Thresholds) -> Iterator[Finding]:
    """Report an instrument whose price reached an end of its band on many days.

    Args:
        days: the last days with trades, oldest first.
        thresholds: of the market.
    """
    if thresholds.touches is None:
        return
    window = days[-thresholds.touch_days :]
    touched = [
        day.high_fen >= day.band_high_fen or day.low_fen <= day.band_low_fen for day in window
    ]
    if touched and touched[-1] and sum(touched) >= thresholds.touches:
        figures = {
            "touches": sum(touched),
            "days": thresholds.touch_days,
            "threshold": thresholds.touches,
        }
        yield Finding(Watch.BAND_TOUCHES, None, figures)


def large_holders(holdings: Mapping[int, int], thresholds: Thresholds) -> Iterator[Finding]:
    """Report every party that holds much of an instrument.

    Args:
        holdings: by party, t.
        thresholds: of the market; a quantity comes before a share.
    """
    total_t = sum(holdings.values())
    least_t = thresholds.holder_t
    if least_t is None and thresholds.holder_pct is not None:
        least_t = -(-total_t * thresholds.holder_pct // PER_CENT)
    if not least_t:
        return
    for party_id, held_t in sorted(holdings.items()):
        if held_t >= least_t:
            figures = {"held_t": held_t, "total_t": total_t, "threshold_t": least_t}
            yield Finding(Watch.LARGE_HOLDER, party_id, figures)


def cancel_shares(orders: Iterable[OrdersOfDay], thresholds: Thresholds) -> Iterator[Finding]:
    """Report every party that cancelled most of many orders.

    Args:
        orders: of a day, by party.
        thresholds: of the market.
    """
    if thresholds.cancel_pct is None:
        return
    for party_id, placed, cancelled in sorted(orders):
        enough = placed >= max(1, thresholds.cancel_orders_min)
        if enough and cancelled * PER_CENT >= placed * thresholds.cancel_pct:
            figures = {
                "placed": placed,
                "cancelled": cancelled,
                "share_pct": cancelled * PER_CENT // placed,
                "threshold_pct": thresholds.cancel_pct,
            }
            yield Finding(Watch.CANCEL_SHARE, party_id, figures)


def corridor(days: Sequence[DayOfTrading], thresholds: Thresholds) -> Iterator[Finding]:
    """Report an instrument whose weighted price left the corridor of stabilisation.

    Args:
        days: the last days with trades, oldest first.
        thresholds: of the market.
    """
    window = days[-thresholds.corridor_days :]
    volume_t = sum(day.volume_t for day in window)
    if len(window) < thresholds.corridor_days or not volume_t:
        return
    turnover_fen = sum(day.turnover_fen for day in window)
    low, high = thresholds.low_fen, thresholds.high_fen
    below = low is not None and turnover_fen < low * volume_t
    above = high is not None and turnover_fen > high * volume_t
    if below or above:
        end_fen = low if below else high
        assert end_fen is not None
        figures = {
            "price_fen": (2 * turnover_fen + volume_t) // (2 * volume_t),
            "days": thresholds.corridor_days,
            "threshold_fen": end_fen,
            "above": int(above),
        }
        yield Finding(Watch.CORRIDOR, None, figures)


def defaults(claims: Iterable[Claim]) -> Iterator[Finding]:
    """Report every claim on a party that could not pay.

    Args:
        claims: as clearing recorded them.
    """
    for claim in claims:
        figures: dict[str, int | str] = {
            "claim": claim.number,
            "owed_fen": claim.advanced_fen + claim.unpaid_fen,
            "advanced_fen": claim.advanced_fen,
            "unpaid_fen": claim.unpaid_fen,
        }
        yield Finding(Watch.DEFAULT, claim.party_id, figures)
