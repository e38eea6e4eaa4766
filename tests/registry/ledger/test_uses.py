from dataclasses import replace
from datetime import date

import pytest

from registry.audit import audit
from registry.compliance.commands import Surrender
from registry.compliance.refused_compliance import ComplianceYearAhead, VintageSpent, VintageTooLate
from registry.ledger.certificate_queries import certificate
from registry.ledger.commands import Purpose, Retire, Transfer
from registry.ledger.refused_moves import (
    InsufficientUnits,
    PurposeNotForKind,
    UnitsNotHeld,
    UnitsUsed,
    WrongUnitKind,
)
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.reporting.lives import serial_lives
from registry.worlds import (
    Actor,
    CreditCodeInvalid,
    NotRepresentative,
    PeriodInvalid,
    QuantityOutOfRange,
    Role,
    RoleMissing,
    SerialInvalid,
    SerialsMismatch,
    TextInvalid,
    UnknownAccount,
    UnknownUnitType,
)
from tests.strategies import allowances, cash, do, holder


@pytest.fixture
def owner(session):
    party = holder(session)
    allowances(session, party, 100)
    return party


def surrender(session, owner, **changes):
    content = {
        "account": owner.account,
        "unit_type": "CEA-2024",
        "quantity": 60,
        "compliance_year": 2024,
    }
    return do(session, owner.actor, Surrender, **(content | changes))


def retire(session, owner, **changes):
    content = {
        "account": owner.account,
        "unit_type": "CEA-2024",
        "quantity": 5,
        "beneficiary": "示例公司",
        "purpose": Purpose.CARBON_NEUTRALITY,
    }
    return do(session, owner.actor, Retire, **(content | changes))


def test_only_green_certificates_prove_green_power_use(session, owner):
    with pytest.raises(PurposeNotForKind) as refused:
        retire(session, owner, purpose=Purpose.GREEN_POWER_USE)
    assert refused.value.facts["field"] == "purpose"


def test_a_surrender_gives_a_public_certificate_with_serials(session, owner):
    outcome = surrender(session, owner)
    assert outcome.data["certificate"] == "CR-2026-000001"
    view = certificate(session, "CR-2026-000001")
    assert (view.use, view.quantity, view.compliance_year) == ("surrender", 60, 2024)
    assert view.serials == ("CEA-2024-000000001…000000060",)
    assert view.business_date == date(2026, 11, 23)
    session.write_notes()
    assert audit(session).ok


def test_the_same_units_are_not_surrendered_twice_and_the_record_is_named(session, owner):
    serials = ("CEA-2024-000000011…000000020",)
    surrender(session, owner, quantity=10, serials=serials)
    with pytest.raises(UnitsUsed) as refused:
        surrender(session, owner, quantity=10, serials=serials)
    facts = refused.value.facts
    assert facts["serials"] == "CEA-2024-000000011…000000020"
    assert (facts["date"], facts["certificate"]) == ("2026-11-23", "CR-2026-000001")
    assert facts["use"]["zh"] == "清缴"


def test_used_serials_are_named_even_when_too_few_units_are_left(session, owner):
    surrender(session, owner, quantity=60)
    with pytest.raises(UnitsUsed) as refused:
        surrender(session, owner, quantity=60, serials=("CEA-2024-000000001…000000060",))
    assert refused.value.facts["certificate"] == "CR-2026-000001"


def test_serials_of_others_are_not_held(session, owner):
    other = holder(session)
    do(
        session,
        owner.actor,
        Transfer,
        from_account=owner.account,
        to_account=other.account,
        unit_type="CEA-2024",
        quantity=10,
    )
    with pytest.raises(UnitsNotHeld) as refused:
        surrender(session, owner, quantity=1, serials=("CEA-2024-000000005",))
    assert not isinstance(refused.value, UnitsUsed)
    with pytest.raises(UnitsNotHeld):
        surrender(session, owner, quantity=1, serials=("CEA-2024-000009999",))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"quantity": 101}, InsufficientUnits),
        ({"quantity": 0}, QuantityOutOfRange),
        ({"quantity": -60}, QuantityOutOfRange),
        ({"quantity": 10**13}, QuantityOutOfRange),
        ({"account": "200-9999999-00"}, UnknownAccount),
        ({"account": "' OR 1=1 --"}, UnknownAccount),
        ({"unit_type": "CEA-1999"}, UnknownUnitType),
        ({"unit_type": "CNY"}, WrongUnitKind),
        ({"compliance_year": 2023}, VintageTooLate),
        ({"compliance_year": 1990}, QuantityOutOfRange),
        ({"compliance_year": 2024.0}, QuantityOutOfRange),
        ({"serials": ("nonsense",)}, SerialInvalid),
        ({"serials": ("CEA-2023-000000001…000000060",)}, SerialInvalid),
        ({"serials": ("CEA-2024-000000001",)}, SerialsMismatch),
        ({"serials": ("CEA-2024-000000001…000000030",) * 2}, SerialsMismatch),
    ],
)
def test_a_wrong_surrender_is_refused(session, owner, changes, error):
    with pytest.raises(error):
        surrender(session, owner, **changes)


def test_a_later_year_takes_earlier_vintages(session, owner):
    allowances(session, owner, 100, "CEA-2023")
    outcome = surrender(session, owner, unit_type="CEA-2023", compliance_year=2024)
    assert outcome.data["quantity"] == 60


@pytest.mark.parametrize("year", [2025, 2026])
def test_national_vintages_of_before_2025_do_not_count_later(session, owner, year):
    with pytest.raises(VintageSpent) as refused:
        surrender(session, owner, compliance_year=year)
    assert "附件5" in refused.value.source


def test_pilot_vintages_have_no_such_rule(session, owner):
    allowances(session, owner, 100, "SZEA-2024")
    outcome = surrender(session, owner, unit_type="SZEA-2024", compliance_year=2025)
    shown = certificate(session, str(outcome.data["certificate"]))
    assert shown.obligation["en"] == "Shenzhen pilot"


@pytest.mark.parametrize("year", [2027, 2100])
def test_a_year_that_has_not_begun_is_refused(session, owner, year):
    allowances(session, owner, 100, "CEA-2026")
    with pytest.raises(ComplianceYearAhead) as refused:
        surrender(session, owner, unit_type="CEA-2026", compliance_year=year)
    assert refused.value.facts["latest"] == 2026
    assert surrender(session, owner, unit_type="CEA-2026", compliance_year=2026)


def test_a_surrender_names_the_market_and_a_retirement_none(session, owner):
    surrendered = surrender(session, owner, quantity=1).data["certificate"]
    assert certificate(session, str(surrendered)).obligation["zh"] == "全国碳市场"
    retired = retire(session, owner).data["certificate"]
    assert not certificate(session, str(retired)).obligation


def test_only_a_representative_surrenders(session, owner):
    with pytest.raises(NotRepresentative):
        do(
            session,
            holder(session).actor,
            Surrender,
            account=owner.account,
            unit_type="CEA-2024",
            quantity=1,
            compliance_year=2024,
        )


def test_units_are_disposed_of_by_a_role_and_not_by_a_mandate_alone(session, owner):
    roleless = Actor("r@example.org", frozenset({Role.VERIFIER}), owner.actor.party_ids)
    person = replace(owner, actor=roleless)
    with pytest.raises(RoleMissing):
        surrender(session, person)
    with pytest.raises(RoleMissing):
        retire(session, person)
    with pytest.raises(RoleMissing):
        do(
            session,
            roleless,
            Transfer,
            from_account=owner.account,
            to_account=holder(session).account,
            unit_type="CEA-2024",
            quantity=1,
        )


def test_a_retirement_names_beneficiary_purpose_and_period(session, owner):
    outcome = retire(
        session,
        owner,
        beneficiary_credit_code="91350100M000100Y43",
        period_from=date(2025, 1, 1),
        period_to=date(2025, 12, 31),
        note="<script>alert(1)</script>",
    )
    view = certificate(session, str(outcome.data["certificate"]))
    assert (view.use, view.beneficiary, view.purpose) == (
        "retirement",
        "示例公司",
        "carbon_neutrality",
    )
    assert view.period_to == date(2025, 12, 31)
    (life,) = serial_lives(session, "CEA-2024-000000003").pieces
    assert life.state == "retired"
    assert [event.target.kind for event in life.events] == ["holding", "retirement"]
    assert life.events[-1].certificate == view.number


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"beneficiary": " "}, TextInvalid),
        ({"beneficiary": "x" * 201}, TextInvalid),
        ({"purpose": "because"}, TextInvalid),
        ({"beneficiary_credit_code": "123"}, CreditCodeInvalid),
        ({"period_from": date(2025, 1, 1)}, PeriodInvalid),
        ({"period_from": date(2025, 1, 2), "period_to": date(2025, 1, 1)}, PeriodInvalid),
        ({"note": "x" * 1001}, TextInvalid),
        ({"unit_type": "CNY"}, WrongUnitKind),
    ],
)
def test_a_wrong_retirement_is_refused(session, owner, changes, error):
    with pytest.raises(error):
        retire(session, owner, **changes)


def test_numbers_run_through_both_uses(session, owner):
    first = surrender(session, owner, quantity=1).data["certificate"]
    second = retire(session, owner).data["certificate"]
    assert (first, second) == ("CR-2026-000001", "CR-2026-000002")


def test_units_are_not_transferred_to_the_registry_itself_and_cash_not_at_all(session, owner):
    cash(session, owner)
    other = holder(session)
    content = {"from_account": owner.account, "unit_type": "CEA-2024", "quantity": 1}
    with pytest.raises(AccountClosedToUnits):
        do(session, owner.actor, Transfer, to_account="100-0000003-84", **content)
    with pytest.raises(WrongUnitKind):
        do(
            session,
            owner.actor,
            Transfer,
            to_account=other.account,
            **(content | {"unit_type": "CNY"}),
        )
