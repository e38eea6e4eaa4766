"""Single records of carbon inclusion: clauses, limits, aggregation, factors."""

from decimal import Decimal
from typing import Any

import pytest

from methodologies import MethodologyError, NoFactor, estimate, find, library
from methodologies.engine.replacing import ReplacedNotUsed
from methodologies.inclusion.refusals import (
    ActivityNotCovered,
    AmountAboveRecord,
    HeatedTooLittle,
    HeatingSeasonTooLate,
    NoDataConsent,
    NotAsDescribed,
    NotFromCityPlatform,
    NotInForce,
    RidingAlone,
)
from methodologies.inclusion.scenarios import INCLUSION_METHODOLOGIES
from tests.methodologies.examples import codes
from tests.methodologies.inclusion_examples import AMOUNTS, BEHAVIOURS, RECORDS, record, units

REFUSALS: dict[str, tuple[dict[str, Any], type[MethodologyError]]] = {
    "on_city_platform": ({"on_city_platform": False}, NotFromCityPlatform),
    "data_consent": ({"data_consent": False}, NoDataConsent),
    "activity_covered": ({"activity": "second_hand_phone"}, ActivityNotCovered),
    "as_described": ({"as_described": False}, NotAsDescribed),
    "in_force": ({"day": "2024-09-01"}, NotInForce),
    "not_alone": ({"persons": 1}, RidingAlone),
    "crediting_period": ({"converted_year": 2014}, HeatingSeasonTooLate),
}
CLAUSES = [
    (methodology.id, clause.id)
    for methodology in INCLUSION_METHODOLOGIES
    for clause in methodology.clauses
]


@pytest.mark.parametrize(("name", "clause_id"), CLAUSES)
def test_every_clause_refuses_with_its_article(name: str, clause_id: str) -> None:
    changes, refusal = REFUSALS[clause_id]
    if name.endswith("used-phone") and clause_id == "activity_covered":
        changes = {"activity": "bus"}
    with pytest.raises(refusal) as caught:
        record(name, **changes)
    clause = next(known for known in find(name).clauses if known.id == clause_id)
    assert clause.article
    assert caught.value.source
    assert caught.value.facts["field"] in clause.fields


@pytest.mark.parametrize("name", RECORDS)
def test_what_is_not_declared_is_told(name: str) -> None:
    result = record(name, data_consent=None)
    assert "methodologies.undeclared_clause" in codes(result)


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_nothing_done_reduces_nothing(name: str) -> None:
    shown = record(name, **{AMOUNTS[name]: 0}).to_dict()["results"]
    assert shown == dict.fromkeys(shown, "0")


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_metres_in_place_of_kilometres_are_caught(name: str) -> None:
    field = AMOUNTS[name]
    with pytest.raises(AmountAboveRecord) as caught:
        record(name, **{field: Decimal(RECORDS[name][field]) * 1000})
    assert caught.value.facts["field"] == field


def test_a_possible_but_rare_distance_is_told() -> None:
    assert "methodologies.unusual_amount" in codes(record("inclusion-wuhan-bus", distance_km="101"))
    assert codes(record("inclusion-wuhan-bus", distance_km="100")) == set()


def test_a_mode_without_factors_is_not_covered_in_shanghai() -> None:
    with pytest.raises(ActivityNotCovered) as caught:
        record("inclusion-shanghai-travel", activity="shared_bike")
    assert "Bus, Metro" in str(caught.value.facts["known"])


def test_a_trip_before_the_first_factors_has_none() -> None:
    with pytest.raises(NoFactor):
        record("inclusion-beijing-travel", day="2023-12-31")


def test_later_years_take_the_latest_factors() -> None:
    later = record("inclusion-beijing-travel", day="2026-11-03")
    assert later.results == record("inclusion-beijing-travel").results


@pytest.mark.parametrize(
    "changes",
    [{"consent": "withdrawn"}, {"consent": None}, {"rewarded": False}, {"rewarded": None}],
)
def test_without_consent_or_reward_all_is_the_persons(changes: dict[str, Any]) -> None:
    result = record("inclusion-wuhan-bus", **changes)
    assert result.results["enterprise_kg_co2e"] == 0
    assert result.results["personal_kg_co2e"] == Decimal("0.5544")


def test_a_full_period_leaves_the_platform_nothing() -> None:
    result = record("inclusion-wuhan-bus", collected_kg_co2e="20.5")
    assert result.results["enterprise_kg_co2e"] == 0
    assert result.results["personal_kg_co2e"] == result.results["emission_reductions_kg_co2e"]


def test_every_assumed_coefficient_is_listed_and_can_be_replaced() -> None:
    for name in RECORDS:
        assumed = record(name).assumptions
        assert assumed
        rows = [{"symbol": each.symbol, "value": "0.5", "source": "a report"} for each in assumed]
        replaced = record(name, replaced_factors=rows).assumptions
        assert all(each.replacement is not None for each in replaced)


def test_the_factor_a_user_gives_is_used() -> None:
    rows = [{"symbol": "EF_low", "value": "0.03", "source": "operator, 2025"}]
    result = record("inclusion-wuhan-bus", replaced_factors=rows)
    assert result.results["emission_reductions_kg_co2e"] == Decimal("0.840")


def test_a_threshold_that_is_not_asked_for_cannot_be_replaced() -> None:
    rows = [{"symbol": "θ", "value": "2", "source": "nobody"}]
    with pytest.raises(ReplacedNotUsed):
        record("inclusion-wuhan-bus", consent="withdrawn", replaced_factors=rows)


def test_a_worse_vehicle_than_the_baseline_reduces_less_than_nothing() -> None:
    rows = [{"symbol": "EF_low", "value": "0.2", "source": "worst case"}]
    result = record("inclusion-wuhan-bus", replaced_factors=rows)
    assert result.results["emission_reductions_kg_co2e"] == Decimal("-0.588")
    assert result.results["enterprise_kg_co2e"] == 0


@pytest.mark.parametrize(
    ("gas_m3", "electricity_kwh", "counts"),
    [("100", "500", False), ("100.1", "0", True), ("0", "500.1", True), ("0", "0", False)],
)
def test_a_household_counts_above_either_limit(
    gas_m3: str, electricity_kwh: str, counts: bool
) -> None:
    changes = {"gas_m3": gas_m3, "electricity_kwh": electricity_kwh}
    if counts:
        assert record("inclusion-hebei-heating", **changes).results
        return
    with pytest.raises(HeatedTooLittle) as caught:
        record("inclusion-hebei-heating", **changes)
    assert "m3" in caught.value.fix["en"]


@pytest.mark.parametrize(("season", "counts"), [(2021, True), (2030, True), (2031, False)])
def test_heating_counts_for_ten_seasons(season: int, counts: bool) -> None:
    if counts:
        assert record("inclusion-hebei-heating", season_year=season).results
        return
    with pytest.raises(HeatingSeasonTooLate):
        record("inclusion-hebei-heating", season_year=season)


def test_a_household_without_an_area_has_that_of_the_text() -> None:
    assert (
        record("inclusion-hebei-heating").results
        == record("inclusion-hebei-heating", heated_area_m2="60").results
    )


def test_the_gas_of_heating_is_that_of_the_reporting_guides() -> None:
    fuels, heating = library()["fuels"], library()["inclusion_hebei"]
    per_ten_thousand = fuels.get("heating_value", "natural_gas").value
    assert heating.get("heating_value", "natural_gas").value == per_ten_thousand * 1000 / 10_000
    for key in ("carbon_content", "oxidation"):
        assert heating.get(key, "natural_gas").value == fuels.get(key, "natural_gas").value


def test_all_are_configurable_and_answer_for_behaviour() -> None:
    assert len(INCLUSION_METHODOLOGIES) == 10
    for methodology in INCLUSION_METHODOLOGIES:
        assert (methodology.status, methodology.purpose) == ("configurable", "behaviour")
        assert methodology.issues is None


def test_the_worked_examples_of_the_definitions_calculate() -> None:
    for methodology in INCLUSION_METHODOLOGIES:
        for inputs in methodology.examples.values():
            assert estimate(methodology.id, inputs).results[units(methodology.id)] > 0
