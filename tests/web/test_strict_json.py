from decimal import Decimal

import pytest

from web.strict_json import (
    DEPTH_MAX,
    NestedTooDeeply,
    RepeatedKey,
    Unreadable,
    UnstorableText,
    parse_json,
)


def test_ordinary_json_is_parsed() -> None:
    assert parse_json('{"a": [1, "x\\n", null], "b": 1.5}') == {"a": [1, "x\n", None], "b": 1.5}
    assert parse_json(b'{"a": 1.10}', parse_float=Decimal) == {"a": Decimal("1.10")}


def test_an_honest_depth_is_accepted_and_one_more_refused() -> None:
    parse_json("[" * DEPTH_MAX + "1" + "]" * DEPTH_MAX)
    with pytest.raises(NestedTooDeeply):
        parse_json("[" * (DEPTH_MAX + 1) + "1" + "]" * (DEPTH_MAX + 1))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000])
def test_a_tower_of_brackets_is_refused(text: str) -> None:
    with pytest.raises(NestedTooDeeply):
        parse_json(text)


def test_a_key_given_twice_is_named() -> None:
    with pytest.raises(RepeatedKey, match="memo"):
        parse_json('{"a": {"memo": 1, "b": 2, "memo": 1}}')


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (r'{"a": {"b": ["x", "\u0000"]}}', "a.b"),
        (r'{"a": "\ud800"}', "a"),
        (r'{"\u0001": 1}', r"\x01"),
        (r'"\u0007"', ""),
    ],
)
def test_text_no_database_stores_is_refused_with_its_place(text: str, field: str) -> None:
    with pytest.raises(UnstorableText) as caught:
        parse_json(text)
    assert caught.value.facts["field"] == field


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse_json(r'"\ud83d\ude00"') == "😀"


@pytest.mark.parametrize("text", ["{", b"\xff\xfe{", "9" * 5000])
def test_what_is_not_json_is_an_ordinary_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the parser's own words
        parse_json(text)
    assert not isinstance(caught.value, Unreadable)
