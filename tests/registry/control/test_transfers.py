from datetime import UTC, datetime, timedelta

import pytest

from registry.control.commands import (
    CarryOutProposal,
    DistrustAccount,
    LimitAccount,
    TrustAccount,
    WithdrawProposal,
)
from registry.control.refused_control import (
    AlreadyTrusted,
    DailyLimitExceeded,
    MustWait,
    NotTrusted,
    ProposalDecided,
    SecondPersonNeeded,
    TransferLimitExceeded,
)
from registry.due import CLOCK, carry_out_due
from registry.ledger.queries import holdings
from registry.parties.parties import open_account
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.services import execute, execute_batch
from registry.worlds import NotRepresentative
from tests.checked import passes, trips
from tests.registry.control.people import (
    approve,
    company,
    opened,
    person,
    propose,
    proposed,
    strict,
    transfer,
)
from tests.strategies import OPERATOR, allowances, client_id, do, holder

TUESDAY_TEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def firm(session):
    made = company(session)
    allowances(session, made.holder, 10_000_000)
    return made


@pytest.fixture
def buyer(session):
    return holder(session, "buyer")


def waiting(session, firm, buyer, quantity=10):
    """A transfer that was approved and waits for its time."""
    asked = transfer(firm.account, buyer.account, quantity)
    number = propose(session, asked, person(session, firm.initiator))
    assert approve(session, number, person(session, firm.approver)).data["state"] == "approved"
    return number


def available(session, account_id):
    return [each.available for each in holdings(session, account_id=account_id)]


def test_an_approved_transfer_waits_with_its_units_set_aside(session, firm, buyer, clock):
    strict(session)
    number = waiting(session, firm, buyer)
    assert available(session, firm.holder.account_id) == [9_999_990]
    assert carry_out_due(session) == []
    clock.set(TUESDAY_TEN)
    assert [each.data["state"] for each in carry_out_due(session)] == ["executed"]
    assert available(session, buyer.account_id) == [10]
    with pytest.raises(ProposalDecided):
        execute(session, CarryOutProposal(client_id=client_id(), proposal=number), CLOCK)


@trips(MustWait)
@passes(MustWait)
def test_nothing_is_carried_out_before_its_time_or_outside_the_hours(session, firm, buyer, clock):
    strict(session)
    number = waiting(session, firm, buyer)
    early = CarryOutProposal(client_id=client_id(), proposal=number)
    clock.set(TUESDAY_TEN - timedelta(seconds=1))
    with pytest.raises(MustWait):
        execute(session, early, CLOCK)
    clock.set(TUESDAY_TEN + timedelta(hours=8))
    assert carry_out_due(session) == []
    with pytest.raises(MustWait):
        execute(session, early, CLOCK)
    clock.set(TUESDAY_TEN + timedelta(days=1))
    assert execute(session, early, CLOCK).data["state"] == "executed"


def test_any_representative_stops_a_waiting_transfer_until_it_is_due(session, firm, buyer, clock):
    strict(session)
    number = waiting(session, firm, buyer)
    answer = do(
        session, person(session, firm.both), WithdrawProposal, proposal=number, reason="no deal"
    ).data
    assert answer["state"] == "withdrawn"
    assert available(session, firm.holder.account_id) == [10_000_000]
    late = waiting(session, firm, buyer)
    clock.set(TUESDAY_TEN)
    with pytest.raises(ProposalDecided):
        do(session, person(session, firm.both), WithdrawProposal, proposal=late, reason="late")


def test_a_transfer_within_one_company_does_not_wait(session, firm):
    strict(session)
    own = open_account(session, firm.holder.party_id)
    number = propose(session, transfer(firm.account, own.number), person(session, firm.initiator))
    assert approve(session, number, person(session, firm.approver)).data["state"] == "executed"


@passes(AlreadyTrusted, NotTrusted, TransferLimitExceeded)
def test_a_trusted_account_gets_units_at_once_after_four_working_days(session, firm, buyer, clock):
    strict(session)
    asked = TrustAccount(client_id=client_id(), account=firm.account, trusted=buyer.account)
    with pytest.raises(SecondPersonNeeded):
        execute(session, asked, person(session, firm.both))
    number = propose(session, asked, person(session, firm.both))
    approve(session, number, person(session, firm.approver))
    waiting(session, firm, buyer)
    clock.set(datetime(2026, 11, 27, 2, 0, tzinfo=UTC))  # Friday: four working days later
    number = propose(
        session, transfer(firm.account, buyer.account, 3_000_000), person(session, firm.initiator)
    )
    assert approve(session, number, person(session, firm.approver)).data["state"] == "executed"


@trips(AlreadyTrusted, NotTrusted)
def test_an_account_is_listed_once_and_removed_once(session, firm, buyer):
    both = person(session, firm.both)
    names = {"account": firm.account, "trusted": buyer.account}
    do(session, both, TrustAccount, **names)
    with pytest.raises(AlreadyTrusted):
        do(session, both, TrustAccount, **names)
    do(session, both, DistrustAccount, **names)
    with pytest.raises(NotTrusted):
        do(session, both, DistrustAccount, **names)


@trips(NotRepresentative, AccountClosedToUnits)
@passes(NotRepresentative, AccountClosedToUnits)
def test_only_ones_own_list_is_changed_and_only_holders_are_listed(session, firm, buyer):
    stranger = person(session, company(session, "stranger").both)
    with pytest.raises(NotRepresentative):
        do(session, stranger, TrustAccount, account=firm.account, trusted=buyer.account)
    both = person(session, firm.both)
    with pytest.raises(AccountClosedToUnits):
        do(session, both, TrustAccount, account=firm.account, trusted="100-0000001-90")


@trips(TransferLimitExceeded)
def test_the_lowest_limit_wins(session, firm, buyer):
    do(session, OPERATOR, LimitAccount, account=firm.account, transfer_units=3_000_000)
    strict(session)
    initiator = person(session, firm.initiator)
    with pytest.raises(TransferLimitExceeded):
        proposed(session, transfer(firm.account, buyer.account, 2_000_001), initiator)
    opened(session)
    do(session, OPERATOR, LimitAccount, account=firm.account, transfer_units=100)
    strict(session)
    with pytest.raises(TransferLimitExceeded):
        proposed(session, transfer(firm.account, buyer.account, 101), initiator)
    proposed(session, transfer(firm.account, buyer.account, 100), initiator)


def test_an_accounts_own_limit_holds_under_the_open_profile_too(session, firm, buyer):
    do(session, OPERATOR, LimitAccount, account=firm.account, transfer_units=100)
    with pytest.raises(TransferLimitExceeded):
        execute(session, transfer(firm.account, buyer.account, 101), person(session, firm.both))
    with pytest.raises(TransferLimitExceeded):
        execute_batch(
            session, [transfer(firm.account, buyer.account, 101)], person(session, firm.both)
        )


def test_transfers_sent_together_count_together_against_the_day(session, firm, buyer):
    do(session, OPERATOR, LimitAccount, account=firm.account, daily_units=100)
    both = person(session, firm.both)
    with pytest.raises(DailyLimitExceeded):
        execute_batch(session, [transfer(firm.account, buyer.account, 51) for _ in range(2)], both)
    done = execute_batch(
        session, [transfer(firm.account, buyer.account, 50) for _ in range(2)], both
    )
    assert len(done) == 2


@trips(DailyLimitExceeded)
@passes(DailyLimitExceeded)
def test_what_was_sent_and_what_waits_count_against_the_day(session, firm, buyer, clock):
    do(session, OPERATOR, LimitAccount, account=firm.account, daily_units=100)
    both = person(session, firm.both)
    execute(session, transfer(firm.account, buyer.account, 60), both)
    propose(session, transfer(firm.account, buyer.account, 30), both)
    with pytest.raises(DailyLimitExceeded):
        execute(session, transfer(firm.account, buyer.account, 11), both)
    execute(session, transfer(firm.account, buyer.account, 10), both)
    clock.advance(timedelta(days=1))
    execute(session, transfer(firm.account, buyer.account, 70), both)
