"""The fine form and the verifier's form, on the demo moved on to January 2027."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from registry.worlds import DrivenClock, set_clock, unit_of_work
from tests.web.demo_site import AsPerson, Person, text_of

ENTITIES = "/registry/compliance/entities"
SHORT = f"{ENTITIES}/CE-2023-000003"
OWN = f"{ENTITIES}/CE-2023-000001"
REPORTED = {
    "u0_emissions_t": "2400000",
    "u0_output_mwh": "3000000",
    "u0_load_factor": "0.62",
    "u1_emissions_t": "1000000",
    "u1_output_mwh": "1100000",
    "u1_load_factor": "0.58",
}


@pytest.fixture(scope="module", autouse=True)
def later(demo_app: Flask) -> None:
    """The demo's clock shows a day after the deadline of 2025."""
    world = demo_app.extensions["tanlab"].worlds.open()
    with unit_of_work(world) as session:
        set_clock(session, DrivenClock(datetime(2027, 1, 8, 2, tzinfo=UTC)))


def figures(person: Person, path: str) -> dict[str, str]:
    """What a form's fields of units hold."""
    page = person.see(path).text
    inputs = re.findall(r"<input[^>]*>", page)
    named = [(re.search(r'name="(u\d_\w+)"', each), each) for each in inputs]
    values = {name[1]: re.search(r'value="([^"]*)"', each) for name, each in named if name}
    return {name: value[1] if value else "" for name, value in values.items()}


def test_the_fine_form_says_what_was_short_and_where_its_price_comes_from(
    as_person: AsPerson,
) -> None:
    operator = as_person("operator")
    page = text_of(operator.see(f"{SHORT}/2025/fine"))
    assert "Missing at the deadline" in page
    assert "Mean price filled in" in page or "no trades of the month" in page
    assert "期限届满欠缴" in text_of(operator.see(f"{SHORT}/2025/fine", "zh"))
    refused = operator.send(f"{SHORT}/2025/fine", mean_price_cny="70", amount_cny="1")
    assert refused.status_code == 422
    assert "Missing at the deadline" in text_of(as_person().see(f"{SHORT}?year=2025"))


def test_a_verifier_s_form_holds_the_report_and_takes_corrections(as_person: AsPerson) -> None:
    owner, verifier = as_person("emitter"), as_person("verifier2")
    assert owner.send(f"{OWN}/2026/report", **REPORTED).status_code == 303
    held = figures(verifier, f"{OWN}/2026/verify")
    assert held["u0_output_mwh"] == "3000000"
    wrong = verifier.send(f"{OWN}/2026/verify", **{**held, "u0_load_factor": "2"})
    assert wrong.status_code == 422
    found = {**held, "u0_emissions_t": "2,400,500", "note": "煤样复核"}
    assert verifier.send(f"{OWN}/2026/verify", **found).status_code == 303
    page = text_of(as_person().see(f"{OWN}?year=2026"))
    assert "3,400,500" in page
    assert "reported 3,400,000 t, corrected" in page
