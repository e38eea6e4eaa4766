import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

METHODS = {"get", "post", "put", "patch", "delete"}
PARAMETER = re.compile(r"{([^}]+)}")


@pytest.fixture
def description(client: FlaskClient) -> dict[str, Any]:
    """The description of the interface."""
    answer = client.get("/api/v1/openapi.json").json
    assert isinstance(answer, dict)
    return answer


def operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return path, method and operation of each operation."""
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            assert method in METHODS
            yield path, method, operation


def references(part: object) -> Iterator[str]:
    """Return every `$ref` below a part."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_it_is_openapi_3_1_with_title_and_version(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    assert description["info"]["title"] == "TanLab"
    assert description["info"]["version"]
    assert description["paths"]


def test_every_reference_resolves(description: dict[str, Any]) -> None:
    for reference in references(description):
        found: Any = description
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_models_of_one_name_are_described_apart(description: dict[str, Any]) -> None:
    """A block and a comment are answered with models of one name, which hold other fields."""
    fields = []
    for path in ("/api/v1/market/blocks/{number}/accept", "/api/v1/comments/{number}/answers"):
        body = description["paths"][path]["post"]["requestBody"]
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        fields.append(set(description["components"]["schemas"][name]["properties"]))
    assert fields == [{"client_id", "account", "round"}, {"client_id", "text"}]


def test_operations_have_unique_ids_summaries_and_answers(description: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(description)]
    assert len(ids) == len(set(ids))
    for path, _, operation in operations(description):
        assert operation["summary"], path
        assert any(status.startswith("2") for status in operation["responses"]), path
        for status, answer in operation["responses"].items():
            assert status.isdigit()
            assert answer["description"]


def test_path_parameters_are_declared(description: dict[str, Any]) -> None:
    for path, _, operation in operations(description):
        declared = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert declared == set(PARAMETER.findall(path))


def test_refusals_have_the_one_shape(description: dict[str, Any]) -> None:
    for path, _, operation in operations(description):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                schema = answer["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorAnswer"}, path


def test_every_route_of_the_api_is_described(app: Flask, description: dict[str, Any]) -> None:
    routes = {
        re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.endpoint.startswith("documents.")
    }
    assert routes - {"/api/v1/openapi.json"} == set(description["paths"])


def test_the_documentation_page_is_served_locally(client: FlaskClient) -> None:
    page = client.get("/api/v1/docs/").text
    assert "/api/v1/docs/assets/swagger_bundle.js" in page
    assert client.get("/api/v1/docs/assets/swagger_bundle.js").status_code == 200
    assert client.get("/api/v1/docs/assets/other.js").status_code == 404
