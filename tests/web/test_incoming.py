import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.application import SignIn, token

CHINESE = {"Accept-Language": "zh-CN"}
ESTIMATE = "/api/v1/estimates/ccer-01-002"


def refused_code(answer: Any) -> str:
    """Return the code of a refusal in JSON, which must be a 400."""
    assert answer.status_code == 400
    return str(answer.json["error"]["code"])


@pytest.mark.parametrize("path", ["/registry/projects/%00", "/c/%00", "/registry?q=%00", "/?%01=1"])
def test_an_address_with_a_control_character_is_refused_on_a_page(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path, headers=CHINESE)
    assert answer.status_code == 400
    assert "文本含有控制字符" in answer.text


def test_the_interface_refuses_it_in_the_one_shape(client: FlaskClient) -> None:
    answer = client.get("/api/v1/certificates/%00", headers={"Accept-Language": "en"})
    assert refused_code(answer) == "input.unstorable_text"
    assert answer.json is not None
    assert r"\x00" in answer.json["error"]["sentence"]


@pytest.mark.parametrize("path", ["/accounts/%00", "/lab/runs/%00"])
def test_a_signed_in_reader_is_refused_the_same_way(sign_in: SignIn, path: str) -> None:
    assert sign_in("reader@example.org").get(path).status_code == 400


def test_a_form_field_with_a_control_character_is_refused(client: FlaskClient) -> None:
    sent = {"language": "en", "next": "/\x0b", "csrf_token": token(client)}
    answer = client.post("/language", data=sent, headers={"Accept": "application/json"})
    assert refused_code(answer) == "input.unstorable_text"
    assert answer.json is not None
    assert answer.json["error"]["field"] == "next"


def test_line_breaks_and_tabs_in_a_form_are_welcome(client: FlaskClient) -> None:
    sent = {"language": "en", "note": "a\tb\r\nc", "csrf_token": token(client)}
    assert client.post("/language", data=sent).status_code == 303


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (rb'{"grid": "\u0000"}', "input.unstorable_text"),
        (rb'{"\u0000": 1}', "input.unstorable_text"),
        (rb'{"grid": "\ud800"}', "input.unstorable_text"),
        (b'{"grid": "\xed\xa0\x80"}', "input.unstorable_text"),
        (b'{"grid": 1, "grid": 2}', "input.repeated_key"),
        (b"[" * 100_000, "input.nested_too_deeply"),
        (b"9" * 5000, "http.400"),
        (b"{", "http.400"),
    ],
)
def test_json_is_refused_before_any_view_runs(client: FlaskClient, body: bytes, code: str) -> None:
    for path in (ESTIMATE, "/api/v1/nothing"):
        answer = client.post(path, data=body, content_type="application/json", headers=CHINESE)
        assert refused_code(answer) == code
        assert answer.json is not None
        assert re.search("[一-鿿]", answer.json["error"]["sentence"])


def test_a_page_takes_no_json_but_an_object_of_fields(app: Flask) -> None:
    client = app.test_client()
    headers = {"X-CSRFToken": token(client), "Accept": "application/json"}
    bodies: tuple[object, ...] = ([], True, 1, "text")
    for body in bodies:
        assert client.post("/login", json=body, headers=headers).status_code == 400


def test_a_body_in_pieces_is_read_like_any_other(client: FlaskClient) -> None:
    answer = client.post(
        ESTIMATE,
        input_stream=BytesIO(b"{"),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert refused_code(answer) == "http.400"
