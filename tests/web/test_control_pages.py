import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest

from registry.control import ApplyControlProfile
from registry.ledger import holdings
from registry.services import execute
from registry.worlds import DrivenClock, reading, set_clock, unit_of_work
from tests.registry.control.people import ADMINISTRATOR, company
from tests.strategies import allowances, client_id, holder
from tests.web.application import PASSWORD, token
from web.control.inbox import PROJECT_VERBS


@pytest.fixture
def firm(installed):
    with unit_of_work(installed.worlds.open()) as session:
        made = company(session)
        allowances(session, made.holder, 1000)
        holder(session, "buyer")
    return made


@pytest.fixture
def initiator(firm, sign_in):
    return sign_in(firm.initiator, "representative")


@pytest.fixture
def approver(firm, sign_in):
    return sign_in(firm.approver, "representative")


def send(client, path, **fields):
    filled = {"csrf_token": token(client), "client_id": uuid4().hex} | fields
    return client.post(path, data=filled, headers={"Accept-Language": "en"})


def see(client, path, language="en"):
    return client.get(path, headers={"Accept-Language": language})


def retire(client, firm, quantity="10"):
    return send(
        client,
        f"/accounts/{firm.account}/retire",
        unit_type="CEA-2024",
        quantity=quantity,
        beneficiary="示例公司",
        purpose="event",
        confirmed="true",
    )


def strictly(installed):
    with unit_of_work(installed.worlds.open()) as session:
        execute(
            session, ApplyControlProfile(client_id=client_id(), profile="strict"), ADMINISTRATOR
        )


def left(installed, firm):
    with reading(installed.worlds.open()) as session:
        return sum(each.quantity for each in holdings(session, account_id=firm.holder.account_id))


def test_a_retirement_of_an_initiator_becomes_a_proposal_that_a_colleague_approves(
    installed, firm, initiator, approver
):
    answer = retire(initiator, firm)
    assert (answer.status_code, answer.location) == (303, "/proposals/P-2026-000001")
    asked = see(initiator, answer.location).text
    for text in ("<dd>Event</dd>", "<dd>10 t CO<sub>2</sub>e</dd>"):
        assert text in asked
    page = see(initiator, answer.location)
    assert "waiting for approval" in page.text
    assert ">Approve<" not in page.text
    assert left(installed, firm) == 1000
    assert ">Decide<" in see(approver, "/tasks").text
    assert ">Approve<" in see(approver, answer.location).text
    assert send(approver, f"{answer.location}/approve").status_code == 303
    assert "CR-2026-000001" in see(approver, answer.location).text
    assert left(installed, firm) == 990
    assert ">Decide<" not in see(approver, "/tasks").text
    assert send(approver, f"{answer.location}/approve").status_code == 409


def test_approving_ones_own_proposal_is_refused_with_the_checks_number(sign_in):
    administrator = sign_in("admin@example.org", "administrator")
    send(administrator, "/control", profile="strict")
    place = send(administrator, "/control", profile="open").location
    answer = send(administrator, f"{place}/approve")
    assert answer.status_code == 403
    assert "Check 1032" in answer.text


def test_a_rejection_needs_a_reason_and_shows_it(firm, initiator, approver):
    place = retire(initiator, firm).location
    assert send(approver, f"{place}/reject", reason="").status_code == 422
    assert send(approver, f"{place}/reject", reason="wrong year").status_code == 303
    assert "wrong year" in see(initiator, place).text


def test_a_program_is_told_of_the_proposal_with_202(firm, initiator):
    answer = initiator.post(
        f"/api/v1/accounts/{firm.account}/retirements",
        json={
            "unit_type": "CEA-2024",
            "quantity": 10,
            "beneficiary": "示例公司",
            "purpose": "event",
            "client_id": uuid4().hex,
        },
        headers={"X-CSRFToken": token(initiator)},
    )
    assert answer.status_code == 202
    assert answer.json["proposal"] == "P-2026-000001"
    assert answer.json["why"]["number"] == 1020


def test_a_strangers_proposal_is_not_found(firm, initiator, sign_in):
    place = retire(initiator, firm).location
    stranger = sign_in("stranger@example.org", "representative")
    assert see(stranger, place).status_code == 404
    assert "P-2026" not in see(stranger, "/proposals").text
    regulator = sign_in("regulator@example.org", "regulator")
    assert see(regulator, place).status_code == 200


def enrolled(client):
    page = see(client, "/second-factor").text
    totp = pyotp.TOTP(re.search(r'<code class="serial">(\w+)</code>', page)[1])
    earlier = totp.at(datetime.now(UTC) - timedelta(seconds=30))
    answer = send(client, "/second-factor", code=earlier)
    assert answer.status_code == 200, answer.text
    return totp, re.findall(r"<li><code>(\w+)</code></li>", answer.text)


def test_a_strict_world_asks_for_a_code_and_then_takes_the_proposal(installed, firm, initiator):
    strictly(installed)
    answer = retire(initiator, firm)
    assert answer.status_code == 303
    assert answer.location.startswith("/step-up")
    _, recovery = enrolled(initiator)
    assert len(recovery) == 8
    assert retire(initiator, firm).location.startswith("/proposals/")


def test_a_code_is_taken_once_and_so_is_a_recovery_code(initiator):
    totp, recovery = enrolled(initiator)
    code = totp.now()
    assert send(initiator, "/step-up", code=code, next="/tasks").location == "/tasks"
    assert send(initiator, "/step-up", code=code).status_code == 422
    assert send(initiator, "/step-up", code=recovery[0]).status_code == 303
    assert send(initiator, "/step-up", code=recovery[0]).status_code == 422


def test_five_wrong_codes_close_the_door_even_to_the_right_one(initiator):
    totp, _ = enrolled(initiator)
    wrong = "000000" if totp.now() != "000000" else "111111"
    for _ in range(5):
        assert send(initiator, "/step-up", code=wrong).status_code == 422
    answer = send(initiator, "/step-up", code=totp.now())
    assert "Too many wrong codes" in answer.text


def test_the_way_back_after_a_code_stays_on_this_site(initiator):
    _, recovery = enrolled(initiator)
    for code, bad in zip(
        recovery,
        ("https://evil.example/", "//evil.example/x", "/\\evil", "javascript:1"),
        strict=False,
    ):
        answer = send(initiator, "/step-up", code=code, next=bad)
        assert answer.location == "/start", bad


def test_who_asks_for_it_is_asked_for_a_code_in_an_open_world(firm, sign_in):
    both = sign_in(firm.both, "representative")
    enrolled(both)
    send(both, "/second-factor/always", always="true")
    assert retire(both, firm).location.startswith("/c/")
    later = sign_in_again(both, firm.both)
    assert retire(later, firm).location.startswith("/step-up")


def sign_in_again(client, email):
    """The same person in a new session."""
    send(client, "/logout")
    fields = {"email": email, "password": PASSWORD, "csrf_token": token(client, "/login")}
    assert client.post("/login", data=fields).status_code == 302
    return client


def test_an_operator_grants_and_revokes_mandates(firm, sign_in):
    operator = sign_in("operator@example.org", "operator")
    fields = {"user_email": "new@example.org", "party_id": str(firm.holder.party_id)}
    assert send(operator, "/people/mandates", **fields, right="both").status_code == 303
    assert "new@example.org" in see(operator, "/people").text
    assert send(operator, "/people/mandates", **fields, right="x").status_code == 422
    late = send(operator, "/people/mandates", **fields, right="read", valid_to="2020-01-01")
    assert late.status_code == 422
    revoke = f"/people/mandates/{firm.holder.party_id}/revoke"
    assert send(operator, revoke, user_email="new@example.org").status_code == 303
    assert send(operator, revoke, user_email="new@example.org").status_code == 404


def test_trusted_accounts_and_limits_are_shown_and_changed(installed, firm, sign_in):
    with unit_of_work(installed.worlds.open()) as session:
        other = holder(session, "trusted")
    both = sign_in(firm.both, "representative")
    page = f"/accounts/{firm.account}/trusted"
    assert send(both, page, trusted=other.account).status_code == 303
    assert other.account in see(both, page).text
    assert send(both, page, trusted=other.account).status_code == 409
    assert send(both, f"{page}/remove", trusted=other.account).status_code == 303
    operator = sign_in("operator@example.org", "operator")
    limits = f"/accounts/{firm.account}/limits"
    assert send(operator, limits, transfer_units="100").status_code == 303
    assert "100" in see(operator, page, "zh").text


def test_an_administrator_who_sets_limits_sees_the_page_that_follows(firm, sign_in):
    administrator = sign_in("admin@example.org", "administrator")
    page = f"/accounts/{firm.account}/trusted"
    answer = send(administrator, f"/accounts/{firm.account}/limits", transfer_units="1234")
    assert answer.location == page
    shown = see(administrator, page)
    assert shown.status_code == 200
    assert "1,234" in shown.text


def test_every_button_of_the_inbox_begins_with_a_capital():
    assert PROJECT_VERBS["file"]["en"] == "File a report"
    assert all(verb["en"][:1].isupper() for verb in PROJECT_VERBS.values())


def test_an_administrator_moves_a_driven_clock_only(installed, sign_in):
    administrator = sign_in("admin@example.org", "administrator")
    assert "tanlab registry clock --drive" in see(administrator, "/clock").text
    answer = send(administrator, "/clock", to="2030-01-01")
    assert answer.status_code == 422
    assert "Check 1050" in answer.text
    with unit_of_work(installed.worlds.open()) as session:
        set_clock(session, DrivenClock(datetime(2026, 1, 1, tzinfo=UTC)))
    assert send(administrator, "/clock", to="2026-02-01").status_code == 303
    assert "2026-02-01" in see(administrator, "/clock").text
    assert send(administrator, "/clock", to="2026-01-15").status_code == 422


def test_an_administrator_chooses_a_profile(sign_in):
    administrator = sign_in("admin@example.org", "administrator")
    assert "open" in see(administrator, "/control").text
    assert send(administrator, "/control", profile="strict").status_code == 303
    assert "Retirement" in see(administrator, "/control").text
    answer = send(administrator, "/control", profile="open")
    assert answer.location.startswith("/proposals/")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_checks_are_listed_and_explained(client, language):
    assert "1020" in see(client, "/checks", language).text
    assert "Regulation (EU) 2019/1122" in see(client, "/checks/1020", language).text
    assert see(client, "/checks/9", language).status_code == 404
