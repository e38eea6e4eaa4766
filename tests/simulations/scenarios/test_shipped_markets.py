import pytest

from simulations.scenarios import cycles, load_scenario, trading_days

PILOTS = (
    "guangdong",
    "hubei",
    "beijing",
    "shanghai",
    "shenzhen",
    "tianjin",
    "chongqing",
    "fujian",
)


def test_the_national_market_has_its_deadlines_and_benchmarks_of_every_year() -> None:
    scenario = load_scenario("cn-national-2021-2024")
    market, days = scenario.markets["national"], trading_days(scenario)
    found = [(cycle.emission_years, days[cycle.deadline]) for cycle in cycles(market, days)]
    assert [(years, day.isoformat()) for years, day in found] == [
        ((2019, 2020), "2021-12-31"),
        ((2021, 2022), "2023-12-29"),
        ((2023,), "2024-12-31"),
    ]
    assert [row.year for row in market.allocation.year_benchmarks or ()] == list(range(2019, 2025))
    assert scenario.agents.investors is None


def test_the_first_days_are_those_on_which_the_exchange_opened() -> None:
    days = trading_days(load_scenario("cn-national-2021-2024"))
    assert days[0].isoformat() == "2021-07-16"
    october = [day.day for day in days if (day.year, day.month) == (2023, 10)]
    assert october[0] == 9


def test_eight_pilots_stand_beside_the_national_market_by_their_own_rules() -> None:
    scenario = load_scenario("cn-pilots-and-national-2024")
    assert set(scenario.markets) == {"national", *PILOTS}
    assert set(scenario.agents.behaviours_of or ()) == set(PILOTS)
    assert len({market.compliance.deadline for market in scenario.markets.values()}) > 5


@pytest.mark.parametrize(("name", "firms"), [("guangdong", 391), ("hubei", 339)])
def test_a_pilot_can_be_run_alone(name: str, firms: int) -> None:
    scenario = load_scenario(f"cn-{name}")
    assert list(scenario.markets) == [name]
    assert sum(each.count for each in scenario.agents.firms.values()) == firms
