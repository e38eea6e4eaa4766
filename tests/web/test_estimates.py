import json
import re
import zlib
from base64 import urlsafe_b64encode

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner
from werkzeug.exceptions import NotFound

from methodologies import list_methodologies
from tests.web.application import token
from web.cli import command_line
from web.estimates.links import packed, unpacked

WIND = {
    "distance_to_shore_km": "45",
    "water_depth_m": "38",
    "grid": "south",
    "factor_year": "2019",
    "export_mwh": "1500000",
    "import_mwh": "3200",
}
FORM = "/estimate/ccer-01-002/new"
CHINESE = {"Accept-Language": "zh-CN"}


def test_the_catalogue_lists_each_methodology_with_its_status(client: FlaskClient) -> None:
    page = client.get("/estimate", headers=CHINESE).text
    for methodology in list_methodologies():
        assert methodology.title["zh"] in page
        assert f"status-{methodology.status}" in page


@pytest.mark.parametrize("methodology", list_methodologies(), ids=lambda m: m.id)
def test_the_form_asks_every_input_in_both_languages(client: FlaskClient, methodology) -> None:  # type: ignore[no-untyped-def]
    for language, tag in (("zh", "zh-CN"), ("en", "en")):
        page = client.get(f"/estimate/{methodology.id}/new", headers={"Accept-Language": tag}).text
        for field in methodology.fields:
            assert f'id="field-{field.name}"' in page
            assert field.label[language].replace("'", "&#39;") in page


def test_a_source_that_a_whole_part_of_the_form_shares_is_cited_once(client: FlaskClient) -> None:
    page = client.get("/estimate/ccer-07-001/new", headers=CHINESE).text
    assert page.count("按 JTG/T D70/2-01-2014 重构") == 1


@pytest.mark.parametrize("page", ["upload", "new", "batch"])
def test_every_page_of_an_estimate_stands_in_its_section(client: FlaskClient, page: str) -> None:
    shown = client.get(f"/estimate/inclusion-wuhan-metro/{page}", headers=CHINESE).text
    section = re.search(r"<a[^>]*aria-current[^>]*>[^<]*", shown)
    assert section is not None
    assert "估算" in section[0]


def calculated(client: FlaskClient, **changes: str) -> str:
    """Send the form, follow to the result, and return the page."""
    answer = client.post(FORM, data={**WIND, **changes, "csrf_token": token(client, FORM)})
    assert answer.status_code == 303
    return client.get(answer.location, headers=CHINESE).text


def test_the_form_leads_to_the_result_with_every_equation(client: FlaskClient) -> None:
    page = calculated(client)
    assert "761,646.68" in page
    assert '761,646 <span class="unit">' in page
    for number in ("(1)", "(2)", "(3)", "(4)"):
        assert f'<span class="equation-number">{number}</span>' in page
    assert "1,500,000 − 3,200" in page
    assert "官方文本" in page


def test_numbers_may_be_typed_full_width_and_grouped(client: FlaskClient) -> None:
    assert "761,646.68" in calculated(client, export_mwh="１，５００，０００", import_mwh="3,200")


def test_wrong_input_is_kept_and_explained_at_its_field(client: FlaskClient) -> None:
    answer = client.post(
        FORM,
        data={**WIND, "export_mwh": "-1<script>", "csrf_token": token(client, FORM)},
        headers=CHINESE,
    )
    assert answer.status_code == 422
    assert 'value="-1&lt;script&gt;"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'id="error-export_mwh"' in answer.text
    assert 'href="#field-export_mwh"' in answer.text
    assert 'value="45"' in answer.text


def test_a_clause_refuses_with_rule_and_source(client: FlaskClient) -> None:
    near = {**WIND, "distance_to_shore_km": "30", "water_depth_m": "30"}
    answer = client.post(FORM, data={**near, "csrf_token": token(client, FORM)}, headers=CHINESE)
    assert answer.status_code == 422
    assert "CCER-01-002-V01 §2" in answer.text
    assert "正好 30 不满足" in answer.text


def test_a_row_can_be_added_without_losing_what_was_typed(client: FlaskClient) -> None:
    answer = client.post(
        FORM,
        data={
            "water_depth_m": "38",
            "add_row": "meter_corrections",
            "csrf_token": token(client, FORM),
        },
    )
    assert answer.status_code == 200
    assert 'name="meter_corrections.0.' in answer.text
    assert 'value="38"' in answer.text
    assert "error-summary" not in answer.text


def test_inputs_of_a_result_can_be_changed(client: FlaskClient) -> None:
    page = client.get(f"{FORM}?inputs={packed(WIND)}").text
    assert 'value="1500000"' in page
    assert re.search(r'<option value="south" selected', page)


def test_page_api_and_command_line_agree(client: FlaskClient, tmp_path) -> None:  # type: ignore[no-untyped-def]
    given = {**WIND, "factor_year": 2019}
    file = tmp_path / "in.json"
    file.write_text(json.dumps(given))
    printed = CliRunner().invoke(
        command_line("estimate"),
        ["estimate", "run", "ccer-01-002", "--inputs", str(file), "--json"],
    )
    assert client.post("/api/v1/estimates/ccer-01-002", json=given).json == json.loads(
        printed.stdout
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!",
        "Zm9v",
        "é",
        urlsafe_b64encode(zlib.compress(b"[1]")).decode(),
        urlsafe_b64encode(zlib.compress(b'{"a":"' + b"0" * 50_000_000 + b'"}')).decode(),
    ],
)
def test_a_damaged_address_is_not_found(client: FlaskClient, text: str) -> None:
    with pytest.raises(NotFound):
        unpacked(text)
    assert (
        client.get("/estimate/ccer-01-002/result", query_string={"inputs": text}).status_code == 404
    )


def test_an_address_with_invalid_inputs_is_refused(client: FlaskClient) -> None:
    path = f"/estimate/ccer-01-002/result?inputs={packed({**WIND, 'export_mwh': '1e400'})}"
    assert client.get(path).status_code == 422


def test_an_unknown_methodology_is_not_found(client: FlaskClient) -> None:
    assert client.get("/estimate/ccer-99-999/new").status_code == 404


@pytest.mark.parametrize("inputs", [WIND, {}, {"rows": [{"a": "1"}] * 120}])
def test_inputs_survive_the_address(inputs: dict[str, object]) -> None:
    assert unpacked(packed(inputs)) == inputs


@pytest.mark.parametrize(
    "plain",
    [
        b'{"grid": ' + b"[" * 100_000,
        b'{"meter_corrections": {"a": [1]}}',
        b'{"meter_corrections": "text"}',
        b'{"meter_corrections": 1}',
        rb'{"grid": "\u0000"}',
        rb'{"grid": "\ud800"}',
    ],
    ids=["tower", "object", "text", "number", "nul", "surrogate"],
)
@pytest.mark.parametrize("page", ["new", "result"])
def test_a_link_nobody_was_given_is_refused_not_a_defect(
    client: FlaskClient, plain: bytes, page: str
) -> None:
    text = urlsafe_b64encode(zlib.compress(plain)).rstrip(b"=").decode()
    answer = client.get(f"/estimate/ccer-01-002/{page}?inputs={text}")
    assert answer.status_code in {404, 422}
