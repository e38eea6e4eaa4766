import pytest

from web.storable_text import is_storable, printable


@pytest.mark.parametrize("text", ["", "tab\t, line\r\n", "碳 CO₂ 😀", "\x7f"])
def test_ordinary_text_is_storable_and_shown_as_it_is(text: str) -> None:
    assert is_storable(text)
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"), [("a\0b", r"a\x00b"), ("\x1b[0m", r"\x1b[0m"), ("\ud800", r"\ud800")]
)
def test_what_no_database_stores_is_told_apart_and_shown_escaped(text: str, shown: str) -> None:
    assert not is_storable(text)
    assert printable(text) == shown
