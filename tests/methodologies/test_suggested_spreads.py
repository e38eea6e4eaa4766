"""What is suggested to be uncertain before a user says anything."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from methodologies import (
    CalculationNumber,
    Methodology,
    UncertaintyInputs,
    calculation_numbers,
    find,
    library,
    list_methodologies,
    uncertainty,
)


def numbers(methodology_id: str, example: str, **more: Any) -> Mapping[str, CalculationNumber]:
    methodology = find(methodology_id)
    inputs = methodology.Inputs.model_validate({**methodology.examples[example], **more})
    result = methodology.calculate(inputs)
    return {n.symbol: n for n in calculation_numbers(methodology, inputs, result)}


def field_label(methodology_id: str, name: str) -> Mapping[str, str]:
    return next(field.label for field in find(methodology_id).fields if field.name == name)


def test_every_number_is_listed_with_its_value_and_origin() -> None:
    found = numbers("ccer-01-002", "one_year")
    assert list(found)[:2] == ["EF_grid,OM,y", "ω_OM"]
    assert found["EG_export,y"].value == Decimal(1500000)
    assert found["EG_export,y"].origin == field_label("ccer-01-002", "export_mwh")
    assert found["EF_grid,OM,y"].origin["zh"].startswith("南方")


def test_agreed_numbers_are_not_suggested_and_measured_ones_are() -> None:
    found = numbers("ccer-01-001", "one_year")
    for agreed in ("ω_OM", "ω_BM", "M_CO2", "M_C"):
        assert found[agreed].uncertainty_pct is None
    assert found["EG_export,y"].uncertainty_pct == 5
    assert found["EG_export,y"].source


def test_the_less_a_factor_is_known_the_wider_it_is() -> None:
    table = library()["uncertainty_ranges"]
    widths = [table.get("half_width", kind).value for kind in ("high", "medium", "low")]
    assert widths == sorted(widths)
    assert len(set(widths)) == len(widths)


def test_a_share_is_not_suggested_to_exceed_the_whole() -> None:
    oxidised = numbers("ets-power", "tested_coal")["OF_bituminous_coal"]
    width = oxidised.uncertainty_pct or Decimal(0)
    assert oxidised.value * (1 + width / 100) <= 1


def test_a_replaced_coefficient_has_the_width_of_a_replacement() -> None:
    own = {"symbol": "BEF_chinese_fir", "value": "1.7", "source": "survey"}
    before = numbers("ccer-14-001", "five_years")["BEF_chinese_fir"]
    after = numbers("ccer-14-001", "five_years", replaced_factors=[own])["BEF_chinese_fir"]
    assert before.uncertainty_pct == 30
    assert (after.value, after.uncertainty_pct) == (Decimal("1.7"), Decimal(10))


def test_a_swing_is_how_far_the_result_moves() -> None:
    found = numbers("ccer-01-002", "one_year")["EG_export,y"]
    methodology = find("ccer-01-002")
    inputs = methodology.Inputs.model_validate(methodology.examples["one_year"])
    moved = methodology.sample(inputs, {"EG_export,y": np.array([1.5e6, 1.5e6 * 1.05])})
    series = moved["emission_reductions_t_co2e"]
    assert found.swing == pytest.approx(series[1] - series[0], rel=1e-12)


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda each: each.id)
def test_the_suggestions_of_each_example_can_be_sampled(methodology: Methodology) -> None:
    for example in methodology.examples.values():
        inputs = methodology.Inputs.model_validate(example)
        result = methodology.calculate(inputs)
        rows = [
            {"symbol": number.symbol, "uncertainty_pct": number.uncertainty_pct}
            for number in calculation_numbers(methodology, inputs, result)
            if number.uncertainty_pct
        ]
        asked = UncertaintyInputs.model_validate({"spreads": rows, "samples": 1000})
        found = uncertainty(methodology, inputs, asked.question(methodology.symbols(inputs)))
        exact = float(result.results[methodology.principal.name])
        assert found.low < exact < found.high or methodology.purpose == "survey"
