from collections import Counter

from tests.simulations.runs.two_markets import credit_trades, run_two

PILOT_TAKES_INCLUSION = "{at: 2025-01-02, market: pilot, set: {offsets.units: [INCLUSION]}}"


def market_of(firm_id: str) -> str:
    return firm_id.partition("/")[0]


def test_one_pool_serves_every_market_that_accepts_its_unit() -> None:
    result = run_two()
    bought: Counter[str] = Counter()
    for row in credit_trades(result):
        if row["instrument"].startswith("CCER"):
            bought[market_of(row["buyer_id"])] += row["quantity_t"]
    assert set(bought) == {"national", "pilot"}
    issued = [row for row in result.events.to_pylist() if row["kind"] == "credits"]
    supplied_t = sum(row["quantity_t"] for row in issued if row["market"] == "CCER")
    assert supplied_t == 1_000_000
    assert sum(bought.values()) <= supplied_t


def test_credits_cost_no_more_than_the_allowance_and_never_less_than_they_cost_to_make() -> None:
    result = run_two()
    highs = {(row["market"], row["date"]): row["high_cny"] for row in result.daily.to_pylist()}
    previous = {row["market"]: row["close_cny"] for row in result.daily.to_pylist()[:2]}
    closes = dict(previous)
    days = {(row["market"], row["date"]): row["close_cny"] for row in result.daily.to_pylist()}
    last: dict[tuple[str, object], float] = {}
    for (market, day), close in days.items():
        last[market, day] = closes[market]
        closes[market] = close
    for row in credit_trades(result):
        key = market_of(row["buyer_id"]), row["date"]
        assert 10 < row["price_cny"] <= max(highs[key], last[key])


def test_the_cheapest_offer_of_a_day_is_bought_first() -> None:
    prices: dict[object, list[float]] = {}
    for row in credit_trades(run_two("agents.suppliers.citizens.count=0")):
        prices.setdefault(row["date"], []).append(row["price_cny"])
    assert any(len(set(of_day)) > 1 for of_day in prices.values())
    assert all(of_day == sorted(of_day) for of_day in prices.values())


def test_credits_stay_within_the_share_of_the_obligation() -> None:
    for row in run_two().firms.to_pylist():
        share = 0.05 if row["market"] == "national" else 0.10
        assert row["offsets_t"] <= share * row["obligation_t"]


def test_inclusion_credits_take_the_place_of_ccer_in_a_pilot() -> None:
    units = {
        (market_of(row["buyer_id"]), row["instrument"].partition("-")[0])
        for row in credit_trades(run_two(f"shocks=[{PILOT_TAKES_INCLUSION}]"))
    }
    assert units == {("national", "CCER"), ("pilot", "INCLUSION")}


def test_a_supplier_sells_only_where_it_is_admitted() -> None:
    trades = credit_trades(run_two("agents.suppliers.forests.markets=[pilot]"))
    assert {market_of(row["buyer_id"]) for row in trades} == {"pilot"}


def test_only_credits_of_accepted_years_are_bought() -> None:
    assert "CCER-2024" in {row["instrument"] for row in credit_trades(run_two())}
    rules = [f"markets.{name}.offsets.issued_from_year=2025" for name in ("national", "pilot")]
    bought = {row["instrument"] for row in credit_trades(run_two(*rules))}
    assert bought == {"CCER-2025", "INCLUSION-2025"}


def test_a_unit_stays_within_its_own_share() -> None:
    result = run_two("markets.pilot.offsets.unit_share_max={INCLUSION: 0.001}")
    bought: Counter[str] = Counter()
    for row in credit_trades(result):
        if row["instrument"].startswith("INCLUSION"):
            bought[row["buyer_id"]] += row["quantity_t"]
    emitted = {row["firm_id"]: row["emissions_t"] for row in result.firms.to_pylist()}
    assert bought
    assert all(bought_t <= 0.001 * emitted[firm] for firm, bought_t in bought.items())


def test_a_market_sells_its_own_stock_beside_the_pool_and_may_enlarge_it() -> None:
    rules = (
        "markets.national.offsets.supply_t=50000",
        "markets.national.offsets.price_cny=5",
    )
    more = "shocks=[{at: 2025-10-20, market: national, set: {offsets.supply_t: 80000}}]"
    for overrides, least_t, most_t in (
        (rules, 50_000, 50_000),
        ((*rules, more), 50_001, 80_000),
    ):
        trades = credit_trades(run_two(*overrides))
        own = [row for row in trades if row["seller_id"] == "national/ccer-supplier"]
        assert least_t <= sum(row["quantity_t"] for row in own) <= most_t
        assert {row["price_cny"] for row in own} == {5.0}


def test_void_credits_are_neither_sold_nor_surrendered() -> None:
    shock = "{at: 2025-11-03, market: national, invalidation: {unit: CCER, share: 1.0}}"
    result = run_two(f"shocks=[{shock}]", "agents.suppliers.citizens.count=0")
    assert all(str(row["date"]) < "2025-11-03" for row in credit_trades(result))
    assert sum(row["offsets_t"] for row in result.firms.to_pylist()) == 0
