"""Factor year and capacity, for every grid-connected plant."""

from typing import Any

import pytest
from pydantic import ValidationError

from methodologies import (
    AboveCapacity,
    FactorYearMismatch,
    NoFactor,
    YearMissing,
    library,
    parse_inputs,
)
from tests.methodologies.examples import PERIOD, WIND, codes, wind

EARLIER = "methodologies.earlier_factor_year"


def test_factors_of_the_year_itself_give_no_warning() -> None:
    assert EARLIER not in codes(wind(factor_year=2019))


@pytest.mark.parametrize("year", [2020, 2024, 2100])
def test_an_unpublished_year_takes_the_latest_before_it_with_a_warning(year: int) -> None:
    result = wind(factor_year=year)
    assert result.factors["EF_grid,OM,y"].year == 2019
    assert EARLIER in codes(result)


def test_a_year_before_the_first_published_one_is_refused() -> None:
    with pytest.raises(NoFactor) as caught:
        wind(factor_year=2018)
    assert caught.value.facts["earliest_year"] == 2019


def test_without_year_and_period_the_calculation_is_refused() -> None:
    with pytest.raises(YearMissing):
        wind(factor_year=None)


def test_the_period_sets_the_year() -> None:
    result = wind(factor_year=None, **PERIOD)
    assert EARLIER in codes(result)
    assert "methodologies.period_missing" not in codes(result)


@pytest.mark.parametrize("year", [2019, 2024])
def test_the_chosen_year_may_be_that_of_the_period_or_of_its_factors(year: int) -> None:
    assert wind(factor_year=year, **PERIOD).issuable_units == 761646


def test_a_chosen_year_that_the_rule_does_not_lead_to_is_refused() -> None:
    with pytest.raises(FactorYearMismatch) as caught:
        wind(factor_year=2022, **PERIOD)
    assert caught.value.facts["right_year"] == 2019


@pytest.mark.parametrize("grid", ["north", "northeast", "east", "central", "northwest", "south"])
def test_every_grid_has_its_own_combined_margin(grid: str) -> None:
    table = library()["grid_margins"]
    margins = [table.get(key, grid, 2019).value for key in ("operating_margin", "build_margin")]
    combined = next(step for step in wind(grid=grid).steps if step.equation == "(3)")
    assert combined.value == sum(margins) / 2


def test_kwh_typed_for_mwh_is_refused_by_the_capacity() -> None:
    with pytest.raises(AboveCapacity) as caught:
        wind(export_mwh="90000000", installed_capacity_mw="300")
    assert caught.value.facts["most_mwh"] == 2_628_000
    assert "kWh" in caught.value.fix["en"]
    assert "kWh" in caught.value.fix["zh"]


def test_the_capacity_check_counts_the_hours_of_the_period() -> None:
    january = {"period_start": "2024-01-01", "period_end": "2024-01-31", "factor_year": None}
    most_mwh = 300 * 31 * 24
    assert wind(export_mwh=most_mwh, installed_capacity_mw="300", **january).issuable_units > 0
    with pytest.raises(AboveCapacity):
        wind(export_mwh=most_mwh + 1, installed_capacity_mw="300", **january)


def refusals(**changes: object) -> dict[str, Any]:
    """Return the refusal of each field of a farm of 300 MW, by name."""
    with pytest.raises(ValidationError) as caught:
        parse_inputs("ccer-01-002", {**WIND, "installed_capacity_mw": "300", **changes})
    return {".".join(str(part) for part in error["loc"]): error for error in caught.value.errors()}


def test_an_export_beyond_every_bound_is_explained_by_the_capacity() -> None:
    found = refusals(export_mwh="900000000", import_mwh="x", months=[{"exported_mwh": "9e9"}])
    raised = found["export_mwh"]["ctx"]["error"]
    assert isinstance(raised, AboveCapacity)
    assert raised.facts["most_mwh"] == 2_628_000
    assert found["import_mwh"]["type"] == "decimal_parsing"
    assert found["months.0.exported_mwh"]["type"] == "above_bound_of_unit"
    assert found["months.0.year"]["type"] == "missing"


@pytest.mark.parametrize(
    ("capacity", "export"),
    [(None, "900000000"), ("nan", "900000000"), ("x", "9e8"), ("300", "1e400"), ("999999", "9e8")],
)
def test_without_a_usable_capacity_the_unit_is_questioned(
    capacity: str | None, export: str
) -> None:
    found = refusals(installed_capacity_mw=capacity, export_mwh=export)
    assert found["export_mwh"]["type"] == "above_bound_of_unit"
    assert found["export_mwh"]["ctx"]["smaller_unit"] == "kWh"
