from datetime import date

from simulations.scenarios import Cycle, Market, with_levers
from simulations.scenarios.calendar import (
    cycles,
    on_year,
    plan_cycles,
    replan_cycles,
    trading_days,
)
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
    (cycle,) = cycles(scenario.markets["national"], days)
    assert cycle.emission_year == 2024
    assert days[cycle.deadline] == date(2025, 12, 31)
    assert days[cycle.pre_issue] == date(2025, 6, 30)
    assert days[cycle.final_issue] == date(2025, 9, 30)


def test_two_years_have_two_cycles_and_an_unfinished_one_is_left_out() -> None:
    scenario = small("horizon.end=2027-06-30")
    days = trading_days(scenario)
    found = cycles(scenario.markets["national"], days)
    assert [cycle.emission_year for cycle in found] == [2024, 2025]
    assert found[1].first == found[0].deadline + 1


def test_29_february_becomes_28_in_a_common_year() -> None:
    assert on_year("02-29", 2025) == date(2025, 2, 28)
    assert on_year("02-29", 2024) == date(2024, 2, 29)


def dated(*, years: list[int], deadline: str) -> dict[str, object]:
    year = deadline[:4]
    return {
        "emission_years": years,
        "pre_issue": f"{year}-03-01",
        "verified": f"{year}-05-30",
        "final_issue": f"{year}-09-30",
        "deadline": deadline,
    }


def test_dated_cycles_surrender_several_emission_years_together() -> None:
    scenario = small("horizon.start=2021-07-16", "horizon.end=2024-12-31")
    market = with_levers(
        scenario.markets["national"],
        {
            "compliance.cycles": [
                dated(years=[2019, 2020], deadline="2021-12-31"),
                dated(years=[2021, 2022], deadline="2023-12-31"),
                dated(years=[2023], deadline="2024-12-31"),
            ]
        },
    )
    days = trading_days(scenario)
    found = cycles(market, days)
    assert [cycle.emission_years for cycle in found] == [(2019, 2020), (2021, 2022), (2023,)]
    assert [cycle.emission_year for cycle in found] == [2020, 2022, 2023]
    assert days[found[1].deadline] == date(2023, 12, 29)  # the 31st is a Sunday
    assert days[found[1].pre_issue] == date(2023, 3, 1)
    assert found[0].pre_issue == found[0].verified == 0  # before the first day: on the first day
    assert found[2].first == found[1].deadline + 1


def pilot() -> tuple[Market, tuple[date, ...]]:
    scenario = small("horizon.end=2026-12-31")
    market = with_levers(
        scenario.markets["national"],
        {"compliance.deadline": "06-30", "allocation.pre_issue.on": "08-15"},
    )
    return market, trading_days(scenario)


def test_a_day_after_the_deadline_belongs_to_the_year_before() -> None:
    market, days = pilot()
    first, second = cycles(market, days)
    assert first.pre_issue == 0
    assert days[second.pre_issue] == date(2025, 8, 15)


def test_the_cycle_under_way_at_the_end_of_a_run_is_planned_too() -> None:
    market, days = pilot()
    planned = plan_cycles(market, days)
    assert planned[:2] == cycles(market, days)
    assert planned[2].first == planned[1].deadline + 1
    assert planned[2].deadline >= len(days)
    assert planned[2].emission_year == planned[1].emission_year + 1


def replanned(deadline: str, today: date) -> tuple[tuple[Cycle, ...], tuple[date, ...]]:
    market, days = pilot()
    changed = with_levers(market, {"compliance.deadline": deadline})
    current = cycles(market, days)[0]
    return replan_cycles(changed, days, current, days.index(today)), days


def test_a_deadline_put_off_is_that_of_the_same_emission_year() -> None:
    found, days = replanned("09-30", date(2025, 6, 3))
    assert days[found[0].deadline] == date(2025, 9, 30)
    assert days[found[1].deadline] == date(2026, 9, 30)
    assert [cycle.emission_year for cycle in found] == [2024, 2025, 2026]
    assert (found[0].number, found[0].first) == (0, 0)


def test_a_deadline_moved_to_a_day_that_is_past_falls_into_the_next_year() -> None:
    found, days = replanned("05-31", date(2025, 6, 3))
    assert days[found[0].deadline] == date(2026, 5, 29)
    assert found[0].emission_year == 2024
