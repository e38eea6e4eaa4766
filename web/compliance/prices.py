"""The mean price that measures a fine, from the venue's trades of the month before the deadline."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from market.data import day_candles, instruments
from registry.ledger import parse_unit_type_code
from registry.worlds import WorldSession

DAYS_MAX = 500
FEN_PER_CNY = 100
CENT = Decimal("0.01")
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class MeanPrice:
    """A mean price, weighted by volume, and the trades it is of.

    Args:
        price_cny: CNY per t, rounded half-up to fen.
        volume_t: traded, t.
        first: day of the month,
        last: and its last day, the deadline.
    """

    price_cny: Decimal
    volume_t: int
    first: date
    last: date


def mean_price_before(session: WorldSession, scheme: str, deadline: date) -> MeanPrice | None:
    """Return turnover by volume of a market's allowances in the month that ends at a deadline.

    Returns:
        None where nothing was traded on the last 500 days on record of an instrument.
    """
    first = month_before(deadline)
    volume = turnover = 0
    for each in instruments(session):
        if each.unit_kind != "allowance" or parse_unit_type_code(each.code)[0] != scheme:
            continue
        days = day_candles(session, each.code, DAYS_MAX)
        counted = [day for day in days if first <= day.business_date <= deadline]
        volume += sum(day.volume_t for day in counted)
        turnover += sum(day.turnover_fen for day in counted)
    if not volume:
        return None
    price = (Decimal(turnover) / volume / FEN_PER_CNY).quantize(CENT, rounding=ROUND_HALF_UP)
    return MeanPrice(price, volume, first, deadline)


def month_before(deadline: date) -> date:
    """Return the first day of the month that ends at a deadline: 1 December for 31 December."""
    after = date.fromordinal(deadline.toordinal() + 1)
    year, month = (after.year, after.month - 1) if after.month > 1 else (after.year - 1, DECEMBER)
    ends = date(year + month // DECEMBER, month % DECEMBER + 1, 1).toordinal() - 1
    return date(year, month, min(after.day, date.fromordinal(ends).day))
