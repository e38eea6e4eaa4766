"""`/market/bulletins`: daily and quarterly bulletins and the history, as the pages show them."""

from datetime import date

from flask import Blueprint
from pydantic import BaseModel, Field

from market.data import (
    BulletinView,
    ByMode,
    PriceBar,
    Traded,
    UnknownBulletin,
    bulletin_heads,
    daily_bulletin,
    listed_markets,
    market_name,
    published_months,
    published_years,
    quarterly_bulletin,
    quarters,
)
from market.rules import cny_text
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.api.market_shapes import FigureAnswer
from web.api.specification import answers, specification
from web.market.bulletin_words import sentences, wanted_day

api = Blueprint("bulletins", __name__, url_prefix="/market/bulletins")
TAGS = ["market data"]
CHARACTERS_MAX = 10
LICENCE = (
    "Sums of months, quarters and years as published, with source; the exchange allows no"
    " redistribution of its daily data without consent (沪环境交〔2023〕29号, section 3)."
)


class TradedShape(BaseModel):
    """Volume (t, or MWh for certificates) and turnover."""

    volume: int
    turnover_cny: str


class ModesShape(BaseModel):
    """What was traded in each mode, and in all."""

    listed: TradedShape
    block: TradedShape
    auction: TradedShape
    total: TradedShape


class PricesShape(BaseModel):
    """Prices of a day, CNY; open, high and low are null without listed trades."""

    previous_close_cny: str
    open_cny: str | None
    high_cny: str | None
    low_cny: str | None
    close_cny: str
    change_cny: str
    change_pct: str


class BulletinLineShape(BaseModel):
    """The day of one instrument."""

    instrument: str
    prices: PricesShape
    traded: ModesShape


class BulletinAnswer(BaseModel):
    """A daily bulletin; `published_at` is null while it is preliminary."""

    market: str
    name: dict[str, str]
    date: date
    published_at: str | None
    prices: PricesShape | None
    weights: str
    weight_confidence: str
    traded: ModesShape
    cumulative: TradedShape
    lines: list[BulletinLineShape]
    sentences: list[str]


class DaysQuery(BaseModel):
    """A page of a market's days."""

    limit: int = Field(30, ge=1, le=366)
    before: date | None = None


class DayHeadShape(BaseModel):
    """One day in a list; the close is there once the bulletin is published."""

    date: date
    close_cny: str | None
    traded: ModesShape
    published: bool


class DayList(BaseModel):
    """Days, newest first; `next_before` is where the next page begins, null on the last."""

    market: str
    days: list[DayHeadShape]
    next_before: date | None


class MarketList(BaseModel):
    """Markets with bulletins, and the quarters."""

    markets: list[str]
    quarters: list[str]


class PeriodShape(BaseModel):
    """A month or a year of a real market."""

    market: str
    period: str
    close_cny: str | None
    price_basis: str
    volume_t: int
    turnover_cny: str | None
    vwap_cny: str | None
    source_zh: str
    source_en: str
    confidence: str


class QuarterAnswer(BaseModel):
    """A quarter: figures by market, computed ones with confidence `derived`; months; own trades."""

    period: str
    complete: bool
    figures: list[FigureAnswer]
    months: list[PeriodShape]
    own: dict[str, ModesShape]
    licence: str


class HistoryAnswer(BaseModel):
    """Months and years of the national market."""

    years: list[PeriodShape]
    months: list[PeriodShape]
    licence: str


@api.get("")
@specification.validate(resp=answers(MarketList), tags=TAGS)
@public
def list_markets() -> MarketList:
    """List the markets and quarters that have bulletins."""
    with reading(public_world()) as session:
        return MarketList(markets=listed_markets(session), quarters=quarters(session))


@api.get("/<market>")
@specification.validate(query=DaysQuery, resp=answers(DayList, 404, 422), tags=TAGS)
@public
def list_days(market: str, query: DaysQuery) -> DayList:
    """List a market's days, newest first."""
    with reading(public_world()) as session:
        heads = bulletin_heads(session, market, query.limit + 1, query.before)
    shown = heads[: query.limit]
    return DayList(
        market=market,
        days=[
            DayHeadShape(
                date=head.business_date,
                close_cny=_price(head.close_fen),
                traded=_modes(head.traded),
                published=head.frozen,
            )
            for head in shown
        ],
        next_before=shown[-1].business_date if len(heads) > query.limit else None,
    )


@api.get("/<market>/<day>")
@specification.validate(resp=answers(BulletinAnswer, 404), tags=TAGS)
@public
def show_day(market: str, day: str) -> BulletinAnswer:
    """Show the bulletin of a market's day."""
    found = wanted_day(day)
    with reading(public_world()) as session:
        if found is None:
            bulletin_heads(session, market, 0)
            raise UnknownBulletin(
                market=market[:CHARACTERS_MAX], day=day[:CHARACTERS_MAX], field="day"
            )
        return _bulletin(daily_bulletin(session, market, found))


@api.get("/quarterly/<period>")
@specification.validate(resp=answers(QuarterAnswer, 404), tags=TAGS)
@public
def show_quarter(period: str) -> QuarterAnswer:
    """Show the bulletin of a quarter, such as 2024-Q3."""
    with reading(public_world()) as session:
        quarter = quarterly_bulletin(session, period)
    return QuarterAnswer.model_validate(
        {
            "period": quarter.period,
            "complete": quarter.complete,
            "figures": [figure for group in quarter.groups.values() for figure in group],
            "months": quarter.months,
            "own": {market: _modes(traded) for market, traded in quarter.own.items()},
            "licence": LICENCE,
        },
        from_attributes=True,
    )


@api.get("/history")
@specification.validate(resp=answers(HistoryAnswer), tags=TAGS)
@public
def show_history() -> HistoryAnswer:
    """Show the months and years of the national market."""
    with reading(public_world()) as session:
        found = {"years": published_years(session), "months": published_months(session)}
    return HistoryAnswer.model_validate({**found, "licence": LICENCE}, from_attributes=True)


def _bulletin(found: BulletinView) -> BulletinAnswer:
    frozen = found.frozen_at
    return BulletinAnswer(
        market=found.market,
        name=dict(market_name(found.market)),
        date=found.business_date,
        published_at=frozen and frozen.isoformat(timespec="seconds"),
        prices=found.prices and _prices(found.prices),
        weights=found.weights,
        weight_confidence=found.weight_confidence,
        traded=_modes(found.traded),
        cumulative=_traded(found.cumulative),
        lines=[
            BulletinLineShape(
                instrument=line.code, prices=_prices(line.prices), traded=_modes(line.traded)
            )
            for line in found.lines
        ],
        sentences=sentences(found),
    )


def _prices(bar: PriceBar) -> PricesShape:
    return PricesShape(
        previous_close_cny=cny_text(bar.previous_close_fen),
        open_cny=_price(bar.open_fen),
        high_cny=_price(bar.high_fen),
        low_cny=_price(bar.low_fen),
        close_cny=cny_text(bar.close_fen),
        change_cny=cny_text(bar.change_fen),
        change_pct=str(bar.change_pct),
    )


def _modes(traded: ByMode) -> ModesShape:
    return ModesShape(
        listed=_traded(traded.listed),
        block=_traded(traded.block),
        auction=_traded(traded.auction),
        total=_traded(traded.total),
    )


def _traded(part: Traded) -> TradedShape:
    return TradedShape(volume=part.volume_t, turnover_cny=cny_text(part.turnover_fen))


def _price(fen: int | None) -> str | None:
    return None if fen is None else cny_text(fen)
