"""The registry's pages and JSON answer well, also to bad input."""

import re
from uuid import uuid4

import pytest

from tests.web.demo_site import AsPerson, text_of

BAD_QUANTITIES = ("", "-5", "NaN", "1e400", "Infinity", "1.5", "0", "9" * 30, "<script>")
SCRIPT = "<script>alert(1)</script>"


def project(as_person: AsPerson, state: str) -> str:
    rows = as_person().call(f"/registry/projects?only={state}", method="GET").json["rows"]
    return str(rows[-1]["number"])


def test_everybody_reads_the_public_pages_in_both_languages(as_person: AsPerson) -> None:
    visitor = as_person()
    number = project(as_person, "registered")
    certificate = visitor.call("/certificates", method="GET").json["rows"][0]["number"]
    for path in ("/registry", "/serial", "/data", f"/registry/projects/{number}"):
        assert 'lang="en"' in visitor.see(path).text
        assert 'lang="zh-Hans-CN"' in visitor.see(path, "zh-CN").text
    shown = visitor.see(f"/c/{certificate}", "zh-CN")
    assert "证书" in text_of(shown)
    assert "虚构" in text_of(shown)


def test_the_hub_leads_to_every_public_place(as_person: AsPerson) -> None:
    hub = as_person().see("/registry").text
    for path in (
        "/rules",
        "/schemes",
        "/registry/mirrors",
        "/registry/quotas",
        "/registry/audit",
        "/checks",
        "/proof",
    ):
        assert f'<a class="card" href="{path}">' in hub
        assert as_person().see(path).status_code == 200
    proof = hub[hub.index(">Proof</h2>") : hub.index(">Files</h2>")]
    assert "/registry/audit" in proof


def test_totals_are_sums_over_the_ledger(as_person: AsPerson) -> None:
    rows = as_person().call("/registry/unit-types", method="GET").json["rows"]
    assert len(rows) >= 14
    for row in rows:
        used = row["surrendered"] + row["retired"] + row["cancelled"]
        gone = row["expired"] + row["carried_over"] + row["immobilised"]
        assert row["issued"] == row["held"] + used + gone
    by_code = {row["unit_type"]: row for row in rows}
    assert by_code["CEA-2024"]["surrendered"] > 0
    assert any(row["retired"] for row in rows if row["kind"] == "credit")


def test_unit_types_that_nobody_holds_are_shown_when_asked_for(as_person: AsPerson) -> None:
    visitor = as_person()
    expired = "GEC-2023-12"
    assert expired not in visitor.see("/registry?q=&only=").text
    assert 'href="?only=every' in visitor.see("/registry").text
    assert expired in visitor.see(f"/registry?q={expired}").text


def test_the_public_sees_no_account_number_in_clear(as_person: AsPerson) -> None:
    clear, visitor = re.compile(r"200-\d{7}-\d\d"), as_person()
    mirror = "/registry/mirrors/FM-2026-000001"
    certificate = visitor.call("/certificates", method="GET").json["rows"][0]["number"]
    for path in (mirror, f"/c/{certificate}", f"/certificates/{certificate}/proof.json"):
        answer = visitor.see(path)
        assert answer.status_code == 200, path
        assert not clear.search(answer.text), path
    assert not clear.search(visitor.call(mirror, method="GET").json["account"])
    assert clear.search(as_person("operator").see(mirror).text)


def test_search_finds_by_number_name_and_serial(as_person: AsPerson) -> None:
    visitor = as_person()
    certificate = visitor.call("/certificates", method="GET").json["rows"][0]
    found = visitor.see(f"/registry?view=certificates&q={certificate['number']}")
    assert f"/c/{certificate['number']}" in found.text
    serial = certificate["serials"][0].split("…")[0]
    assert serial in visitor.see(f"/registry?q={serial}").text


def test_a_serial_tells_its_life(as_person: AsPerson) -> None:
    visitor = as_person()
    certificate = visitor.call("/certificates", method="GET").json["rows"][0]
    shown = visitor.see("/serial?q=" + certificate["serials"][0])
    assert shown.status_code == 200
    assert certificate["number"] in shown.text


@pytest.mark.parametrize("sought", ["abc", SCRIPT, "CEA-2024-999999999999", "XX-2024-000000001"])
def test_an_unknown_serial_is_refused_with_a_way_out(as_person: AsPerson, sought: str) -> None:
    shown = as_person().see("/serial?q=" + sought)
    assert shown.status_code in {404, 422}
    assert SCRIPT not in shown.text
    assert "What to do" in shown.text


@pytest.mark.parametrize(
    ("query", "status"),
    [("page=0", 422), ("page=NaN", 422), ("q=" + "x" * 200, 422), ("sort=;drop", 200)],
)
def test_a_listing_refuses_nonsense(as_person: AsPerson, query: str, status: int) -> None:
    visitor = as_person()
    assert visitor.see(f"/registry?{query}").status_code == status
    assert visitor.call(f"/certificates?{query}", method="GET").status_code == status


def test_what_does_not_exist_is_not_found(as_person: AsPerson) -> None:
    trader = as_person("trader1")
    for path in ("/c/CR-1", "/registry/projects/PR-1", "/accounts/200-0000000-00"):
        assert trader.see(path).status_code == 404
    answer = trader.call("/certificates/CR-1", method="GET")
    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "registry.unknown_certificate"


def test_accounts_are_for_those_who_represent_them(as_person: AsPerson) -> None:
    assert as_person().see("/accounts").status_code == 303
    assert as_person().call("/accounts", method="GET").status_code == 401
    other = as_person("trader1").account()
    trader = as_person("trader2")
    assert trader.see(f"/accounts/{other}").status_code == 403
    assert trader.see(f"/accounts/{other}/transfer").status_code == 403
    assert trader.call(f"/accounts/{other}", method="GET").status_code == 403
    operator = as_person("operator")
    assert operator.see(f"/accounts/{other}").status_code == 200
    assert operator.see(f"/accounts/{other}/retire").status_code == 403


def test_a_transfer_sent_twice_happens_once(as_person: AsPerson) -> None:
    sender, receiver = as_person("trader1"), as_person("trader2").account()
    account, client_id = sender.account(), uuid4().hex
    before = held(sender.call(f"/accounts/{account}", method="GET").json, "CEA-2023")
    fields = {
        "client_id": client_id,
        "unit_type": "CEA-2023",
        "quantity": "1,000",
        "to_account": receiver,
    }
    for _ in range(2):
        answer = sender.send(f"/accounts/{account}/transfer", **fields)
        assert answer.status_code == 303
    after = held(sender.call(f"/accounts/{account}", method="GET").json, "CEA-2023")
    assert before - after == 1000


@pytest.mark.parametrize("quantity", BAD_QUANTITIES)
def test_a_bad_quantity_is_refused_at_its_field(as_person: AsPerson, quantity: str) -> None:
    sender, receiver = as_person("trader1"), as_person("trader2").account()
    answer = sender.send(
        f"/accounts/{sender.account()}/transfer",
        unit_type="CEA-2023",
        quantity=quantity,
        to_account=receiver,
        memo="kept",
    )
    assert answer.status_code == 422
    assert 'id="error-quantity"' in answer.text
    assert 'value="kept"' in answer.text
    assert "<script>" not in answer.text.split("<main")[1]


@pytest.mark.parametrize("quantity", [None, -5, "NaN", 1e400, 1.5, 0, 10**30, [], "1e400"])
def test_json_refuses_a_bad_quantity_in_one_shape(as_person: AsPerson, quantity: object) -> None:
    sender = as_person("trader1")
    body = {"client_id": uuid4().hex, "unit_type": "CEA-2023", "to_account": "200-0000001-85"}
    if quantity is not None:
        body["quantity"] = quantity  # type: ignore[assignment]
    answer = sender.call(f"/accounts/{sender.account()}/transfers", body)
    assert answer.status_code == 422
    assert answer.json["error"]["fields"][0]["field"] == "quantity"
    assert answer.json["error"]["fields"][0]["fix"]


def test_a_refusal_by_rule_names_rule_and_fix_and_keeps_the_input(as_person: AsPerson) -> None:
    sender = as_person("trader1")
    answer = sender.send(
        f"/accounts/{sender.account()}/transfer",
        unit_type="CEA-2023",
        quantity="999999999",
        to_account=as_person("trader2").account(),
    )
    assert answer.status_code == 422
    assert "Rule" in answer.text
    assert "999999999" in answer.text
    unknown = sender.send(
        f"/accounts/{sender.account()}/transfer",
        unit_type="CEA-2023",
        quantity="1",
        to_account="200-9999999-99",
    )
    assert unknown.status_code == 404
    assert 'id="error-to_account"' in unknown.text


def test_a_missing_or_malformed_client_id_is_refused(as_person: AsPerson) -> None:
    sender = as_person("trader1")
    fields = {"unit_type": "CEA-2023", "quantity": "1", "to_account": "200-0000001-85"}
    answer = sender.send(f"/accounts/{sender.account()}/transfer", client_id="", **fields)
    assert answer.status_code == 422
    json = {**fields, "quantity": 1, "client_id": "a b"}
    answer = sender.call(f"/accounts/{sender.account()}/transfers", json)
    assert answer.status_code == 422


def test_without_a_token_nothing_happens(as_person: AsPerson) -> None:
    sender = as_person("trader1")
    path = f"/accounts/{sender.account()}/transfer"
    assert sender.client.post(path, data={"quantity": "1"}).status_code == 400
    path = f"/api/v1/accounts/{sender.account()}/transfers"
    assert sender.client.post(path, json={"quantity": 1}).status_code == 400


def test_ten_megabytes_are_refused(as_person: AsPerson) -> None:
    sender = as_person("trader1")
    account, large = sender.account(), "x" * 10_000_000
    assert sender.send(f"/accounts/{account}/transfer", memo=large).status_code == 413
    answer = sender.call(f"/accounts/{account}/transfers", {"memo": large})
    assert answer.status_code == 413
    assert answer.json["error"]["fix"]


def test_a_retirement_asks_before_it_happens(as_person: AsPerson) -> None:
    holder = as_person("trader1")
    account = holder.account()
    fields = {
        "unit_type": "CEA-2023",
        "quantity": "10",
        "beneficiary": SCRIPT,
        "purpose": "event",
        "serials": "",
    }
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    before = held(holder.call(f"/accounts/{account}", method="GET").json, "CEA-2023")
    confirm = holder.see(f"/accounts/{account}/retire/confirm?{query}")
    assert confirm.status_code == 200
    assert "cannot be undone" in text_of(confirm)
    assert SCRIPT not in confirm.text
    unconfirmed = holder.send(f"/accounts/{account}/retire", **fields)
    assert unconfirmed.status_code == 422
    assert held(holder.call(f"/accounts/{account}", method="GET").json, "CEA-2023") == before
    client_id = uuid4().hex
    places = {
        holder.send(
            f"/accounts/{account}/retire", confirmed="true", client_id=client_id, **fields
        ).headers["Location"]
        for _ in range(2)
    }
    assert len(places) == 1
    assert held(holder.call(f"/accounts/{account}", method="GET").json, "CEA-2023") == before - 10
    certificate = as_person().see(places.pop())
    assert SCRIPT not in certificate.text
    assert "alert(1)" in certificate.text


def test_a_surrender_of_used_units_is_refused(as_person: AsPerson) -> None:
    holder = as_person("trader2")
    account = holder.account()
    body = {"unit_type": "CEA-2024", "quantity": 5, "compliance_year": 2024}
    done = holder.call(f"/accounts/{account}/surrenders", {**body, "client_id": uuid4().hex})
    assert done.status_code == 200
    again = {**body, "client_id": uuid4().hex, "serials": done.json["serials"]}
    refused = holder.call(f"/accounts/{account}/surrenders", again)
    assert refused.status_code == 422
    error = refused.json["error"]
    assert error["code"] == "registry.units_used"
    assert done.json["certificate"] in error["sentence"]
    assert error["rule"]
    assert error["fix"]
    shown = as_person().see("/c/" + done.json["certificate"])
    assert done.json["serials"][0] in shown.text


def test_one_client_id_is_one_command(as_person: AsPerson) -> None:
    holder = as_person("trader2")
    path = f"/accounts/{holder.account()}/surrenders"
    body = {
        "unit_type": "CEA-2024",
        "quantity": 1,
        "compliance_year": 2024,
        "client_id": uuid4().hex,
    }
    assert holder.call(path, body).json["replayed"] is False
    assert holder.call(path, body).json["replayed"] is True
    conflict = holder.call(path, {**body, "quantity": 2})
    assert conflict.status_code == 409
    assert conflict.json["error"]["code"] == "registry.idempotency_conflict"


def test_allowances_of_a_later_year_are_refused_in_the_readers_language(
    as_person: AsPerson,
) -> None:
    holder = as_person("trader2")
    query = "unit_type=CEA-2025&quantity=1&compliance_year=2024"
    refused = holder.see(f"/accounts/{holder.account()}/surrender/confirm?{query}", "zh-CN")
    assert refused.status_code == 422
    assert "2025 年度配额不能用于 2024 年度清缴" in text_of(refused)


def held(account: dict, unit_type: str) -> int:  # type: ignore[type-arg]
    return sum(row["quantity"] for row in account["holdings"] if row["unit_type"] == unit_type)
