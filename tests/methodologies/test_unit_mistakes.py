"""A number in the wrong unit is refused or pointed out, for every methodology.

Every number of the worked examples is put in a thousandfold, as kWh for MWh, kg for t or m for km,
an area ten-thousandfold, as square metres for hectares.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from methodologies import FormField, Methodology, MethodologyError, estimate, list_methodologies
from tests.methodologies.examples import codes

TIMES = {"ha": 10_000}
SAFE = {
    # A parcel is held to a least area only, a replaced coefficient has no unit of its own, and
    # what was collected before is held to the threshold.
    "smallest_parcel_m2",
    "replaced_factors.value",
    "collected_kg_co2e",
}
BESIDE: dict[str, dict[str, Any]] = {
    # A unit reports what it generates, against which electricity bought is held.
    "ets-power": {"generation": [{"output_mwh": "560000", "heat_gj": "120000"}]},
}


def example(known: Methodology, name: str) -> dict[str, Any]:
    plain = json.loads(json.dumps(known.examples[name]))
    return {**plain, **BESIDE.get(known.id, {})}


def mistaken(field: FormField, cells: dict[str, Any]) -> dict[str, Any]:
    if field.name not in cells:
        return cells
    wrong = Decimal(str(cells[field.name])) * TIMES.get(field.unit, 1000)
    return {**cells, field.name: str(wrong)}


def mistakes(known: Methodology, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the example with one number in another unit, with the name of its field."""
    inputs = example(known, name)
    for field in known.fields:
        if field.kind == "decimal" and Decimal(str(inputs.get(field.name, 0))):
            yield field.name, mistaken(field, inputs)
        for column in field.columns:
            given = inputs.get(field.name, [])
            if column.kind == "decimal" and any(column.name in row for row in given):
                rows = [mistaken(column, row) for row in given]
                yield f"{field.name}.{column.name}", {**inputs, field.name: rows}


EXAMPLES = [
    pytest.param(known, name, id=f"{known.id}-{name}")
    for known in list_methodologies()
    for name in known.examples
]


@pytest.mark.parametrize(("known", "name"), EXAMPLES)
def test_a_number_in_another_unit_does_not_pass_in_silence(known: Methodology, name: str) -> None:
    before = codes(estimate(known.id, example(known, name)))
    silent = []
    for field, inputs in mistakes(known, name):
        try:
            result = estimate(known.id, inputs)
        except (MethodologyError, ValidationError):
            continue
        if field not in SAFE and codes(result) <= before:
            silent.append(field)
    assert silent == []


@pytest.mark.parametrize(
    ("id_", "area_ha", "noticed"),
    [
        ("ccer-14-001", "100000", False),
        ("ccer-14-001", "100000.1", True),
        ("ccer-14-002", "10000", False),
        ("ccer-14-002", "10000.1", True),
    ],
)
def test_an_area_beyond_the_usual_is_pointed_out(id_: str, area_ha: str, noticed: bool) -> None:
    known = next(known for known in list_methodologies() if known.id == id_)
    inputs = example(known, next(iter(known.examples)))
    inputs["strata"] = [{**inputs["strata"][0], "area_ha": area_ha}]
    assert ("methodologies.unusual_area" in codes(estimate(id_, inputs))) == noticed
