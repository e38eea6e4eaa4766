import re
from io import BytesIO
from typing import ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.application import token
from web.access import public
from web.errors import FIELDS_TOLD_MAX, status_of

SHAPE = {"number", "code", "sentence", "rule", "source", "fix", "field", "value", "fields"}
CHINESE = {"Accept-Language": "zh-CN"}
ESTIMATE = "/api/v1/estimates/ccer-01-002"


class RuleError(Exception):
    """A package's refusal, as the design draws it."""

    code: ClassVar[str] = "test.rule"
    text: ClassVar[dict[str, str]] = {"en": "No more than {limit}.", "zh": "不得超过 {limit}。"}
    rule: ClassVar[dict[str, str]] = {"en": "The rule.", "zh": "规则。"}
    source: ClassVar[str] = "Document, Art. 1"
    fix: ClassVar[dict[str, str]] = {"en": "Lower it.", "zh": "请降低。"}

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text["en"].format(**facts))


class UnknownRecord(RuleError):
    pass


class NotPermitted(RuleError):
    pass


class Conflict(RuleError):
    pass


class UnknownThing(UnknownRecord):
    pass


def add_failing_routes(app: Flask) -> None:
    """Add pages that fail in each way."""

    @public
    def refuse() -> str:
        raise RuleError(limit="<b>5</b>", field="amount", value="7")

    @public
    def break_down() -> str:
        raise ZeroDivisionError("secret detail")

    app.add_url_rule("/refuse", view_func=refuse, endpoint="refuse")
    app.add_url_rule("/api/refuse", view_func=refuse, endpoint="api_refuse")
    app.add_url_rule("/break", view_func=break_down, endpoint="break_down")
    app.add_url_rule("/api/break", view_func=break_down, endpoint="api_break_down")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuleError, 422),
        (UnknownRecord, 404),
        (NotPermitted, 403),
        (Conflict, 409),
        (UnknownThing, 404),
    ],
)
def test_a_family_decides_the_status(error: type[RuleError], status: int) -> None:
    assert status_of(error(limit=1)) == status


def test_a_rule_is_shown_with_sentence_rule_source_and_fix(app: Flask, client: FlaskClient) -> None:
    add_failing_routes(app)
    answer = client.get("/api/refuse", headers=CHINESE)
    assert answer.status_code == 422
    assert answer.json is not None
    error = answer.json["error"]
    assert set(error) == SHAPE
    assert error["code"] == "test.rule"
    assert error["sentence"] == "不得超过 <b>5</b>。"
    assert error["rule"] == "规则。"
    assert error["source"] == "Document, Art. 1"
    assert error["fix"] == "请降低。"
    assert (error["field"], error["value"]) == ("amount", "7")


def test_facts_are_escaped_on_pages(app: Flask, client: FlaskClient) -> None:
    add_failing_routes(app)
    page = client.get("/refuse", headers=CHINESE).text
    assert "&lt;b&gt;5&lt;/b&gt;" in page
    assert "<b>5</b>" not in page


def test_htmx_gets_a_fragment(app: Flask, client: FlaskClient) -> None:
    add_failing_routes(app)
    answer = client.get("/refuse", headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("path", ["/break", "/api/break"])
def test_a_defect_says_nothing_of_its_cause(app: Flask, client: FlaskClient, path: str) -> None:
    add_failing_routes(app)
    answer = client.get(path, headers=CHINESE)
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert re.search(r"编号：[0-9a-f]{8}", answer.text)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/v1/nothing", None, 404),
        ("GET", "/api/v1/methodologies/nothing", None, 404),
        ("DELETE", "/api/v1/methodologies", None, 405),
        ("POST", ESTIMATE, b"{", 400),
        ("POST", ESTIMATE, b"{}", 422),
        ("POST", ESTIMATE, b"[]", 422),
        ("POST", ESTIMATE, b"null", 422),
        ("POST", ESTIMATE, b"1", 422),
        ("POST", ESTIMATE, b"x" * 10_000_000, 413),
    ],
)
def test_the_api_answers_every_mistake_in_one_shape(
    client: FlaskClient, method: str, path: str, body: bytes | None, status: int
) -> None:
    answer = client.open(
        path, method=method, data=body, content_type="application/json", headers=CHINESE
    )
    assert answer.status_code == status
    assert answer.json is not None
    assert set(answer.json["error"]) == SHAPE
    assert re.search("[一-鿿]", answer.json["error"]["sentence"])


def test_a_body_of_another_type_is_refused(client: FlaskClient) -> None:
    assert client.post(ESTIMATE, data=b"a=1", content_type="text/plain").status_code == 415


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/logout", 405)])
def test_error_pages_are_in_the_readers_language(
    client: FlaskClient, path: str, status: int
) -> None:
    answer = client.get(path, headers=CHINESE)
    assert answer.status_code == status
    assert '<html lang="zh-Hans-CN">' in answer.text
    assert "Not Found" not in answer.text


def test_a_page_refuses_a_body_of_ten_megabytes(client: FlaskClient) -> None:
    answer = client.post("/language", data={"next": "x" * 10_000_000, "csrf_token": token(client)})
    assert answer.status_code == 413


@pytest.mark.parametrize("path", [ESTIMATE, "/api/v1/projects"])
def test_a_body_in_pieces_over_the_limit_is_refused_and_read_to_its_end(
    client: FlaskClient, path: str
) -> None:
    body = BytesIO(b"[" + b" " * 3_000_000)
    answer = client.post(
        path,
        input_stream=body,
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    assert body.read() == b""


def test_of_endless_mistakes_the_first_are_told_and_all_are_counted(client: FlaskClient) -> None:
    given = dict.fromkeys(map(str, range(5_000)), "")
    error = client.post(ESTIMATE, json=given).json["error"]
    assert len(error["fields"]) == FIELDS_TOLD_MAX
    missing = 3
    assert str(5_000 + missing) in error["sentence"].replace(",", "")
