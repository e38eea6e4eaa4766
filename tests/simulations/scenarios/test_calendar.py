from datetime import date

from simulations.scenarios.calendar import cycles, on_year, trading_days
from tests.simulations.scenarios import small


def test_2025_has_243_trading_days() -> None:
    days = trading_days(small())
    assert len(days) == 243
    assert days[0] == date(2025, 1, 2)
    assert date(2025, 1, 26) not in days  # a Sunday on which offices worked
    assert date(2025, 10, 8) not in days


def test_the_year_has_one_cycle_that_ends_with_the_deadline() -> None:
    scenario = small()
    days = trading_days(scenario)
    (cycle,) = cycles(scenario.markets["national"], days, scenario.horizon.end)
    assert cycle.emission_year == 2024
    assert days[cycle.deadline] == date(2025, 12, 31)
    assert days[cycle.pre_issue] == date(2025, 6, 30)
    assert days[cycle.final_issue] == date(2025, 9, 30)


def test_two_years_have_two_cycles_and_an_unfinished_one_is_left_out() -> None:
    scenario = small("horizon.end=2027-06-30")
    days = trading_days(scenario)
    found = cycles(scenario.markets["national"], days, scenario.horizon.end)
    assert [cycle.emission_year for cycle in found] == [2024, 2025]
    assert found[1].first == found[0].deadline + 1


def test_29_february_becomes_28_in_a_common_year() -> None:
    assert on_year("02-29", 2025) == date(2025, 2, 28)
    assert on_year("02-29", 2024) == date(2024, 2, 29)
