import math
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from simulations.moments import BootstrapPlan, Compliance, market_moments, over_runs
from simulations.moments.correlations import weekly_correlations, weekly_returns
from simulations.moments.daily import series_of_table
from simulations.moments.market_moments import compliance_of_run
from tests.simulations.moments.series import daily_table, heavy_returns, market, weekdays

DEADLINE = date(2021, 12, 31)
DAYS = weekdays(date(2021, 1, 1), date(2022, 6, 30))
LATE = [DEADLINE - timedelta(days=60) < day <= DEADLINE for day in DAYS]
BUSY = market(DAYS, [900.0 if late else 100.0 for late in LATE], [50.0] * len(DAYS))
SETTLED = Compliance((DEADLINE,), {2021: 1e6, 2022: 1e6})


def found(name: str, compliance: Compliance = SETTLED) -> dict[str, float]:
    moments = market_moments(BUSY, compliance, None).moments
    return dict(next(moment.by_period for moment in moments if moment.id == name))


def test_deadline_statistics_count_the_sixty_days() -> None:
    late = [day for day, is_late in zip(DAYS, LATE, strict=True) if is_late]
    early = [day for day in DAYS if day.year == 2021 and day not in late]
    share = 950 * len(late) / (950 * len(late) + 150 * len(early))
    assert found("last_60_days_share_pct") == {"2021-12-31": pytest.approx(100 * share)}
    assert found("deadline_volume_ratio") == {"2021-12-31": pytest.approx(950 / 150)}


def test_a_year_has_a_top_month_and_a_turnover() -> None:
    december = [day for day in DAYS if day >= date(2021, 12, 1) and day.year == 2021]
    year_t = sum(v for v, day in zip(BUSY.volume_t, DAYS, strict=True) if day.year == 2021)
    assert found("top_month_share_pct")["2021"] == pytest.approx(100 * 950 * len(december) / year_t)
    assert found("turnover_pct")["2021"] == pytest.approx(100 * year_t / 1e6)


def test_a_year_known_for_less_than_six_months_does_not_count() -> None:
    short = market(weekdays(date(2021, 1, 1), date(2022, 5, 31)), [1.0] * 368)
    moments = market_moments(short, Compliance(), None).moments
    assert {tuple(moment.by_period) for moment in moments if "decile" in moment.id} == {("2021",)}


def test_a_deadline_at_the_edge_of_the_days_has_no_ratio() -> None:
    edge = Compliance((date(2021, 1, 15), date(2022, 6, 20)), {})
    assert all(math.isnan(value) for value in found("deadline_volume_ratio", edge).values())
    assert math.isnan(found("last_60_days_share_pct", edge)["2021-01-15"])
    assert found("turnover_pct", edge) == {}


def test_prices_without_volume_have_no_statistics_of_volume() -> None:
    unknown = [math.nan] * len(DAYS)
    silent = market(DAYS, unknown, unknown, list(50 * np.exp(heavy_returns(len(DAYS)))))
    moments = market_moments(silent, SETTLED, None)
    assert all(
        math.isnan(moments.value(name))
        for name in ("top_month_share_pct", "turnover_pct", "volume_gini", "block_share_pct")
    )
    assert moments.value("sd_pct") > 0


def test_deadlines_and_emissions_are_read_from_the_tables_of_a_run() -> None:
    events = pa.table(
        {
            "date": [date(2021, 12, 31), date(2023, 12, 29), date(2022, 3, 1)],
            "market": ["a", "a", "a"],
            "kind": ["surrender", "surrender", "verified"],
        }
    )
    firms = pa.table(
        {
            "year": [2020, 2020, 2022],
            "market": ["a", "a", "a"],
            "emissions_t": [100, 20, 300],
        }
    )
    read = compliance_of_run(events, firms)["a"]
    assert read.deadlines == (date(2021, 12, 31), date(2023, 12, 29))
    assert read.emissions_t == {2020: 120, 2021: 120, 2022: 120, 2023: 300, 2024: 300}


def test_instruments_of_one_day_are_one_price_by_shares_of_listed_volume() -> None:
    def row(day: int, code: str, close: float, listed: int) -> tuple[object, ...]:
        when = date(2025, 10, day)
        return (when, "national", code, close, close, close, close, listed, 5, 0, 0.0)

    prices = [(21, "B", 60.0, 0), (20, "A", 50.0, 300), (20, "B", 70.0, 100)]
    later = [(21, "A", 40.0, 0), (22, "C", 30.0, 0), (22, "D", 31.0, 0)]
    table = daily_table([row(*values) for values in (*prices, *later)])
    series = series_of_table(table)["national"]
    assert list(series.close) == [55.0, 45.0, 30.5]
    assert list(series.volume_t) == [410.0, 10.0, 10.0]


def test_linked_markets_move_together_and_others_do_not() -> None:
    days = weekdays(date(2021, 1, 1), date(2023, 12, 31))
    path = 50 * np.exp(np.cumsum(heavy_returns(len(days), 1)))
    other = 50 * np.exp(np.cumsum(np.random.default_rng(8).normal(0, 0.02, len(days))))
    markets = {
        name: market(days, [1.0] * len(days), close=list(close), name=name)
        for name, close in (("a", path), ("b", 2 * path), ("c", other))
    }
    pairs = {
        pair.markets: pair for pair in weekly_correlations(markets, BootstrapPlan(200, 20, 0.9, 1))
    }
    assert pairs["a", "b"].value == pytest.approx(1)
    assert pairs["a", "b"].low == pytest.approx(1)
    assert pairs["a", "c"].low < 0 < pairs["a", "c"].high
    left, _ = weekly_returns(markets["a"], markets["c"])
    fridays = path[[day.weekday() == 4 for day in days]]
    assert left[:100] == pytest.approx(np.diff(np.log(fridays))[:100])


def test_over_runs_the_value_is_the_mean_and_the_band_holds_the_runs() -> None:
    runs = [
        market_moments(market(DAYS, [100.0] * len(DAYS), [float(b)] * len(DAYS)), SETTLED, None)
        for b in (0, 100, 300)
    ]
    together = over_runs(runs, 0.9)
    [block] = [moment for moment in together.moments if moment.id == "block_share_pct"]
    assert block.value == pytest.approx((0 + 50 + 75) / 3)
    assert block.low == pytest.approx(np.quantile([0, 50, 75], 0.05))
    assert together.runs == 3
