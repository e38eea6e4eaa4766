"""Assumed coefficients and what replaces them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from methodologies import (
    Factor,
    FactorTable,
    Methodology,
    NotAnAssumption,
    NotCalculable,
    ReplacedNotUsed,
    ReplacedTwice,
    ReplacingInputs,
    Result,
    estimate,
    find,
    library,
)
from methodologies.ccer.offshore_wind import OffshoreWindInputs
from methodologies.engine.trace import Calculation, equation
from tests.methodologies.examples import WIND


class AssumedInputs(ReplacingInputs, OffshoreWindInputs):
    """A wind farm by a text of which nobody has read the weights."""


ASSUMED = replace(find("ccer-01-002"), id="assumed", status="reconstructed", Inputs=AssumedInputs)


def doubtful(factor: Factor) -> Factor:
    return replace(factor, confidence="low")


def assumed_weights() -> Mapping[str, FactorTable]:
    weights = library()["margin_weights"]
    return {
        **library(),
        "margin_weights": replace(weights, factors=tuple(map(doubtful, weights.factors))),
    }


def row(symbol: str, value: str, source: str = "Test report 7") -> dict[str, str]:
    return {"symbol": symbol, "value": value, "source": source}


def assumed(*rows: dict[str, str]) -> Result:
    inputs = AssumedInputs.model_validate({**WIND, "replaced_factors": list(rows)})
    return ASSUMED.calculate(inputs, assumed_weights())


def test_a_result_lists_what_was_assumed() -> None:
    result = assumed()
    assert [assumption.symbol for assumption in result.assumptions] == ["ω_OM", "ω_BM"]
    assert all(assumption.replacement is None for assumption in result.assumptions)
    listed = result.to_dict()["assumptions"]
    assert [(one["symbol"], one["replaced_by"]) for one in listed] == [
        ("ω_OM", None),
        ("ω_BM", None),
    ]


def test_a_users_number_takes_the_place_of_an_assumed_one_with_its_source() -> None:
    result = assumed(row("ω_OM", "0.75"), row("ω_BM", "0.25"))
    combined = next(step for step in result.steps if step.equation == "(3)")
    assert combined.expression == "0.8042 × 0.75 + 0.2135 × 0.25"
    cited = {source.symbol: source for source in combined.sources}
    assert cited["ω_OM"].origin == "input"
    assert cited["ω_OM"].text["en"] == "the user's value; Test report 7"
    assert "ω_OM" not in result.factors
    listed = result.to_dict()["assumptions"][0]
    assert listed["replaced_by"] == {"value": "0.75", "source": "Test report 7"}
    assert listed["factor"]["value"] == "0.5"


def test_the_echoed_replacement_gives_the_same_result_again() -> None:
    first = assumed(row("ω_OM", "0.75")).to_dict()
    again = AssumedInputs.model_validate(first["inputs"])
    assert ASSUMED.calculate(again, assumed_weights()).to_dict() == first


def test_arrays_take_the_users_number_too() -> None:
    rows = [row("ω_OM", "0.75"), row("ω_BM", "0.25")]
    inputs = AssumedInputs.model_validate({**WIND, "replaced_factors": rows})
    arrays = ASSUMED.sample(inputs, {"EG_export,y": np.full(3, 1.5e6)}, assumed_weights())
    exact = assumed(*rows).results["emission_reductions_t_co2e"]
    np.testing.assert_allclose(arrays["emission_reductions_t_co2e"], float(exact), rtol=1e-12)


def test_a_symbol_the_calculation_does_not_use_is_refused_with_those_it_does() -> None:
    with pytest.raises(ReplacedNotUsed) as caught:
        assumed(row("K_risk", "0.2"))
    assert caught.value.facts == {
        "field": "replaced_factors",
        "value": "K_risk",
        "known": "ω_OM, ω_BM",
    }


def test_a_published_coefficient_is_not_replaced() -> None:
    with pytest.raises(NotAnAssumption) as caught:
        assumed(row("EF_grid,OM,y", "1.2"))
    assert "2019" in str(caught.value.facts["source"])


def test_a_coefficient_is_replaced_once() -> None:
    with pytest.raises(ReplacedTwice):
        assumed(row("ω_OM", "0.75"), row("ω_OM", "0.25"))


@pytest.mark.parametrize(
    "change", [{"source": ""}, {"source": "a\x00b"}, {"value": "1e400"}, {"value": "-1"}]
)
def test_a_replacement_needs_a_bounded_value_and_a_source(change: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        assumed({**row("ω_OM", "0.75"), **change})


@pytest.mark.parametrize("name", ["ccer-01-001", "ccer-01-002"])
def test_an_official_text_asks_for_no_replacement(name: str) -> None:
    assert not issubclass(find(name).Inputs, ReplacingInputs)
    with pytest.raises(ValidationError, match="extra"):
        estimate(name, {**find(name).examples["one_year"], "replaced_factors": []})


def test_an_official_text_cannot_be_declared_with_replaceable_coefficients() -> None:
    with pytest.raises(AssertionError, match="assumes nothing"):
        replace(ASSUMED, status="official")


@equation("(1)", "x", "t CO2e", meaning={"zh": "商", "en": "ratio"}, operands=("a",), source="§1")
def ratio(divisor: Any) -> Any:
    """Divide by a coefficient."""
    return 1 / divisor


def dividing(calculation: Calculation[Any], _: Any, factors: Any) -> dict[str, Any]:
    factor = factors["margin_weights"].get("operating_margin", "ccer-01-002")
    found = calculation.step(ratio, calculation.factor("ω_OM", factor))
    return {output.name: found for output in ASSUMED.outputs}


def test_a_coefficient_of_zero_that_divides_is_refused_clearly() -> None:
    methodology: Methodology = replace(ASSUMED, model=dividing)
    inputs = {**WIND, "replaced_factors": [row("ω_OM", "0")]}
    with pytest.raises(NotCalculable):
        methodology.calculate(AssumedInputs.model_validate(inputs), assumed_weights())
