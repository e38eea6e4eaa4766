"""Comparing saved and fresh estimates, saving comparisons, and sharing figures by a link."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from methodologies import find, list_methodologies
from tests.web.application import token
from tests.web.demo_site import ENGLISH, AsPerson, Person
from tests.web.project_life import INPUTS, saved
from web.catalogue import SavedComparison, ShareLink, User
from web.estimates.comparisons import COMPARISONS_MAX, save_comparison
from web.estimates.links import packed
from web.estimates.refused_sharing import FiguresTooLarge, TooManyComparisons, TooManyLinks
from web.estimates.share_links import (
    LINKS_MAX,
    NewLink,
    Shared,
    forget_ended,
    links_of,
    make_link,
    open_link,
    revoke_link,
)
from web.estimates.variants import named
from web.installation import Installation
from web.pages.estimate_comparisons import brief
from web.upkeep import forget_ended_links

COMPARE = "/estimate/compare"
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
FRESH = named("ccer-01-002", packed(INPUTS))
NORTH = named("ccer-01-002", packed({**INPUTS, "grid": "north"}))


def compare(client: FlaskClient, *names: str, **more: str) -> Any:
    query = {"e": list(names), **more}
    return client.get(COMPARE, query_string=query, headers=ENGLISH)


def shared_address(person: Person) -> str:
    """The address that the page shows once after a link is made."""
    found = re.search(
        r'id="share-address"[^>]*>https?://[^/]+(/[^<]+)<', person.see("/estimate/shared").text
    )
    assert found is not None
    return found[1]


def content(size: int = 1) -> dict[str, Any]:
    return {"methodology": {"id": "ccer-01-002", "version": "V01"}, "variants": "x" * size}


def link(**changed: Any) -> NewLink:
    wanted = {
        "kind": Shared.ESTIMATE,
        "origin": "ES-2026-000001",
        "title": "Figures",
        "content": content(),
        "days": 30,
    }
    return NewLink(**{**wanted, **changed})


@pytest.fixture
def catalogue(installed_anywhere: Installation) -> Any:
    """Sessions on both kinds of databases, with two users."""
    with installed_anywhere.catalogue.unit_of_work() as session:
        session.add_all([User(email="a@example.org"), User(email="b@example.org")])
    return installed_anywhere.catalogue


def users(session: Session) -> list[int]:
    return [user.id or 0 for user in session.exec(select(User).order_by("email")).all()]


def test_a_visitor_compares_fresh_results_by_their_addresses(client: FlaskClient) -> None:
    page = compare(client, FRESH, NORTH)
    assert page.status_code == 200
    text = unescape(re.sub(r"<[^>]+>", "", page.text))
    assert "+303,925.24 (+39.9 %)" in text
    assert "North China grid" in text
    assert "Alike in all variants: 5" in text  # inputs
    assert "What the numbers change only together" in text


def test_the_address_of_a_result_page_is_understood_and_shortened(client: FlaskClient) -> None:
    address = f"https://example.org/estimate/ccer-01-002/result?inputs={packed(INPUTS)}"
    page = compare(client, NORTH)
    assert 'name="address"' in page.text
    sent = {"e": NORTH, "address": address, "csrf_token": token(client, "/estimate/compare")}
    answer = client.post("/estimate/compare/choose", data=sent)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert answer.location.count("e=") == 2


@pytest.mark.parametrize("address", ["https://example.org/other", "http://[/estimate"])
def test_an_address_of_no_result_is_refused(client: FlaskClient, address: str) -> None:
    sent = {"e": FRESH, "address": address, "csrf_token": token(client, "/estimate/compare")}
    page = client.post("/estimate/compare/choose", data=sent, headers=ENGLISH)
    assert page.status_code == 422
    assert "names no estimate" in page.text


def test_a_single_estimate_shows_its_tornado_and_asks_for_another(client: FlaskClient) -> None:
    page = compare(client, FRESH, pct="25")
    assert "± 25 %" in page.text
    assert "Add a variant" in page.text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("761646.68", "761,646.68"),
        ("-0.123456789012345", "−0.123456789"),
        ("12345678901234.56", "12,345,678,901,235"),
        ("1000", "1,000"),
        ("0", "0"),
        ("0.00000000000001", "0.00000000000001"),
        ("0.30000000000000004", "0.3"),
        (None, "–"),
    ],
)
def test_long_numbers_lose_decimals_and_never_digits_before_the_point(
    value: str | None, shown: str
) -> None:
    assert brief(value) == shown


def test_without_a_variant_the_page_asks_for_some(client: FlaskClient) -> None:
    page = compare(client)
    assert page.status_code == 200
    assert "Choose variants" in page.text


@pytest.mark.parametrize("methodology_number", range(20))
def test_every_methodology_has_a_comparison_page(
    client: FlaskClient, methodology_number: int
) -> None:
    methodology = list_methodologies()[methodology_number]
    names = [named(methodology.id, packed(given)) for given in methodology.examples.values()]
    assert compare(client, *names).status_code == 200


@pytest.mark.parametrize(
    ("names", "more", "status", "word"),
    [
        (["nonsense"], {}, 422, "names no estimate"),
        (["ccer-01-002~broken"], {}, 422, "names no estimate"),
        (
            [f"ccer-01-002~{packed({**INPUTS, 'import_mwh': str(n)})}" for n in range(6)],
            {},
            422,
            "At most 5",
        ),
        ([named("ccer-01-002", packed({**INPUTS, "export_mwh": "1e400"}))], {}, 422, "export_mwh"),
        ([named("ccer-99-999", packed({}))], {}, 404, "ccer-99-999"),
        (["draft~" + "0" * 32], {}, 404, "that you do not have"),
        ([FRESH], {"pct": "1e400"}, 422, "100"),
        ([FRESH], {"pct": "0"}, 422, "0.1"),
        ([FRESH], {"pct": "NaN"}, 422, ""),
        ([FRESH, NORTH], {"other": "9"}, 422, "4"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_way_out(
    client: FlaskClient, names: list[str], more: dict[str, str], status: int, word: str
) -> None:
    page = compare(client, *names, **more)
    assert page.status_code == status
    assert word in unescape(page.text)


def test_variants_of_two_methodologies_are_refused(client: FlaskClient) -> None:
    bus = next(iter(find("inclusion-wuhan-bus").examples.values()))
    page = compare(client, FRESH, named("inclusion-wuhan-bus", packed(bus)))
    assert page.status_code == 422
    assert "within one methodology" in page.text


def test_a_saved_estimate_is_compared_by_its_own_people_only(as_person: AsPerson) -> None:
    developer = as_person("developer")
    first, second = saved(developer, "Plan <b>A</b>"), saved(developer, "Plan B", grid="north")
    page = compare(developer.client, first, second)
    assert page.status_code == 200
    assert "Plan &lt;b&gt;A" in page.text
    assert "<b>A</b>" not in page.text
    assert compare(as_person("trader1").client, first).status_code == 403
    signed_out = developer.client.application.test_client()
    assert compare(signed_out, first).status_code == 303  # on to the sign-in page


def test_a_comparison_is_saved_shown_again_and_deleted(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = saved(developer, "Plan A")
    answer = developer.send(COMPARE, e=[number, NORTH], pct="5", other="1", title="Two plans")
    assert answer.status_code == 303
    page = developer.see(answer.location)
    assert "Two plans" in page.text
    assert "1,065,571.92" in page.text
    assert number in unescape(page.text)
    assert "Two plans" in developer.see("/estimate/saved").text
    assert as_person("trader1").see(answer.location).status_code == 404
    again = re.search(r'href="(/estimate/compare\?[^"]+)">Calculate anew', page.text)
    assert again is not None
    assert developer.see(unescape(again[1])).status_code == 200
    assert as_person("trader1").send(f"{answer.location}/delete").status_code == 404
    assert developer.send(f"{answer.location}/delete").status_code == 303
    assert developer.see(answer.location).status_code == 404


def test_nobody_saves_a_comparison_signed_out(client: FlaskClient) -> None:
    answer = client.post(
        COMPARE,
        data={"e": FRESH, "title": "x", "csrf_token": token(client, "/estimate/ccer-01-002/new")},
    )
    assert answer.status_code == 401


def test_a_link_shows_an_estimate_to_anybody_without_who_made_it(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = saved(developer, "Secret working title")
    made = developer.send(
        "/estimate/shared", kind="estimate", origin=number, title="For you", days="30"
    )
    assert made.status_code == 303
    address = shared_address(developer)
    assert "share-address" not in developer.see("/estimate/shared").text  # shown once
    reader = developer.client.application.test_client()
    page = reader.get(address, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "For you" in page.text
    assert "761,646.68" in page.text
    assert "Every equation" in page.text
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex' in page.text
    for private in (number, "Secret working title", "developer@example.org"):
        assert private not in page.text
    assert reader.post(address).status_code == 400  # no token: nothing can be sent


def test_a_link_shows_a_comparison_as_it_was_saved(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = saved(developer, "Plan A")
    kept = developer.send(COMPARE, e=[number, NORTH], title="Two plans").location
    comparison_id = kept.rpartition("/")[2]
    developer.send("/estimate/shared", kind="comparison", origin=comparison_id, title="T", days="7")
    address = shared_address(developer)
    developer.send(f"{kept}/delete")
    page = developer.client.application.test_client().get(address)
    assert page.status_code == 200
    assert "1,065,571.92" in page.text
    assert number not in page.text


def test_a_revoked_link_leads_nowhere_and_holds_nothing(
    as_person: AsPerson, demo_app: Flask
) -> None:
    developer = as_person("developer")
    developer.send(
        "/estimate/shared", kind="estimate", origin=saved(developer), title="T", days="7"
    )
    address = shared_address(developer)
    found = re.search(
        r'action="(/estimate/shared/[0-9a-f]{32}/revoke)"', developer.see("/estimate/shared").text
    )
    assert found is not None
    assert as_person("trader1").send(found[1]).status_code == 404
    reader = demo_app.test_client()
    assert reader.get(address).status_code == 200
    assert developer.send(found[1]).status_code == 303
    assert developer.send(found[1]).status_code == 303  # sent again
    gone = reader.get(address, headers={"Accept-Language": "en"})
    assert gone.status_code == 404
    assert "expired or was revoked" in gone.text
    assert "revoked" in developer.see("/estimate/shared").text


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"days": "3650"}, 422),
        ({"days": "９"}, 422),
        ({"days": "9" * 5000}, 422),
        ({"title": ""}, 422),
        ({"title": "x" * 121}, 422),
        ({"kind": "report"}, 422),
        ({"origin": "ES-2026-999999"}, 404),
        ({"origin": "MR-2026-000001"}, 404),
        ({"kind": "comparison", "origin": "0" * 32}, 404),
    ],
)
def test_a_link_to_nothing_or_for_ever_is_refused(
    as_person: AsPerson, changed: dict[str, str], status: int
) -> None:
    developer = as_person("developer")
    wanted = {"kind": "estimate", "origin": "ES-2026-000001", "title": "T", "days": "30"}
    before = developer.see("/estimate/shared").text.count("/revoke")
    assert developer.send("/estimate/shared", **{**wanted, **changed}).status_code == status
    assert developer.see("/estimate/shared").text.count("/revoke") == before


def test_nobody_shares_an_estimate_of_anothers_party(as_person: AsPerson) -> None:
    number = saved(as_person("developer"))
    answer = as_person("trader1").send(
        "/estimate/shared", kind="estimate", origin=number, title="T", days="30"
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("guess", ["x", "0" * 43, "x" * 5000, "%00", "..", "é"])
def test_a_guessed_link_is_not_found(client: FlaskClient, guess: str) -> None:
    assert client.get(f"/estimate/shared/{guess}").status_code in {404, 422, 400, 303}


def test_only_the_hash_of_a_token_is_kept(catalogue: Any) -> None:
    with catalogue.unit_of_work() as session:
        made, secret = make_link(session, users(session)[0], link(), NOW)
        assert secret not in str(made.model_dump())
        assert open_link(session, secret, NOW).id == made.id
        assert len(secret) >= 43


def test_a_link_expires_and_is_forgotten_later(catalogue: Any) -> None:
    with catalogue.unit_of_work() as session:
        owner = users(session)[0]
        _made, secret = make_link(session, owner, link(days=7), NOW)
        last = NOW + timedelta(days=7) - timedelta(seconds=1)
        assert open_link(session, secret, last).title == "Figures"
        with pytest.raises(Exception, match="leads nowhere"):
            open_link(session, secret, last + timedelta(seconds=1))
        assert forget_ended(session, NOW + timedelta(days=8)) == 0
        assert forget_ended(session, NOW + timedelta(days=98)) == 1
        assert links_of(session, owner) == []


def test_the_worker_forgets_links_that_ended_long_ago(catalogue: Any) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=200)
    with catalogue.unit_of_work() as session:
        owner = users(session)[0]
        make_link(session, owner, link(days=7), long_ago)
        make_link(session, owner, link(days=365), long_ago)
    assert [forget_ended_links(catalogue) for _ in range(2)] == [1, 0]


def test_open_links_are_bounded_and_revoking_makes_room(catalogue: Any) -> None:
    with catalogue.unit_of_work() as session:
        owner, other = users(session)
        for _ in range(LINKS_MAX):
            made, _secret = make_link(session, owner, link(), NOW)
        with pytest.raises(TooManyLinks):
            make_link(session, owner, link(), NOW)
        make_link(session, other, link(), NOW)
        revoke_link(session, owner, made.id, NOW)
        make_link(session, owner, link(), NOW)


def test_a_revoked_link_keeps_no_figures(catalogue: Any) -> None:
    with catalogue.unit_of_work() as session:
        owner, other = users(session)
        made, _secret = make_link(session, owner, link(), NOW)
        with pytest.raises(Exception, match="made no share link"):
            revoke_link(session, other, made.id, NOW)
        assert revoke_link(session, owner, made.id, NOW).content == {}
    with catalogue.reading() as session:
        assert session.exec(select(ShareLink)).one().content == {}


def test_comparisons_are_bounded_in_number_and_size(catalogue: Any) -> None:
    with catalogue.unit_of_work() as session:
        owner = users(session)[0]
        with pytest.raises(FiguresTooLarge):
            save_comparison(session, owner, "T", content(2_000_001))
        for _ in range(COMPARISONS_MAX):
            save_comparison(session, owner, "T", content())
        with pytest.raises(TooManyComparisons):
            save_comparison(session, owner, "T", content())


def test_what_a_user_kept_goes_with_the_user(catalogue: Any) -> None:
    with catalogue.unit_of_work() as session:
        owner = users(session)[0]
        make_link(session, owner, link(), NOW)
        save_comparison(session, owner, "T", content())
    with catalogue.unit_of_work() as session:
        session.delete(session.get(User, owner))
    with catalogue.reading() as session:
        assert session.exec(select(ShareLink)).all() == []
        assert session.exec(select(SavedComparison)).all() == []


def test_drafts_of_the_same_browser_are_offered_and_compared(client: FlaskClient) -> None:
    name = _drafted(client, **{field: str(value) for field, value in INPUTS.items()})
    assert name in compare(client, FRESH).text
    assert compare(client, FRESH, name).status_code == 200


def test_a_draft_that_is_not_complete_is_refused_with_a_way_out(client: FlaskClient) -> None:
    page = compare(client, FRESH, _drafted(client, grid="south"))
    assert page.status_code == 422
    assert "cannot be calculated yet" in page.text


def test_the_drafts_of_others_are_not_compared(app: Flask, client: FlaskClient) -> None:
    name = _drafted(client, **{field: str(value) for field, value in INPUTS.items()})
    assert compare(app.test_client(), name).status_code == 404


def _drafted(client: FlaskClient, **typed: str) -> str:
    """Keep a draft as the form's button does; gives its name in addresses."""
    page = client.get("/estimate/ccer-01-002/new").text
    found = re.findall(r'name="(csrf_token|draft|revision|page)" value="([^"]*)"', page)
    fields = dict(found)
    kept = client.post("/estimate/ccer-01-002/draft", data={**fields, **typed}, headers=ENGLISH)
    assert kept.status_code == 303, kept.text
    return f"draft~{fields['draft']}"
