"""Bulletins of the markets: by day, by quarter, and the history of the national market."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from market.data import (
    BulletinView,
    UnknownBulletin,
    bulletin_heads,
    daily_bulletin,
    listed_markets,
    published_months,
    published_years,
    quarterly_bulletin,
    quarters,
)
from registry.rules import CONFIDENCE_NAMES, Confidence
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.market.bulletin_words import (
    DAY_HEADINGS,
    FIGURE_HEADINGS,
    PERIOD_HEADINGS,
    PRICE_BASES,
    WEIGHTS,
    bulletin_rows,
    chart_of,
    millions,
    name_of,
    period_rows,
    quarter_rows,
    sentences,
    title,
    unit_of,
    wanted_day,
)
from web.tables.downloads import table_download

pages = Blueprint("bulletins", __name__, url_prefix="/market/bulletins")

DAYS_SHOWN = 30
CHARACTERS_MAX = 10


@pages.get("")
@public
def index() -> str:
    """List the markets with bulletins, the quarters and the history."""
    with reading(public_world()) as session:
        markets = {market: bulletin_heads(session, market, 1) for market in listed_markets(session)}
        known = quarters(session)
    return render_template(
        "bulletins/index.html", markets=markets, quarters=known, name_of=name_of, unit_of=unit_of
    )


@pages.get("/<market>")
@public
def days(market: str) -> str:
    """List a market's days, newest first; `before` is where an earlier page begins."""
    before = wanted_day(request.args.get("before", ""))
    with reading(public_world()) as session:
        heads = bulletin_heads(session, market, DAYS_SHOWN + 1, before)
    return render_template(
        "bulletins/days.html",
        market=market,
        heads=heads[:DAYS_SHOWN],
        more=len(heads) > DAYS_SHOWN,
        name_of=name_of,
        unit=unit_of(market),
    )


@pages.get("/<market>/<day>")
@public
def show(market: str, day: str) -> ResponseReturnValue:
    """Show the bulletin of a day; `2026-11-23.csv` is its file."""
    plain, dot, form = day.rpartition(".")
    bulletin = _bulletin(market, plain if dot and form == "csv" else day)
    if dot:
        name = f"{market}-{bulletin.business_date.isoformat()}"
        return table_download(name, "csv", DAY_HEADINGS, bulletin_rows(bulletin), mark=_mark())
    return render_template(
        "bulletins/day.html",
        bulletin=bulletin,
        title=title(bulletin),
        sentences=sentences(bulletin),
        weights=WEIGHTS.get(bulletin.weights),
        confidence=_confidence(bulletin.weight_confidence),
        name=name_of(market),
        unit=unit_of(market),
    )


@pages.get("/quarterly")
@public
def quarterly_index() -> str:
    """List the quarters."""
    with reading(public_world()) as session:
        known = quarters(session)
    return render_template("bulletins/quarters.html", quarters=known)


@pages.get("/quarterly/<period>")
@public
def quarterly(period: str) -> ResponseReturnValue:
    """Show the bulletin of a quarter; `2024-Q3.csv` is its file."""
    plain, dot, form = period.rpartition(".")
    with reading(public_world()) as session:
        quarter = quarterly_bulletin(session, plain if dot and form == "csv" else period)
        known = quarters(session)
    if dot:
        return table_download(
            f"carbon-market-{quarter.period}",
            "csv",
            FIGURE_HEADINGS,
            quarter_rows(quarter),
            mark=_mark(),
        )
    return render_template(
        "bulletins/quarter.html",
        quarter=quarter,
        quarters=known,
        bases=PRICE_BASES,
        name_of=name_of,
        unit_of=unit_of,
        millions=millions,
    )


@pages.get("/history")
@public
def history() -> str:
    """Show the months and years of the national market."""
    with reading(public_world()) as session:
        months, years = published_months(session), published_years(session)
    return render_template(
        "bulletins/history.html",
        months=months,
        years=years,
        bases=PRICE_BASES,
        chart=chart_of(months),
    )


@pages.get("/history/<any('months','years'):kind>.csv")
@public
def history_file(kind: str) -> Response:
    """Return months or years as a file."""
    with reading(public_world()) as session:
        found = published_months(session) if kind == "months" else published_years(session)
    return table_download(
        f"national-market-{kind}", "csv", PERIOD_HEADINGS, period_rows(found), mark=_mark()
    )


def _bulletin(market: str, text: str) -> BulletinView:
    day: date | None = wanted_day(text)
    with reading(public_world()) as session:
        if day is None:
            bulletin_heads(session, market, 0)
            raise UnknownBulletin(
                market=market[:CHARACTERS_MAX], day=text[:CHARACTERS_MAX], field="day"
            )
        return daily_bulletin(session, market, day)


def _confidence(name: str) -> Mapping[str, str] | None:
    return CONFIDENCE_NAMES[Confidence(name)] if name else None


def _mark() -> bool:
    return bool(request.args.get("bom"))
