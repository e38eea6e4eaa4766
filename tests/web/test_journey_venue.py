"""Journey V: a day on the market in a browser, from the auction to the bulletin and the next day.

Four participants and the operator; the world keeps the trading hours and the test drives its clock.
"""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.market.traders import CEA
from tests.web.browser import Visit, Visitor, install_people
from tests.web.market_day import (
    AUCTION_BIDS,
    AUCTION_CNY,
    AUCTION_PRICE,
    AUCTION_T,
    AUCTION_WON_T,
    BLOCK_CNY,
    BLOCK_T,
    CHANGE,
    LISTED,
    LISTED_CNY,
    LISTED_T,
    MONDAY,
    PAID_CNY,
    TOTAL_CNY,
    TOTAL_T,
    TRADER1_CASH,
    TRADER1_T,
    TUESDAY,
    Day,
    served_day,
)

__all__ = ["served_day"]

ROOM = f"/market/{CEA}"
BLOCKS = "/market/blocks"
WORDS = {
    "zh": {
        "paused": "已暂停交易",
        "reason": "系统检修",
        "hours": "当前不在交易时段",
        "resale": "为今日买入",
        "agreed": "大宗协议已达成并完成交收",
        "listed": "今日挂牌协议交易成交量1,300吨，成交额127,200.00元。",
        "block": "今日大宗协议交易成交量120,000吨，成交额11,460,000.00元。",
        "auction": "今日单向竞价成交量1,000吨，成交额97,000.00元。",
        "published": "发布于",
        "modes": ("单向竞价", "挂牌"),
    },
    "en": {
        "paused": "is paused by announcement",
        "reason": "Maintenance",
        "hours": "is not trading now",
        "resale": "were bought today",
        "agreed": "The block is agreed and settled",
        "listed": "Listed agreements today: volume 1,300 t, value 127,200.00 CNY.",
        "block": "Block agreements today: volume 120,000 t, value 11,460,000.00 CNY.",
        "auction": "One-way auction today: volume 1,000 t, value 97,000.00 CNY.",
        "published": "published",
        "modes": ("auction", "listed"),
    },
}
REASONS = {"reason_zh": "系统检修", "reason_en": "Maintenance"}
AT_ONCE_MS = 5_000
"""How soon a page must show what happened elsewhere."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Literal["zh", "en"]:
    chosen: Literal["zh", "en"] = request.param
    return chosen


@pytest.fixture(scope="module")
def seeded_instance(language: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the demo's people; the day is founded once it is served."""
    instance = tmp_path_factory.mktemp(f"venue-{language}") / "instance"
    install_people(instance).close()
    return instance


def fill(page: Page, form: str, **fields: str) -> None:
    """Fill a form and press its main button."""
    chosen = page.locator(form)
    for name, value in fields.items():
        field = chosen.locator(f"[name='{name}']").first
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    chosen.locator("button:not([name]):not([type=button])").last.click()


def enter(person: Visitor) -> Page:
    """Open the trading room; return when it is live."""
    page = person.open(ROOM)
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    return page


def order(page: Page, side: str, price: str, quantity: str) -> Locator:
    """Fill the ticket and submit it; return where the answer stands."""
    listing = page.locator('[data-way="ticket"]')
    if listing.is_visible():
        listing.click()
    page.locator(f".choice-{side}").click()
    page.locator("#price").fill(price)
    page.locator("#quantity").fill(quantity)
    page.locator("#ticket .submit").click()
    return page.locator("#ticket-answer")


def take(page: Page, quantity: str) -> None:
    """Take a part of the best order to sell, as its counterparty chooses it."""
    page.locator('[data-way="taking"]').click()
    best = page.locator('[data-best="asks"] form').first
    best.locator("[name=quantity_t]").fill(quantity)
    best.locator("button").click()


def held_an_auction(day: Day, cast: dict[str, Visitor], public: Visitor) -> None:
    """Give notice, bid under seal, let the window end; everybody reads the result."""
    day.go_to(MONDAY, "08:30")
    page = cast["operator"].open("/market/auctions/new")
    fill(
        page,
        "main form.card",
        account=day.reserve,
        instrument=CEA,
        quantity_t=f"{AUCTION_T:,}",
        limit_cny="95.00",
        opens_at=f"{MONDAY} 08:30",
        closes_at=f"{MONDAY} 09:20",
    )
    page.wait_for_url(re.compile("/market/auctions/OA-"))
    path = page.url.removeprefix(cast["operator"].base_url)
    for name, bids in AUCTION_BIDS.items():
        page = cast[name].open(path)
        rows = {
            f"bids.{row}.{field}": value
            for row, bid in enumerate(bids)
            for field, value in zip(("price_cny", "quantity_t"), bid, strict=True)
        }
        fill(page, "form[action$='/bids']", **rows)
        expect(page.locator(".alert-success")).to_be_visible()
    expect(public.open(path).locator("main")).not_to_contain_text("98.00")
    day.go_to(MONDAY, "09:20")
    result = public.open(path).locator("section:has(#result)")
    for figure in (AUCTION_PRICE, f"{AUCTION_T:,}", AUCTION_CNY, "1,501", "4 · 2 · 2"):
        expect(result).to_contain_text(figure)
    expect(result.locator("svg polyline.bids")).to_have_count(1)
    result.locator("summary").click()
    expect(result.locator("tbody tr")).to_have_text(
        [
            re.compile(r"98\.00\s*600\s*600"),
            re.compile(r"97\.00\s*601\s*1,201"),
            re.compile(r"96\.00\s*300\s*1,501"),
        ]
    )
    for name, won_t in AUCTION_WON_T.items():
        own = cast[name].open(path).locator("section:has(#own)")
        won = [
            int(text.split()[0]) for text in own.locator("tbody td:nth-child(3)").all_inner_texts()
        ]
        assert sum(won) == won_t


def announce(operator: Visitor, step: str) -> None:
    """Pause or resume trading."""
    page = operator.open("/market/surveillance")
    fill(page, f"form[action$='/{step}']", instrument=CEA, **REASONS)
    expect(page.locator(".alert-success")).to_be_visible()


def traded_around_a_pause(day: Day, cast: dict[str, Visitor], said: dict[str, str]) -> None:
    """List, take at the best price, pause, resume, match; what was bought is not sold today."""
    cat, ann, ben, dan = (
        enter(cast[name]) for name in ("emitter", "trader1", "trader2", "developer")
    )
    expect(order(cat, "sell", "98.00", "1,000")).to_contain_text(said["hours"])
    day.go_to(MONDAY, "09:30")
    expect(order(cat, "sell", "98.00", "1,000")).to_contain_text("1,000 t")
    expect(ann.locator('[data-best-price="asks"]')).to_have_text("98.00", timeout=AT_ONCE_MS)
    take(ann, "400")
    expect(ann.locator("#ticket-answer .answer-accepted")).to_contain_text("400 t")

    announce(cast["operator"], "pause")
    expect(ben.locator("#pause")).to_contain_text(said["reason"], timeout=AT_ONCE_MS)
    refused = order(ben, "buy", "99.00", "700")
    expect(refused).to_contain_text(said["paused"])
    expect(refused).to_contain_text(said["reason"])
    announce(cast["operator"], "resume")
    expect(ben.locator("#pause")).to_be_hidden(timeout=AT_ONCE_MS)

    expect(order(cat, "sell", "99.00", "500")).to_contain_text("500 t")
    expect(order(ben, "buy", "99.00", "700")).to_contain_text("700 t")
    expect(order(dan, "sell", "96.50", "300")).to_contain_text("300 t")
    expect(ann.locator('[data-best-price="asks"]')).to_have_text("96.50", timeout=AT_ONCE_MS)
    take(ann, "200")
    expect(ann.locator("#ticket-answer .answer-accepted")).to_contain_text("96.50")
    expect(order(ann, "sell", "98.00", "100")).to_contain_text(said["resale"])
    expect(cat.locator('[data-show="volume_t"]').first).to_have_text(
        f"{LISTED_T:,}", timeout=AT_ONCE_MS
    )


def agreed_on_a_block(day: Day, cast: dict[str, Visitor], said: dict[str, str]) -> None:
    """Offer to one counterparty, propose other terms, accept them."""
    day.go_to(MONDAY, "13:30")
    page = cast["emitter"].open(BLOCKS)
    terms = {"instrument": CEA, "side": "sell", "price_cny": "97.00", "quantity_t": "150,000"}
    counterparty = day.traders["developer"].account
    fill(page, f"form[action$='{BLOCKS}']", **terms, counterparty=counterparty)
    page.wait_for_url(re.compile(f"{BLOCKS}/BO-"))
    path = page.url.removeprefix(cast["emitter"].base_url)
    other = cast["developer"].open(path)
    fill(other, "section:has(#propose) form", price_cny="95.50", quantity_t=f"{BLOCK_T:,}")
    expect(other.locator(".alert-success")).to_be_visible()
    page = cast["emitter"].open(path)
    page.locator("form[action$='/accept'] .btn-primary").click()
    expect(page.locator(".alert-success")).to_contain_text(said["agreed"])
    expect(page.locator("section:has(#terms)")).to_contain_text(BLOCK_CNY)


def read_statement(day: Day, ann: Visitor, said: dict[str, tuple[str, ...]]) -> None:
    """The statement of the day opens, lists the trades and closes with the figures."""
    account = day.traders["trader1"].account
    page = ann.open(f"/accounts/{account}/statements/daily")
    cash, units = page.locator("section:has(#balances) tbody tr").all()
    for figure in ("1,000,000.00", PAID_CNY, TRADER1_CASH):
        expect(cash).to_contain_text(figure)
    expect(units).to_contain_text(f"{TRADER1_T:,}")
    trades = page.locator("section:has(#trades) tbody tr")
    auction, listed = said["modes"]
    for row, mode, price, quantity, fee in (
        (0, auction, "97.00", "667", "64.69"),
        (1, listed, "98.00", "400", "39.20"),
        (2, listed, "96.50", "200", "19.30"),
    ):
        for shown in (mode, price, quantity, fee):
            expect(trades.nth(row)).to_contain_text(shown)
    expect(trades).to_have_count(3)


def read_bulletin(public: Visitor, said: dict[str, str]) -> None:
    """The bulletin of the day has the prices, and listed, block and auction apart."""
    page = public.open(f"/market/bulletins/cn_ets/{MONDAY}")
    text = page.locator("section:has(#text)")
    for mode in ("listed", "block", "auction", "published"):
        expect(text).to_contain_text(said[mode])
    for figure in (*LISTED.values(), f"{CHANGE}%", f"{TOTAL_T:,}", TOTAL_CNY):
        expect(text).to_contain_text(figure)
    expect(page.locator("section:has(#instruments) tbody tr").first.locator("td")).to_have_text(
        [
            CEA,
            *LISTED.values(),
            re.compile(rf"\+{CHANGE}%"),
            f"{LISTED_T:,}",
            LISTED_CNY,
            f"{BLOCK_T:,}",
            BLOCK_CNY,
            f"{AUCTION_T:,}",
            AUCTION_CNY,
        ]
    )


def test_a_day_from_the_auction_to_the_bulletin_and_the_sale_of_the_next_day(
    visit: Visit, language: Literal["zh", "en"], served_day: Day
) -> None:
    day, said = served_day, WORDS[language]
    cast = {name: visit(language) for name in (*day.traders, "operator")}
    for name, person in cast.items():
        person.sign_in(f"{name}@example.org")
    public = visit(language)
    held_an_auction(day, cast, public)
    traded_around_a_pause(day, cast, said)
    agreed_on_a_block(day, cast, said)
    day.go_to(MONDAY, "15:05")
    expect(order(enter(cast["trader2"]), "buy", "97.85", "1")).to_contain_text(said["hours"])
    read_statement(day, cast["trader1"], said)
    read_bulletin(public, said)

    day.go_to(TUESDAY, "09:30")
    ann, ben = enter(cast["trader1"]), enter(cast["trader2"])
    expect(ann.locator('[data-show="previous_close_cny"]').first).to_have_text(LISTED["close"])
    expect(order(ann, "sell", LISTED["close"], "100")).to_contain_text("100 t")
    expect(order(ben, "buy", LISTED["close"], "100")).to_contain_text(LISTED["close"])
    expect(ann.locator('[data-own-show="units_available_t"]')).to_have_text(
        f"{TRADER1_T - 100:,}", timeout=AT_ONCE_MS
    )
