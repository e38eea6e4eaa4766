"""The demo's series: a forward and an option with positions marked over some days.

Prices are an illustration around the demo's spot prices, and the parties are fictitious.
"""

from datetime import date, timedelta
from typing import NamedTuple

from market.derivatives import (
    AcceptSeriesOffer,
    ListSeries,
    OfferSeriesTrade,
    SeriesView,
    SettleSeriesDay,
    black_76,
    forward_price,
    series_page,
)
from registry.rules import working_calendar
from web.demo.cast import PastCast, client_id
from web.demo.instruments import MAIN_INSTRUMENT

LISTED_DAYS_AGO = 12
HOURS_TO_CLOSE = timedelta(hours=6)
MONTHS = (2, 5, 8, 11)
DAYS_AHEAD_MIN = 30
OPTION_DAYS_AHEAD = 60
STRIKE_FEN = 10_000
CARRY = 0.02
VOLATILITY = 0.35
FORWARD = "SHEA-2024"


class Deal(NamedTuple):
    """A trade of the demo: how far from the model price, in thousandths of the spot price."""

    buyer: str
    seller: str
    permille: int
    contracts: int


FORWARD_DEALS = (
    Deal("qinglan", "bailu", 6, 120),
    Deal("qinglan", "beiyan", 12, 40),
    Deal("hupan", "beiyan", 15, 20),
    Deal("hupan", "bailu", 9, 15),
    Deal("hengtie", "bailu", 4, 30),
    Deal("hupan", "beiyan", 2, 10),
    Deal("hengtie", "beiyan", -1, 10),
    Deal("hupan", "bailu", -4, 15),
    Deal("hengtie", "beiyan", -9, 25),
)
OPTION_DEALS = (
    Deal("songhe", "hengtie", 0, 60),
    Deal("qinglan", "hengtie", 4, 25),
    Deal("songhe", "xilu", -3, 15),
    Deal("xilu", "hengtie", 5, 10),
    Deal("qinglan", "xilu", 2, 5),
    Deal("songhe", "hengtie", -4, 5),
    Deal("xilu", "hengtie", 3, 5),
)
"""The last ones are those of the last days; a week with holidays leaves the first out."""


def trade_series(cast: PastCast) -> None:
    """List the two series, trade them, and settle every working day until yesterday."""
    cast.go_to(LISTED_DAYS_AGO)
    calendar = working_calendar(cast.session)

    def worked(day: date) -> date:
        return day if calendar.is_working_day(day) else calendar.add_working_days(day, -1)

    month_end = worked(_contract_month(cast.today))
    option_end = worked(cast.today + timedelta(days=OPTION_DAYS_AHEAD))
    forward, option = (
        f"SHEA-F{month_end:%y%m}",
        f"CEA-C{option_end:%y%m}-{STRIKE_FEN // 100}",
    )
    _list(cast, forward, "forward", FORWARD, (month_end, calendar.add_working_days(month_end, 1)))
    _list(cast, option, "option", MAIN_INSTRUMENT, (option_end, option_end))
    listed_on = cast.today
    days = [
        days_ago
        for days_ago in range(LISTED_DAYS_AGO, 0, -1)
        if calendar.is_working_day(listed_on + timedelta(days=LISTED_DAYS_AGO - days_ago))
    ]
    deals = {forward: iter(FORWARD_DEALS[-len(days) :]), option: iter(OPTION_DEALS)}
    for days_ago in days:
        cast.go_to(days_ago)
        for series, left in deals.items():
            deal = next(left, None)
            if deal:
                _trade(cast, series, deal)
        cast.clock.advance(HOURS_TO_CLOSE)
        for series in deals:
            cast.do(
                SettleSeriesDay(
                    client_id=client_id("settle", series, cast.today.isoformat()),
                    series=series,
                    day=cast.today,
                ),
                cast.operator(),
            )


def _contract_month(today: date) -> date:
    """Return the last day of the next contract month that is not too near."""
    first = (today + timedelta(days=DAYS_AHEAD_MIN)).replace(day=1)
    while first.month not in MONTHS or first <= today:
        first = (first + timedelta(days=32)).replace(day=1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _list(cast: PastCast, code: str, kind: str, instrument: str, days: tuple[date, date]) -> None:
    last_trading_day, expires_on = days
    option = kind == "option"
    cast.do(
        ListSeries(
            client_id=client_id("series", code),
            series=code,
            contract_kind=kind,
            instrument=instrument,
            last_trading_day=last_trading_day,
            expires_on=expires_on,
            settlement="cash" if option else "physical",
            option_type="call" if option else None,
            strike_fen=STRIKE_FEN if option else None,
        ),
        cast.operator(),
    )


def _trade(cast: PastCast, series: str, deal: Deal) -> None:
    shown = series_page(cast.session, series).series
    price_fen = _model_fen(cast, shown) + shown.underlying_fen * deal.permille // 1000
    offered = cast.do(
        OfferSeriesTrade(
            client_id=client_id("series-offer", series, cast.today.isoformat()),
            series=series,
            account=cast.accounts[deal.buyer],
            to_account=cast.accounts[deal.seller],
            side="buy",
            price_fen=price_fen,
            contracts=deal.contracts,
        ),
        cast.firm(deal.buyer),
    )
    cast.do(
        AcceptSeriesOffer(
            client_id=client_id("series-accept", series, cast.today.isoformat()),
            offer=int(offered["offer"]),
        ),
        cast.firm(deal.seller),
    )


def _model_fen(cast: PastCast, shown: SeriesView) -> int:
    """Return what the model says today, as the rules have it for the daily settlement."""
    days = (shown.expires_on - cast.today).days
    forward = forward_price(shown.underlying_fen, CARRY, days)
    if shown.strike_fen is None:
        return round(forward)
    return round(black_76("call", forward, shown.strike_fen, days / 365, VOLATILITY).price)
