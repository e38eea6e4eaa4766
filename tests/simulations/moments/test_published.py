import math

import pytest

from simulations.moments import MEASURES, YEAR_MEASURES, published_bands
from simulations.moments.published import PublishedRow

KNOWN = {measure.id for measure in (*MEASURES, *YEAR_MEASURES)}
ROWS = [
    pytest.param(row, id=f"{code}-{row.moment}-{row.period}")
    for code, series in published_bands().series.items()
    for row in series.rows
]


@pytest.mark.parametrize("row", ROWS)
def test_a_published_row_is_of_a_known_statistic_and_source(row: PublishedRow) -> None:
    assert row.moment in KNOWN
    assert row.source in published_bands().sources
    assert (row.basis == "none") == (row.low is None and row.high is None)
    assert (row.low or -math.inf) <= row.value <= (row.high or math.inf)
    assert row.use == "shown" or row.basis != "none"


def test_no_row_stands_twice() -> None:
    for series in published_bands().series.values():
        keys = [(row.moment, row.period) for row in series.rows]
        assert len(set(keys)) == len(keys)


def test_the_national_market_has_a_band_for_all_that_is_fitted_and_all_that_must_emerge() -> None:
    rows = {row.moment: row for row in published_bands().series["CEA"].rows}
    assert {name for name, row in rows.items() if row.use == "fitted"} == {
        *("sd_pct", "excess_kurtosis", "hill_5_pct", "acf_r_1", "acf_abs_r_1"),
        *("acf_abs_r_5", "zero_return_pct", "moves_over_5_pct"),
    }
    assert {name for name, row in rows.items() if row.use == "emergent"} == {
        *("top_month_share_pct", "last_60_days_share_pct", "deadline_volume_ratio"),
        *("block_share_pct", "turnover_pct"),
    }
    assert rows["sd_pct"].standard_error == pytest.approx(0.5 / 2 / 1.645, rel=1e-3)
    assert rows["block_share_pct"].standard_error is None


def test_the_ends_of_a_band_are_inside_and_an_open_side_has_no_end() -> None:
    rows = {row.moment: row for row in published_bands().series["CEA"].rows}
    assert rows["sd_pct"].inside(1.49)
    assert not rows["sd_pct"].inside(1.4899)
    assert rows["last_60_days_share_pct"].inside(100)
    assert rows["volume_gini"].inside(0.5) is None
    assert rows["sd_pct"].inside(math.nan) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("national", "CEA"),
        ("China National ETS", "CEA"),
        ("China national ETS (trial)", "CEA"),
        ("hbea", "HBEA"),
        ("guangdong", "GDEA"),
        ("nationality", None),
        ("", None),
    ],
)
def test_a_market_is_found_by_any_of_its_names(name: str, code: str | None) -> None:
    found = published_bands().of_market(name)
    assert (found[0] if found else None) == code
