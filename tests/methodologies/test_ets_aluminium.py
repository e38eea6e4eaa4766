"""Aluminium smelting: anodes, anode effects, and data quality."""

from decimal import Decimal
from typing import Any

import pytest

from methodologies import Result, estimate
from methodologies.ets.refusals import Implausible, InstallationOutsideGuide, YearBeforeMarket
from tests.methodologies.ets_examples import account, in_months
from tests.methodologies.examples import codes


def smelter(**cells: Any) -> Result:
    rows = [{"aluminium_t": "300000", **cells}]
    return estimate("ets-aluminium", {"year": 2024, "aluminium": rows})


def test_remelting_is_refused_with_the_article() -> None:
    with pytest.raises(InstallationOutsideGuide):
        account("ets-aluminium", cell_kind="remelting")


def test_a_year_before_the_market_is_refused() -> None:
    with pytest.raises(YearBeforeMarket):
        account("ets-aluminium", year=2023)


def test_the_anode_factor_is_not_rounded() -> None:
    exact = smelter().results["emissions_t_co2e"]
    rounded = Decimal("1.47") * 300000 + Decimal("78948")
    assert exact == Decimal("520197.6")
    assert rounded == Decimal("519948")


def test_measured_anodes_replace_the_defaults() -> None:
    result = smelter(anode_consumption="0.42", sulphur_pct="1.5", ash_pct="0.5")
    factor = next(step for step in result.steps if step.symbol == "EF_C")
    assert factor.expression == "0.42 × (1 − 1.5/100 − 0.5/100) × (44/12)"
    assert abs(factor.value - Decimal("1.5092")) < Decimal("1e-35")


def test_anode_effects_without_minutes_take_the_defaults_and_say_so() -> None:
    result = smelter()
    assert result.results["anode_effect_t_co2e"] == 78948
    assert "methodologies.anode_effects_by_default" in codes(result)
    assert "methodologies.anode_effects_by_default" not in codes(smelter(anode_effect_minutes="0"))
    assert smelter(anode_effect_minutes="0").results["anode_effect_t_co2e"] == 0


def test_each_month_may_be_measured_or_not() -> None:
    rows = in_months({}, {1: "1000", 2: "1000"}, "aluminium_t")
    rows[0]["anode_effect_minutes"] = "0.2"
    result = estimate("ets-aluminium", {"year": 2024, "aluminium": rows, "through_month": 2})
    assert result.results["anode_effect_t_co2e"] == Decimal("221.364") + Decimal("263.16")


def test_a_missing_month_stands_in_for_anodes_and_anode_effects() -> None:
    rows = in_months({}, {1: "1000", 2: "2000"}, "aluminium_t")
    result = estimate("ets-aluminium", {"year": 2024, "aluminium": rows, "through_month": 3})
    whole = estimate("ets-aluminium", {"year": 2024, "aluminium": [{"aluminium_t": "5000"}]})
    assert result.results == whole.results


def test_only_electrolysis_is_counted() -> None:
    results = account("ets-aluminium").results
    electrolysis = results["anode_t_co2"] + results["anode_effect_t_co2e"]
    assert results["covered_emissions_t_co2e"] == electrolysis
    others = results["combustion_t_co2"] + results["electricity_t_co2"] + results["heat_t_co2"]
    assert results["emissions_t_co2e"] == electrolysis + others


@pytest.mark.parametrize(
    "changes",
    [
        {"aluminium": [{"aluminium_t": "300000", "anode_effect_minutes": "72"}]},
        {"aluminium": [{"aluminium_t": "300000", "anode_consumption": "4.11"}]},
        {"aluminium": [{"aluminium_t": "300"}]},
    ],
    ids=["seconds", "per cent", "kt of aluminium"],
)
def test_unit_mistakes_are_caught(changes: dict[str, Any]) -> None:
    with pytest.raises(Implausible):
        account("ets-aluminium", **changes)


def test_unlikely_anodes_are_noticed() -> None:
    assert "methodologies.unlikely" in codes(smelter(anode_consumption="0.5"))
