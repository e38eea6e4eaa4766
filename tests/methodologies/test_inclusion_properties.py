"""Properties of carbon inclusion that hold for any record."""

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies import find
from tests.methodologies.inclusion_examples import AMOUNTS, BEHAVIOURS, RECORDS, record, units

names = st.sampled_from(BEHAVIOURS)
wholes = st.integers(0, 5)
heated = st.decimals(101, 20_000, places=2)


def reductions(name: str, **changes: Any) -> Decimal:
    return record(name, **changes).results[units(name)]


def factor(symbol: str, value: object) -> list[dict[str, object]]:
    return [{"symbol": symbol, "value": value, "source": "a test"}]


@given(name=names, amount=wholes, times=st.integers(1, 2))
def test_reductions_scale_with_what_was_done(name: str, amount: int, times: int) -> None:
    field = AMOUNTS[name]
    with localcontext(prec=60):
        once = reductions(name, **{field: amount})
        assert reductions(name, **{field: amount * times}) == once * times


@given(name=names, amount=wholes, more=wholes)
def test_more_of_it_never_reduces_less(name: str, amount: int, more: int) -> None:
    field = AMOUNTS[name]
    assert reductions(name, **{field: amount + more}) >= reductions(name, **{field: amount})


@given(name=names, low=st.decimals(0, 1, places=4), more=st.decimals(0, 1, places=4))
def test_a_higher_project_factor_never_reduces_more(name: str, low: Decimal, more: Decimal) -> None:
    better = reductions(name, replaced_factors=factor("EF_low", low))
    assert reductions(name, replaced_factors=factor("EF_low", low + more)) <= better


@given(name=names, base=st.decimals(0, 1, places=4), more=st.decimals(0, 1, places=4))
def test_a_higher_baseline_never_reduces_less(name: str, base: Decimal, more: Decimal) -> None:
    lower = reductions(name, replaced_factors=factor("EF_base", base))
    assert reductions(name, replaced_factors=factor("EF_base", base + more)) >= lower


@given(detour=st.decimals(1, 3, places=2), more=st.decimals(0, 1, places=2))
def test_a_longer_detour_never_reduces_more(detour: Decimal, more: Decimal) -> None:
    shorter = reductions("inclusion-wuhan-carpool", replaced_factors=factor("k", detour))
    longer = factor("k", detour + more)
    assert reductions("inclusion-wuhan-carpool", replaced_factors=longer) <= shorter


@given(
    distance=st.decimals(0, 500, places=3),
    collected=st.decimals(0, 40, places=3),
    threshold=st.decimals(0, 40, places=3),
)
def test_the_shares_add_up_and_keep_to_the_threshold(
    distance: Decimal, collected: Decimal, threshold: Decimal
) -> None:
    result = record(
        "inclusion-wuhan-bus",
        distance_km=distance,
        collected_kg_co2e=collected,
        replaced_factors=factor("θ", threshold),
    ).results
    enterprise, personal = result["enterprise_kg_co2e"], result["personal_kg_co2e"]
    assert enterprise + personal == result["emission_reductions_kg_co2e"]
    assert enterprise >= 0
    assert personal >= 0
    assert enterprise == 0 or collected + enterprise <= threshold


@given(gas=heated, more=st.decimals(0, 100, places=2))
def test_more_gas_never_reduces_more(gas: Decimal, more: Decimal) -> None:
    name = "inclusion-hebei-heating"
    most = min(gas + more, Decimal(20_000))
    assert reductions(name, gas_m3=most) <= reductions(name, gas_m3=gas)


@given(area=st.decimals(0, 100, places=1), times=st.integers(1, 9))
def test_the_baseline_of_heating_scales_with_the_area(area: Decimal, times: int) -> None:
    name, output = "inclusion-hebei-heating", "baseline_emissions_t_co2e"
    once = record(name, heated_area_m2=area).results[output]
    assert record(name, heated_area_m2=area * times).results[output] == once * times


@pytest.mark.parametrize("name", RECORDS)
def test_every_symbol_can_be_sampled_and_agrees(name: str) -> None:
    methodology = find(name)
    inputs = methodology.Inputs.model_validate(RECORDS[name])
    symbols = methodology.symbols(inputs)
    samples = {symbol: np.full(5, float(value)) for symbol, value in symbols.items()}
    sampled = methodology.sample(inputs, samples)
    for output, exact in methodology.calculate(inputs).results.items():
        np.testing.assert_allclose(sampled[output], float(exact), rtol=1e-12, atol=1e-15)
