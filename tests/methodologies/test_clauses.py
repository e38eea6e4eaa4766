"""Every clause of every methodology refuses once, with its article."""

from collections.abc import Mapping
from typing import Any

import pytest

from methodologies import Clause, Methodology, MethodologyError, list_methodologies
from tests.methodologies.examples import PERIOD

FLOW = {
    "inlet_flow_m3_h": "600000",
    "inlet_ch4_pct": "0.42",
    "outlet_ch4_pct": "0.012",
    "hours_h": "7600",
}
DRAINED = {
    "gas": "drained_gas",
    "drained_ch4_pct": "7.9",
    "diluted_on_purpose": False,
}
TRIAL = {"networked": True, "trial_start": "2023-11-15", "trial_end": "2023-12-31"}
YEAR_EARLIER = {"ets-power": 2018, "ets-cement": 2023, "ets-aluminium": 2023, "ets-steel": 2023}

BREACHES: Mapping[str, Mapping[str, Any]] = {
    "activity_covered": {"activity": "second_hand_phone"},
    "as_described": {"as_described": False},
    "below_8_percent": {**DRAINED, "drained_ch4_pct": "8"},
    "crediting_period": {"converted_year": 2014},
    "data_consent": {"data_consent": False},
    "far_or_deep": {"distance_to_shore_km": "30", "water_depth_m": "30"},
    "flameless_oxidation": {"technique": "other"},
    "heat_used": {"heat_use": "none"},
    "highway_tunnel": {"site": "other"},
    "in_force": {"day": "2024-09-01"},
    "law_and_guideline": {"complies_with_law_and_guideline": False},
    "law_and_policy": {"complies_with_law_and_policy": False},
    "mine_safety": {"complies_with_mine_safety": False},
    "networked": {"networked": False},
    "non_forest_land": {"non_forest_three_years": False},
    "not_alone": {"persons": 1},
    "not_diluted": {**DRAINED, "diluted_on_purpose": True},
    "on_city_platform": {"on_city_platform": False},
    "parcel": {"smallest_parcel_m2": "399.9"},
    "planting": {"planting": "economic_forest"},
    "separately_metered": {"plant_type": "integrated_part", "separately_metered": False},
    "shrubs_kept": {"shrubs_removed_pct": "20.1"},
    "site": {"site": "existing_stand"},
    "solar_thermal": {"plant_type": "other"},
    "suitable": {"site_suitable": False},
    "trees_kept": {"trees_removed": True},
    "trial_of_a_month": {**TRIAL, "trial_end": "2023-12-13"},
    "after_networking": {**TRIAL, **PERIOD, "factor_year": None, "trial_end": "2024-01-01"},
    "no_more_than_drained": {
        **DRAINED,
        "flows": [{**FLOW, "delivery_flow_m3_h": "30000.1", "drained_flow_m3_h": "30000"}],
    },
    "wetland": {"on_wetland": True},
    "working_underground_mine": {"mine": "abandoned_or_closed"},
}
OWN: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("ccer-07-001", "separately_metered"): {"separately_metered": False},
    ("ccer-14-001", "tenure"): {"tenure_clear": False},
    ("ccer-14-002", "tenure"): {"tenure_proven": False},
    ("inclusion-wuhan-used-phone", "activity_covered"): {"activity": "bus"},
    ("ets-power", "installation"): {"unit_kind": "not_fossil"},
    ("ets-cement", "installation"): {"line_kind": "grinding_station"},
    ("ets-aluminium", "installation"): {"cell_kind": "remelting"},
    ("ets-steel", "installation"): {"works_kind": "rolling_only"},
    **{(name, "year_covered"): {"year": year} for name, year in YEAR_EARLIER.items()},
}
CLAUSES = [
    pytest.param(known, clause, id=f"{known.id}-{clause.id}")
    for known in list_methodologies()
    for clause in known.clauses
]


@pytest.mark.parametrize(("known", "clause"), CLAUSES)
def test_a_clause_refuses_with_its_article(known: Methodology, clause: Clause) -> None:
    inputs = known.Inputs.model_validate(breaching(known, clause))
    assert clause.holds(inputs) is False
    own = clause.refusal(inputs)
    with pytest.raises(type(own)) as caught:
        known.calculate(inputs)
    assert caught.value.facts == own.facts
    assert caught.value.facts["field"] in clause.fields
    assert clause.article in said(caught.value)


def breaching(known: Methodology, clause: Clause) -> dict[str, Any]:
    """Return the worked example with what breaks a clause."""
    breach = OWN.get((known.id, clause.id)) or BREACHES[clause.id]
    example = {**next(iter(known.examples.values())), **breach}
    return {name: value for name, value in example.items() if value is not None}


def said(error: MethodologyError) -> str:
    """Return the rule and source of a refusal as a reader sees them."""
    facts = {
        name: fact["zh"] if isinstance(fact, Mapping) else fact
        for name, fact in error.facts.items()
    }
    return f"{error.rule['zh'].format(**facts)} {error.source}"
