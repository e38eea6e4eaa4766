from web.translations.__main__ import check


def test_every_text_of_the_interface_is_translated_and_compiled() -> None:
    assert list(check()) == []
