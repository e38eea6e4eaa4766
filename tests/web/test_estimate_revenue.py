import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from methodologies import Methodology, list_methodologies, parse_inputs
from tests.web.application import SignIn
from web.estimates import prices
from web.estimates.links import packed
from web.estimates.revenue import (
    PriceScenario,
    compare_mechanisms,
    forward_prices,
    revenue_lines,
    same_electricity_backs_both,
)
from web.pages import estimate_revenue

WIND = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": "2019",
    "export_mwh": "1500000.9",
    "import_mwh": "3200",
}
PAGE = "/estimate/ccer-01-002/revenue"


def price(cny: str) -> PriceScenario:
    return PriceScenario(title="x", price_cny=Decimal(cny), source="y")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who reads English."""
    reader = app.test_client()
    reader.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return reader


def show(client: FlaskClient, **query: str) -> Any:
    return client.get(PAGE, query_string={"inputs": packed(WIND), **query})


def test_revenue_is_units_times_price_to_the_cent() -> None:
    (line, half) = revenue_lines(412_306, [price("97.49"), price("0.005")], Decimal(1_000_000))
    assert (line.revenue_cny, line.per_mwh_cny) == (Decimal("40195711.94"), Decimal("40.20"))
    assert half.revenue_cny == Decimal("2061.53")
    assert revenue_lines(10, [price("1")])[0].per_mwh_cny is None


@pytest.mark.parametrize("quantity", [0, 1, 10**12])
def test_revenue_grows_with_price_and_quantity(quantity: int) -> None:
    low, high = revenue_lines(quantity, [price("80"), price("80.01")])
    assert low.revenue_cny <= high.revenue_cny
    assert revenue_lines(2 * quantity, [price("80")])[0].revenue_cny == 2 * low.revenue_cny


def test_one_certificate_stands_for_a_whole_mwh() -> None:
    found = compare_mechanisms(800, Decimal("1500.9"), [price("8")])
    assert found.certificates == 1500
    assert found.certificate_lines[0].revenue_cny == 12_000
    assert found.break_even_cny == (Decimal(15),)


def test_without_credits_there_is_no_price_that_brings_the_same() -> None:
    assert compare_mechanisms(0, Decimal(10), [price("8")]).break_even_cny == (None,)
    none = compare_mechanisms(0, Decimal(0), [price("8")])
    assert none.certificate_lines[0].per_mwh_cny is None


def test_the_same_electricity_never_backs_both() -> None:
    assert not same_electricity_backs_both(date(2025, 1, 1), date(2025, 12, 31))


def test_forward_prices_are_a_share_of_the_simulated_ones() -> None:
    closes = {"2026-01": Decimal("100.00"), "2026-02": Decimal("33.33")}
    assert forward_prices(closes, Decimal(85)) == {
        "2026-01": Decimal("85.00"),
        "2026-02": Decimal("28.33"),
    }


def test_own_prices_bring_their_lines_and_the_certificates_beside(client: FlaskClient) -> None:
    page = show(client, low="８０", high="120.5", certificate="8").text
    units = int(re.findall(r"761,?646|\d{3},\d{3} ", page)[0].replace(",", ""))
    assert f"{units * 80:,}.00" in page
    assert "your own" in page
    assert "1,500,000 certificates" in page
    assert "12,000,000.00" in page
    assert "国能综通新能〔2024〕124号" in page
    assert "never both" in page
    assert "may choose in the transition" in page


def test_without_prices_the_page_says_what_to_do(client: FlaskClient) -> None:
    page = show(client).text
    assert "Enter your own below" in page
    assert "Sign in to take forward prices" in page


def test_the_venues_last_close_is_a_price(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    spot = {"ccer": [price("90.12")], "gec": []}
    monkeypatch.setattr(estimate_revenue, "venue_prices", lambda _session, market: spot[market])
    assert "90.12" in show(client).text


@pytest.mark.parametrize(
    "query",
    [
        {"low": "-1"},
        {"low": "1e400"},
        {"low": "NaN"},
        {"high": "0.001"},
        {"certificate": "=1+1"},
        {"share": "201"},
        {"run": "../../etc"},
        {"low": "<script>"},
    ],
)
def test_prices_out_of_bounds_are_refused_with_their_field(
    client: FlaskClient, query: dict[str, str]
) -> None:
    answer = show(client, **query)
    assert answer.status_code == 422
    assert f'href="#field-{next(iter(query))}"' in answer.text
    assert "<script>" not in answer.text.split("</head>")[1]


def test_forward_prices_need_a_sign_in_and_a_run_that_exists(
    client: FlaskClient, sign_in: SignIn
) -> None:
    assert show(client, run="a" * 32).status_code == 303
    assert show(sign_in("b@example.org"), run="a" * 32).status_code == 404


def test_a_run_gives_forward_prices_by_month(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes = {"2026-01": Decimal(70), "2026-02": Decimal(90)}
    monkeypatch.setattr(estimate_revenue, "simulated_closes", lambda *_: closes)
    reader = sign_in("b@example.org")
    reader.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = show(reader, run="a" * 32, share="50").text
    for shown in ("35.00", "45.00", "40.00", "2026-02", "simulated, run aaaaaaaa"):
        assert shown in page


def test_prices_of_a_run_are_summed_up_in_words(app: Flask) -> None:
    with app.test_request_context():
        assert prices.forward_scenarios([], "x") == []
        found = prices.forward_scenarios([Decimal(3), Decimal(1), Decimal(2)], "x")
        assert [each.price_cny for each in found] == [1, 2, 3, 2]


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda m: m.id)
def test_every_methodology_that_issues_units_has_a_revenue(
    client: FlaskClient, methodology: Methodology
) -> None:
    example = next(iter(methodology.examples.values()))
    inputs = methodology.calculate(parse_inputs(methodology.id, example)).to_dict()["inputs"]
    for tag in ("en", "zh-CN"):
        answer = client.get(
            f"/estimate/{methodology.id}/revenue",
            query_string={"inputs": packed(inputs), "low": "80", "certificate": "5"},
            headers={"Accept-Language": tag},
        )
        assert answer.status_code == (200 if methodology.issues else 404)


@pytest.mark.parametrize("inputs", ["", "!", packed({"grid": "mars"})])
def test_a_damaged_address_is_refused(client: FlaskClient, inputs: str) -> None:
    assert client.get(PAGE, query_string={"inputs": inputs}).status_code in {404, 422}
