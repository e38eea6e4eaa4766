"""Quarterly bulletins: figures as published, and what follows from the months, marked as computed.

A quarter's volume is the sum of its months where all three are known; its turnover the published
one, else the sum of volume × average price of the months.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlmodel import col

from market.data.bulletin_views import ByMode, Traded
from market.data.figures import FigureView, published_figures
from market.data.history import NATIONAL, PeriodView, published_months
from market.data.refused_data import UnknownQuarter
from market.venue.models import Instrument, TradingDay
from registry.worlds import WorldSession, words

MONTHS = 3
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_CENT = Decimal("0.01")
FROM_MONTHS = words("Sum of the months shown", "由所列月度数据加总")
FROM_AVERAGES = words(
    "Sum of volume × average price of the months shown", "由所列各月成交量×均价加总"
)
FROM_FIGURES = words("Computed from the figures shown", "由所列数据计算")


@dataclass(frozen=True, slots=True)
class QuarterView:
    """What is known of a quarter.

    Args:
        period: `2024-Q3`.
        months: those of the national market that are known.
        complete: all three are.
        groups: figures by market (national first), each published or computed.
        own: what was traded at this venue in the quarter, by scheme of the market.
        volume_published: the national volume as published for the quarter, beside the months' sum.
    """

    period: str
    months: tuple[PeriodView, ...]
    complete: bool
    groups: Mapping[str, tuple[FigureView, ...]]
    own: Mapping[str, ByMode]
    volume_published: FigureView | None


def quarters(session: WorldSession) -> list[str]:
    """Return the quarters of which something is known, newest first."""
    months = {quarter_of(month.period) for month in published_months(session)}
    figures = {each.period for each in published_figures(session) if "-Q" in each.period}
    traded = {quarter_of(day.isoformat()[:7]) for day in _own_days(session)}
    return sorted(months | figures | traded, reverse=True)


def quarterly_bulletin(session: WorldSession, period: str) -> QuarterView:
    """Return the bulletin of a quarter.

    Args:
        session: a reading.
        period: such as `2024-Q3`.

    Raises:
        UnknownQuarter: nothing is known of it, or it is written otherwise.
    """
    first, last = _days_of(period)
    names = {f"{first.year}-{first.month + number:02d}" for number in range(MONTHS)}
    every_month = published_months(session)
    months = tuple(month for month in every_month if month.period in names)
    figures = [each for each in published_figures(session) if each.period in {period, *names}]
    own = _own(session, first, last)
    if not (months or figures or own):
        raise UnknownQuarter(period=period, field="period")
    whole = (NATIONAL, period, "volume")
    groups: dict[str, list[FigureView]] = {}
    for figure in figures:
        if figure.market != NATIONAL or figure.period == period:
            groups.setdefault(figure.market, []).append(figure)
    if months:
        before = _close_before(every_month, months[0].period)
        known = groups.get(NATIONAL, [])
        groups[NATIONAL] = _national(period, months, known, before)
    return QuarterView(
        period=period,
        months=months,
        complete=len(months) == MONTHS,
        groups={
            market: tuple(groups[market])
            for market in sorted(
                groups, key=lambda market: (market != NATIONAL, market != "pilots")
            )
        },
        own=own,
        volume_published=next(
            (each for each in figures if (each.market, each.period, each.measure) == whole), None
        ),
    )


def quarter_of(month: str) -> str:
    """Return the quarter of a month: `2024-09` lies in `2024-Q3`."""
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // MONTHS}"


def _national(
    period: str, months: Sequence[PeriodView], published: Sequence[FigureView], before: str | None
) -> list[FigureView]:
    """Return the national figures: totals from the months, the others as published or computed."""
    known = {figure.measure: figure for figure in published}

    def computed(measure: str, value: Decimal | int, unit: str, how: Mapping[str, str]) -> None:
        source = {"source_zh": how["zh"], "source_en": how["en"]}
        text = str(value) if isinstance(value, int) else f"{value:f}"
        made[measure] = FigureView(
            NATIONAL, period, measure, text, unit, **source, confidence="derived"
        )

    made: dict[str, FigureView] = {}
    volume_t = sum(month.volume_t for month in months)
    computed("volume", volume_t, "t", FROM_MONTHS)
    if "turnover" in known:
        made["turnover"] = known["turnover"]
    else:
        total = sum((Decimal(month.vwap_cny or 0) * month.volume_t for month in months), Decimal(0))
        computed("turnover", total.quantize(Decimal(1), ROUND_HALF_UP), "CNY", FROM_AVERAGES)
    turnover = Decimal(made["turnover"].value)
    computed("vwap", (turnover / volume_t).quantize(_CENT, ROUND_HALF_UP), "CNY/t", FROM_FIGURES)
    for measure in ("listed_volume", "listed_turnover"):
        if measure in known:
            made[measure] = known[measure]
    if "listed_volume" in known:
        computed("block_volume", volume_t - int(known["listed_volume"].value), "t", FROM_FIGURES)
    if "listed_turnover" in known:
        rest = turnover - Decimal(known["listed_turnover"].value)
        computed("block_turnover", rest, "CNY", FROM_FIGURES)
    close = known.get("close") or _month_close(period, months[-1])
    if close is not None:
        made["close"] = close
        if before is not None:
            change = 100 * (Decimal(close.value) / Decimal(before) - 1)
            computed("close_change", change.quantize(_CENT, ROUND_HALF_UP), "%", FROM_FIGURES)
    for measure in ("close_max", "close_max_day", "close_min", "close_min_day"):
        if measure in known:
            made[measure] = known[measure]
    return list(made.values())


def _month_close(period: str, month: PeriodView) -> FigureView | None:
    if month.close_cny is None:
        return None
    source = {"source_zh": month.source_zh, "source_en": month.source_en}
    return FigureView(
        NATIONAL, period, "close", month.close_cny, "CNY/t", **source, confidence=month.confidence
    )


def _close_before(months: Sequence[PeriodView], first: str) -> str | None:
    """Return the close of the month before a quarter."""
    earlier = [month for month in months if month.period < first]
    return earlier[-1].close_cny if earlier else None


def _days_of(period: str) -> tuple[date, date]:
    """Return the first and last day of a quarter."""
    found = _QUARTER.fullmatch(period)
    if found is None or int(found[1]) < 1:
        raise UnknownQuarter(period=period[:10], field="period")
    first = date(int(found[1]), MONTHS * int(found[2]) - 2, 1)
    ends_in_december = first.month + MONTHS > 12  # noqa: PLR2004  months of a year
    if ends_in_december:
        return first, date(first.year, 12, 31)
    return first, date(first.year, first.month + MONTHS, 1) - timedelta(days=1)


def _own_days(session: WorldSession) -> list[date]:
    """Return the days on which something was traded at this venue."""
    day = col(TradingDay.business_date)
    traded = (
        (col(TradingDay.volume_t) > 0)
        | (col(TradingDay.block_volume_t) > 0)
        | (col(TradingDay.auction_volume_t) > 0)
    )
    return list(session.scalars(select(day).where(traded).distinct()))


def _own(session: WorldSession, first: date, last: date) -> dict[str, ByMode]:
    statement = (
        select(
            col(Instrument.market),
            func.sum(TradingDay.volume_t),
            func.sum(TradingDay.turnover_fen),
            func.sum(TradingDay.block_volume_t),
            func.sum(TradingDay.block_turnover_fen),
            func.sum(TradingDay.auction_volume_t),
            func.sum(TradingDay.auction_turnover_fen),
        )
        .join(Instrument, col(Instrument.id) == col(TradingDay.instrument_id))
        .where(col(TradingDay.business_date).between(first, last))
        .group_by(col(Instrument.market))
        .order_by(col(Instrument.market))
    )
    found = {
        row[0]: ByMode(*(Traded(int(row[at]), int(row[at + 1])) for at in (1, 3, 5)))
        for row in session.execute(statement)
    }
    return {market: traded for market, traded in found.items() if traded.total.volume_t}
