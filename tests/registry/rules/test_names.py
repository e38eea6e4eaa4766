from registry.rules.book import Confidence
from registry.rules.files import file_rules
from registry.rules.names import CONFIDENCE_NAMES, applies_to_name, key_name, unit_name


def test_every_rule_has_a_name_of_its_own_in_both_languages():
    unnamed = {each.key for each in file_rules() if key_name(each.key)["zh"] == each.key}
    assert unnamed == set(), "name them in registry/rules/profiles/names.yaml"


def test_every_confidence_has_a_name():
    assert set(CONFIDENCE_NAMES) == set(Confidence)


def test_what_nobody_named_is_shown_as_it_is():
    assert key_name("colour")["zh"] == "colour"
    assert applies_to_name("power")["zh"] == "发电"
    assert unit_name("working_days")["en"] == "working days"
    assert unit_name("date")["zh"] == ""
