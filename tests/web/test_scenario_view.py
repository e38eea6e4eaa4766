from flask import Flask

from simulations import explain_scenario, list_scenarios
from web.simulations.scenario_view import grouped_settings, unit_of

WITHOUT_UNIT = (
    *("schema", "id", "title", "about", "seed", "horizon", "currency", "calendar", "shocks"),
    *("scheme", "method", "borrowing", "rule", "deadline", "market", "sector", "close", "units"),
    *("on", "verified_on", "final_issue_on", "equal_to_verified", "equal_to_verified_issue_on"),
    "discount_quantiles",
)


def test_every_number_of_a_shipped_scenario_has_a_unit(app: Flask) -> None:
    with app.test_request_context():
        for info in list_scenarios():
            for setting in explain_scenario(info.id):
                number = isinstance(setting.value, int | float) and setting.value is not True
                named = {setting.path.partition(".")[0], setting.path.rpartition(".")[2]}
                if number and not isinstance(setting.value, bool) and not named & {*WITHOUT_UNIT}:
                    assert unit_of(setting.path), setting.path


def test_every_value_stands_in_one_group_in_the_scenarios_order(app: Flask) -> None:
    with app.test_request_context():
        for info in list_scenarios():
            settings = explain_scenario(info.id)
            groups = grouped_settings(settings, "en")
            assert sum(len(group.values) for group in groups) == len(settings)
            assert len({group.id for group in groups}) == len(groups)


def test_texts_and_lists_are_written_for_people(app: Flask) -> None:
    with app.test_request_context():
        groups = grouped_settings(explain_scenario("cn-national-2024"), "zh")
        written = {value.setting.path: value.pieces for group in groups for value in group.values}
    assert written["calendar.holidays"][0] == "first: 2025-01-01, last: 2025-01-01, name: 元旦"
    assert written["seed"] == ["2024"]
    assert written["agents.firms.power.count"] == ["2,087"]
    assert written["shocks"] == ["–"]
