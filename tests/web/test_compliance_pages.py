"""The compliance pages and their JSON, on the demo."""

import pytest

from tests.web.demo_site import AsPerson

INDEX = "/registry/compliance"
ENTITY = f"{INDEX}/entities/CE-2023-000001"
UNIT = {
    "year": 2024,
    "unit_class": "coal_large",
    "output_mwh": "2000000",
    "heat_gj": "1000000",
    "load_factor": "0.60",
    "emissions_t": 1_800_000,
}


@pytest.mark.parametrize(("language", "said"), [("zh", "沧浪发电公司"), ("en", "Canglang Power")])
def test_the_public_report_names_every_entity_of_a_year(
    as_person: AsPerson, language: str, said: str
) -> None:
    page = as_person().see(f"{INDEX}?year=2024", language)
    assert page.status_code == 200
    assert said in page.text
    assert "108,388" in page.text
    assert "Chiling" not in as_person().see(f"{INDEX}?year=2024&only=met").text
    assert "No entity is on record" in as_person().see(f"{INDEX}?year=2024&scheme=GDEA").text


def test_the_report_as_of_an_earlier_day_and_as_csv_and_json(as_person: AsPerson) -> None:
    reader = as_person()
    lines = reader.see(f"{INDEX}/report.csv?year=2024").text.splitlines()
    assert len(lines) == 7
    assert ",108388,2025-12-31,fined,yes" in lines[3]
    earlier = reader.client.get("/api/v1/compliance?year=2024&on=2025-10-01").json
    assert {row["status"] for row in earlier["rows"]} == {"open"}
    assert earlier["rows"][0]["surrendered_t"] == 0
    assert reader.client.get("/api/v1/compliance?year=x").status_code == 422


def test_an_entity_s_page_shows_its_calculation_and_its_calendar(as_person: AsPerson) -> None:
    page = as_person().see(f"{ENTITY}?year=2024").text
    for text in ("3,776,423", "Ff = 1.015^(16 − 20F)", "国环规气候〔2024〕1号", "2025-12-31"):
        assert text in page
    assert "Draft:" not in page
    assert "Draft:" in as_person().see(f"{ENTITY}?year=2025").text
    shown = as_person().client.get("/api/v1/compliance/entities/CE-2023-000001?year=2024").json
    assert (shown["status"], shown["obligation_t"]) == ("met", 3_537_800)
    assert as_person().see(f"{INDEX}/entities/CE-1999-000001").status_code == 404


def test_the_calculator_answers_as_the_registry_would(as_person: AsPerson) -> None:
    reader = as_person()
    query = "&".join(f"{name}={value}" for name, value in UNIT.items())
    page = reader.see(f"{INDEX}/allocation?{query}&heat_ratio=0&cooling=water_cooled").text
    assert "1,782,377" in page
    answer = reader.call("/compliance/allocation/power", UNIT)
    assert answer.json["allocation_t"] == 1_782_377
    line = {"year": 2025, "sector": "cement", "emissions_t": 1_000_000, "intensity": "0.70"}
    answer = reader.call("/compliance/allocation/industry", line)
    assert answer.json["allocation_t"] == 1_030_000
    assert reader.see(f"{INDEX}/allocation?kind=industry").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"load_factor": "60"}, {"year": "2018"}, {"emissions_t": "1e400"}, {"unit_class": "x"}],
)
def test_the_calculator_refuses_what_cannot_be(as_person: AsPerson, wrong: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in (UNIT | wrong).items())
    assert as_person().see(f"{INDEX}/allocation?{query}&cooling=water_cooled").status_code == 422
    assert as_person().call("/compliance/allocation/power", UNIT | wrong).status_code == 422


def test_steps_are_offered_to_those_who_may_take_them(as_person: AsPerson) -> None:
    assert as_person().see(f"{ENTITY}/2025/evidence").status_code == 303
    owner = as_person("emitter")
    assert "What you can do" in owner.see(f"{ENTITY}?year=2025").text
    assert owner.see(f"{ENTITY}/2025/allocate").status_code == 404
    assert as_person("trader1").see(f"{ENTITY}/2025/evidence").status_code == 404


def test_a_step_is_taken_or_says_what_is_wrong(as_person: AsPerson) -> None:
    owner = as_person("emitter")
    refused = owner.send(f"{ENTITY}/2025/evidence", month="4", sha256="abc")
    assert refused.status_code == 422
    done = owner.send(f"{ENTITY}/2025/evidence", month="4", sha256="f" * 64)
    assert done.status_code == 303
    assert "2025-04" in owner.see(f"{ENTITY}?year=2025").text
    other = as_person("trader1").send(f"{ENTITY}/2025/evidence", month="4", sha256="f" * 64)
    assert other.status_code == 403
