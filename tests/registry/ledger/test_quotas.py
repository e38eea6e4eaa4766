import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from registry.ledger.commands import IssueAllowances, SetQuota
from registry.ledger.issuing import issue_allowances, issue_units
from registry.ledger.quotas import (
    QuotaPurpose,
    find_quotas,
    hold_quota,
    set_quota,
)
from registry.ledger.refused_quotas import QuotaBelowUse, QuotaExceeded, QuotaPurposeUnknown
from registry.ledger.unit_types import add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind
from registry.parties import add_party, open_account
from registry.worlds import (
    Actor,
    QuantityOutOfRange,
    Role,
    RoleMissing,
    TextInvalid,
    UnitTypeCodeInvalid,
)
from tests.checked import passes, trips
from tests.registry.audited import broken
from tests.strategies import OPERATOR, client_id


@pytest.fixture
def account(session):
    party = add_party(session, "示例企业", "Example", "emitter", fictitious=True)
    add_unit_type(session, "CEA-2025", UnitKind.ALLOWANCE, Measure.T_CO2E)
    return open_account(session, party.id)


def limit(session, quantity, purpose="all", actor=OPERATOR, **changes):
    content = {"units": "CEA-2025", "reason": "方案", "purpose": purpose, "limit": quantity}
    return set_quota(session, SetQuota(client_id=client_id(), **content | changes), actor)


def issue(session, account, quantity):
    command = IssueAllowances(
        client_id=client_id(), account=account.number, unit_type="CEA-2025", quantity=quantity
    )
    return issue_allowances(session, command, OPERATOR)


def state(session, purpose=QuotaPurpose.ALL):
    found = find_quotas(session, "CEA", 2025, purpose)[-1]
    return found.limit, found.pending, found.consumed


def test_without_a_quota_nothing_is_limited(session, account):
    issue(session, account, 10**9)
    assert find_quotas(session, "CEA", 2025) == []
    assert broken(session, "I6") == []


@trips(QuotaExceeded)
@passes(QuotaExceeded)
def test_an_issuance_beyond_the_quota_is_refused_with_what_is_left(session, account):
    limit(session, 100)
    issue(session, account, 60)
    with pytest.raises(QuotaExceeded, match="leaves 40 of 100, not 41"), session.begin_nested():
        issue(session, account, 41)
    issue(session, account, 40)
    assert state(session) == (100, 0, 100)
    assert broken(session, "I6") == []


@trips(QuotaBelowUse)
@passes(QuotaBelowUse)
def test_what_was_issued_before_counts_against_a_new_quota(session, account):
    issue(session, account, 70)
    with pytest.raises(QuotaBelowUse, match="70 are issued"), session.begin_nested():
        limit(session, 69)
    limit(session, 100)
    assert state(session) == (100, 0, 70)
    assert broken(session, "I6") == []


@passes(QuotaPurposeUnknown)
def test_a_purpose_has_its_own_quota_within_that_for_all(session, account):
    limit(session, 100)
    limit(session, 10, "auction")
    unit_type = find_unit_type(session, "CEA-2025")
    issue_units(session, unit_type, account.id, 10, purpose=QuotaPurpose.AUCTION)
    with pytest.raises(QuotaExceeded, match="auction"), session.begin_nested():
        issue_units(session, unit_type, account.id, 1, purpose=QuotaPurpose.AUCTION)
    issue(session, account, 90)
    assert state(session) == (100, 0, 100)
    assert state(session, QuotaPurpose.AUCTION) == (10, 0, 10)


def test_what_is_set_aside_counts_until_it_is_given_back(session, account):
    limit(session, 100)
    hold_quota(session, "CEA", 2025, 30)
    with pytest.raises(QuotaExceeded), session.begin_nested():
        issue(session, account, 71)
    with pytest.raises(QuotaExceeded), session.begin_nested():
        hold_quota(session, "CEA", 2025, 71)
    issue(session, account, 70)
    hold_quota(session, "CEA", 2025, -30)
    assert state(session) == (100, 0, 70)


def test_a_quota_is_lifted_and_set_again_and_each_is_kept(session, account):
    limit(session, 100)
    limit(session, None)
    issue(session, account, 200)
    assert limit(session, 200)["limit"] == 200
    assert state(session) == (200, 0, 200)
    rows = session.execute(text("SELECT quantity_max FROM quota_change ORDER BY id")).scalars()
    assert list(rows) == [100, None, 200]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"purpose": "party"}, QuotaPurposeUnknown),
        ({"limit": 0}, QuantityOutOfRange),
        ({"units": "cea"}, UnitTypeCodeInvalid),
        ({"reason": ""}, TextInvalid),
        ({"actor": Actor("a@example.org", frozenset({Role.REPRESENTATIVE}))}, RoleMissing),
    ],
)
@trips(QuotaPurposeUnknown)
def test_a_wrong_quota_is_refused(session, changes, refusal):
    with pytest.raises(refusal):
        limit(session, **{"quantity": 5} | changes)


def test_the_database_itself_keeps_use_within_the_quota(session, account):
    limit(session, 100)
    issue(session, account, 60)
    for statement in (
        "UPDATE quota_level SET consumed = 101",
        "UPDATE quota_level SET pending = 41",
        "DELETE FROM quota_use",
        "UPDATE quota_change SET quantity_max = 1000",
    ):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(text(statement))


def test_a_quota_changed_behind_the_back_is_found(session, account):
    limit(session, 100)
    issue(session, account, 60)
    session.execute(text("UPDATE quota_level SET consumed = 50"))
    assert broken(session, "I6") == ["I6.quotas_kept"]
