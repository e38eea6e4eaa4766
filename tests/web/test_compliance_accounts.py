"""A plant's monthly account becomes its evidence and its annual report; nothing is typed again."""

import json
import re
from typing import Any

import pytest

from methodologies import find, month_sha256
from tests.web.demo_site import AsPerson, Person, text_of
from web.compliance.account_forms import evidence_commands
from web.compliance.accounts import MonthEvidence
from web.estimates.links import packed

INDEX = "/registry/compliance"
POWER = find("ets-power")


def account(year: int, through: int = 12, **changes: Any) -> dict[str, Any]:
    """A year of a unit by month: 12,000 t of tested coal and 30,000 MWh each."""
    months = range(1, through + 1)
    return {
        "year": year,
        "unit_kind": "conventional_coal",
        "through_month": through,
        "installed_capacity_mw": "60",
        "fuels": [
            {
                "month": month,
                "fuel": "bituminous_coal",
                "quantity": "12000",
                "carbon_content": "0.5230",
            }
            for month in months
        ],
        "electricity": [{"month": month, "electricity_mwh": "1"} for month in months],
        "generation": [
            {"month": month, "output_mwh": "30000", "running_hours": "600"} for month in months
        ],
        **changes,
    }


def saved(person: Person, inputs: dict[str, Any], methodology: str = "ets-power") -> str:
    sent = person.send(
        "/estimate/saved", methodology_id=methodology, inputs=packed(inputs), title="1号机组"
    )
    assert sent.status_code == 303, sent.text
    return sent.location.rsplit("/", 1)[-1]


def events(person: Person, entity: str) -> list[dict[str, Any]]:
    """What happened to the entity's year 2025, as JSON."""
    number = entity.rsplit("/", 1)[-1]
    answer: Any = person.client.get(f"/api/v1/compliance/entities/{number}?year=2025").json
    found: list[dict[str, Any]] = answer["events"]
    return found


@pytest.fixture(scope="module")
def plant() -> dict[str, str]:
    """What the module's tests keep of the plant they share."""
    return {}


@pytest.fixture
def entity(as_person: AsPerson, plant: dict[str, str]) -> str:
    """The pages of a power entity of trader1 with one unit, from 2025 on."""
    if not plant:
        operator, owner = as_person("operator"), as_person("trader1")
        fields = {"account": owner.account(), "scheme": "CEA", "sector": "power"}
        done = operator.send(
            f"{INDEX}/enrol", **fields, first_year="2025", annual_emissions_t="300000"
        )
        plant["page"] = done.location.split("?")[0]
        unit = {"code": "1", "name": "1号机组", "unit_class": "coal_small"}
        assert operator.send(f"{plant['page']}/2025/unit", **unit).status_code == 303
    return plant["page"]


def test_an_account_of_a_year_becomes_evidence_and_report(as_person: AsPerson, entity: str) -> None:
    owner = as_person("trader1")
    assert f"{entity}/2025/accounts" in owner.see(f"{entity}?year=2025").text
    assert "No account of 2025" in owner.see(f"{entity}/2025/accounts").text
    number = saved(owner, account(2025))
    for language in ("zh", "en"):
        assert number in owner.see(f"{entity}/2025/accounts", language).text
    page = text_of(owner.see(f"{entity}/2025/accounts?u0={number}"))
    assert "Record the evidence of 12 months" in page
    assert "360,000" in page
    recorded = owner.send(f"{entity}/2025/accounts", u0=number, do="evidence")
    assert recorded.status_code == 303
    page = text_of(owner.see(recorded.location))
    assert page.count("on record") == 12
    inputs = POWER.Inputs.model_validate(account(2025))
    months = {e["month"]: e["reference"] for e in events(owner, entity) if e["kind"] == "evidence"}
    assert months == {month: month_sha256(inputs, month) for month in range(1, 13)}
    filed = owner.send(f"{entity}/2025/accounts", u0=number, do="report")
    assert filed.status_code == 303, text_of(filed)
    detail = next(e["detail"] for e in events(owner, entity) if e["kind"] == "report")
    assert detail["units"][0]["emissions_t"] == str(
        round(POWER.calculate(inputs).results["covered_emissions_t_co2"])
    )
    assert (detail["units"][0]["output_mwh"], detail["units"][0]["load_factor"]) == (
        "360000",
        "0.833333",
    )
    assert detail["accounts"][0]["report"] == number


def test_a_verifier_sees_the_account_and_strangers_do_not(as_person: AsPerson, entity: str) -> None:
    shown = as_person().see(f"{entity}?year=2025").text
    number = re.search(r"accounts/(ES-[\d-]+)", shown)
    assert number is not None
    path = f"{entity}/2025/accounts/{number[1]}"
    assert number[1] in as_person("verifier1").see(f"{entity}/2025/verify").text
    for language, said in (("en", "the same quantity"), ("zh", number[1])):
        page = as_person("verifier1").see(path, language)
        assert said in page.text
        assert "0.5230" in page.text or "0.523" in page.text
    assert "differs" not in text_of(as_person("verifier1").see(path))
    assert as_person("trader2").see(path).status_code == 403
    assert as_person().see(path).status_code in {302, 303, 401}
    assert as_person("verifier1").see(f"{entity}/2025/accounts/ES-1999-000001").status_code == 404


def test_a_year_within_is_evidence_but_no_report(as_person: AsPerson, entity: str) -> None:
    owner = as_person("trader1")
    number = saved(owner, account(2026, 3))
    page = text_of(owner.see(f"{entity}/2026/accounts?u0={number}"))
    assert "Record the evidence of 3 months" in page
    assert "when the year is over" in page
    partial = saved(owner, account(2025, 11))
    refused_page = owner.see(f"{entity}/2025/accounts?u0={partial}")
    assert "methodologies.partial_year" in refused_page.text
    refused = owner.send(f"{entity}/2025/accounts", u0=partial, do="report")
    assert refused.status_code == 422


def test_what_the_account_does_not_say_is_asked(as_person: AsPerson, entity: str) -> None:
    owner = as_person("trader1")
    number = saved(owner, account(2025, installed_capacity_mw=None))
    page = owner.see(f"{entity}/2025/accounts?u0={number}").text
    assert 'name="u0_load_factor"' in page
    assert 'name="u0_output_mwh"' not in page
    refused = owner.send(f"{entity}/2025/accounts", u0=number, do="report")
    assert refused.status_code == 422
    forged = {"u0_load_factor": "0.6", "u0_emissions_t": "1"}
    assert (
        owner.send(f"{entity}/2025/accounts", u0=number, do="report", **forged).status_code == 303
    )
    reports = [e["detail"] for e in events(owner, entity) if e["kind"] == "report"]
    figures = reports[-1]["units"][0]
    assert figures["load_factor"] == "0.6"
    assert figures["emissions_t"] != "1"


def test_accounts_of_others_or_of_another_year_are_not_taken(
    as_person: AsPerson, entity: str
) -> None:
    owner = as_person("trader1")
    foreign = saved(as_person("trader2"), account(2025))
    for number in (foreign, saved(owner, account(2026, 1)), "ES-1999-000001"):
        sent = owner.send(f"{entity}/2025/accounts", u0=number, do="report")
        assert sent.status_code == 422
    assert as_person("trader2").see(f"{entity}/2025/accounts").status_code == 404
    assert as_person("operator").see(f"{entity}/2025/accounts").status_code == 403


def test_an_account_is_saved_under_the_party_chosen(as_person: AsPerson) -> None:
    owner = as_person("emitter")
    inputs = packed(account(2025))
    page = owner.see(f"/estimate/ets-power/result?inputs={inputs}").text
    parties = re.findall(r'<option value="(\d+)"[^>]*>(?:Canglang|Wangyue)', page)
    assert len(parties) == 2
    fields = {"methodology_id": "ets-power", "inputs": inputs, "title": "x"}
    assert owner.send("/estimate/saved", **fields, party_id=parties[1]).status_code == 303
    foreign = as_person("trader1").send("/estimate/saved", **fields, party_id=parties[1])
    assert foreign.status_code == 403


def test_one_account_is_not_taken_for_two_units(as_person: AsPerson) -> None:
    owner = as_person("emitter")
    pages = f"{INDEX}/entities/CE-2023-000001/2026/accounts"
    first, second = saved(owner, account(2026, 2)), saved(owner, account(2026, 2))
    twice = owner.see(f"{pages}?u0={first}&u1={first}")
    assert "compliance.account_twice" in twice.text
    sent = owner.send(pages, u0=first, u1=first, do="evidence")
    assert sent.status_code == 422
    done = owner.send(pages, u0=first, u1=second, do="evidence")
    assert done.status_code == 303
    assert text_of(owner.see(done.location)).count("on record") == 2


def test_client_ids_of_months_differ_and_fit() -> None:
    class Shown:
        year = 2025
        entity = type("Entity", (), {"number": "CE-1"})

    months = [MonthEvidence(month=month, sha256="a" * 64, recorded=None) for month in (1, 12)]
    found = evidence_commands(Shown(), {}, months, "c" * 64)  # type: ignore[arg-type]
    assert len({each.client_id for each in found}) == 2
    assert json.dumps([each.month for each in found]) == "[1, 12]"
