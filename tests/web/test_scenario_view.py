from flask import Flask

from simulations import list_scenarios, load_scenario
from simulations.scenarios.keys import meanings
from web.simulations.scenario_view import grouped_settings, pieces_of
from web.simulations.units import UNIT_WORDS, unit_words

WITHOUT_UNIT = frozenset({"seed"})


def test_every_unit_of_a_key_has_words_and_no_other_word_is_kept(app: Flask) -> None:
    units = {unit for part in meanings().values() for unit, _, _ in part.values() if unit}
    assert units == set(UNIT_WORDS)
    with app.test_request_context(headers={"Accept-Language": "zh"}):
        assert unit_words("share a year") == "每年比例"
        assert unit_words("") == ""


def test_every_number_of_a_shipped_scenario_has_a_unit() -> None:
    for info in list_scenarios():
        for setting in load_scenario(info.id).settings:
            number = isinstance(setting.value, int | float) and not isinstance(setting.value, bool)
            if number and setting.path not in WITHOUT_UNIT:
                assert setting.unit, setting.path


def test_every_value_stands_in_one_group_in_the_scenarios_order(app: Flask) -> None:
    with app.test_request_context():
        for info in list_scenarios():
            settings = load_scenario(info.id).settings
            groups = grouped_settings(settings)
            assert sum(len(group.settings) for group in groups) == len(settings)
            assert len({group.id for group in groups}) == len(groups)


def test_texts_and_lists_are_written_for_people(app: Flask) -> None:
    with app.test_request_context():
        written = {
            setting.path: pieces_of(setting.path, setting.value, "zh")
            for setting in load_scenario("cn-national-2024").settings
        }
    assert written["calendar.holidays"][0] == "first: 2025-01-01, last: 2025-01-01, name: 元旦"
    assert written["seed"] == ["2024"]
    assert written["agents.firms.power.count"] == ["2,087"]
    assert written["shocks"] == ["–"]
