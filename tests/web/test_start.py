"""After signing in, people are where something needs them."""

import pytest

from registry.parties import add_party, grant_mandate
from registry.worlds import unit_of_work
from tests.web.application import SignIn
from tests.web.demo_site import AsPerson
from web.installation import Installation


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("developer", "/tasks"),
        ("verifier1", "/tasks"),
        ("operator", "/tasks"),
        ("trader1", "/tasks"),
        ("researcher", "/lab"),
        ("admin", "/"),
    ],
)
def test_everybody_begins_at_what_needs_them(as_person: AsPerson, name: str, page: str) -> None:
    answer = as_person(name).see("/start")
    assert answer.status_code == 303
    assert answer.headers["Location"] == page


def test_who_represents_a_party_and_has_nothing_to_do_begins_at_the_accounts(
    sign_in: SignIn, installed: Installation
) -> None:
    with unit_of_work(installed.worlds.open()) as session:
        party = add_party(session, "闲置公司", "Idle", "institution", fictitious=True)
        grant_mandate(session, "idle@example.org", party.id)
    reader = sign_in("idle@example.org", "representative")
    assert reader.get("/start").headers["Location"] == "/accounts"


def test_a_visitor_is_asked_to_sign_in(as_person: AsPerson) -> None:
    assert "/login" in as_person().see("/start").headers["Location"]
