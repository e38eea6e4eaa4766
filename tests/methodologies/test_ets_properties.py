"""Properties of emission accounting that hold for any activity."""

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methodologies import Result, estimate, find
from tests.methodologies.ets_examples import ACCOUNTS

quantities = st.decimals(0, 1_000_000, places=4)
shares = st.decimals("0.2", "0.9", places=4)
months = st.sets(st.integers(1, 12), min_size=1)


def total(result: Result) -> Decimal:
    return result.results[find(result.methodology_id).principal.name]


def plant(name: str, quantity: Decimal, month: int | None = None) -> Result:
    cells: dict[str, Any] = {} if month is None else {"month": month}
    plants: dict[str, dict[str, Any]] = {
        "ets-power": {
            "unit_kind": "conventional_coal",
            "fuels": [{"fuel": "lignite", "quantity": quantity, "carbon_content": "0.4", **cells}],
        },
        "ets-cement": {"clinker": [{"clinker_t": quantity, **cells}]},
        "ets-aluminium": {"aluminium": [{"aluminium_t": quantity, **cells}]},
        "ets-steel": {
            "materials": [
                {"material": "coke", "quantity_t": quantity, "carbon_content": "0.85", **cells}
            ]
        },
    }
    return estimate(name, {"year": 2025, **plants[name]})


@pytest.mark.parametrize("name", ACCOUNTS)
def test_no_activity_emits_nothing(name: str) -> None:
    assert set(plant(name, Decimal(0)).results.values()) == {Decimal(0)}


@pytest.mark.parametrize("name", ACCOUNTS)
@given(quantity=quantities, more=quantities)
def test_more_activity_never_emits_less(name: str, quantity: Decimal, more: Decimal) -> None:
    assert total(plant(name, quantity + more)) >= total(plant(name, quantity))


@pytest.mark.parametrize("name", ACCOUNTS)
@given(quantity=quantities, factor=st.integers(1, 9))
def test_emissions_scale_with_the_activity(name: str, quantity: Decimal, factor: int) -> None:
    with localcontext(prec=60):
        many, one = total(plant(name, quantity * factor)), total(plant(name, quantity))
        assert abs(many - one * factor) <= Decimal("1e-28")


@pytest.mark.parametrize("name", ACCOUNTS)
@given(quantity=quantities)
def test_one_month_stands_in_for_the_eleven_others(name: str, quantity: Decimal) -> None:
    with localcontext(prec=60):
        monthly, yearly = total(plant(name, quantity, 6)), total(plant(name, quantity))
        assert abs(monthly - yearly * 12) <= Decimal("1e-27")


@given(used=quantities, made=quantities)
def test_deductions_lower_process_emissions_but_never_below_zero(
    used: Decimal, made: Decimal
) -> None:
    made = max(made, used / 2)
    base = {"year": 2024, "clinker": [{"clinker_t": made}]}
    less = estimate(
        "ets-cement",
        {**base, "alternatives": [{"material": "slaked_lime", "quantity_t": used}]},
    )
    assert 0 <= total(less) <= total(estimate("ets-cement", base))


@given(carbon=shares, wet=st.decimals(0, 60, places=2), dried=st.decimals(0, 20, places=2))
def test_carbon_as_received_falls_with_moisture(
    carbon: Decimal, wet: Decimal, dried: Decimal
) -> None:
    def emitted(moisture: Decimal) -> Decimal:
        row = {
            "fuel": "lignite",
            "quantity": "1",
            "carbon_content": carbon,
            "carbon_basis": "air_dried",
            "moisture_received_pct": moisture,
            "moisture_air_dried_pct": dried,
        }
        return total(
            estimate("ets-power", {"year": 2025, "unit_kind": "conventional_coal", "fuels": [row]})
        )

    lower = max(Decimal(wet), dried)
    assert emitted(lower + 5) < emitted(lower)


SYMBOLS = {
    "ets-power": "FC_bituminous_coal",
    "ets-cement": "Q_portland",
    "ets-aluminium": "P",
    "ets-steel": "AD_coking_coal",
}
VALUES = {"ets-power": 250000, "ets-cement": 1500000, "ets-aluminium": 300000, "ets-steel": 900000}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_decimals_and_arrays_agree(name: str) -> None:
    methodology = find(name)
    inputs = methodology.Inputs.model_validate(ACCOUNTS[name])
    exact = methodology.calculate(inputs)
    arrays = methodology.sample(inputs, {SYMBOLS[name]: np.full(4, float(VALUES[name]))})
    for output in methodology.outputs:
        expected = float(exact.results[output.name])
        np.testing.assert_allclose(arrays[output.name], expected, rtol=1e-12)
    assert arrays[methodology.principal.name].shape == (4,)


@settings(max_examples=30)
@given(gaps=months, used=quantities)
def test_decimals_and_arrays_agree_on_missing_months_and_deductions(
    gaps: set[int], used: Decimal
) -> None:
    rows = [{"month": month, "clinker_t": 1000 * month} for month in sorted(gaps)]
    materials = [
        {"month": month, "material": "steel_slag", "quantity_t": min(used, Decimal(500) * month)}
        for month in sorted(gaps)
    ]
    methodology = find("ets-cement")
    inputs = methodology.Inputs.model_validate(
        {"year": 2024, "clinker": rows, "alternatives": materials}
    )
    exact = methodology.calculate(inputs).results["emissions_t_co2"]
    array = methodology.sample(inputs, {})["emissions_t_co2"]
    np.testing.assert_allclose(array, float(exact), rtol=1e-12)
