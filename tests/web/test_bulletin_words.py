"""What a bulletin says, in the words of the market it is about."""

from datetime import date

import pytest
from flask import Flask

from market.data import BulletinView, ByMode, PriceBar, Traded
from web.market.bulletin_words import sentences

NOTHING = Traded()
ALL_MODES = ("listed", "block", "auction")


def said(app: Flask, bulletin: BulletinView, language: str = "zh") -> str:
    with app.test_request_context(headers={"Accept-Language": language}):
        return "".join(sentences(bulletin))


def bulletin(
    market: str,
    traded: ByMode,
    modes: tuple[str, ...] = ALL_MODES,
    prices: PriceBar | None = None,
    weights: str = "",
) -> BulletinView:
    return BulletinView(
        market=market,
        business_date=date(2024, 9, 30),
        prices=prices,
        weights=weights,
        weight_confidence="",
        traded=traded,
        modes=modes,
        cumulative=traded.total,
        lines=(),
        frozen_at=None,
    )


def test_the_national_market_speaks_as_its_exchange_does(app: Flask) -> None:
    traded = ByMode(Traded(2_000, 19_800_000), Traded(100_000, 950_000_000), NOTHING)
    prices = PriceBar(9_800, 9_900, 9_960, 9_880, 9_948)
    shown = said(app, bulletin("cn_ets", traded, prices=prices, weights="volume_share"))
    for words in (
        "综合价格行情为：开盘价99.00元/吨，最高价99.60元/吨，最低价98.80元/吨，收盘价99.48元/吨",
        "收盘价较前一日上涨1.51%",
        "今日挂牌协议交易成交量2,000吨，成交额198,000.00元。",
        "今日大宗协议交易成交量100,000吨，成交额9,500,000.00元。",
        "今日无单向竞价。",
        "累计成交量102,000吨",
    ):
        assert words in shown


def test_a_composite_price_without_trades_of_its_vintage_denies_no_other_trades(app: Flask) -> None:
    traded = ByMode(Traded(2_000, 19_800_000), NOTHING, NOTHING)
    prices = PriceBar(9_948, None, None, None, 9_948)
    shown = said(app, bulletin("cn_ets", traded, prices=prices, weights="single_vintage"))
    assert "计价年度配额当日无挂牌成交，收盘价维持99.48元/吨" in shown
    assert "今日挂牌协议交易成交量2,000吨" in shown


def test_certificates_have_modes_and_a_measure_of_their_own(app: Flask) -> None:
    traded = ByMode(Traded(30, 15_000), Traded(500, 240_000), NOTHING)
    shown = said(app, bulletin("gec", traded))
    for words in (
        "今日挂牌交易成交量30 MWh",
        "今日双边协商交易成交量500 MWh",
        "今日无集中竞价。",
        "累计成交量530 MWh",
    ):
        assert words in shown
    assert "大宗" not in shown
    english = said(app, bulletin("gec", traded), "en")
    assert "Bilateral agreements today: volume 500 MWh" in english


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mode_that_a_market_does_not_have_is_not_spoken_of(app: Flask, language: str) -> None:
    traded = ByMode(Traded(10, 92_000), NOTHING, NOTHING)
    shown = said(app, bulletin("ccer", traded, ("listed",)), language).lower()
    assert not {"大宗", "竞价"} & {shown[at : at + 2] for at in range(len(shown))}
    assert "block" not in shown
    assert "auction" not in shown
