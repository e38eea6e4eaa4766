"""Bulletins in words: the sentences that readers of the Chinese markets know, and rows of files."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from flask_babel import format_date, lazy_gettext
from flask_babel import gettext as _

from market.data import BulletinView, PeriodView, PriceBar, QuarterView, Traded, market_name
from market.rules import cny_text
from web.formats import number, trimmed, yuan
from web.languages import current_language
from web.market.measures import CERTIFICATES, market_words
from web.tables.sheets_out import Row

NATIONAL: Final = "cn_ets"
WEIGHTS: Final = {
    "volume_share": lazy_gettext("each vintage weighs by its share of the day's listed volume"),
    "single_vintage": lazy_gettext("the price of one vintage alone"),
}
"""What a composite price weighs by."""

MODES_SAID: Final = {
    "listed": (
        lazy_gettext("Listed agreements today: volume %(volume)s, value %(value)s CNY."),
        lazy_gettext("No listed agreements today."),
    ),
    "block": (
        lazy_gettext("Block agreements today: volume %(volume)s, value %(value)s CNY."),
        lazy_gettext("No block agreements today."),
    ),
    "auction": (
        lazy_gettext("One-way auction today: volume %(volume)s, value %(value)s CNY."),
        lazy_gettext("No one-way auction today."),
    ),
}
"""What bulletins say of each mode: of a day with trades in it, and without."""

MEASURED: Final = {
    "t": lazy_gettext("%(quantity)s t"),
    "MWh": lazy_gettext("%(quantity)s MWh"),
}
"""A quantity in a sentence, by what it is counted in."""

CERTIFICATE_MODES: Final = {
    "listed": (
        lazy_gettext("Listings today: volume %(volume)s, value %(value)s CNY."),
        lazy_gettext("No listings traded today."),
    ),
    "block": (
        lazy_gettext("Bilateral agreements today: volume %(volume)s, value %(value)s CNY."),
        lazy_gettext("No bilateral agreements today."),
    ),
    "auction": (
        lazy_gettext("Centralised auction today: volume %(volume)s, value %(value)s CNY."),
        lazy_gettext("No centralised auction today."),
    ),
}
"""The same of green certificates, whose modes have names of their own."""

PRICE_BASES: Final = {
    "": lazy_gettext("not retrieved"),
    "listed": lazy_gettext("listed trades"),
    "composite": lazy_gettext("composite of all vintages"),
    "vintage": lazy_gettext("one vintage"),
}
"""What the closes of a period are of."""

DAY_HEADINGS: Final = (
    "market",
    "date",
    "line",
    "previous_close_cny",
    "open_cny",
    "high_cny",
    "low_cny",
    "close_cny",
    "change_pct",
    "listed_volume",
    "listed_turnover_cny",
    "block_volume",
    "block_turnover_cny",
    "auction_volume",
    "auction_turnover_cny",
    "total_volume",
    "total_turnover_cny",
    "cumulative_volume",
    "cumulative_turnover_cny",
    "published",
)
FIGURE_HEADINGS: Final = (
    "market",
    "period",
    "measure",
    "value",
    "unit",
    "source_zh",
    "source_en",
    "confidence",
)
PERIOD_HEADINGS: Final = (
    "market",
    "period",
    "close_cny",
    "price_basis",
    "volume_t",
    "turnover_cny",
    "vwap_cny",
    "source_zh",
    "source_en",
    "confidence",
)


def name_of(market: str) -> str:
    """Return a market's name in the reader's language."""
    return market_name(market)[current_language()]


def title(bulletin: BulletinView) -> str:
    """Return the heading of a daily bulletin."""
    if bulletin.market == NATIONAL:
        return str(_("National carbon market: daily composite price and trades"))
    return str(_("%(market)s: daily prices and trades", market=name_of(bulletin.market)))


def sentences(bulletin: BulletinView) -> list[str]:
    """Return a bulletin as the sentences in which markets publish it."""
    day = format_date(bulletin.business_date, format="long")
    market = name_of(bulletin.market)
    unit = unit_of(bulletin.market)
    said = []
    if bulletin.prices is not None:
        said.append(_price_sentence(bulletin, bulletin.prices, market, day))
    said += [
        _mode_sentence(name, traded, bulletin.market)
        for name, traded in _modes(bulletin)
        if traded.volume_t or (name in bulletin.modes and (name != "listed" or not said))
    ]
    total, cumulative = bulletin.traded.total, bulletin.cumulative
    said.append(
        str(_("All modes: volume %(volume)s, value %(value)s CNY.", **_traded(total, unit)))
    )
    said.append(
        str(
            _(
                "By %(day)s, cumulative volume of the %(market)s %(volume)s, cumulative value"
                " %(value)s CNY.",
                day=day,
                market=market,
                **_traded(cumulative, unit),
            )
        )
    )
    return said


def unit_of(market: str) -> str:
    """Return in what a market's volume is counted."""
    return market_words([market]).quantity


def millions(value: str) -> str:
    """Write an amount as millions, exactly."""
    return number(trimmed(Decimal(value) / 1_000_000))


def bulletin_rows(bulletin: BulletinView) -> Iterator[Row]:
    """Yield a bulletin as rows: the market's line, then one for each instrument."""
    frozen = "yes" if bulletin.frozen_at else "preliminary"
    yield (
        bulletin.market,
        bulletin.business_date,
        "composite" if bulletin.weights not in {"", "only"} else "total",
        *_price_cells(bulletin.prices),
        *_mode_cells(bulletin.traded),
        bulletin.cumulative.volume_t,
        cny_text(bulletin.cumulative.turnover_fen),
        frozen,
    )
    for line in bulletin.lines:
        yield (
            bulletin.market,
            bulletin.business_date,
            line.code,
            *_price_cells(line.prices),
            *_mode_cells(line.traded),
            None,
            None,
            frozen,
        )


def quarter_rows(quarter: QuarterView) -> Iterator[Row]:
    """Yield the figures of a quarter, then its months; what is computed says so."""
    for figures in quarter.groups.values():
        for figure in figures:
            yield tuple(str(getattr(figure, name)) for name in FIGURE_HEADINGS)
    for month in quarter.months:
        measures = (("volume", str(month.volume_t), "t"), ("close", month.close_cny, "CNY/t"))
        for measure, value, unit in (*measures, ("vwap", month.vwap_cny, "CNY/t")):
            if value is not None:
                origin = (month.source_zh, month.source_en, month.confidence)
                yield (month.market, month.period, measure, value, unit, *origin)


def period_rows(periods: list[PeriodView]) -> Iterator[Row]:
    """Yield months or years as rows."""
    for period in periods:
        yield tuple(getattr(period, name) for name in PERIOD_HEADINGS)


def chart_of(months: list[PeriodView]) -> list[dict[str, Any]]:
    """Return months as the chart of prices and volumes takes them; average where no close is."""
    return [
        {
            "date": month.period,
            "open_cny": None,
            "high_cny": None,
            "low_cny": None,
            "close_cny": float(Decimal(month.close_cny or month.vwap_cny or 0)),
            "volume_t": month.volume_t,
        }
        for month in months
    ]


def wanted_day(text: str) -> date | None:
    """Return the day of an address, written 2026-11-23; None if it is no such day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _price_sentence(bulletin: BulletinView, prices: PriceBar, market: str, day: str) -> str:
    facts = {"market": market, "day": day, "close": yuan(prices.close_fen)}
    if prices.open_fen is None or prices.high_fen is None or prices.low_fen is None:
        if bulletin.traded.listed.volume_t:
            return str(
                _(
                    "%(day)s, composite price of the %(market)s: the vintage it is made of had no"
                    " listed trades; the close stays at %(close)s CNY/t.",
                    **facts,
                )
            )
        return str(
            _("%(day)s, %(market)s: no listed trades; the close stays at %(close)s CNY.", **facts)
        )
    facts |= {
        "open": yuan(prices.open_fen),
        "high": yuan(prices.high_fen),
        "low": yuan(prices.low_fen),
        "change": _change(prices.change_pct),
    }
    if bulletin.weights == "only":
        return str(
            _(
                "%(day)s, %(market)s: open %(open)s CNY, high %(high)s CNY, low %(low)s CNY, close"
                " %(close)s CNY; the close is %(change)s against the day before.",
                **facts,
            )
        )
    return str(
        _(
            "%(day)s, composite price of the %(market)s: open %(open)s CNY/t, high %(high)s CNY/t,"
            " low %(low)s CNY/t, close %(close)s CNY/t; the close is %(change)s against the day"
            " before.",
            **facts,
        )
    )


def _change(percent: Decimal) -> str:
    if not percent:
        return str(_("unchanged"))
    shown = number(abs(percent))
    if percent > 0:
        return str(_("up %(percent)s%%", percent=shown))
    return str(_("down %(percent)s%%", percent=shown))


def _modes(bulletin: BulletinView) -> Iterator[tuple[str, Traded]]:
    traded = bulletin.traded
    yield "listed", traded.listed
    yield "block", traded.block
    yield "auction", traded.auction


def _mode_sentence(mode: str, traded: Traded, market: str) -> str:
    """Say what was traded in a mode, in the words of the market: certificates have their own."""
    some, none = (CERTIFICATE_MODES if market == CERTIFICATES else MODES_SAID)[mode]
    return str(some) % _traded(traded, unit_of(market)) if traded.volume_t else str(none)


def _traded(traded: Traded, unit: str) -> dict[str, str]:
    return {
        "volume": str(MEASURED[unit]) % {"quantity": number(traded.volume_t)},
        "value": yuan(traded.turnover_fen),
    }


def _price_cells(prices: PriceBar | None) -> Row:
    if prices is None:
        return (None,) * 6
    values = (
        prices.previous_close_fen,
        prices.open_fen,
        prices.high_fen,
        prices.low_fen,
        prices.close_fen,
    )
    return (*(None if fen is None else cny_text(fen) for fen in values), str(prices.change_pct))


def _mode_cells(traded: Any) -> Row:
    parts = (traded.listed, traded.block, traded.auction, traded.total)
    return tuple(cell for part in parts for cell in (part.volume_t, cny_text(part.turnover_fen)))
