"""Factors for programs: search, versions, dry run, proposal."""

import base64
from uuid import uuid4

import pytest

from tests.web.application import token
from tests.web.test_factors import ENGLISH, NEW, NEXT, approve, csv

API = "/api/v1/factors"


@pytest.fixture
def people(sign_in):
    """Two administrators."""
    return sign_in("first@example.org", "administrator"), sign_in(
        "second@example.org", "administrator"
    )


def send(reader, path, content, **fields):
    body = {"file": "factors.csv", "content": base64.b64encode(content).decode()} | fields
    headers = {"X-CSRFToken": token(reader, "/factors/import"), **ENGLISH}
    return reader.post(f"{API}{path}", json=body, headers=headers)


def test_programs_search_factors(client):
    found = client.get(f"{API}?table=grid_margins&region=south").json
    assert (found["total"], found["pages"]) == (2, 1)
    row = found["rows"][0]
    assert (row["value"], row["year"], row["imported"]) == ("0.8042", 2019, None)
    assert client.get(f"{API}?year=x").status_code == 422


def test_programs_read_tables_and_versions(client):
    tables = client.get(f"{API}/tables").json["tables"]
    assert {"grid_margins", "gwp"} <= {table["id"] for table in tables}
    assert len(client.get(f"{API}/tables/grid_margins").json["factors"]) == 12
    path = f"{API}/tables/grid_margins/operating_margin/south"
    assert [each["holds"] for each in client.get(path).json["versions"]] == [True]
    for path in ("/tables/none", "/tables/none/a/b", "/tables/gwp/a/b", "/imports/FI-1"):
        assert client.get(f"{API}{path}").status_code == 404, path


def test_a_dry_run_says_what_would_change(people):
    found = send(people[0], "/imports/dry-run", csv(NEW, NEXT)).json
    assert found["importable"] is True
    assert [each["year"] for each in found["added"]] == [2022]
    assert [each["before"]["value"] for each in found["changed"]] == ["0.8042"]
    refused = send(people[0], "/imports/dry-run", csv([*NEXT[:4], "1e400", *NEXT[5:]])).json
    assert refused["importable"] is False
    assert [(each["cell"], each["code"]) for each in refused["refused"]] == [("E2", "bad_value")]


def test_an_import_is_proposed_and_comes_into_force_by_a_second_person(people, client):
    given = {"reason": "Notice", "client_id": uuid4().hex}
    answer = send(people[0], "/imports", csv(NEXT), **given)
    assert answer.status_code == 202
    assert send(people[0], "/imports", csv(NEXT), **given).status_code == 409
    assert client.get(f"{API}/imports").json["imports"] == []
    approve(people[1], f"/proposals/{answer.json['proposal']}")
    (made,) = client.get(f"{API}/imports").json["imports"]
    assert (made["factors"], made["reason"]) == (1, "Notice")
    detail = client.get(f"{API}/imports/{made['number']}").json
    assert [each["year"] for each in detail["added"]] == [2022]
    found = client.get(f"{API}?imported=true").json["rows"]
    assert [each["imported"] for each in found] == [made["number"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (csv([*NEXT[:4], "x", *NEXT[5:]]), "registry.import_refused"),
        (csv(), "registry.factors_empty"),
        (b"a,b\n1,2", "methodologies.unreadable_factors"),
        (b"", "registry.file_unreadable"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused(people, content, code):
    answer = send(people[0], "/imports", content, reason="x", client_id=uuid4().hex)
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == code


def test_only_administrators_send_files(client, sign_in):
    operator = sign_in("operator@example.org", "operator")
    headers = {"X-CSRFToken": token(operator, "/factors")}
    body = {"file": "f.csv", "content": ""}
    for path in ("/imports/dry-run", "/imports"):
        sent = body | ({"reason": "x", "client_id": "a"} if path == "/imports" else {})
        assert operator.post(f"{API}{path}", json=sent, headers=headers).status_code == 403
        assert client.post(f"{API}{path}", json=sent).status_code in {400, 401}
