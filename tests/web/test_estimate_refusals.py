"""What methodologies refuse, as API and command line say it, in both languages."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from methodologies import PURPOSE_TEXTS, Clause, Methodology, list_methodologies
from tests.methodologies.test_clauses import breaching
from web.cli.estimate import app as command_line
from web.cli.output import ExitCode

LANGUAGES = (("zh", "zh-CN"), ("en", "en"))
NO_NUMBERS = ("1e400", "-1", "NaN", "=1+1")


def asked_by_api(client: FlaskClient, known: Methodology, given: Any, tag: str) -> Any:
    """Return the error of a refused estimate."""
    answer = client.post(
        f"/api/v1/estimates/{known.id}", json=given, headers={"Accept-Language": tag}
    )
    assert answer.status_code == 422, answer.text
    assert answer.json is not None
    return answer.json["error"]


@pytest.mark.parametrize("purpose", PURPOSE_TEXTS)
def test_every_clause_is_refused_with_its_article(client: FlaskClient, purpose: str) -> None:
    for known, clause in clauses_of(purpose):
        given = json.loads(json.dumps(breaching(known, clause)))
        for language, tag in LANGUAGES:
            error = asked_by_api(client, known, given, tag)
            assert error["field"] in clause.fields
            assert error["sentence"]
            assert error["fix"]
            assert clause.article in f"{error['rule']} {error['source']}"
            printed = CliRunner().invoke(
                command_line,
                ["run", known.id, "--inputs", "-", "--json", "--lang", language],
                input=json.dumps(given, ensure_ascii=False),
            )
            assert printed.exit_code == ExitCode.REFUSED
            assert json.loads(printed.stdout)["error"] == error


def test_what_is_no_number_is_refused_at_its_field(client: FlaskClient) -> None:
    for known in list_methodologies():
        example = json.loads(json.dumps(next(iter(known.examples.values()))))
        numbers = [field.name for field in known.fields if field.kind == "decimal"]
        for name in numbers[:2]:
            for value in NO_NUMBERS:
                error = asked_by_api(client, known, {**example, name: value}, "zh-CN")
                assert [part["field"] for part in error["fields"]] == [name]
                assert error["fields"][0]["sentence"]
                assert error["fields"][0]["fix"]


def clauses_of(purpose: str) -> list[tuple[Methodology, Clause]]:
    return [
        (known, clause)
        for known in list_methodologies()
        if known.purpose == purpose
        for clause in known.clauses
    ]
