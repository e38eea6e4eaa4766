"""Properties that hold for any activity."""

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methodologies import Methodology, Result, estimate, find, list_methodologies
from tests.methodologies.examples import CSP, WIND, csp, wind

EXAMPLES = {"ccer-01-002": WIND, "ccer-01-001": CSP}
energies = st.decimals(0, 10_000_000, places=6)
quantities = st.decimals(0, 10_000, places=4)


def reductions(result: Result) -> Decimal:
    return result.results["emission_reductions_t_co2e"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_activity_earns_nothing(name: str) -> None:
    idle = {**EXAMPLES[name], "export_mwh": 0, "import_mwh": 0}
    idle.pop("fuels", None)
    result = estimate(name, idle)
    assert result.to_dict()["results"] == dict.fromkeys(result.to_dict()["results"], "0")
    assert result.issuable_units == 0


@given(exported=energies, imported=energies, factor=st.integers(1, 9))
def test_reductions_scale_with_the_activity(
    exported: Decimal, imported: Decimal, factor: int
) -> None:
    one = wind(export_mwh=exported, import_mwh=imported)
    many = wind(export_mwh=exported * factor, import_mwh=imported * factor)
    with localcontext(prec=60):
        assert reductions(many) == reductions(one) * factor


@given(exported=energies, imported=energies, more=energies)
def test_more_export_never_earns_less_and_more_import_never_more(
    exported: Decimal, imported: Decimal, more: Decimal
) -> None:
    base = reductions(wind(export_mwh=exported, import_mwh=imported))
    assert reductions(wind(export_mwh=exported + more, import_mwh=imported)) >= base
    assert reductions(wind(export_mwh=exported, import_mwh=imported + more)) <= base


@given(quantity=quantities, more=quantities)
def test_more_fuel_never_earns_more(quantity: Decimal, more: Decimal) -> None:
    less = csp(fuels=[{"fuel": "diesel", "quantity": quantity}])
    base = csp(fuels=[{"fuel": "diesel", "quantity": quantity + more}])
    assert reductions(base) <= reductions(less)


@given(exported=energies, imported=energies)
def test_units_are_whole_tonnes_never_above_the_figure(
    exported: Decimal, imported: Decimal
) -> None:
    result = wind(export_mwh=exported, import_mwh=imported)
    figure = max(Decimal(0), reductions(result))
    assert result.issuable_units <= figure < result.issuable_units + 1


@given(
    error=st.decimals("0.51", 20, places=2),
    part=st.integers(0, 1_500_000),
)
def test_a_correction_is_always_conservative(error: Decimal, part: int) -> None:
    row = {"calibration": "out_of_tolerance", "error_pct": error, "metered": part}
    corrected = wind(meter_corrections=[{"meter": "export", **row}])
    assert reductions(corrected) <= reductions(wind())
    negative = wind(meter_corrections=[{"meter": "export", **row, "error_pct": -error}])
    assert reductions(negative) == reductions(corrected)


ACTIVITY = st.fixed_dictionaries(
    {"export_mwh": st.decimals(1, 10_000_000, places=6), "import_mwh": energies}
)


@settings(max_examples=50)
@given(activity=ACTIVITY, gas=quantities, share=st.sampled_from(["0.25", "0.5", "1"]))
def test_decimals_and_arrays_agree(activity: dict[str, Any], gas: Decimal, share: str) -> None:
    doubtful = {
        "meter": "natural_gas",
        "metered": gas * Decimal(share),
        "calibration": "late",
        "permissible_error_pct": "1.5",
    }
    methodology = find("ccer-01-001")
    plant = {
        **CSP,
        **activity,
        "fuels": [{"fuel": "natural_gas", "quantity": gas}],
        "meter_corrections": [doubtful],
    }
    inputs = methodology.Inputs.model_validate(plant)
    exact = methodology.calculate(inputs)
    arrays = methodology.sample(
        inputs,
        {
            "EG_export,y": np.full(3, float(activity["export_mwh"])),
            "EF_grid,OM,y": np.full(3, 0.8922),
        },
    )
    assert arrays["emission_reductions_t_co2e"].shape == (3,)
    for array, expected in (
        (arrays["baseline_emissions_t_co2e"], exact.results["baseline_emissions_t_co2e"]),
        (arrays["project_emissions_t_co2e"], exact.results["project_emissions_t_co2e"]),
        (arrays["leakage_t_co2e"], exact.results["leakage_t_co2e"]),
    ):
        scale = float(activity["export_mwh"] + activity["import_mwh"] + gas)
        np.testing.assert_allclose(array, float(expected), rtol=1e-12, atol=1e-12 * scale)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worked_examples_agree_on_arrays(name: str) -> None:
    methodology = find(name)
    inputs = methodology.Inputs.model_validate(EXAMPLES[name])
    exact = methodology.calculate(inputs)
    arrays = methodology.sample(
        inputs, {"EG_import,y": np.full(5, float(inputs.model_dump()["import_mwh"]))}
    )
    expected = float(exact.results["emission_reductions_t_co2e"])
    np.testing.assert_allclose(
        arrays["emission_reductions_t_co2e"], np.full(5, expected), rtol=1e-12
    )


def test_samples_of_an_unknown_symbol_are_refused() -> None:
    methodology = find("ccer-01-002")
    inputs = methodology.Inputs.model_validate(WIND)
    with pytest.raises(ValueError, match=r"EG_exprot,y.*EG_export,y"):
        methodology.sample(inputs, {"EG_exprot,y": np.ones(2)})


def test_a_plant_that_takes_more_than_it_gives_earns_no_unit() -> None:
    result = wind(export_mwh="1", import_mwh="2")
    assert result.results["emission_reductions_t_co2e"] == Decimal("-0.50885")
    assert result.issuable_units == 0
    assert "methodologies.no_reduction" in {notice.code for notice in result.warnings}


ALL_EXAMPLES = [
    pytest.param(known, example, id=f"{known.id}-{name}")
    for known in list_methodologies()
    for name, example in known.examples.items()
]


@pytest.mark.parametrize(("known", "example"), ALL_EXAMPLES)
def test_every_example_agrees_on_arrays_in_every_output(
    known: Methodology, example: dict[str, Any]
) -> None:
    inputs = known.Inputs.model_validate(example)
    exact = known.calculate(inputs)
    same = {s: np.full(3, float(value)) for s, value in known.symbols(inputs).items()}
    arrays = known.sample(inputs, same)
    assert set(arrays) == set(exact.results)
    for name, value in exact.results.items():
        scale = max(abs(float(each)) for each in exact.results.values())
        np.testing.assert_allclose(arrays[name], float(value), rtol=1e-12, atol=1e-14 * scale)
