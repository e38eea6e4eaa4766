"""Months of an account: sums, missing months and rows that contradict each other."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from methodologies.ets.refusals import MonthAfterPeriod, MonthsMissing, MonthsMixed, MonthTwice
from tests.methodologies.ets_examples import ACCOUNTS, account, coal, in_months
from tests.methodologies.examples import codes

EVEN = dict.fromkeys(range(1, 13), "100")


def power(fuels: list[Any], **changes: Any) -> Any:
    return account("ets-power", fuels=fuels, generation=None, electricity=None, **changes)


def test_twelve_months_add_up_to_the_year() -> None:
    quantities = {month: str(month * 1000) for month in range(1, 13)}
    monthly = power(in_months(coal(), quantities, "quantity"))
    yearly = power([coal(quantity="78000")])
    assert monthly.results == yearly.results


def test_each_month_takes_its_own_carbon() -> None:
    rows = [coal(month=1, carbon_content="0.50"), coal(month=2, carbon_content="0.60")]
    result = power(rows, through_month=2)
    steps = {step.symbol: step.value for step in result.steps}
    assert steps["E_bituminous_coal,1"] * 6 == steps["E_bituminous_coal,2"] * 5


def test_a_missing_month_takes_the_month_of_the_highest_quantity() -> None:
    rows = in_months(coal(), {1: "100", 2: "300", 4: "200"}, "quantity")
    result = power(rows, through_month=4)
    steps = {step.symbol: step for step in result.steps}
    assert steps["E_bituminous_coal,3"].value == steps["E_bituminous_coal,2"].value
    assert steps["E_bituminous_coal,3"].equation == "(A.1)"
    assert "assumption" in steps["E_bituminous_coal,3"].sources[0].text["en"]
    assert "methodologies.months_substituted" in codes(result)


def test_a_missing_month_never_lowers_emissions() -> None:
    whole = power(in_months(coal(), EVEN, "quantity"))
    for month in EVEN:
        rest = {other: value for other, value in EVEN.items() if other != month}
        assert power(in_months(coal(), rest, "quantity")).results == whole.results


def test_a_month_at_rest_is_entered_as_zero_and_is_not_missing() -> None:
    result = power(in_months(coal(), {**EVEN, 7: "0"}, "quantity"))
    assert "methodologies.months_substituted" not in codes(result)
    whole = power(in_months(coal(), EVEN, "quantity"))
    assert result.results["emissions_t_co2"] * 12 == whole.results["emissions_t_co2"] * 11


def test_an_account_within_the_year_expects_no_later_months() -> None:
    result = power(in_months(coal(), {1: "100", 2: "100"}, "quantity"), through_month=2)
    assert "methodologies.months_substituted" not in codes(result)


def test_missing_months_can_be_refused() -> None:
    with pytest.raises(MonthsMissing) as caught:
        power(in_months(coal(), {1: "1", 3: "1"}, "quantity"), missing_months="refuse")
    assert caught.value.facts["value"] == "2, 4, 5, 6, 7, 8, 9, 10, 11, 12"


def test_the_same_month_twice_is_refused() -> None:
    with pytest.raises(MonthTwice):
        power([coal(month=1), coal(month=1)])


def test_a_year_beside_months_is_refused() -> None:
    with pytest.raises(MonthsMixed):
        power([coal(), coal(month=1)])


def test_two_rows_of_a_whole_year_are_refused() -> None:
    with pytest.raises(MonthsMixed):
        power([coal(), coal()])


def test_a_month_after_the_account_is_refused() -> None:
    with pytest.raises(MonthAfterPeriod):
        power([coal(month=5)], through_month=4)


@pytest.mark.parametrize("month", [0, 13, -1, "1.5"])
def test_a_month_that_is_none_is_refused(month: object) -> None:
    with pytest.raises(ValidationError):
        power([coal(month=month)])


@pytest.mark.parametrize("name", ACCOUNTS)
def test_a_whole_year_says_that_monthly_evidence_is_missing(name: str) -> None:
    assert "methodologies.no_monthly_evidence" in codes(account(name))


def test_electricity_and_heat_of_a_missing_month_are_substituted() -> None:
    result = account(
        "ets-cement",
        electricity=in_months({}, {1: "1000", 2: "3000"}, "electricity_mwh"),
        heat=in_months({}, {2: "500"}, "heat_gj"),
        through_month=3,
    )
    assert result.results["electricity_t_co2"] == Decimal("0.5366") * 7000
    assert result.results["heat_t_co2"] == Decimal("0.11") * 1500


def test_generation_of_a_missing_month_is_not_counted() -> None:
    rows = in_months({}, {1: "60000"}, "output_mwh")
    result = account("ets-power", generation=rows, through_month=2)
    assert "methodologies.months_not_deducted" in codes(result)
