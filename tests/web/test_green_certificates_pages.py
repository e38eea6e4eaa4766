"""The pages and JSON of green certificates, on the demo's devices."""

import io
from uuid import uuid4

import pytest

from tests.web.demo_site import AsPerson, Person

BASE = "/registry/green-certificates"
CSV = "meter,month,generation_mwh\n"


@pytest.fixture
def operator(as_person: AsPerson) -> Person:
    return as_person("operator")


@pytest.fixture
def owner(as_person: AsPerson) -> Person:
    return as_person("developer")


def filed(owner: Person, meters: str = "WLK-1", **changes: object) -> str:
    fields = {
        "account": owner.account(),
        "name": "示例风电场",
        "energy": "wind",
        "capacity_kw": "49,500",
        "commissioned": "2023-05-01",
        "province": "甘肃",
        "grid_meters": meters,
    } | changes
    answer = owner.send(f"{BASE}/devices/new", **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def uploaded(person: Person, content: bytes, do: str) -> object:
    return person.send(f"{BASE}/generation", file=(io.BytesIO(content), "generation.csv"), do=do)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "/expiry", "/exclusions", "?q=NYU&sort=-capacity"])
def test_everybody_reads_the_public_pages(as_person: AsPerson, path: str, language: str) -> None:
    assert as_person().see(BASE + path, language).status_code == 200


def test_the_json_twin_says_the_same_as_the_page(as_person: AsPerson) -> None:
    reader = as_person()
    listed = reader.call("/green-certificates/devices", method="GET").json
    assert listed["total"] >= 3
    number = listed["rows"][0]["number"]
    page = reader.call(f"/green-certificates/devices/{number}", method="GET").json
    month = page["months"][0]
    assert month["generation_mwh"] in reader.see(f"{BASE}/devices/{number}").text.replace(",", "")
    assert reader.call("/green-certificates/expiry", method="GET").json["rows"]
    totals = reader.call("/green-certificates/statistics", method="GET").json
    assert totals["issued_tradable"] > 0
    assert reader.call("/green-certificates/exclusions", method="GET").status_code == 200
    assert reader.call("/green-certificates/devices/GD-1", method="GET").status_code == 404


@pytest.mark.parametrize(("who", "offered"), [("verifier1", False), ("operator", True)])
def test_only_who_may_upload_is_offered_to(as_person: AsPerson, who: str, *, offered: bool) -> None:
    assert ("Upload generation" in as_person(who).see(BASE).text) is offered


def test_a_device_is_filed_approved_metered_and_certified(owner: Person, operator: Person) -> None:
    number = filed(owner)
    path = f"{BASE}/devices/{number}"
    assert owner.send(f"{path}/approve").status_code == 403
    assert operator.send(f"{path}/approve").status_code == 303
    assert operator.send(f"{path}/approve").status_code == 409
    month = {"meter": "WLK-1", "month": "2026-05", "generation_mwh": "１２,345.678"}
    assert owner.send(f"{path}/generation", **month).status_code == 303
    again = owner.send(f"{path}/generation", **month)
    assert again.status_code == 409
    assert "12345.678 MWh for 2026-05 already" in again.text
    wrong = owner.send(f"{path}/generation", meter="WLK-1", month="2026-13", generation_mwh="1")
    assert wrong.status_code == 422
    corrected = {"reason": "clerical", "note": "抄表", "generation_mwh": "12345.600"}
    assert owner.send(f"{path}/correction", **{**month, **corrected}).status_code == 303
    assert operator.send(f"{BASE}/issue", month="2026-06", device=number).status_code == 303
    page = owner.see(path).text
    assert "GEC-2026-05" in owner.see(f"{BASE}/expiry").text
    assert "12,345.600" in page
    assert "0.600" in page
    assert operator.send(f"{BASE}/issue", month="2026-06", device=number).status_code == 422


def test_a_file_is_checked_line_by_line_and_filed_whole(owner: Person, operator: Person) -> None:
    operator.send(f"{BASE}/devices/{filed(owner, 'WLK-3')}/approve")
    rows = f"{CSV}WLK-3,2026-05,10\nWLK-9,2026-05,10\nWLK-3,2026-99,1e400\n"
    refused = uploaded(owner, rows.encode(), "store")
    assert refused.status_code == 422
    assert "WLK-9" in refused.text
    assert "2026-99" in refused.text
    good = (CSV + "".join(f"WLK-3,2025-{m:02d},1.5\n" for m in range(1, 13))).encode("gb18030")
    checked = uploaded(owner, good, "check")
    assert checked.status_code == 200
    assert "12 months, 18.000 MWh" in checked.text
    assert uploaded(owner, good, "store").status_code == 303
    assert uploaded(owner, good, "store").status_code == 422


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x81", b'meter,month,generation_mwh\n"a', b"\x00" * 10],
)
def test_what_is_no_file_of_generation_is_refused(owner: Person, content: bytes) -> None:
    assert uploaded(owner, content, "check").status_code == 400


def test_programs_file_devices_and_generation(owner: Person, operator: Person) -> None:
    account = owner.account()
    party = owner.call(f"/accounts/{account}", method="GET").json
    number = filed(owner, "WLK-2")
    step = {"step": "approve", "client_id": uuid4().hex}
    assert operator.call(f"/green-certificates/devices/{number}/steps", step).status_code == 200
    rows = [{"meter": "WLK-2", "month": f"2026-0{m}", "generation_mwh": "1.600"} for m in (1, 2)]
    body = {"rows": rows, "client_id": uuid4().hex}
    assert owner.call("/green-certificates/generation", body).json["rows"] == 2
    assert owner.call("/green-certificates/generation", body).json["replayed"]
    wrong = owner.call("/green-certificates/generation", {**body, "client_id": uuid4().hex})
    assert [field["field"] for field in wrong.json["error"]["fields"]] == [
        "rows.1.month",
        "rows.2.month",
    ]
    issue = {"month": "2026-03", "device": number, "client_id": uuid4().hex}
    assert operator.call("/green-certificates/issuances", issue).json["quantity"] == 3
    assert owner.call("/green-certificates/issuances", issue).status_code == 403
    assert party


def test_nobody_signed_in_is_sent_to_the_sign_in_page(as_person: AsPerson) -> None:
    assert as_person().see(f"{BASE}/devices/new").status_code in {302, 303, 401}
    assert as_person().see(f"{BASE}/generation").status_code in {302, 303, 401}
