"""Spread of results and what it comes from."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from methodologies import (
    CorrelationImpossible,
    LogNormal,
    MethodologyError,
    Normal,
    NotCalculable,
    Question,
    SpreadMissing,
    SpreadNotOrdered,
    SymbolNotUsed,
    SymbolTwice,
    Triangular,
    Uncertainty,
    UncertaintyInputs,
    Uniform,
    find,
    uncertainty,
)
from methodologies.engine.distributions import blocks, correlated
from methodologies.engine.trace import equation
from tests.methodologies.examples import WIND

WIND_FARM = find("ccer-01-002")
INPUTS = WIND_FARM.Inputs.model_validate(WIND)
SHARES = np.linspace(0.0005, 0.9995, 1000)
EXPORT = Normal(mean=1_500_000.0, standard_deviation=30_000.0)
MARGIN = Normal(mean=0.8042, standard_deviation=0.02)


def asked(**question: Any) -> Uncertainty:
    question.setdefault("spreads", {"EG_export,y": EXPORT, "EF_grid,OM,y": MARGIN})
    return uncertainty(WIND_FARM, INPUTS, Question(**question))


def moments(values: np.ndarray[Any, Any]) -> tuple[float, float]:
    return float(values.mean()), float(values.std())


@pytest.mark.parametrize(
    ("spread", "mean", "deviation"),
    [
        (Normal(mean=10, standard_deviation=2), 10, 2),
        (LogNormal(mean=10, standard_deviation=2), 10, 2),
        (Uniform(low=4, high=16), 10, 12 / 12**0.5),
        (Triangular(low=0, mode=10, high=20), 10, (100 / 6) ** 0.5),
        (Triangular(low=0, mode=0, high=30), 10, (900 / 18) ** 0.5),
    ],
)
def test_a_distribution_has_the_moments_of_its_textbook(
    spread: Any, mean: float, deviation: float
) -> None:
    found = moments(spread.values(SHARES))
    assert found == pytest.approx((mean, deviation), rel=0.01)
    assert (np.diff(spread.values(SHARES)) >= 0).all()


def test_a_quantity_that_cannot_be_negative_never_is() -> None:
    values = Normal(mean=1, standard_deviation=2).values(np.linspace(0, 1, 10_001))
    assert values.min() >= 0
    assert Normal(mean=0.9, standard_deviation=1, most=1).values(SHARES).max() <= 1
    assert LogNormal(mean=1, standard_deviation=5).values(SHARES).min() > 0


@pytest.mark.parametrize(
    "spread",
    [
        Normal(mean=3, standard_deviation=0),
        LogNormal(mean=3, standard_deviation=0),
        Uniform(low=3, high=3),
        Triangular(low=3, mode=3, high=3),
    ],
)
def test_a_distribution_without_width_is_a_number(spread: Any) -> None:
    assert set(spread.values(SHARES).tolist()) == {3.0}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Normal(mean=1, standard_deviation=-1),
        lambda: Normal(mean=-1, standard_deviation=1),
        lambda: LogNormal(mean=-1, standard_deviation=1),
        lambda: Uniform(low=2, high=1),
        lambda: Triangular(low=0, mode=3, high=2),
    ],
)
def test_parameters_in_a_wrong_order_are_refused(wrong: Any) -> None:
    with pytest.raises(SpreadNotOrdered):
        wrong()


def test_numbers_that_move_together_form_one_block() -> None:
    assert blocks("abcd", {("a", "c"): 0.5}) == [("a", "c"), ("b",), ("d",)]
    assert blocks("abc", {("a", "b"): 0.5, ("c", "b"): 0.1}) == [("a", "b", "c")]


@pytest.mark.parametrize("coefficient", [-1.0, -0.5, 0.0, 0.8, 1.0])
def test_the_copula_keeps_uniform_columns_and_their_correlation(coefficient: float) -> None:
    shares = np.random.default_rng(7).random((40_000, 2))
    moved = correlated(shares, "ab", {("a", "b"): coefficient})
    assert moments(moved[:, 1]) == pytest.approx((0.5, 12**-0.5), rel=0.02)
    normal = [Normal(mean=100, standard_deviation=1).values(moved[:, k]) for k in (0, 1)]
    assert np.corrcoef(normal)[0, 1] == pytest.approx(coefficient, abs=0.02)


def test_correlations_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(CorrelationImpossible):
        correlated(np.ones((2, 3)) / 2, "abc", {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): -1})


def test_the_spread_of_a_product_follows_from_its_factors() -> None:
    found = asked(samples=50_000)
    figure = 761646.68
    relative = ((0.02) ** 2 + (0.01 / 0.50885) ** 2) ** 0.5
    assert found.output == "emission_reductions_t_co2e"
    assert found.mean == pytest.approx(figure, rel=0.001)
    assert found.standard_deviation == pytest.approx(figure * relative, rel=0.02)
    assert found.low == pytest.approx(figure * (1 - 1.96 * relative), rel=0.002)
    assert found.high == pytest.approx(figure * (1 + 1.96 * relative), rel=0.002)
    assert sum(found.bar_counts) == 50_000


def test_the_first_order_indices_are_shares_of_the_variance() -> None:
    indices = {index.symbols[0]: index.first_order for index in asked().indices}
    export, margin = 0.02**2, (0.01 / 0.50885) ** 2
    assert indices["EG_export,y"] == pytest.approx(export / (export + margin), abs=0.03)
    assert indices["EF_grid,OM,y"] == pytest.approx(margin / (export + margin), abs=0.03)


def test_what_matters_most_comes_first_and_what_does_not_matter_has_no_share() -> None:
    tiny = Normal(mean=3200.0, standard_deviation=1.0)
    found = asked(spreads={"EG_import,y": tiny, "EG_export,y": EXPORT})
    assert [index.symbols for index in found.indices] == [("EG_export,y",), ("EG_import,y",)]
    assert found.indices[0].first_order == pytest.approx(1, abs=0.02)
    assert found.indices[1].first_order == pytest.approx(0, abs=0.01)


def test_numbers_that_move_together_share_one_index() -> None:
    found = asked(correlations={("EG_export,y", "EF_grid,OM,y"): 0.9})
    assert [index.symbols for index in found.indices] == [("EG_export,y", "EF_grid,OM,y")]
    assert found.indices[0].first_order == pytest.approx(1, abs=0.02)
    assert found.standard_deviation > 1.3 * asked().standard_deviation


def test_the_same_seed_gives_the_same_answer_and_another_a_near_one() -> None:
    assert asked(seed=5).to_dict() == asked(seed=5).to_dict()
    assert asked(seed=5).mean != asked(seed=6).mean
    assert asked(seed=0).mean == pytest.approx(asked(seed=6).mean, rel=0.01)


def test_certain_numbers_give_a_certain_result() -> None:
    found = asked(spreads={"EG_export,y": Uniform(low=1.5e6, high=1.5e6)})
    assert found.standard_deviation == pytest.approx(0, abs=1e-6)
    assert [index.first_order for index in found.indices] == [0.0]
    assert asked(spreads={}).indices == ()


@pytest.mark.parametrize(
    "question",
    [
        {"spreads": {"EG_exprot,y": EXPORT}},
        {"spreads": {"EG_export,y": EXPORT}, "correlations": {("EG_export,y", "ω_OM"): 0.1}},
    ],
)
def test_a_symbol_that_does_not_vary_is_refused(question: dict[str, Any]) -> None:
    with pytest.raises(SymbolNotUsed) as caught:
        asked(**question)
    assert "EG_export,y" in str(caught.value.facts["known"])


@equation("(1)", "x", "t CO2e", meaning={"zh": "商", "en": "ratio"}, operands=("a",), source="§1")
def ratio(divisor: Any) -> Any:
    """Divide by an uncertain number."""
    return 1 / divisor


def test_a_sample_that_divides_by_zero_is_refused() -> None:
    def dividing(calculation: Any, *_: Any) -> dict[str, Any]:
        found = calculation.step(ratio, calculation.given("a", Decimal(0), "a"))
        return {output.name: found for output in WIND_FARM.outputs}

    question = Question(spreads={"a": Uniform(low=0, high=0)})
    with pytest.raises(NotCalculable):
        uncertainty(replace(WIND_FARM, model=dividing), INPUTS, question)


def typed(*rows: dict[str, str], **others: Any) -> Question:
    inputs = UncertaintyInputs.model_validate({"spreads": rows, **others})
    return inputs.question(WIND_FARM.symbols(INPUTS))


def test_an_uncertainty_in_percent_is_half_the_95_percent_interval() -> None:
    row = {"symbol": "EG_export,y", "uncertainty_pct": "2"}
    question = typed(row)
    normal = question.spreads["EG_export,y"]
    assert isinstance(normal, Normal)
    assert normal.mean == 1_500_000
    assert normal.standard_deviation == pytest.approx(30_000 / 1.96, rel=1e-4)
    assert typed({**row, "shape": "uniform"}).spreads == {
        "EG_export,y": Uniform(low=1_470_000, high=1_530_000)
    }
    lognormal = typed({**row, "shape": "lognormal"}).spreads["EG_export,y"]
    assert isinstance(lognormal, LogNormal)


def test_bounds_may_be_given_instead_of_percent() -> None:
    bounds = {"symbol": "EF_grid,OM,y", "low": "0.7", "high": "0.9"}
    assert typed({**bounds, "shape": "triangular"}).spreads == {
        "EF_grid,OM,y": Triangular(low=0.7, mode=0.8042, high=0.9)
    }


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([{"symbol": "EG_exprot,y", "uncertainty_pct": "2"}], SymbolNotUsed),
        ([{"symbol": "EG_export,y"}], SpreadMissing),
        ([{"symbol": "EG_export,y", "shape": "uniform", "low": "1"}], SpreadMissing),
        ([{"symbol": "EG_export,y", "shape": "normal", "low": "1", "high": "2"}], SpreadMissing),
        ([{"symbol": "EG_export,y", "uncertainty_pct": "2"}] * 2, SymbolTwice),
        (
            [{"symbol": "EG_export,y", "shape": "triangular", "low": "1", "high": "2"}],
            SpreadNotOrdered,
        ),
    ],
)
def test_an_incomplete_question_is_refused(
    rows: list[dict[str, str]], refusal: type[MethodologyError]
) -> None:
    with pytest.raises(refusal):
        typed(*rows)


@pytest.mark.parametrize(
    "change",
    [
        {"samples": 999},
        {"samples": 200_001},
        {"seed": -1},
        {"correlations": [{"first": "a", "second": "b", "correlation": "1.1"}]},
        {"spreads": [{"symbol": "x", "uncertainty_pct": "1001"}]},
        {"spreads": [{"symbol": "x" * 201, "uncertainty_pct": "1"}]},
    ],
)
def test_a_question_beyond_its_bounds_is_refused(change: dict[str, Any]) -> None:
    row = {"symbol": "EG_export,y", "uncertainty_pct": "2"}
    with pytest.raises(ValidationError):
        UncertaintyInputs.model_validate({"spreads": [row], **change})


def test_a_spread_is_told_in_plain_values() -> None:
    told = asked().to_dict()
    assert told["unit"] == "t CO2e"
    assert all(isinstance(edge, str) for edge in told["interval"] + told["histogram"]["edges"])
    assert len(told["histogram"]["edges"]) == len(told["histogram"]["counts"]) + 1
