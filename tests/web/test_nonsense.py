"""Every route of the application, given nonsense: refused or answered, never a defect."""

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.web.trading_floor import Floor, Reader

DEFECT = 500
DEEP = "[" * 100_000
TEXTS = ("\0", "1e400", "9" * 401, "99999999999999999999", "[]")
VALUES = (r'"\u0000"', r'"\ud800"', '"1e400"', "1" + "0" * 400, "1e400", "true", "[]", "{}", "null")
BODIES = (DEEP, '{"a":' * 100_000, "[]", "true", "{}", '"\\ud800"', "NaN", "1" * 5000)
QUERY = ("q", "before", "page", "only", "view", "sort", "inputs", "limit", "levels", "unit_type")


def rules(app: Flask, method: str) -> list[Rule]:
    """Return the routes that answer a method; streams never end and sign-out would end the test."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ())
        and not rule.rule.endswith("/live")
        and rule.endpoint not in {"security.logout", "static"}
    ]


def filled(rule: Rule, text: str) -> str:
    """Return a route's address with a text as each argument."""
    numbers = {"int": "99999999999999999999"}
    return re.sub(
        r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>",
        lambda found: numbers.get(found[1], quote(text, safe="")),
        rule.rule,
    )


def fields_of(described: dict[str, Any], rule: Rule) -> Iterator[str]:
    """Return the names of the JSON fields a route reads, by the interface's description."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
    operation = described["paths"].get(path, {}).get("post", {})
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    reference = schema.get("schema", {}).get("$ref", "")
    yield from (
        described["components"]["schemas"]
        .get(reference.rsplit("/", 1)[-1], {})
        .get("properties", {"email": {}, "password": {}})
    )


def defects_of_reading(client: FlaskClient, app: Flask, account: str) -> Iterator[str]:
    """Open every address with nonsense as argument and as query; give those that failed."""
    for rule in rules(app, "GET"):
        for text in TEXTS if rule.arguments else ("",):
            path = filled(rule, text)
            with client.get(path) as answer:
                if answer.status_code >= DEFECT:
                    yield f"GET {path}"
        for text in TEXTS:
            path = filled(rule, account)
            query = "&".join(f"{name}={quote(text, safe='')}" for name in QUERY)
            with client.get(f"{path}?{query}") as answer:
                if answer.status_code >= DEFECT:
                    yield f"GET {path}?{query}"


def defects_of_sending(
    client: FlaskClient, app: Flask, headers: dict[str, str], account: str
) -> Iterator[str]:
    """Send nonsense as JSON and as forms to every address; give those that failed."""
    numbers = count()
    described = client.get("/api/v1/openapi.json").json
    assert described is not None
    for rule in rules(app, "POST"):
        path = filled(rule, account)
        names = list(fields_of(described, rule))
        valid = {"client_id": "", "unit_type": "CEA-2024", "quantity": 1, "account": account}
        for body in (*BODIES, *(json.dumps(dict.fromkeys(names, 1)),)):
            if _fails(client, path, body, headers):
                yield f"POST {path} {body[:40]}"
        # an estimate checks its many fields independently of each other, so one of them will do
        for name in names[:1] if "estimates" in rule.rule else names:
            for value in VALUES:
                given = {k: json.dumps(v) for k, v in valid.items() if k in names}
                given |= {"client_id": f'"c{next(numbers)}"'} if "client_id" in names else {}
                given[name] = value
                body = "{" + ",".join(f'"{k}":{v}' for k, v in given.items()) + "}"
                if _fails(client, path, body, headers):
                    yield f"POST {path} {body[:200]}"
        for text in TEXTS:
            form = dict.fromkeys((*names, "next", "language", "add_row", "quantity", "note"), text)
            answer = client.post(path, data=form, headers=headers)
            if answer.status_code >= DEFECT:
                yield f"POST {path} form {text[:20]!r}"


def _fails(client: FlaskClient, path: str, body: str, headers: dict[str, str]) -> bool:
    answer = client.post(path, data=body, content_type="application/json", headers=headers)
    return answer.status_code >= DEFECT


@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "signed in"])
def test_no_route_fails_on_nonsense(floor_anywhere: Floor, signed_in: bool) -> None:
    app = floor_anywhere.app
    reader = floor_anywhere.reader(floor_anywhere.venue.trader("reader"), role="administrator")
    client = reader.client if signed_in else app.test_client()
    headers = {"X-CSRFToken": token_of(reader)} if signed_in else {}
    headers["Accept"] = "application/json"
    account = reader.trader.account
    found = list(defects_of_reading(client, app, account))
    found += defects_of_sending(client, app, headers, account)
    assert found == []


def token_of(reader: Reader) -> str:
    """Return the CSRF token of a reader's session."""
    return str(reader.fields()["csrf_token"])
