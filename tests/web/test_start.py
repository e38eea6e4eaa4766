"""After signing in, people are where something needs them."""

import pytest

from tests.web.demo_site import AsPerson


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("developer", "/tasks"),
        ("verifier1", "/tasks"),
        ("operator", "/tasks"),
        ("trader1", "/accounts"),
        ("researcher", "/lab"),
        ("admin", "/"),
    ],
)
def test_everybody_begins_at_what_needs_them(as_person: AsPerson, name: str, page: str) -> None:
    answer = as_person(name).see("/start")
    assert answer.status_code == 303
    assert answer.headers["Location"] == page


def test_a_visitor_is_asked_to_sign_in(as_person: AsPerson) -> None:
    assert "/login" in as_person().see("/start").headers["Location"]
