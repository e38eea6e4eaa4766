"""An audit is kept; accounts that do not reconcile are frozen until two people open them."""

import pytest

from registry.audit import (
    AccountFrozenAlready,
    AccountNotFrozen,
    FreezeAccount,
    RecordAudit,
    UnfreezeAccount,
    audit,
    audit_runs,
    frozen_accounts,
)
from registry.audit.services import unfreeze_account
from registry.ledger.commands import Transfer
from registry.ledger.refused_moves import AccountNotOpen
from registry.parties import AccountClosedToUnits
from registry.worlds import (
    Actor,
    Role,
    RoleMissing,
    TextInvalid,
    UnknownAccount,
    reading,
    unit_of_work,
)
from tests.checked import passes, trips
from tests.registry.audit.test_auditing import tamper
from tests.strategies import OPERATOR, allowances, do, holder

REGULATOR = Actor("regulator@example.org", frozenset({Role.REGULATOR}))


def record(session, report, actor=REGULATOR, trigger="demand"):
    """Keep what an audit found."""
    findings = tuple((each.id, each.ok, each.checked, each.detail) for each in report.invariants)
    return do(
        session,
        actor,
        RecordAudit,
        trigger=trigger,
        findings=findings,
        accounts=report.accounts_apart,
    )


@pytest.fixture
def two(world):
    """Two holders with allowances."""
    with unit_of_work(world) as session:
        holders = holder(session), holder(session)
        for each in holders:
            allowances(session, each, 1000)
    return holders


def test_an_audit_that_holds_freezes_nobody(world, two):  # noqa: ARG001  their units are audited
    with unit_of_work(world) as session:
        report = audit(session)
        assert record(session, report).data["frozen"] == []
    with reading(world) as session:
        [run] = audit_runs(session)
        assert (run.ok, run.trigger) == (True, "demand")
        assert run.findings == report.invariants
        assert frozen_accounts(session) == []


def test_an_account_that_does_not_reconcile_is_frozen_and_moves_nothing(world, two):
    first, second = two
    tamper(world, f"UPDATE holding SET quantity = 2000 WHERE account_id = {first.account_id}")
    with unit_of_work(world) as session:
        report = audit(session)
        assert report.accounts_apart == (first.account,)
        assert record(session, report).data["frozen"] == [first.account]
    transfer = {"unit_type": "CEA-2024", "quantity": 1}
    with unit_of_work(world) as session, pytest.raises(AccountNotOpen):
        do(
            session,
            first.actor,
            Transfer,
            from_account=first.account,
            to_account=second.account,
            **transfer,
        )
    with reading(world) as session:
        assert [each.account for each in frozen_accounts(session)] == [first.account]


def test_a_second_audit_does_not_freeze_again(world, two):
    tamper(world, f"UPDATE holding SET quantity = 1 WHERE account_id = {two[0].account_id}")
    for frozen in ([two[0].account], []):
        with unit_of_work(world) as session:
            assert record(session, audit(session)).data["frozen"] == frozen


@trips(AccountFrozenAlready, AccountNotFrozen)
@passes(AccountFrozenAlready, AccountNotFrozen)
def test_an_operator_freezes_an_account_with_a_reason(session, two):
    answer = do(session, OPERATOR, FreezeAccount, account=two[0].account, reason="法院冻结")
    assert answer.data == {"account": two[0].account, "status": "frozen"}
    assert [each.reason for each in frozen_accounts(session)] == ["法院冻结"]
    with pytest.raises(AccountFrozenAlready):
        do(session, OPERATOR, FreezeAccount, account=two[0].account, reason="again")
    command = UnfreezeAccount(client_id="u", account=two[0].account, reason="解除")
    assert unfreeze_account(session, command, OPERATOR)["status"] == "open"
    assert frozen_accounts(session) == []
    with pytest.raises(AccountNotFrozen):
        unfreeze_account(session, command, OPERATOR)


def test_only_keepers_of_the_registry_freeze(session, two):
    for actor in (two[0].actor, REGULATOR):
        with pytest.raises(RoleMissing):
            do(session, actor, FreezeAccount, account=two[1].account, reason="x")
    with pytest.raises(RoleMissing):
        record(session, audit(session), actor=two[0].actor)


@pytest.mark.parametrize(
    ("account", "refusal"),
    [("200-9999999-00", UnknownAccount), ("100-0000003-84", AccountClosedToUnits)],
)
def test_an_account_that_nobody_has_is_not_frozen(session, account, refusal):
    with pytest.raises(refusal):
        do(session, OPERATOR, FreezeAccount, account=account, reason="x")


def test_an_audit_of_nothing_or_without_a_known_trigger_is_not_kept(session):
    for trigger, findings in (("demand", ()), ("sometimes", (("I1.x", True, 1, "x"),))):
        with pytest.raises(TextInvalid):
            do(session, OPERATOR, RecordAudit, trigger=trigger, findings=findings)


def test_a_reason_is_needed(session, two):
    with pytest.raises(TextInvalid):
        do(session, OPERATOR, FreezeAccount, account=two[0].account, reason=" ")
