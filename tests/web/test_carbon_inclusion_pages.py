"""Carbon inclusion on pages, as JSON and in the shell: who may do what, and hostile files."""

import io
import json
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from registry.carbon_inclusion import RegisterPlatform, user_codes
from registry.parties import add_party, grant_mandate, open_account
from registry.services import execute
from registry.worlds import unit_of_work
from tests.strategies import OPERATOR, client_id
from tests.web.application import SignIn, token
from web.carbon_inclusion.files import FILE_BYTES_MAX, harmless
from web.cli import main
from web.installation import Installation

BASE = "/registry/carbon-inclusion"
API = "/api/v1/carbon-inclusion"
TODAY = datetime.now(UTC).date().replace(day=1).isoformat()
HEADER = "record_id,user_id,activity,day,amount,reward\n"


@pytest.fixture
def platform(installed: Installation) -> str:
    """The number of a platform that `p@example.org` reports for; `v@example.org` verifies."""
    with unit_of_work(installed.worlds.open()) as session:
        party = add_party(session, "示例平台公司", "Example platform", "institution")
        body = add_party(session, "示例核查", "Example body", "verifier")
        grant_mandate(session, "p@example.org", party.id)
        grant_mandate(session, "v@example.org", body.id)
        account = open_account(session, party.id)
        command = RegisterPlatform(
            client_id=client_id(),
            scheme="WHPHCER",
            name="示例平台",
            party_id=party.id,
            account=account.number,
            kinds=("bus", "new_energy_vehicle"),
        )
        return str(execute(session, command, OPERATOR).data["platform"])


@pytest.fixture
def people(platform: str, sign_in: SignIn) -> FlaskClient:
    """The platform's representative."""
    assert platform
    return sign_in("p@example.org", "representative")


def send(client: FlaskClient, platform: str, data: bytes | str, **more: str):
    """Upload a file as the page does."""

    content = data if isinstance(data, bytes) else data.encode()
    address = f"{BASE}/platforms/{platform}/upload"
    fields = {"content": "activities", "do": "store", "client_id": client_id(), **more}
    return client.post(
        address,
        data={
            **fields,
            "csrf_token": token(client, address),
            "file": (io.BytesIO(content), "file.csv"),
        },
        content_type="multipart/form-data",
        headers={"Accept-Language": "en"},
    )


def post(client: FlaskClient, address: str, body: dict):
    """Send JSON with the token that a signed-in session needs."""
    return client.post(address, json=body, headers={"X-CSRFToken": token(client, BASE)})


def activities(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def test_everybody_reads_schemes_platforms_and_figures(client, platform):
    for path in (BASE, f"{BASE}/schemes/WHPHCER", f"{BASE}/platforms/{platform}"):
        page = client.get(path)
        assert page.status_code == 200
    assert "Upload records" not in page.text
    for path in ("schemes", "schemes/JCER", "platforms", f"platforms/{platform}"):
        assert client.get(f"{API}/{path}").status_code == 200
    for path in ("schemes/NOSUCH", "platforms/IP-9", "batches/IB-1", "accounts/ABC"):
        assert client.get(f"{API}/{path}").status_code == 404
        assert client.get(f"{BASE}/{path}").status_code == 404


def test_a_file_is_checked_then_stored_and_again_stores_nothing(people, platform):
    file = activities(f"r1,u1,bus,{TODAY},8.4,c", f"r2,u2,bus,{TODAY},10,")
    checked = send(people, platform, file, do="check")
    assert "2 rows, of these 2 new" in checked.text
    assert people.get(f"{API}/platforms/{platform}").json["platform"]["records"] == 0
    assert send(people, platform, file).status_code == 303
    again = send(people, platform, file, do="check")
    assert "of these 0 new and 2 known" in again.text
    shown = people.get(f"{API}/platforms/{platform}").json["platform"]
    assert (shown["records"], shown["reduction_mg"]) == (2, 554_400 + 660_000)


def test_bad_rows_are_shown_with_line_column_value_and_fix(people, platform):
    file = activities(f"r1,u1,bus,{TODAY},8.4,", f"r2,u2,<script>,{TODAY},1,", ",u,bus,x,1e400,")
    refused = send(people, platform, file)
    assert refused.status_code == 422
    assert "&lt;script&gt;" in refused.text
    assert "<script>1" not in refused.text
    assert "record_id" in refused.text
    assert people.get(f"{API}/platforms/{platform}").json["platform"]["records"] == 0


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"record_id,user_id\nx,y\n", 400),
        (b"\xff\xfe\x00\x01" * 10, 400),
        (b"a\0b", 400),
        ((HEADER + "r1,u1,bus\n").encode(), 400),
        ((HEADER + '"r1,u1,bus,2026-01-01,1,\n').encode(), 400),
        ((HEADER + "x" * 1_001).encode(), 400),
        ((HEADER + "r,u,bus,2026-01-01,1,\n" * 20_001).encode(), 422),
        (HEADER.encode(), 422),
        ((HEADER + "r1,用户,bus,2026-01-05,1,\n").encode("gb18030"), 303),
        ((HEADER.replace(",reward", "") + "r1,u,bus,2026-01-05,1\n").encode(), 303),
    ],
    ids=[
        "empty",
        "columns missing",
        "no text",
        "control character",
        "cells missing",
        "quote open",
        "line too long",
        "too many rows",
        "no rows",
        "GB 18030",
        "no reward column",
    ],
)
def test_a_file_that_is_no_table_within_limits_is_refused(people, platform, data, status):
    assert send(people, platform, data).status_code == status


def test_a_file_beyond_the_limit_is_refused_unread(people, platform):
    answer = send(people, platform, b"x" * (FILE_BYTES_MAX + 200_000))
    assert answer.status_code == 413
    answer.request.input_stream.close()  # the client keeps so large a body in a file


def test_only_the_platforms_people_upload_export_and_ask_for_codes(platform, sign_in, client):
    stranger = sign_in("s@example.org", "representative")
    upload = f"{BASE}/platforms/{platform}/upload"
    assert stranger.get(upload).status_code == 403
    assert client.get(upload).status_code == 303
    assert stranger.get(f"{BASE}/platforms/{platform}/records.csv").status_code == 403
    record = {"record_id": "r", "user_id": "u", "activity": "bus", "day": TODAY, "amount": "1"}
    body = {"client_id": "c1", "records": [record]}
    assert post(stranger, f"{API}/platforms/{platform}/activities", body).status_code == 403
    assert client.post(f"{API}/platforms/{platform}/activities", json=body).status_code == 401
    csrf = {"user": "u1", "csrf_token": token(stranger, BASE)}
    assert stranger.post(f"{BASE}/platforms/{platform}/codes", data=csrf).status_code == 403


def test_an_export_names_no_user_and_holds_no_formula(people, platform, installed):
    rows = (f"=1+1,u1,bus,{TODAY},8.4,@x", f"r2,secret-user,bus,{TODAY},1,-2")
    assert send(people, platform, activities(*rows)).status_code == 303
    exported = people.get(f"{BASE}/platforms/{platform}/records.csv").text
    assert "secret-user" not in exported
    assert "\n'=1+1," in exported.replace("\r\n", "\n")
    assert ",'@x," in exported
    with unit_of_work(installed.worlds.open()) as session:
        assert user_codes(session, platform)("secret-user") in exported


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_looks_like_a_formula_is_quoted(start):
    assert harmless(f"{start}1") == f"'{start}1"
    assert harmless("1") == "1"


def test_the_api_names_each_refused_record(people, platform):
    record = {"record_id": "r", "user_id": "u", "activity": "bus", "day": TODAY, "amount": "-1"}
    body = {"client_id": "c1", "records": [record], "dry_run": True}
    refused = post(people, f"{API}/platforms/{platform}/activities", body)
    assert refused.status_code == 422
    (field,) = refused.json["error"]["fields"]
    assert (field["field"], field["value"]) == ("records.1.amount", "-1")
    assert field["fix"]


def test_ten_thousand_records_by_json(people, platform):
    records = [
        {
            "record_id": f"record-{number:08d}",
            "user_id": f"user-{number % 500:08d}",
            "activity": "bus",
            "day": TODAY,
            "amount": "8.4",
            "reward": "coupon",
        }
        for number in range(10_000)
    ]
    body = {"client_id": "c1", "records": records}
    done = post(people, f"{API}/platforms/{platform}/activities", body)
    assert (done.status_code, done.json["stored"]) == (200, 10_000)
    again = post(people, f"{API}/platforms/{platform}/activities", body)
    assert again.json["replayed"] is True


def test_from_records_to_credits_by_json(people, platform, sign_in):
    address = f"{API}/platforms/{platform}"
    consent = {"user_id": "u", "consent": "given", "day": TODAY}
    assert post(people, f"{address}/consents", {"client_id": "c0", "records": [consent]})
    record = {
        "record_id": "r",
        "user_id": "u",
        "activity": "new_energy_vehicle",
        "day": TODAY,
        "amount": "100",
    }
    post(people, f"{address}/activities", {"client_id": "c1", "records": [record]})
    reward = {"record_id": "r", "reward": "coupon"}
    post(people, f"{address}/rewards", {"client_id": "c2", "records": [reward]})
    period = {"client_id": "c3", "period_from": TODAY, "period_to": TODAY}
    batch = post(people, f"{address}/batches", period).json["batch"]
    verifier, operator = sign_in("v@example.org", "verifier"), sign_in("o@example.org", "operator")
    steps = f"{API}/batches/{batch}/steps"
    assert post(people, steps, {"step": "verify", "client_id": "c4"}).status_code == 403
    assert post(verifier, steps, {"step": "verify", "client_id": "c5"}).status_code == 200
    issued = post(operator, steps, {"step": "issue", "client_id": "c6"})
    assert (issued.json["quantity"], issued.json["carried_mg"]) == (15, 300_000)
    shown = people.get(f"{API}/batches/{batch}").json
    assert (shown["state"], shown["issued_kg"]) == ("issued", 15)
    assert "15.3" in people.get(f"{BASE}/batches/{batch}").text


def test_the_operator_registers_a_platform_by_a_form(sign_in, people):
    operator = sign_in("o@example.org", "operator")
    page = operator.get(f"{BASE}/platforms/new")
    assert "SHCERCIR1" not in page.text
    assert people.get(f"{BASE}/platforms/new").status_code == 403
    fields = {"scheme": "WHPHCER", "name": "x", "account": "200-0000001-85", "bus": "true"}
    csrf = token(operator, f"{BASE}/platforms/new")
    sent = operator.post(
        f"{BASE}/platforms/new", data={**fields, "csrf_token": csrf, "client_id": client_id()}
    )
    assert sent.status_code == 303
    again = operator.post(
        f"{BASE}/platforms/new", data={**fields, "csrf_token": csrf, "client_id": client_id()}
    )
    assert again.status_code == 409


def test_the_shell_loads_a_file_once(platform, tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text(activities(f"r1,u1,bus,{TODAY},8.4,c"))
    instance = str(tmp_path / "instance")
    words = ["inclusion", "load", str(file), "--platform", platform, "--instance", instance]

    def run(*more: str) -> tuple[int, dict]:
        with pytest.raises(SystemExit) as left:
            main([*words, "--json", *more])
        return int(left.value.code or 0), json.loads(capsys.readouterr().out)

    assert run("--dry-run")[1]["stored"] == 1
    assert run()[1]["stored"] == 1
    assert run()[1]["replayed"] is True
    file.write_text(activities(f"r9,u1,flight,{TODAY},8.4,c"))
    code, refused = run()
    assert code == 3
    assert refused["error"]["fields"][0]["field"] == "line 2, activity"
