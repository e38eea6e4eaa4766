"""Every worked example through command line, API and form, to the last digit."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from ruamel.yaml import YAML
from typer.testing import CliRunner

from methodologies import find
from tests.web.application import token
from web.cli.estimate import app as command_line
from web.estimates.links import unpacked
from web.formats import number

GOLDEN = Path(__file__).parents[1] / "methodologies" / "golden"
FILES = sorted(GOLDEN.glob("*.yaml"))
CHINESE = {"Accept-Language": "zh-CN"}


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))


def typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def sent(inputs: dict[str, Any]) -> dict[str, str]:
    """Write inputs as a form sends them: a cell of a table is `flows.0.hours_h`."""
    cells = {}
    for name, value in inputs.items():
        if not isinstance(value, list):
            cells[name] = typed(value)
            continue
        for row_number, row in enumerate(value):
            cells |= {f"{name}.{row_number}.{column}": typed(cell) for column, cell in row.items()}
    return {name: text for name, text in cells.items() if text != "false"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_worked_example_is_reproduced_by_the_command_line(path: Path) -> None:
    golden = load(path)
    options = ["--inputs", "-", "--version", golden["version"], "--json"]
    printed = CliRunner().invoke(
        command_line,
        ["run", golden["methodology"], *options],
        input=json.dumps(golden["inputs"], ensure_ascii=False),
    )
    assert printed.exit_code == 0, printed.output
    answer = json.loads(printed.stdout)
    assert answer["results"] == golden["results"]
    assert answer["issuable_units"] == golden["issuable_units"]


@pytest.mark.parametrize("family", ["ccer", "ets", "forest", "inclusion"])
def test_worked_examples_are_reproduced_through_the_form(client: FlaskClient, family: str) -> None:
    goldens = [load(path) for path in FILES]
    of_family = [each for each in goldens if each["methodology"].startswith(family)]
    assert of_family
    for golden in of_family:
        page, location = through_the_form(client, golden)
        known = find(golden["methodology"], golden["version"])
        for output in known.outputs:
            shown = number(golden["results"][output.name])
            assert f"{shown}<" in page.replace(" <", "<"), (known.id, output.name)
        inputs = unpacked(location.partition("inputs=")[2].partition("&")[0])
        by_api = client.post(f"/api/v1/estimates/{known.id}", json=inputs)
        assert by_api.json is not None
        assert by_api.json["results"] == golden["results"]
        assert by_api.json["issuable_units"] == golden["issuable_units"]


def through_the_form(client: FlaskClient, golden: dict[str, Any]) -> tuple[str, str]:
    """Type the inputs into the form; return the page of the result and its address."""
    form = f"/estimate/{golden['methodology']}/new"
    data = {**sent(golden["inputs"]), "csrf_token": token(client, form)}
    answer = client.post(form, data=data, headers=CHINESE)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location, headers=CHINESE).text, answer.location
