"""The worked examples of mine gas and tunnel lighting through the web form."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from ruamel.yaml import YAML

from tests.web.application import token

GOLDEN = Path(__file__).parents[1] / "methodologies" / "golden"
ENGLISH = {"Accept-Language": "en"}


def cells(inputs: dict[str, Any]) -> dict[str, str]:
    """Write inputs as the form's fields: a cell of a table is `flows.0.hours_h`."""
    sent = {}
    for name, value in inputs.items():
        if not isinstance(value, list):
            sent[name] = str(value)
            continue
        for number, row in enumerate(value):
            sent |= {f"{name}.{number}.{column}": str(cell) for column, cell in row.items()}
    return sent


@pytest.mark.parametrize(
    ("stem", "shown"),
    [("a5_1_mine_gas", "360,359.72616"), ("a6_1_tunnel_lighting", "149.640430902261513")],
)
def test_a_worked_example_is_reproduced_through_the_form(
    client: FlaskClient, stem: str, shown: str
) -> None:
    golden = YAML(typ="safe", pure=True).load((GOLDEN / f"{stem}.yaml").read_text("utf-8"))
    form = f"/estimate/{golden['methodology']}/new"
    data = {**cells(golden["inputs"]), "csrf_token": token(client, form)}
    answer = client.post(form, data=data, headers=ENGLISH)
    assert answer.status_code == 303
    page = client.get(answer.location, headers=ENGLISH).text
    assert shown in page
    assert "reconstructed" in page
