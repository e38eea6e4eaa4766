"""Control as JSON: what a program may set, and what is refused to whom."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from registry.ledger import Purpose, Retire
from registry.worlds import DrivenClock, body, set_clock, unit_of_work
from tests.registry.control.people import company
from tests.strategies import allowances, holder
from tests.web.application import token

FORBIDDEN, NOT_FOUND, UNPROCESSABLE = 403, 404, 422


@pytest.fixture
def firm(installed):
    with unit_of_work(installed.worlds.open()) as session:
        made = company(session)
        allowances(session, made.holder, 1000)
    return made


@pytest.fixture
def buyer(installed):
    with unit_of_work(installed.worlds.open()) as session:
        return holder(session, "buyer")


def call(client, path, **content):
    return client.post(
        f"/api/v1{path}",
        json={"client_id": uuid4().hex} | content,
        headers={"X-CSRFToken": token(client), "Accept-Language": "en"},
    )


def test_the_clock_is_read_and_moved_by_administrators_where_it_is_driven(installed, sign_in):
    administrator = sign_in("admin@example.org", "administrator")
    operator = sign_in("operator@example.org", "operator")
    assert call(operator, "/clock", to="2030-01-01").status_code == FORBIDDEN
    assert call(administrator, "/clock", to="2030-01-01").status_code == UNPROCESSABLE
    with unit_of_work(installed.worlds.open()) as session:
        set_clock(session, DrivenClock(datetime(2026, 1, 1, tzinfo=UTC)))
    assert call(administrator, "/clock", to="soon").status_code == UNPROCESSABLE
    moved = call(administrator, "/clock", to="2026-02-01")
    assert (moved.status_code, moved.json["today"]) == (200, "2026-02-01")
    assert administrator.get("/api/v1/clock").json["today"] == "2026-02-01"
    assert operator.get("/api/v1/clock").status_code == FORBIDDEN


def test_a_trusted_account_is_listed_and_taken_off(firm, buyer, sign_in):
    own = sign_in(firm.both, "representative")
    stranger = sign_in("stranger@example.org", "representative")
    path = f"/accounts/{firm.account}/trusted"
    assert call(stranger, path, trusted=buyer.account).status_code == FORBIDDEN
    assert stranger.get(f"/api/v1{path}").status_code == FORBIDDEN
    assert call(own, path, trusted="000-0000000-00").status_code in {NOT_FOUND, UNPROCESSABLE}
    assert call(own, path).status_code == UNPROCESSABLE
    listed = call(own, path, trusted=buyer.account)
    assert [each["account"] for each in listed.json["trusted"]] == [buyer.account]
    left = call(own, f"{path}/remove", trusted=buyer.account)
    assert (left.status_code, left.json["trusted"]) == (200, [])


def test_limits_are_set_by_operators(firm, sign_in):
    own = sign_in(firm.both, "representative")
    operator = sign_in("operator@example.org", "operator")
    path = f"/accounts/{firm.account}/limits"
    assert call(own, path, transfer_units=5).status_code == FORBIDDEN
    assert call(operator, path, transfer_units=-5).status_code == UNPROCESSABLE
    assert call(operator, path, transfer_units="many").status_code == UNPROCESSABLE
    for person in (operator, sign_in("admin@example.org", "administrator")):
        answer = call(person, path, transfer_units=5)
        assert (answer.status_code, answer.json["transfer_units"]) == (200, 5)


def test_a_mandate_is_revoked_by_operators(firm, sign_in):
    own = sign_in(firm.both, "representative")
    operator = sign_in("operator@example.org", "operator")
    asked = {"user_email": firm.reader, "party_id": firm.holder.party_id}
    assert call(own, "/mandates/revoke", **asked).status_code == FORBIDDEN
    assert call(operator, "/mandates/revoke", **asked, extra=1).status_code == UNPROCESSABLE
    assert call(operator, "/mandates/revoke", **asked).json == asked
    left = operator.get("/api/v1/mandates").json["mandates"]
    assert firm.reader not in {each["user_email"] for each in left}


def test_a_profile_is_put_in_force_by_administrators(sign_in):
    administrator = sign_in("admin@example.org", "administrator")
    operator = sign_in("operator@example.org", "operator")
    assert call(operator, "/control-profile", profile="strict").status_code == FORBIDDEN
    assert call(administrator, "/control-profile", profile="none").status_code in {
        NOT_FOUND,
        UNPROCESSABLE,
    }
    answer = call(administrator, "/control-profile", profile="strict")
    assert (answer.status_code, answer.json["name"]) == (200, "strict")


def test_a_command_is_proposed_and_what_is_no_command_is_not(firm, sign_in):
    initiator = sign_in(firm.initiator, "representative")
    stranger = sign_in("stranger@example.org", "representative")
    retire = Retire(
        client_id="unused",
        account=firm.account,
        unit_type="CEA-2024",
        quantity=10,
        beneficiary="示例公司",
        purpose=Purpose.EVENT,
    )
    content = json.loads(body(retire))
    del content["kind"]
    assert call(initiator, "/proposals", proposes="fly", content={}).status_code == UNPROCESSABLE
    wrong = call(initiator, "/proposals", proposes="retire", content={"quantity": []})
    assert wrong.status_code == UNPROCESSABLE
    assert (
        call(initiator, "/proposals", proposes="retire", content="x").status_code == UNPROCESSABLE
    )
    asked = {"proposes": "retire", "content": content}
    assert call(stranger, "/proposals", **asked).status_code == FORBIDDEN
    answer = call(initiator, "/proposals", **asked, note="for the event")
    assert answer.status_code == 200, answer.text
    assert answer.json["state"] == "proposed"
    listed = initiator.get("/api/v1/proposals").json["proposals"]
    assert [each["number"] for each in listed] == [answer.json["proposal"]]
    assert initiator.get("/proposals").status_code == 200
