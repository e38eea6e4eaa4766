"""What the operator enters on the compliance pages and their JSON, on the demo."""

import re
from uuid import uuid4

from werkzeug.test import TestResponse

from tests.web.demo_site import AsPerson, Person, text_of

INDEX = "/registry/compliance"
ENTITY = f"{INDEX}/entities/CE-2023-000001"
SHORT = f"{INDEX}/entities/CE-2023-000003"


def test_the_register_s_forms_are_the_operator_s(as_person: AsPerson) -> None:
    operator = as_person("operator")
    page = operator.see(INDEX).text
    for entry in ("enrol", "balance"):
        assert f"{INDEX}/{entry}" in page
        assert operator.see(f"{INDEX}/{entry}").status_code == 200
        assert operator.see(f"{INDEX}/{entry}", "zh").status_code == 200
        assert as_person("emitter").see(f"{INDEX}/{entry}").status_code == 403
    assert f"{INDEX}/enrol" not in as_person().see(INDEX).text


def test_an_entity_is_enrolled_by_its_account_or_the_refusal_is_shown(as_person: AsPerson) -> None:
    operator, holder = as_person("operator"), as_person("trader1")
    fields = {"account": holder.account(), "scheme": "CEA", "sector": "power"}
    small = operator.send(f"{INDEX}/enrol", **fields, first_year="2025", annual_emissions_t="1")
    assert small.status_code == 422
    known = {"account": "x", "scheme": "CEA", "sector": "power", "first_year": 2025}
    answer = operator.call(
        "/compliance/entities", {**known, "annual_emissions_t": 10**6, "client_id": uuid4().hex}
    )
    assert answer.status_code == 404
    done = operator.send(f"{INDEX}/enrol", **fields, first_year="2025", annual_emissions_t="99,000")
    assert done.status_code == 303


def test_a_unit_is_enrolled_on_the_entity_s_page_and_in_json(as_person: AsPerson) -> None:
    operator = as_person("operator")
    page = operator.see(f"{ENTITY}?year=2025").text
    assert "/2025/unit" in page
    assert "/2025/delist" in page
    form = operator.see(f"{ENTITY}/2025/unit").text
    assert "Steel works" not in form
    done = operator.send(f"{ENTITY}/2025/unit", code="9", name="9号机组", unit_class="gas")
    assert done.status_code == 303
    unit = {"code": "9", "name": "9", "unit_class": "gas", "client_id": uuid4().hex}
    again = operator.call("/compliance/entities/CE-2023-000001/units", unit)
    assert code_of(again) == "registry.exists"


def test_json_refuses_what_the_rules_refuse(as_person: AsPerson) -> None:
    operator, owner = as_person("operator"), as_person("emitter")
    key = {"client_id": uuid4().hex}
    balance = operator.call("/compliance/balance-values", {"sector": "cement", "year": 2025, **key})
    assert balance.status_code in (409, 422)
    borrowed = {"year": 2024, "quantity": 1, "client_id": uuid4().hex}
    answer = owner.call("/compliance/entities/CE-2023-000001/borrowing", borrowed)
    assert code_of(answer) == "registry.rule_not_in_force"
    late = operator.call(
        "/certificates/CR-1999-000001/undoing", {"reason": "x", "client_id": uuid4().hex}
    )
    assert late.status_code == 404
    delisted = {"last_year": 1999, "reason": "x", "client_id": uuid4().hex}
    answer = operator.call("/compliance/entities/CE-2023-000001/delisting", delisted)
    assert answer.status_code == 422


def test_a_surrender_says_its_window_is_undone_and_its_certificate_says_so(
    as_person: AsPerson,
) -> None:
    owner, operator = as_person("emitter"), as_person("operator")
    account, code = _account_with_allowances(owner)
    fields = {"unit_type": code, "quantity": "1", "compliance_year": code[-4:]}
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    asked = text_of(owner.see(f"/accounts/{account}/surrender/confirm?{query}"))
    assert "Only the registry operator can undo it" in asked
    assert "cannot be undone" not in asked
    done = owner.send(f"/accounts/{account}/surrender", **fields, confirmed="true")
    number = done.location.rsplit("/", 1)[-1]
    assert "can undo it" in owner.see(f"/c/{number}").text
    assert f"/undo/{number}" not in owner.see(f"/c/{number}").text
    assert f"/undo/{number}" in operator.see(f"/c/{number}").text
    assert operator.see(f"{INDEX}/undo/{number}").status_code == 200
    assert operator.send(f"{INDEX}/undo/{number}", reason="").status_code == 422
    assert operator.send(f"{INDEX}/undo/{number}", reason="误操作").status_code == 303
    page = text_of(as_person().see(f"/c/{number}"))
    assert "Undone on" in page
    assert "never move again" not in page
    assert "已由登记机构于" in text_of(as_person().see(f"/c/{number}", "zh"))
    shown = as_person().client.get(f"/api/v1/certificates/{number}").json or {}
    assert shown["undone_on"]
    assert shown["undone_by"]


def code_of(answer: TestResponse) -> str:
    """The code of a refusal."""
    return str((answer.json or {})["error"]["code"])


def _account_with_allowances(owner: Person) -> tuple[str, str]:
    numbers = re.findall(r"/accounts/(200-[\d-]+)", owner.see("/accounts").text)
    for account in dict.fromkeys(numbers):
        found = re.search(r"CEA-20\d\d", owner.see(f"/accounts/{account}/surrender").text)
        if found:
            return account, found[0]
    raise AssertionError
