"""Plots on their own: t-interval, deduction, and the plots a target takes."""

import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy import stats

from methodologies import NotCalculable, find
from methodologies.ccer.forest_refusals import (
    NothingMeasured,
    PlotsTwice,
    TooFewPlots,
    UnknownStratum,
)
from methodologies.ccer.forest_statistics import fewest_plots, plots_by_stratum, student_t
from tests.methodologies.examples import codes
from tests.methodologies.forest_examples import STRATA, SURVEY, replaced, survey

stocks = st.decimals("0.1", 500, places=1)
plots = st.lists(stocks, min_size=2, max_size=12)


def rows(values: list[Decimal], number: int = 1) -> list[dict[str, Any]]:
    return [{"stratum": number, "stock_t_ha": value} for value in values]


def t_interval_of_scipy(values: list[float]) -> float:
    half_width = stats.t.ppf(0.95, len(values) - 1) * stats.sem(values)
    return float(half_width / np.mean(values))


def test_the_computed_quantile_is_that_of_student_and_not_a_printed_digit_off() -> None:
    # Closed form of the distribution with five degrees of freedom.
    theta = math.atan(float(student_t(Decimal("0.90"), 5)) / math.sqrt(5))
    below = math.sin(theta) * (math.cos(theta) + 2 / 3 * math.cos(theta) ** 3)
    assert 0.5 + (theta + below) / math.pi == pytest.approx(0.95, abs=1e-15)
    assert student_t(Decimal("0.90"), 9) == Decimal("1.83311293265624")


def test_the_worked_examples_hold_without_their_printed_t_values() -> None:
    simple = float(survey().results["relative_error"])
    assert simple == pytest.approx(0.06366263623043405, rel=1e-9)
    stratified = float(survey(plots=None, **STRATA).results["relative_error"])
    assert stratified == pytest.approx(0.048102716773593544, rel=1e-13)


@settings(max_examples=50)
@given(values=plots)
def test_the_relative_error_of_one_stratum_is_half_the_t_interval_over_the_mean(
    values: list[Decimal],
) -> None:
    found = float(survey(plots=rows(values)).results["relative_error"])
    expected = t_interval_of_scipy([float(value) for value in values])
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(values=plots, factor=st.integers(2, 9))
def test_the_unit_of_the_plots_does_not_matter(values: list[Decimal], factor: int) -> None:
    one = survey(plots=rows(values)).results
    other = survey(plots=rows([value * factor for value in values])).results
    assert abs(one["relative_error"] - other["relative_error"]) < Decimal("1e-30")
    assert one["plots_needed"] == other["plots_needed"]


@given(values=plots)
def test_equal_strata_of_equal_plots_are_no_worse_than_one(values: list[Decimal]) -> None:
    both = survey(
        strata=[{"area_ha": "10"}, {"area_ha": "10"}], plots=rows(values) + rows(values, 2)
    ).results
    alone = survey(plots=rows(values)).results
    assert both["relative_error"] <= alone["relative_error"]
    assert abs(both["mean_t_ha"] - alone["mean_t_ha"]) < Decimal("1e-30")


@given(values=plots)
def test_plots_and_their_summary_give_the_same(values: list[Decimal]) -> None:
    with localcontext(prec=40):
        count = len(values)
        mean = sum(values) / count
        variance = sum((value - mean) ** 2 for value in values) / (count - 1)
        summary = {
            "area_ha": "7",
            "mean_t_ha": round(mean, 18),
            "variance": round(variance, 15),
            "plots_count": count,
        }
    listed = survey(strata=[{"area_ha": "7"}], plots=rows(values)).results["relative_error"]
    stated = survey(strata=[summary], plots=None).results["relative_error"]
    assert float(listed) == pytest.approx(float(stated), rel=1e-9, abs=1e-6)


def test_plots_all_alike_have_no_error_and_two_suffice() -> None:
    result = survey(plots=rows([Decimal(80)] * 4))
    assert result.results["relative_error"] == 0
    assert result.results["deduction"] == 0
    assert result.results["plots_needed"] == 2


def test_an_error_beyond_the_last_band_leaves_nothing_and_says_how_many_plots_it_takes() -> None:
    result = survey(plots=rows([Decimal(20), Decimal(90), Decimal(160)]))
    assert result.results["relative_error"] > Decimal("0.3")
    assert result.results["deduction"] == 1
    assert result.results["plots_needed"] > 100
    assert "methodologies.more_plots_asked_for" in codes(result)
    assert "methodologies.more_plots_asked_for" not in codes(survey())


def means_the_target(count: int, deviation: float, strata: int) -> bool:
    half_width = stats.t.ppf(0.95, count - strata) * deviation / math.sqrt(count)
    return bool(half_width <= 1)


@given(deviation=st.floats(0.01, 60), strata=st.integers(1, 8))
def test_the_plots_needed_meet_the_target_and_one_less_does_not(
    deviation: float, strata: int
) -> None:
    count = int(fewest_plots(deviation, strata, 0.90))
    assert means_the_target(count, deviation, strata)
    assert count == 2 * strata or not means_the_target(count - 1, deviation, strata)


@given(
    shares=st.lists(
        st.tuples(st.decimals("0.1", 100, places=1), st.decimals(0, 900, places=1)),
        min_size=1,
        max_size=6,
    )
)
def test_plots_spread_over_the_strata_meet_the_target(
    shares: list[tuple[Decimal, Decimal]],
) -> None:
    whole = sum(area for area, _ in shares)
    weights = [area / whole for area, _ in shares]
    variances = [variance for _, variance in shares]
    deviation = float(sum(w * v.sqrt() for w, v in zip(weights, variances, strict=True)))
    count = int(fewest_plots(deviation, len(shares), 0.90))
    spread = plots_by_stratum(count, weights, variances)
    error = math.sqrt(
        sum(float(w * w * v) / n for w, v, n in zip(weights, variances, spread, strict=True))
    )
    assert min(spread) >= 2
    assert stats.t.ppf(0.95, sum(spread) - len(spread)) * error <= 1 + 1e-9


@pytest.mark.parametrize("deviation", [1e3, 1e6, 1e200, math.inf, math.nan])
def test_a_hopeless_survey_is_answered_at_once(deviation: float) -> None:
    assert fewest_plots(deviation, 1, 0.90) > 1_000_000


def test_a_higher_confidence_takes_more_plots_and_widens_the_interval() -> None:
    surer = survey(replaced_factors=[replaced("P", "0.99")]).results
    assert surer["relative_error"] > survey().results["relative_error"]
    assert surer["plots_needed"] > survey().results["plots_needed"]


def test_a_tighter_target_takes_more_plots() -> None:
    tighter = survey(replaced_factors=[replaced("E", "0.05")]).results
    assert tighter["plots_needed"] > survey().results["plots_needed"]


@pytest.mark.parametrize(("symbol", "value"), [("P", "90"), ("P", "0"), ("E", "0")])
def test_a_target_that_is_no_fraction_is_refused(symbol: str, value: str) -> None:
    with pytest.raises(NotCalculable):
        survey(replaced_factors=[replaced(symbol, value)])


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"plots": None}, TooFewPlots),
        ({"plots": rows([Decimal(5)])}, TooFewPlots),
        ({"plots": rows([Decimal(0), Decimal(0)])}, NothingMeasured),
        ({"plots": rows([Decimal(5), Decimal(6)], 2)}, UnknownStratum),
        ({"strata": [{"area_ha": "0"}]}, NothingMeasured),
        ({"strata": [{"area_ha": "5"}, {"area_ha": "5"}]}, TooFewPlots),
        ({"strata": [{"area_ha": "5", "mean_t_ha": "7"}]}, PlotsTwice),
        ({"strata": STRATA["strata"][:1]}, PlotsTwice),
        (
            {
                "strata": [{**STRATA["strata"][0], "mean_t_ha": "0", "variance": "0"}],
                "plots": None,
            },
            NothingMeasured,
        ),
    ],
)
def test_surveys_without_a_relative_error_are_refused(
    changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        survey(**changes)


@pytest.mark.parametrize(
    "row",
    [
        {"stock_t_ha": "-1"},
        {"stock_t_ha": "1e400"},
        {"stock_t_ha": "92400"},
        {"stock_t_ha": "5", "stratum": 0},
        {"stock_t_ha": "5", "stratum": "1.5"},
    ],
)
def test_impossible_plots_are_out_of_bounds(row: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        survey(plots=[row, *SURVEY["plots"]])


@settings(max_examples=50)
@given(first=plots, second=plots)
def test_decimals_and_arrays_agree(first: list[Decimal], second: list[Decimal]) -> None:
    methodology = find("forest-plots")
    inputs = methodology.Inputs.model_validate(
        {
            "strata": [{"area_ha": "12.5"}, {"area_ha": "80"}],
            "plots": rows(first) + rows(second, 2),
        }
    )
    exact = methodology.calculate(inputs)
    arrays = methodology.sample(inputs, {"c_1,1": np.full(3, float(first[0]))})
    for name in ("mean_t_ha", "relative_error", "standard_error_t_ha"):
        expected = float(exact.results[name])
        np.testing.assert_allclose(arrays[name], np.full(3, expected), rtol=1e-12, atol=1e-12)
