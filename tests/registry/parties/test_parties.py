import pytest

from registry.ledger.refused_moves import WrongUnitKind
from registry.ledger.unit_types import add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind
from registry.parties.mandates import actor_of, grant_mandate
from registry.parties.parties import (
    add_party,
    find_own_account,
    open_account,
)
from registry.worlds import (
    CreditCodeInvalid,
    NotRepresentative,
    RecordExists,
    Right,
    Role,
    TextInvalid,
    UnitTypeCodeInvalid,
    UnknownAccount,
    UnknownParty,
)
from tests.registry.parties.check_digits import checks


def party(session, name="示例电厂", **more):
    return add_party(session, name, "Example Power", "emitter", **more)


def test_a_party_opens_accounts_with_numbers_that_check(session):
    owner = party(session, credit_code="91350100M000100Y43")
    first, second = open_account(session, owner.id), open_account(session, owner.id, "备用")
    assert first.number != second.number
    assert checks(first.number)
    assert checks(second.number)
    with pytest.raises(UnknownParty):
        open_account(session, 999)


def test_a_name_is_taken_once_and_checked(session):
    party(session)
    with pytest.raises(RecordExists):
        party(session, " 示例电厂 ")
    with pytest.raises(TextInvalid):
        party(session, "")
    with pytest.raises(CreditCodeInvalid):
        party(session, "另一电厂", credit_code="X")


def test_a_mandate_lets_a_user_act_until_it_is_cut_to_reading(session):
    owner = party(session)
    number = open_account(session, owner.id).number
    grant_mandate(session, "Li@Example.org", owner.id)
    actor = actor_of(session, "li@example.org", frozenset({Role.REPRESENTATIVE}))
    assert find_own_account(session, number, actor).party_id == owner.id
    grant_mandate(session, "li@example.org", owner.id, Right.READ)
    reader = actor_of(session, "li@example.org", actor.roles)
    with pytest.raises(NotRepresentative):
        find_own_account(session, number, reader)
    with pytest.raises(UnknownAccount):
        find_own_account(session, "200-0000000-00", actor)
    with pytest.raises(NotRepresentative):
        find_own_account(session, "100-0000001-90", actor)


def test_a_unit_type_is_entered_once_and_found_by_kind(session):
    entered = add_unit_type(session, "GEC-2026", UnitKind.CERTIFICATE, Measure.MWH, "绿证", "GEC")
    assert find_unit_type(session, "GEC-2026", UnitKind.CERTIFICATE) == entered
    with pytest.raises(WrongUnitKind):
        find_unit_type(session, "GEC-2026", UnitKind.ALLOWANCE)
    with pytest.raises(RecordExists):
        add_unit_type(session, "GEC-2026", UnitKind.CERTIFICATE, Measure.MWH)
    with pytest.raises(UnitTypeCodeInvalid):
        add_unit_type(session, "gec", UnitKind.CERTIFICATE, Measure.MWH)
