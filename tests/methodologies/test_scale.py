"""Twice the activity is twice the result, and none is none, for every methodology."""

import json
from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

import pytest

from methodologies import Methodology, estimate, list_methodologies

EXTENSIVE: Mapping[str, tuple[str, ...]] = {
    "ccer-01-001": ("export_mwh", "import_mwh", "fuels.quantity"),
    "ccer-01-002": ("export_mwh", "import_mwh"),
    "ccer-07-001": ("sections.length_m", "consumption.metered_mwh"),
    "ccer-10-001": ("flows.inlet_flow_m3_h", "generated_mwh", "auxiliary_mwh", "heat_gj"),
    "ccer-14-001": ("strata.area_ha",),
    "ccer-14-002": ("strata.area_ha",),
    "ets-aluminium": ("aluminium.aluminium_t",),
    "ets-cement": ("clinker.clinker_t", "alternatives.quantity_t"),
    "ets-power": ("fuels.quantity", "electricity.electricity_mwh"),
    "ets-steel": ("materials.quantity_t",),
    "forest-plots": ("plots.stock_t_ha",),
    "inclusion-hebei-heating": ("heated_area_m2", "gas_m3", "electricity_kwh"),
}
"""What there can be more of; the amount of a record of carbon inclusion beside."""

UNANSWERED = {"forest-plots", "inclusion-hebei-heating"}
"""Plots without a mean, and households that hardly heat, are refused."""

AMOUNTS = ("distance_km", "orders", "phones")
NOT_ADDED_UP = {
    # Shares of a threshold, and figures of a survey that have no unit.
    "enterprise_kg_co2e",
    "personal_kg_co2e",
    "relative_error",
    "deduction",
    "plots_needed",
}
HEATED = {"heated_area_m2": "60"}
ALL = [pytest.param(known, id=known.id) for known in list_methodologies()]


def example(known: Methodology) -> dict[str, Any]:
    plain = json.loads(json.dumps(next(iter(known.examples.values()))))
    return {**plain, **HEATED} if known.id == "inclusion-hebei-heating" else plain


def times(known: Methodology, factor: Decimal) -> dict[str, Any]:
    """Return the example with a multiple of everything that there can be more of."""
    inputs = example(known)
    for name in EXTENSIVE.get(known.id) or [each for each in AMOUNTS if each in inputs]:
        table, _, column = name.rpartition(".")
        for cells in inputs[table] if table else [inputs]:
            if column in cells:
                multiple = Decimal(str(cells[column])) * factor
                cells[column] = int(multiple) if isinstance(cells[column], int) else str(multiple)
    return inputs


def added_up(known: Methodology, inputs: dict[str, Any]) -> dict[str, Decimal]:
    results = estimate(known.id, inputs).results
    return {name: value for name, value in results.items() if name not in NOT_ADDED_UP}


@pytest.mark.parametrize("known", ALL)
@pytest.mark.parametrize("factor", ["2", "3"])
def test_a_multiple_of_the_activity_is_the_multiple_of_the_result(
    known: Methodology, factor: str
) -> None:
    once = added_up(known, example(known))
    many = added_up(known, times(known, Decimal(factor)))
    assert once
    assert any(once.values())
    with localcontext(prec=60):
        for name, value in once.items():
            assert abs(many[name] - value * Decimal(factor)) <= Decimal("1e-25"), name


@pytest.mark.parametrize("known", [p for p in ALL if p.id not in UNANSWERED])
def test_no_activity_is_no_result(known: Methodology) -> None:
    assert set(added_up(known, times(known, Decimal(0))).values()) == {Decimal(0)}
