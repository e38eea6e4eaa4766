import re
from importlib.resources import files

import pytest

from registry.rules.book import Confidence
from registry.rules.files import RuleFileInvalid, file_rules, read_rule_file

ENTRY = """
  - key: limit
    value: "5"
    unit: t
    applies_to: all
    valid_from: 2025-01-01
    valid_to: 2025-12-31
    source: § 1
    confidence: read
"""


def file(*entries, scheme="ccer"):
    return f"scheme: {scheme}\nparameters:" + "".join(entries)


def test_a_file_is_read_with_its_scheme():
    (parameter,) = read_rule_file(file(ENTRY), "ccer.yaml")
    assert (parameter.scheme, parameter.key, parameter.whole) == ("ccer", "limit", 5)
    assert parameter.confidence is Confidence.READ


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("source: § 1", "source: § 1\n    colour: red"), "colour: Extra inputs"),
        (("    source: § 1\n", ""), "source: Field required"),
        (("source: § 1", 'source: ""'), "a value has a source, or a note"),
        (("source: § 1", "source: § 1\n    note_en: copied"), "a note is given in both languages"),
        (('value: "5"', 'value: "five"'), "is no value of limit in t"),
        (('value: "5"', "value: 5"), "Input should be a valid string"),
        (("valid_from: 2025-01-01", "valid_from: soon"), "valid_from"),
        (("valid_to: 2025-12-31", "valid_to: 2024-12-31"), "2024-12-31 is before 2025-01-01"),
        (("confidence: read", "confidence: sure"), "confidence"),
        (("confidence: read", "confidence: unknown"), "empty exactly if"),
        (('value: "5"', 'value: ""'), "empty exactly if"),
        (("key: limit", "key: the limit"), "key"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_and_reason(change, problem):
    with pytest.raises(RuleFileInvalid, match=f"ccer.yaml: .*{problem}"):
        read_rule_file(file(ENTRY.replace(*change)), "ccer.yaml")


def test_two_values_of_one_place_may_not_hold_on_one_day():
    later = ENTRY.replace("2025-12-31", "null").replace("2025-01-01", "2025-12-31")
    with pytest.raises(RuleFileInvalid, match=r"two values of limit .all. hold on 2025-12-31"):
        read_rule_file(file(ENTRY, later), "ccer.yaml")
    after = later.replace("2025-12-31", "2026-01-01")
    elsewhere = ENTRY.replace("applies_to: all", "applies_to: power")
    assert len(read_rule_file(file(ENTRY, after, elsewhere), "ccer.yaml")) == 3


def test_a_file_is_named_after_its_scheme():
    with pytest.raises(RuleFileInvalid, match=r"gec\.yaml: holds the scheme ccer"):
        read_rule_file(file(ENTRY), "gec.yaml")


def test_every_rule_file_is_read():
    names = {each.name for each in files("registry").joinpath("rules/data").iterdir()}
    assert {f"{each.scheme}.yaml" for each in file_rules()} == names


def test_every_parameter_of_the_files_has_a_source_and_a_valid_period():
    for parameter in file_rules():
        assert all(parameter.cited.values())
        assert not re.search("[一-鿿]", parameter.note_en)
        assert not re.search("[a-z]{4,}", parameter.note_zh)
        assert parameter.valid_to is None or parameter.valid_from <= parameter.valid_to
        assert bool(parameter.value) != (parameter.confidence is Confidence.UNKNOWN)
