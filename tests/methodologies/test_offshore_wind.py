"""Applicability and trace of CCER-01-002-V01."""

import pytest

from methodologies import AgainstLawOrPolicy, NotFarNorDeepEnough, find
from tests.methodologies.examples import codes, wind


@pytest.mark.parametrize(
    ("distance", "depth"), [("30", "30"), ("0", "0"), ("29.999999", "30"), ("30.0", "30.000")]
)
def test_a_farm_neither_beyond_30_km_nor_deeper_than_30_m_is_refused(
    distance: str, depth: str
) -> None:
    with pytest.raises(NotFarNorDeepEnough) as caught:
        wind(distance_to_shore_km=distance, water_depth_m=depth)
    assert caught.value.source == "CCER-01-002-V01 §2"
    assert caught.value.facts["field"] == "distance_to_shore_km"


@pytest.mark.parametrize(("distance", "depth"), [("30.000001", "5"), ("2", "30.000001")])
def test_either_distance_or_depth_is_enough(distance: str, depth: str) -> None:
    assert wind(distance_to_shore_km=distance, water_depth_m=depth).issuable_units == 761646


def test_a_farm_against_law_or_policy_is_refused() -> None:
    with pytest.raises(AgainstLawOrPolicy) as caught:
        wind(complies_with_law_and_policy=False)
    assert "§2" in caught.value.source


def test_a_clause_that_is_not_declared_is_a_warning() -> None:
    assert "methodologies.undeclared_clause" in codes(wind())
    assert "methodologies.undeclared_clause" not in codes(wind(complies_with_law_and_policy=True))


def test_each_step_shows_formula_values_and_sources() -> None:
    steps = {step.equation: step for step in wind().steps}
    assert list(steps) == ["(3)", "(2)", "(1)", "§6.4", "§6.5", "(4)"]
    assert steps["(3)"].expression == "0.8042 × 0.5 + 0.2135 × 0.5"
    assert steps["(3)"].formula == "EF_grid,OM,y × ω_OM + EF_grid,BM,y × ω_BM"
    assert steps["(1)"].expression == "1496800 × 0.50885"
    assert steps["(1)"].unit == "t CO2e"
    origins = [source.origin for source in steps["(3)"].sources]
    assert origins == ["rule", "factor", "factor", "factor", "factor"]
    assert steps["(2)"].sources[1].text["en"] == "input: Exported electricity"
    assert [source.text["en"] for source in steps["(1)"].sources] == [
        "CCER-01-002-V01 §6.3 (1)",
        "equation (2)",
        "equation (3)",
    ]


def test_the_factors_used_carry_year_source_and_confidence() -> None:
    used = wind().factors
    assert used["EF_grid,OM,y"].year == 2019
    assert used["EF_grid,OM,y"].confidence == "medium"
    assert used["ω_OM"].source.startswith("CCER-01-002-V01 §7.1")


def test_the_result_names_methodology_version_and_status() -> None:
    shown = wind().to_dict()
    assert shown["methodology"] == {"id": "ccer-01-002", "version": "V01", "status": "official"}


def test_every_clause_names_its_article_and_existing_fields() -> None:
    methodology = find("ccer-01-002")
    names = {field.name for field in methodology.fields}
    for clause in methodology.clauses:
        assert clause.article == "CCER-01-002-V01 §2"
        assert set(clause.fields) <= names
