"""Inputs too long for an address: the address names a draft, which only its owner can open."""

import re
import shutil
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from methodologies import find
from tests.web.application import TOKEN, SignIn, token
from tests.web.browser import serving
from tests.web.preloaded import Preloaded
from tests.web.project_life import INPUTS
from web.estimates import drafts, links
from web.estimates.links import fits_address, packed
from web.estimates.variants import named
from web.pages import estimate_uncertainty

ENGLISH = {"Accept-Language": "en"}
WIND = "ccer-01-002"
FORM = f"/estimate/{WIND}/new"
SHORT = 100
PLOTS = 2_000
DRAFT_ADDRESS = re.compile(rf"/estimate/{WIND}/result\?inputs=(draft~[0-9a-f]{{32}})")
PAGES = (
    "new",
    "result",
    "uncertainty",
    "years",
    "years/table",
    "revenue",
    "report",
    "report.xlsx",
    "form.xlsx",
    "upload",
)
WITH_FIGURES = ("result", "uncertainty", "revenue")
SERVED_SECONDS = 60


@pytest.fixture(autouse=True)
def _short_addresses(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the inputs of a wind farm be too long, so that the pages need no thousands of rows."""
    if "app" in request.fixturenames:
        monkeypatch.setattr(links, "LINK_CHARACTERS_MAX", SHORT)


def calculated(client: FlaskClient, **more: str) -> str:
    """Calculate as a program that names no draft; gives the inputs of the result's address."""
    sent = {**INPUTS, **more, "csrf_token": token(client, FORM)}
    answer = client.post(FORM, data=sent, headers=ENGLISH)
    assert answer.status_code == 303
    found = DRAFT_ADDRESS.match(urllib.parse.unquote(answer.location))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_result_takes_the_draft_for_its_inputs(
    client: FlaskClient, page: str
) -> None:
    inputs = calculated(client)
    answer = client.get(f"/estimate/{WIND}/{page}?inputs={inputs}", headers=ENGLISH)
    assert answer.status_code == 200
    if page == "new":
        assert f'value="{INPUTS["export_mwh"]}"' in answer.text
    if page in WITH_FIGURES:
        whole = client.get(f"/estimate/{WIND}/{page}?inputs={packed(INPUTS)}", headers=ENGLISH)
        assert figures(answer.text) == figures(whole.text) != []


def figures(page: str) -> list[str]:
    """Figures of the calculation: digits with a separator, which no token or digest has."""
    return sorted(set(re.findall(r"761,\d{3}[.\d]*|761\d{3}\.\d+", page)))


@pytest.mark.parametrize("page", [*PAGES, "report.pdf", "report.png"])
def test_nobody_else_opens_the_address_and_the_answer_says_what_to_do(
    app: Flask, client: FlaskClient, page: str
) -> None:
    inputs = calculated(client)
    calculated_page = client.get(f"/estimate/{WIND}/result?inputs={inputs}", headers=ENGLISH).text
    assert figures(calculated_page) != []
    stranger = app.test_client()
    answer = stranger.get(f"/estimate/{WIND}/{page}?inputs={inputs}", headers=ENGLISH)
    assert answer.status_code == 404
    assert "share it by a link" in answer.text
    assert not set(figures(calculated_page)) & set(figures(answer.text))


def test_a_draft_of_another_methodology_stands_for_no_inputs(client: FlaskClient) -> None:
    inputs = calculated(client)
    answer = client.get(f"/estimate/ccer-01-001/result?inputs={inputs}", headers=ENGLISH)
    assert answer.status_code == 404


def test_the_page_s_own_draft_is_taken_if_it_names_one(client: FlaskClient) -> None:
    page = client.get(FORM, headers=ENGLISH).text
    hidden = dict(re.findall(r'name="(draft|revision|page)" value="([^"]*)"', page))
    assert calculated(client, **hidden) == f"draft~{hidden['draft']}"


def test_without_room_for_a_draft_the_form_keeps_what_was_typed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "VISITOR_DRAFTS_MAX", 0)
    sent = {**INPUTS, "csrf_token": token(client, FORM)}
    answer = client.post(FORM, data=sent, headers=ENGLISH)
    assert answer.status_code == 409
    assert "There is no room for another draft." in answer.text
    assert f'value="{INPUTS["export_mwh"]}"' in answer.text


def test_an_incomplete_draft_has_no_result_but_opens_its_form(client: FlaskClient) -> None:
    inputs = calculated(client)
    number = inputs.partition("~")[2]
    page = client.get(f"{FORM}?draft={number}", headers=ENGLISH).text
    hidden = dict(re.findall(r'name="(draft|revision|page)" value="([^"]*)"', page))
    sent = {**hidden, "grid": "south", "csrf_token": token(client, FORM)}
    assert client.post(f"/estimate/{WIND}/draft", data=sent).status_code == 303
    answer = client.get(f"/estimate/{WIND}/result?inputs={inputs}", headers=ENGLISH)
    assert answer.status_code == 422
    assert "complete it" in answer.text
    form = client.get(f"{FORM}?inputs={inputs}", headers=ENGLISH)
    assert form.status_code == 200
    assert f'name="draft" value="{number}"' in form.text


def test_a_visitor_s_result_is_still_there_after_the_sign_in_and_can_be_saved_whole(
    sign_in: SignIn,
) -> None:
    reader = sign_in("a@example.org")
    reader.post("/logout", data={"csrf_token": token(reader, "/estimate")})
    inputs = calculated(reader)
    given = {"email": "a@example.org", "password": "a-long-password-for-tests"}
    reader.post("/login", data={**given, "csrf_token": token(reader, "/login")})
    answer = reader.get(f"/estimate/{WIND}/result?inputs={inputs}", headers=ENGLISH)
    assert answer.status_code == 200
    kept = re.search(r'name="inputs" value="([^"]+)"', answer.text)
    assert kept is not None
    assert links.unpacked(kept[1])["export_mwh"] == INPUTS["export_mwh"]
    form = reader.get(f"{FORM}?inputs={inputs}", headers=ENGLISH)
    assert form.status_code == 200
    number = inputs.partition("~")[2]  # not the user's: a draft of their own begins
    assert f'name="draft" value="{number}"' not in form.text


def test_comparisons_too_long_for_an_address_keep_their_longest_results(
    client: FlaskClient,
) -> None:
    first = named(WIND, packed(INPUTS))
    other = packed({**INPUTS, "grid": "north"})
    north = f"https://example.org/estimate/{WIND}/result?inputs={other}"
    sent = {"e": first, "address": north, "csrf_token": token(client, "/estimate/compare")}
    answer = client.post("/estimate/compare/choose", data=sent, headers=ENGLISH)
    assert answer.status_code == 303
    assert urllib.parse.unquote(answer.location).count("draft~") == 2
    page = client.get(answer.location, headers=ENGLISH)
    assert "+303,925.24" in re.sub(r"<[^>]+>", "", page.text)


def test_inputs_that_do_not_fit_the_form_become_no_draft(client: FlaskClient) -> None:
    wrong = packed({**INPUTS, "export_mwh": "1e400"})
    sent = {"inputs": wrong, "csrf_token": token(client, FORM)}
    answer = client.post(f"/estimate/{WIND}/begin", data=sent, headers=ENGLISH)
    assert answer.status_code == 422
    assert client.get(FORM, headers=ENGLISH).text.count("?draft=") == 0


def test_the_symbols_of_many_numbers_are_typed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty lists of two thousand plots made a page of ten megabytes."""
    address = f"/estimate/{WIND}/uncertainty?inputs={packed(INPUTS)}"
    symbol = re.compile(r'<(input|select)[^>]*name="spreads\.0\.symbol"')
    offered = symbol.search(client.get(address, headers=ENGLISH).text)
    monkeypatch.setattr(estimate_uncertainty, "SYMBOLS_OFFERED_MAX", 1)
    typed = symbol.search(client.get(address, headers=ENGLISH).text)
    assert offered
    assert typed
    assert (offered[1], typed[1]) == ("select", "input")


def test_a_question_beside_the_inputs_counts_too(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = packed(INPUTS)
    monkeypatch.setattr(links, "LINK_CHARACTERS_MAX", len(text) + 10)
    address = f"/estimate/{WIND}/years?inputs={text}"
    sent = {"first_year": "2025", "last_year": "2026", "csrf_token": token(client, FORM)}
    answer = client.post(address, data=sent, headers=ENGLISH)
    assert answer.status_code == 303
    assert "inputs=draft~" in urllib.parse.unquote(answer.location)
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("path", [FORM, f"/estimate/{WIND}/draft"])
def test_a_form_whose_token_expired_is_shown_again_with_what_was_typed(
    client: FlaskClient, path: str
) -> None:
    page = client.get(FORM, headers=ENGLISH).text
    hidden = dict(re.findall(r'name="(draft|revision|page)" value="([^"]*)"', page))
    sent = {**hidden, "export_mwh": "９００，０００", "water_depth_m": "deep", "csrf_token": "old"}
    answer = client.post(path, data=sent, headers=ENGLISH)
    assert answer.status_code == 400
    assert "The form has expired" in answer.text
    assert "What you typed is still here" in answer.text
    assert 'value="９００，０００"' in answer.text
    assert 'value="deep"' in answer.text
    assert f'name="draft" value="{hidden["draft"]}"' in answer.text
    assert client.get(FORM).text.count("?draft=") == 0  # nothing was kept
    found = TOKEN.search(answer.text)
    assert found is not None
    again = client.post(path, data={**sent, "csrf_token": found[1]}, headers=ENGLISH)
    assert again.status_code == (422 if path == FORM else 303)


def test_programs_and_other_forms_are_refused_as_everywhere(client: FlaskClient) -> None:
    for path, status in (("/estimate/drafts/adopt", 400), ("/estimate/ccer-99-999/new", 400)):
        assert client.post(path, data={"csrf_token": "old"}).status_code == status
    answer = client.post(FORM, data=INPUTS, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert (answer.json or {})["error"]["code"] == "http.csrf"


def test_two_thousand_plots_go_through_the_server(
    migrated_instance: Path, tmp_path: Path, preloaded: Preloaded
) -> None:
    """The request line of gunicorn holds 8,190 characters; the packed plots are longer."""
    drawn = Random(2026)
    plots = [{"stock_t_ha": f"{drawn.uniform(60, 120):.3f}"} for _ in range(PLOTS)]
    example = next(iter(find("forest-plots").examples.values()))
    inputs = {**example, "plots": plots}
    assert not fits_address(packed(inputs))
    typed = {name: value for name, value in inputs.items() if isinstance(value, str)}
    typed |= {f"plots.{at}.stock_t_ha": plot["stock_t_ha"] for at, plot in enumerate(plots)}
    shutil.copytree(migrated_instance, tmp_path / "instance")
    with serving(tmp_path / "instance", preloaded) as base_url:
        form = f"{base_url}/estimate/forest-plots/new"
        reader = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        found = TOKEN.search(reader.open(form, timeout=SERVED_SECONDS).read().decode())
        assert found is not None
        sent = urllib.parse.urlencode({**typed, "csrf_token": found[1]}).encode()
        with reader.open(form, sent, timeout=SERVED_SECONDS) as answer:
            assert answer.status == 200
            assert "inputs=draft" in answer.url
            assert "/result" in answer.url
