import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from tests.web.application import SignIn, token
from web.catalogue import EstimateDraft
from web.estimates import drafts as drafts_module
from web.estimates import form_page
from web.estimates.draft_owners import COOKIE
from web.estimates.drafts import new_token
from web.installation import Installation

FORM = "/estimate/ccer-01-002/new"
SAVE = "/estimate/ccer-01-002/draft"
LIST = "/estimate/drafts"
WIND = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": "2019",
    "export_mwh": "1500000",
    "import_mwh": "3200",
}
HTMX = {"HX-Request": "true", "Accept-Language": "en"}
CHINESE = {"Accept-Language": "zh-CN"}
HIDDEN = re.compile(r'name="(draft|revision|page)" value="([^"]*)"')


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who reads English."""
    reader = app.test_client()
    reader.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return reader


def hidden(client: FlaskClient, path: str = FORM) -> dict[str, str]:
    """Return the fields that name the draft of a form's page."""
    return dict(HIDDEN.findall(client.get(path).text))


def save(client: FlaskClient, named: dict[str, str], headers=None, **typed: str):  # type: ignore[no-untyped-def]
    data = {**named, **typed, "csrf_token": token(client, FORM)}
    return client.post(SAVE, data=data, headers=headers or {})


def kept(installed: Installation) -> list[EstimateDraft]:
    with installed.catalogue.reading() as session:
        return list(session.exec(select(EstimateDraft)).all())


def test_a_visitor_finds_what_was_typed_the_next_day(client: FlaskClient) -> None:
    named = hidden(client)
    answer = save(
        client, named, HTMX, grid="south", export_mwh="９００，０００", water_depth_m="deep"
    )
    assert answer.status_code == 200
    address = answer.headers["HX-Replace-Url"]
    assert address == f"{FORM}?draft={named['draft']}"
    page = client.get(address).text
    assert 'value="９００，０００"' in page
    assert 'value="deep"' in page
    assert 'value="south" selected' in page
    assert "error-summary" not in page
    assert f"draft={named['draft']}" in client.get(FORM).text
    assert f"draft={named['draft']}" in client.get(LIST).text


def test_the_cookie_lasts_and_scripts_do_not_see_it(client: FlaskClient) -> None:
    answer = save(client, hidden(client), HTMX, grid="south")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert f"Max-Age={drafts_module.VISITOR_DAYS * 86400}" in cookie


def test_reading_a_form_stores_nothing_and_sets_no_cookie(
    client: FlaskClient, installed: Installation
) -> None:
    answers = [client.get(FORM), client.get(LIST)]
    assert not any(COOKIE in c for a in answers for c in a.headers.getlist("Set-Cookie"))
    assert kept(installed) == []


def test_without_scripts_a_button_saves_and_leads_to_the_next_part(client: FlaskClient) -> None:
    named = hidden(client)
    answer = save(client, named, grid="south", go="2")
    assert (answer.status_code, answer.location) == (303, f"{FORM}?draft={named['draft']}#group-2")
    answer = save(client, hidden(client, answer.location), grid="north")
    assert answer.location == f"{FORM}?draft={named['draft']}"
    assert 'value="north" selected' in client.get(answer.location).text


def test_an_older_page_does_not_overwrite_a_later_one(client: FlaskClient) -> None:
    first = hidden(client)
    save(client, first, HTMX, grid="south")
    path = f"{FORM}?draft={first['draft']}"
    second = hidden(client, path)
    assert save(client, second, HTMX, grid="north").status_code == 200
    refused = save(client, first, HTMX, grid="east")
    assert refused.status_code == 409
    assert "another window" in refused.text
    plain = save(client, first, grid="east")
    assert "error-summary" not in plain.text
    assert plain.status_code == 409
    assert 'value="east" selected' in plain.text
    assert 'value="north" selected' in client.get(path).text


def test_a_refused_calculation_keeps_the_draft_as_typed(
    client: FlaskClient, installed: Installation
) -> None:
    named = hidden(client)
    typed = {**WIND, "export_mwh": "much", **named, "csrf_token": token(client, FORM)}
    assert client.post(FORM, data=typed).status_code == 422
    assert [draft.typed["export_mwh"] for draft in kept(installed)] == ["much"]


def test_the_result_leads_back_to_the_draft_while_it_holds_the_same(client: FlaskClient) -> None:
    named = hidden(client)
    sent = client.post(FORM, data={**WIND, **named, "csrf_token": token(client, FORM)})
    assert sent.status_code == 303
    back = sent.location.replace("/result", "/new")
    assert hidden(client, back)["draft"] == named["draft"]
    links = re.findall(r'href="([^"]+/new[^"]*)"', client.get(sent.location).text)
    assert f"draft={named['draft']}" in links[0]
    save(client, hidden(client, back), HTMX, **{**WIND, "grid": "north"})
    fresh = hidden(client, back)
    assert fresh["draft"] != named["draft"]
    assert 'value="south" selected' in client.get(back).text


def test_a_program_that_names_no_draft_keeps_nothing(
    client: FlaskClient, installed: Installation
) -> None:
    answer = client.post(FORM, data={**WIND, "csrf_token": token(client, FORM)})
    assert answer.status_code == 303
    assert "draft=" not in answer.location
    assert kept(installed) == []


def test_a_draft_is_shown_to_nobody_else(
    client: FlaskClient, sign_in: SignIn, installed: Installation
) -> None:
    named = hidden(client)
    save(client, named, HTMX, grid="south")
    other = client.application.test_client()
    stranger = sign_in("b@example.org")
    for reader in (other, stranger):
        assert reader.get(f"{FORM}?draft={named['draft']}").status_code == 404
        assert named["draft"] not in reader.get(LIST).text
        data = {"csrf_token": token(reader, FORM), "title": "mine"}
        for deed in ("title", "variant", "delete"):
            path = f"{LIST}/{named['draft']}/{deed}"
            assert reader.post(path, data=data).status_code == 404
        assert save(reader, {**named, "revision": "1"}, HTMX, grid="north").status_code == 404
    assert [draft.typed for draft in kept(installed)] == [{"grid": "south"}]


def test_a_forged_cookie_opens_nothing(client: FlaskClient) -> None:
    named = hidden(client)
    save(client, named, HTMX, grid="south")
    genuine = client.get_cookie(COOKIE)
    assert genuine is not None
    other = client.application.test_client()
    signed, _, seal = genuine.value.rpartition(".")
    changed = f"{signed}.{'a' if seal[0] != 'a' else 'b'}{seal[1:]}"
    for value in (changed, "x", '"".' + genuine.value, "WyJhIl0.x"):
        other.set_cookie(COOKIE, value)
        assert other.get(f"{FORM}?draft={named['draft']}").status_code == 404
    other.set_cookie(COOKIE, genuine.value)
    assert other.get(f"{FORM}?draft={named['draft']}").status_code == 200


def test_drafts_from_before_the_sign_in_are_taken_along_by_choice(
    client: FlaskClient, sign_in: SignIn
) -> None:
    named = hidden(client)
    save(client, named, HTMX, grid="south")
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    user = sign_in("b@example.org")
    user.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    user.set_cookie(COOKIE, cookie.value)
    page = user.get(LIST).text
    assert "before you signed in" in page
    assert f"draft={named['draft']}" not in page
    assert user.post(f"{LIST}/adopt", data={"csrf_token": token(user, FORM)}).status_code == 303
    assert user.get(f"{FORM}?draft={named['draft']}").status_code == 200
    assert client.get(f"{FORM}?draft={named['draft']}").status_code == 404
    assert "before you signed in" not in user.get(LIST).text


def test_a_draft_is_renamed_varied_and_deleted(client: FlaskClient) -> None:
    named = hidden(client)
    save(client, named, HTMX, **WIND)
    path = f"{LIST}/{named['draft']}"
    form = {"csrf_token": token(client, FORM)}
    assert client.post(f"{path}/title", data={**form, "title": " 300 MW <b>"}).status_code == 303
    assert "300 MW &lt;b&gt;" in client.get(LIST).text
    assert client.post(f"{path}/title", data={**form, "title": " "}).status_code == 422
    assert client.post(f"{path}/title", data={**form, "title": "x" * 121}).status_code == 422
    variant = client.post(f"{path}/variant", data=form)
    assert variant.status_code == 303
    assert named["draft"] not in variant.location
    assert 'value="1500000"' in client.get(variant.location).text
    assert "300 MW &lt;b&gt;, variant" in client.get(LIST).text
    assert client.post(f"{path}/delete", data=form).status_code == 303
    assert client.get(f"{FORM}?draft={named['draft']}").status_code == 404
    assert client.get(variant.location).status_code == 200


def test_a_title_may_grow_by_variants_without_end(client: FlaskClient) -> None:
    save(client, hidden(client), HTMX, **WIND)
    form = {"csrf_token": token(client, FORM)}
    for _ in range(15):
        number = re.findall(r"draft=([0-9a-f]{32})", client.get(LIST).text)[0]
        assert client.post(f"{LIST}/{number}/variant", data=form).status_code == 303


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"draft": "x", "revision": "0", "page": "a" * 32},
        {"draft": "a" * 32, "revision": "-1", "page": "a" * 32},
        {"draft": "a" * 32, "revision": "9" * 40, "page": "a" * 32},
        {"draft": "a" * 32, "revision": "0", "page": "<script>"},
    ],
)
def test_nonsense_instead_of_a_draft_is_refused_and_stores_nothing(
    client: FlaskClient, installed: Installation, named: dict[str, str]
) -> None:
    assert save(client, named, HTMX, grid="south").status_code == 422
    assert kept(installed) == []


def test_a_draft_needs_the_token(client: FlaskClient, installed: Installation) -> None:
    assert client.post(SAVE, data={**hidden(client), "grid": "south"}).status_code == 400
    assert kept(installed) == []


def test_only_what_the_form_asks_is_kept(client: FlaskClient, installed: Installation) -> None:
    save(client, hidden(client), HTMX, grid="south", colour="red", **{"months.0.evil": "1"})
    assert [draft.typed for draft in kept(installed)] == [{"grid": "south"}]


def test_rows_are_kept_with_what_is_wrong_in_them(client: FlaskClient) -> None:
    named = hidden(client)
    cells = {"months.0.year": "2024", "months.0.month": "1", "months.0.exported_mwh": "lots"}
    answer = save(client, named, HTMX, **cells)
    assert "field-months.0.exported_mwh" in answer.text
    assert 'value="lots"' in client.get(f"{FORM}?draft={named['draft']}").text


def test_more_than_a_draft_holds_is_refused(
    client: FlaskClient, installed: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts_module, "CHARACTERS_MAX", 100)
    answer = save(client, hidden(client), HTMX, export_mwh="9" * 101)
    assert answer.status_code == 413
    assert "Not saved" in answer.text
    monkeypatch.setattr(drafts_module, "VISITOR_DRAFTS_MAX", 0)
    assert save(client, hidden(client), HTMX, grid="south").status_code == 409
    assert kept(installed) == []


def test_a_calculation_is_not_held_up_by_a_draft_that_cannot_be_kept(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts_module, "VISITOR_DRAFTS_MAX", 0)
    data = {**WIND, **hidden(client), "csrf_token": token(client, FORM)}
    answer = client.post(FORM, data=data)
    assert answer.status_code == 303
    assert "draft=" not in answer.location


def test_a_draft_of_another_methodology_is_not_opened_in_this_form(client: FlaskClient) -> None:
    named = hidden(client)
    save(client, named, HTMX, grid="south")
    assert client.get(f"/estimate/ets-steel/new?draft={named['draft']}").status_code == 404
    assert client.get(f"{FORM}?draft={'x' * 3000}").status_code == 404


def test_what_was_typed_is_remarked_on_before_it_is_sent(client: FlaskClient) -> None:
    answer = save(
        client, hidden(client), HTMX, grid="south", water_depth_m="deep", import_mwh="３，２００"
    )
    assert "field-water_depth_m" in answer.text
    assert "Read as 3200" in answer.text
    assert "field-export_mwh" not in answer.text
    complete = save(client, hidden(client), HTMX, **WIND)
    assert re.search(r"So far: .*761,646\.68", complete.text)


def test_a_choice_brings_its_factors_with_source_and_year(client: FlaskClient) -> None:
    assert "form-factors-title" not in client.get(FORM).text
    answer = save(client, hidden(client), HTMX, grid="south")
    beside = answer.text.split('id="factors-grid" hx-swap-oob="true"')[1]
    for shown in (
        "operating margin OM",
        "South China grid · 2019",
        "t CO<sub>2</sub>/MWh",
        "medium",
    ):
        assert shown in beside
    page = client.get(answer.headers["HX-Replace-Url"], headers=CHINESE).text
    assert "南方区域电网 · 2019" in page
    assert "hx-swap-oob" not in page


def test_an_assumed_coefficient_is_replaced_only_with_evidence(client: FlaskClient) -> None:
    form = "/estimate/ccer-10-001/new"
    page = client.get(form).text
    symbol = re.findall(r'name="replace" value="([^"]+)"', page)[0]
    sent = {**hidden(client, form), "csrf_token": token(client, form), "replace": symbol}
    page = client.post(form, data=sent).text
    assert 'name="replaced_factors.0.symbol" required aria-label' in page
    assert f'value="{symbol}"' in page
    assert page.count("autofocus") == 1
    cells = {"replaced_factors.0.symbol": symbol, "replaced_factors.0.value": "0.7"}
    again = client.post(form, data={**sent, **cells}).text
    assert "replaced_factors.1." not in again
    refused = client.post(form, data={**cells, "csrf_token": token(client, form)})
    assert refused.status_code == 422
    assert 'href="#field-replaced_factors.0.source"' in refused.text


def test_kwh_typed_for_mwh_is_questioned_by_the_capacity(client: FlaskClient) -> None:
    typed = {**WIND, "installed_capacity_mw": "300", "export_mwh": "９００,０００,０００"}
    said = "900,000,000 MWh is above capacity × 8,760 h = 2,628,000 MWh. Check the unit (kWh?)"
    assert said in save(client, hidden(client), HTMX, **typed).text
    data = {**typed, "csrf_token": token(client, FORM)}
    refused = client.post(FORM, data=data, headers={"Accept-Language": "en"})
    assert refused.status_code == 422
    assert said in refused.text
    assert "Read as 900000000" in refused.text
    assert 'value="９００,０００,０００"' in refused.text


def test_a_large_form_is_calculated_only_when_it_is_sent(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "So far" in save(client, hidden(client), HTMX, **WIND).text
    monkeypatch.setattr(form_page, "TRIED_VALUES_MAX", len(WIND) - 1)
    assert "So far" not in save(client, hidden(client), HTMX, **WIND).text


def test_the_old_drafts_go_and_the_others_stay(
    client: FlaskClient, installed: Installation
) -> None:
    save(client, hidden(client), HTMX, grid="south")
    now = datetime.now(UTC)
    with installed.catalogue.unit_of_work() as session:
        assert drafts_module.forget_unused(session, now) == 0
        later = now + timedelta(days=drafts_module.VISITOR_DAYS + 1)
        assert drafts_module.forget_unused(session, later) == 1
    assert kept(installed) == []


def test_numbers_of_drafts_are_not_guessed() -> None:
    assert len({new_token() for _ in range(100)}) == 100
