"""Rules, schemes, working days, mirrors and quotas: pages, JSON, and who may change them."""

import json
from uuid import uuid4

import pytest

from registry.parties import add_party, open_account
from registry.rules import rule_book
from registry.worlds import reading, unit_of_work
from tests.web.application import token
from web.cli import main

ENGLISH = {"Accept-Language": "en"}
CHINESE = {"Accept-Language": "zh-CN"}
AMENDMENT = {
    "applies_to": "all",
    "value": "12-31",
    "valid_from": "2026-01-01",
    "valid_to": "",
    "confidence": "assumed",
    "source": "课堂设定",
    "reason": "Lesson 4",
}
FOREIGN = {
    "origin": "Verra",
    "series": "VCS-981",
    "first": "1",
    "last": "100",
    "unit_type": "VCU-2024",
    "evidence": "https://registry.example/981",
}


def send(reader, path, page="/rules", **fields):
    filled = {"csrf_token": token(reader, page), "client_id": uuid4().hex} | fields
    return reader.post(path, data=filled, headers=ENGLISH)


def propose(reader, path, **fields):
    """Send a form that another person must approve; return the address of the proposal."""
    answer = send(reader, path, **fields)
    assert answer.status_code == 303
    assert answer.location.startswith("/proposals/P-")
    return answer.location


def approve(reader, proposal):
    assert send(reader, f"{proposal}/approve").status_code == 303


PAGES = [
    ("/rules", "Rules as data", "规则参数"),
    ("/rules?view=SZEA&only=unknown", "Surrender by", "清缴截止日"),
    ("/rules/cn_ets/benchmark_electricity", "Benchmark, electricity", "基准值"),
    ("/rules/calendar", "Worked instead", "调休上班"),
    ("/schemes", "Shanghai pilot", "上海试点碳市场"),
    ("/schemes/GDEA", "Accepts as offsets", "可用于抵销的减排量"),
    ("/schemes/PHCER", "Guangdong carbon inclusion", "广东碳普惠"),
    ("/registry/mirrors", "No foreign units are mirrored", "暂无映射"),
    ("/registry/quotas", "No quota is set", "尚未设定总量控制"),
]


def test_everybody_reads_the_rules_in_both_languages(client):
    for path, english, chinese in PAGES:
        assert english in client.get(path, headers=ENGLISH).text
        assert chinese in client.get(path, headers=CHINESE).text


def test_rules_are_searched_filtered_sorted_and_paged(client):
    first = client.get("/rules", headers=ENGLISH).text
    second = client.get("/rules?page=2&sort=-from", headers=ENGLISH).text
    assert "Page 2 of" in second
    assert first != second
    found = client.get("/rules?q=清缴截止&view=cn_ets", headers=ENGLISH).text
    assert "surrender_due" in found
    assert "cap_t" not in found
    assert "Nothing found" in client.get("/rules?q=zzzz", headers=ENGLISH).text


def test_the_list_begins_with_the_national_schemes_and_ends_with_the_controls(client):
    pages = client.get("/api/v1/rules").json["pages"]
    shown = [
        row["scheme"]
        for page in range(1, pages + 1)
        for row in client.get(f"/api/v1/rules?page={page}").json["rows"]
    ]
    first = list(dict.fromkeys(shown))
    assert first[:4] == ["cn_ets", "ccer", "gec", "SZEA"]
    assert first[-1] == "control"


def test_a_day_shows_what_held_then(client):
    then = client.get("/rules?q=penalty_fine_min&as_of=2022-01-01", headers=ENGLISH).text
    now = client.get("/rules?q=penalty_fine_min", headers=ENGLISH).text
    assert "20,000" in then
    assert "20,000" not in now
    assert "20,000" in client.get("/rules?q=penalty_fine_min&every=true", headers=ENGLISH).text


BAD_ADDRESSES = [
    ("/rules?as_of=yesterday", 422),
    ("/rules?page=0", 422),
    ("/rules/cn_ets/colour", 404),
    ("/schemes/XYZ", 404),
    ("/registry/mirrors/FM-1", 404),
    ("/api/v1/rules/cn_ets/colour", 404),
    ("/api/v1/schemes/XYZ", 404),
    ("/api/v1/working-days?after=x", 422),
    ("/api/v1/registry/mirrors/FM-1", 404),
]


def test_bad_addresses_are_answered_with_a_sentence(client):
    for path, status in BAD_ADDRESSES:
        assert client.get(path, headers=ENGLISH).status_code == status, path


def test_programs_read_the_same_rules(client):
    found = client.get("/api/v1/rules?view=cn_ets&q=credit_share_max").json
    assert found["total"] == 1
    assert (found["rows"][0]["value"], found["rows"][0]["confidence"]) == ("0.05", "recalled")
    history = client.get("/api/v1/rules/cn_ets/benchmark_electricity").json["values"]
    assert {"0.7910", "0.8218"} <= {each["value"] for each in history}
    scheme = client.get("/api/v1/schemes/CCER").json
    assert scheme["meets"][0] == {"scheme": "cn_ets", "limits": ["credit_share_max"]}
    assert len(client.get("/api/v1/schemes").json["rows"]) == 17
    unset = client.get("/api/v1/rules?view=SZEA&q=surrender_due").json["rows"][0]
    assert unset["value"] is None


def test_programs_count_working_days(client):
    asked = "/api/v1/working-days?after=2026-09-30&working_days=3"
    assert client.get(asked).json == {"day": "2026-10-10", "assumed": False}
    later = client.get("/api/v1/working-days?after=2027-09-30&working_days=1").json
    assert later == {"day": "2027-10-01", "assumed": True}


def test_only_administrators_amend_rules(client, sign_in):
    path = "/rules/SZEA/surrender_due/amend"
    assert client.get(path, headers=ENGLISH).status_code == 303
    operator = sign_in("operator@example.org", "operator")
    assert operator.get(path, headers=ENGLISH).status_code == 403
    assert send(operator, path, **AMENDMENT).status_code == 403


def test_an_amendment_waits_for_a_second_administrator(sign_in, installed):
    first = sign_in("first@example.org", "administrator")
    second = sign_in("second@example.org", "administrator")
    path = "/rules/SZEA/surrender_due/amend"
    assert "12-31" in first.get(path, headers=ENGLISH).text
    proposal = propose(first, path, **AMENDMENT)
    with reading(installed.worlds.open()) as session:
        assert not rule_book(session).history("SZEA", "surrender_due")[0].value
    approve(second, proposal)
    with reading(installed.worlds.open()) as session:
        assert rule_book(session).history("SZEA", "surrender_due")[0].value == "12-31"
    assert "amended here" in first.get("/rules/SZEA/surrender_due", headers=ENGLISH).text


WRONG = [
    ({"value": ""}, "Value"),
    ({"source": ""}, "Source"),
    ({"valid_to": "2025-12-31"}, "lies before the first day"),
    ({"confidence": "sure"}, "Confidence"),
    ({"applies_to": "x" * 61}, "Applies to"),
]


def test_a_wrong_amendment_is_explained_on_the_form(sign_in):
    administrator = sign_in("first@example.org", "administrator")
    for changes, sentence in WRONG:
        answer = send(administrator, "/rules/SZEA/surrender_due/amend", **AMENDMENT | changes)
        assert answer.status_code == 422
        assert sentence in answer.text


def test_a_day_is_changed_by_two_administrators(sign_in):
    first = sign_in("first@example.org", "administrator")
    second = sign_in("second@example.org", "administrator")
    change = {"day": "2027-10-01", "treated": "off", "name": "国庆节", "source": "通知"}
    approve(second, propose(first, "/rules/calendar/amend", **change))
    assert "国庆节" in first.get("/rules/calendar", headers=ENGLISH).text
    later = first.get("/api/v1/working-days?after=2027-09-30&working_days=1").json
    assert later["day"] == "2027-10-04"


def test_two_operators_mirror_foreign_units(sign_in, installed):
    first = sign_in("first@example.org", "operator")
    second = sign_in("second@example.org", "operator")
    with unit_of_work(installed.worlds.open()) as session:
        party = add_party(session, "示例企业", "Example", "emitter", fictitious=True)
        account = open_account(session, party.id).number
    approve(second, propose(first, "/registry/mirrors/new", account=account, **FOREIGN))
    number = first.get("/api/v1/registry/mirrors").json["rows"][0]["number"]
    step = f"/registry/mirrors/{number}/mirror"
    approve(first, propose(second, step, evidence="call"))
    mirrored = first.get(f"/api/v1/registry/mirrors/{number}").json
    assert (mirrored["state"], mirrored["serial_last"]) == ("mirrored", 100)
    page = first.get(f"/registry/mirrors/{number}", headers=ENGLISH).text
    assert "VCU-2024-000000001…000000100" in page
    assert "Release the originals" in page


def test_an_operator_sets_a_quota_and_everybody_sees_it(client, sign_in):
    operator = sign_in("operator@example.org", "operator")
    asked = {"units": "CEA-2025", "purpose": "all", "limit": "1000", "reason": "方案"}
    assert send(operator, "/registry/quotas", **asked).status_code == 303
    assert "CEA-2025" in client.get("/registry/quotas", headers=ENGLISH).text
    listed = client.get("/api/v1/registry/quotas").json["rows"]
    assert listed == [
        {"units": "CEA-2025", "purpose": "all", "limit": 1000, "pending": 0, "consumed": 0}
    ]
    refused = send(operator, "/registry/quotas", **asked | {"units": "cea"})
    assert refused.status_code == 422


def test_the_shell_lists_and_shows_rules(capsys):
    assert main_code(["rules", "show", "cn_ets", "credit_share_max", "--as-of", "2025-12-31"]) == 0
    assert "0.05" in capsys.readouterr().out
    assert main_code(["rules", "list", "--scheme", "FJEA", "--as-of", "2026-01-01", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["rules"]
    assert {each["scheme"] for each in listed} == {"FJEA"}
    assert main_code(["rules", "show", "SZEA", "surrender_due", "--as-of", "2026-01-01"]) == 3
    assert "must be set" in capsys.readouterr().err
    assert main_code(["rules", "show", "cn_ets", "colour"]) == 2
    assert main_code(["rules", "list", "--as-of", "today"]) == 2


def test_the_shell_shows_a_rule_as_a_world_amended_it(sign_in, installed, capsys):
    first = sign_in("first@example.org", "administrator")
    second = sign_in("second@example.org", "administrator")
    approve(second, propose(first, "/rules/SZEA/surrender_due/amend", **AMENDMENT))
    shown = ["rules", "show", "SZEA", "surrender_due"]
    instance = str(installed.settings.instance)
    assert main_code([*shown, "--world", "public", "--instance", instance]) == 0
    assert "12-31" in capsys.readouterr().out
    assert main_code(shown) == 0
    assert "12-31" not in capsys.readouterr().out


def main_code(arguments):
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--lang", "en"])
    return left.value.code
