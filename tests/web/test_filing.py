"""What is filed gives its result for the period it is filed for, on the page and as JSON."""

import io
from datetime import date
from types import SimpleNamespace
from typing import cast
from uuid import uuid4

import pytest

from methodologies import estimate, find
from registry.projects import ReportView
from tests.web.demo_site import AsPerson, Person, text_of
from tests.web.project_life import PDF, file_document, saved
from web.estimates.saved import saving
from web.projects.filing import NotForUnits, check_recalculated

YEAR = {"period_start": "2024-01-01", "period_end": "2024-12-31"}


def wind_farm(developer: Person) -> str:
    rows = developer.call("/registry/projects?only=registered", method="GET").json["rows"]
    pages = (developer.call(f"/projects/{row['number']}", method="GET").json for row in rows)
    numbers = [
        str(page["project"]["number"])
        for page in pages
        if page["project"]["methodology_id"] == "ccer-01-002"
    ]
    return numbers[0]


def filed(developer: Person, estimate: str, start: str, end: str) -> tuple[int, str]:
    project = wind_farm(developer)
    body = {
        "document": file_document(developer, project, "monitoring")[1],
        "estimate": estimate,
        "period_from": start,
        "period_to": end,
        "client_id": uuid4().hex,
    }
    answer = developer.call(f"/projects/{project}/reports", body)
    return answer.status_code, answer.json.get("error", {}).get("code", "")


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2024-01-01", "2024-06-30", "filing.period_not_a_year"),
        ("2024-03-01", "2024-03-01", "filing.period_not_a_year"),
        ("2015-01-01", "2015-12-31", "methodologies.reduced_too_early"),
        ("1999-01-01", "2012-12-31", "filing.period_not_a_year"),
        ("2024-12-31", "2024-01-01", "registry.period"),
        ("2999-01-01", "2999-12-31", "registry.period"),
    ],
)
def test_a_year_is_filed_for_a_recent_calendar_year(
    as_person: AsPerson, start: str, end: str, code: str
) -> None:
    developer = as_person("developer")
    assert filed(developer, saved(developer), start, end) == (422, code)


def test_a_calculation_with_a_period_is_filed_for_that_period(as_person: AsPerson) -> None:
    developer = as_person("developer")
    own = saved(developer, "Measured", **YEAR)
    wrong = filed(developer, own, "2024-01-01", "2024-12-30")
    assert wrong == (422, "registry.period_of_estimate_differs")
    assert filed(developer, own, "2024-01-01", "2024-12-31") == (200, "")


def test_a_year_is_filed_once(as_person: AsPerson) -> None:
    developer = as_person("developer")
    own = saved(developer)
    assert filed(developer, own, "2022-01-01", "2022-12-31") == (200, "")
    again = filed(developer, own, "2023-01-01", "2023-12-31")
    assert again == (409, "registry.estimate_reported")


def test_data_outside_the_crediting_period_are_not_filed(as_person: AsPerson) -> None:
    developer = as_person("developer")
    own = saved(developer, grid_connection_date="2024-07-01")
    assert filed(developer, own, "2023-01-01", "2023-12-31") == (
        422,
        "methodologies.outside_crediting_period",
    )


def test_the_page_explains_the_refusal_and_keeps_the_form(as_person: AsPerson) -> None:
    developer = as_person("developer")
    answer = developer.send(
        f"/registry/projects/{wind_farm(developer)}/reports/new",
        estimate=saved(developer),
        period_from="2024-01-01",
        period_to="2024-06-30",
    )
    assert answer.status_code == 422
    assert "stands for a whole year" in text_of(answer)
    assert 'value="2024-06-30"' in answer.text
    assert "full calendar year" in text_of(answer)


def test_the_page_files_a_report_with_its_document_once(as_person: AsPerson) -> None:
    developer = as_person("developer")
    number = wind_farm(developer)
    path = f"/registry/projects/{number}/reports/new"
    fields = {"estimate": saved(developer), "period_from": "2023-01-01", "period_to": "2023-12-31"}
    without = developer.send(path, **fields)
    assert without.status_code == 422
    assert "monitoring report" in text_of(without)
    wrong = developer.send(path, **fields, file=(io.BytesIO(b"MZ"), "report.exe"))
    assert wrong.status_code == 415
    name = uuid4().hex
    for _ in range(2):
        sent = {**fields, "client_id": name, "file": (io.BytesIO(PDF + b"23"), "report.pdf")}
        answer = developer.send(path, **sent)
        assert answer.status_code == 303
    shown = developer.call(f"/projects/{number}", method="GET").json
    filed_on = [each for each in shown["reports"] if each["period_from"] == "2023-01-01"]
    assert [each["state"] for each in filed_on] == ["filed"]
    assert (
        len([each for each in shown["documents"] if each["report"] == filed_on[0]["number"]]) == 1
    )


def test_a_result_that_becomes_no_units_is_not_filed() -> None:
    owed = SimpleNamespace(number="1", methodology_id="ets-power", methodology_version="V2022")
    day = date(2024, 1, 1)
    with pytest.raises(NotForUnits) as caught:
        check_recalculated(cast(ReportView, owed), day, day, day)
    assert caught.value.facts["methodology"] == "ETS-POWER-V2022"


def test_only_what_earns_units_starts_a_project(as_person: AsPerson) -> None:
    developer = as_person("developer")
    asked = {
        "client_id": uuid4().hex,
        "methodology_id": "forest-plots",
        "title": "Survey",
        "inputs": next(iter(find("forest-plots").examples.values())),
    }
    survey = developer.call("/saved-estimates", asked).json["report"]
    start = {"client_id": uuid4().hex, "estimate": survey, "name": "A survey is no project"}
    refused = developer.call("/projects", start)
    assert refused.status_code == 422
    assert refused.json["error"]["code"] == NotForUnits.code
    page = developer.send(f"/estimate/saved/{survey}/project", name=start["name"])
    assert page.status_code == 422
    assert "FOREST-PLOTS" in page.text


@pytest.mark.parametrize(
    ("methodology", "measure"),
    [("inclusion-wuhan-metro", "kg_co2e"), ("ccer-01-002", "t_co2e"), ("ets-power", "t_co2e")],
)
def test_a_result_is_saved_in_its_own_measure(methodology: str, measure: str) -> None:
    example = next(iter(find(methodology).examples.values()))
    result = estimate(methodology, example).to_dict()
    command = saving(result, party_id=1, title="x", client_id=uuid4().hex)
    assert command.measure == measure
    assert command.quantity in result["results"].values()
