"""Journey T: two people in two languages trade with each other; both pages follow at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import PHONE, Visit, Visitor

ROOM = "/market/CEA-2024"
WITHIN_MS = 1_000
"""How soon a page must show what happened elsewhere."""

pytestmark = pytest.mark.browser


def enter(visit: Visit, language: str, email: str) -> Page:
    """Sign in and open the trading room; return when it is live."""
    return entered(visit(language), email)


def entered(visitor: Visitor, email: str) -> Page:
    """Let a visitor sign in and open the trading room; return when it is live."""
    visitor.sign_in(email)
    page = visitor.open(ROOM)
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    return page


def order(page: Page, side: str, price: str, quantity: str) -> None:
    """Fill the ticket and submit it."""
    page.locator(f".choice-{side}").click()
    page.locator("#price").fill(price)
    page.locator("#quantity").fill(quantity)
    page.locator("#ticket .submit").click()


def inside_spread(page: Page) -> str:
    """Return a price between the best bid and the best ask, where nobody is in the way."""
    bid, ask = (
        float(page.locator(f'.level-{side}[data-level="0"] .pick').inner_text().replace(",", ""))
        for side in ("buy", "sell")
    )
    assert ask - bid > 0.02
    return f"{(bid + ask) / 2:.2f}"


def test_two_browsers_trade_with_each_other(visit: Visit) -> None:
    seller = enter(visit, "zh", "trader1@example.org")
    buyer = enter(visit, "en", "trader2@example.org")
    price = inside_spread(seller)

    order(seller, "sell", price, "1,500")
    best_ask = buyer.locator('.level-sell[data-level="0"]')
    expect(best_ask).to_contain_text("1,500", timeout=WITHIN_MS)
    expect(best_ask).to_contain_text(price)
    expect(seller.locator("#ticket-answer")).to_contain_text("1,500 t 留在盘口")
    expect(seller.locator('.level-sell[data-level="0"]')).to_contain_text("我的 1,500")
    expect(best_ask).not_to_contain_text("Mine")

    best_ask.locator("button").click()
    expect(buyer.locator("#price")).to_have_value(price)
    order(buyer, "buy", price, "５００")
    for page in (seller, buyer):
        newest = page.locator("#tape tr").first
        expect(newest).to_contain_text(price, timeout=WITHIN_MS)
        expect(newest).to_contain_text("500")
        expect(page.locator('.level-sell[data-level="0"]')).to_contain_text(
            "1,000", timeout=WITHIN_MS
        )
    expect(buyer.locator("#ticket-answer")).to_contain_text("traded in full: 500 t")
    expect(seller.locator("#orders tr").first).to_contain_text("部分成交")
    expect(seller.locator("#news")).to_contain_text("成交 500 t，剩余 1,000 t")

    seller.reload()
    expect(seller.locator("#orders tr").first).to_contain_text("1,000 / 1,500")
    expect(seller.locator("#tape tr").first).to_contain_text(price)

    seller.locator("#orders tr").first.get_by_role("button").click()
    expect(seller.locator("#ticket-answer")).to_contain_text("已撤销：1,000 t 撤出盘口")
    expect(best_ask).not_to_contain_text(price, timeout=WITHIN_MS)


def test_a_price_outside_the_band_is_refused_in_the_reader_s_language(visit: Visit) -> None:
    for language, email, said, named in (
        (
            "zh",
            "trader1@example.org",
            "超出当日涨跌幅限制",
            r"请将价格调整到 [\d.]+～[\d.]+ 元之间",
        ),
        ("en", "trader2@example.org", "outside today's band", r"from [\d.]+ to [\d.]+ CNY"),
    ):
        page = enter(visit, language, email)
        order(page, "buy", "500", "10")
        answer = page.locator("#ticket-answer")
        expect(answer).to_contain_text(said)
        expect(answer).to_contain_text(re.compile(named))
        low = page.locator('[data-show="band_low_cny"]').first.inner_text()
        expect(answer).to_contain_text(low)
        expect(page.locator("#price")).to_have_value("500")
        expect(page.locator("#price")).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#price")).to_be_focused()


def test_the_ticket_adds_up(visit: Visit) -> None:
    page = enter(visit, "en", "trader1@example.org")
    page.locator("#price").fill("100")
    page.locator("#quantity").fill("1,000")
    expect(page.locator(".sums dd").first).to_have_text("100,000.00")
    page.get_by_text("Sell", exact=True).first.click()
    page.get_by_role("button", name="25%").click()
    available = page.locator('[data-own-show="units_available_t"]').inner_text().replace(",", "")
    expect(page.locator("#quantity")).to_have_value(str(min(int(available) // 4, 99_999)))
    page.get_by_text("At market").first.click()
    expect(page.locator("#price")).to_be_disabled()


def test_a_lost_stream_is_announced_and_comes_back_complete(visit: Visit) -> None:
    visitor = visit("en")
    page = entered(visitor, "trader1@example.org")
    page.route("**/stream", lambda route: route.fulfill(status=503))
    page.reload()
    expect(page.locator("#connection")).to_have_attribute("data-state", "polling")
    page.route("**/snapshot", lambda route: route.abort())
    expect(page.locator("#connection")).to_have_text("Reconnecting …")
    expect(page.locator("#news")).to_contain_text("connection was lost")
    page.unroute("**/snapshot")
    expect(page.locator("#connection")).to_have_attribute("data-state", "polling")
    expect(page.locator("#news")).to_contain_text("Connected again")
    expect(page.locator('.level-sell[data-level="0"] .pick')).not_to_have_text("–")
    visitor.complaints = [said for said in visitor.complaints if not said.startswith("503")]


def test_the_room_fits_a_class_laptop_without_scrolling(visit: Visit) -> None:
    for language in ("zh", "en"):
        page = enter(visit, language, "trader1@example.org")
        for paused in ("false", "true"):
            page.evaluate(f"document.getElementById('pause').hidden = !{paused}")
            height, width = page.evaluate(
                "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
            )
            assert (height, width) == (768, 1366)


def test_a_phone_shows_everything_in_one_column(visit: Visit) -> None:
    for language in ("zh", "en"):
        visitor = visit(language, viewport=PHONE)
        for path in ("/market", ROOM):
            page = visitor.open(path)
            expect(page.locator("h1")).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
