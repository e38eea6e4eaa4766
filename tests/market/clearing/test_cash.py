"""Withdrawals: only free cash, not today's proceeds, each once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from market.clearing.commands import WithdrawCash
from market.clearing.refused_clearing import CashNotWithdrawable, NeedsFullMandate
from market.rules import Side
from registry.ledger import AccountNotOpen
from registry.worlds import (
    Actor,
    IdempotencyConflict,
    NotRepresentative,
    QuantityOutOfRange,
    Role,
    RoleMissing,
    TextInvalid,
    UnknownAccount,
)
from tests.checked import passes, trips
from tests.market.clearing.houses import amend, assert_cash_conserved
from tests.market.traders import CASH_FEN, OPERATOR, STRANGER, Trader, Venue, set_status

TOMORROW = timedelta(days=1)


def withdraw(venue: Venue, trader: Trader, amount: object, actor: Actor | None = None) -> dict:
    command = WithdrawCash(client_id=venue.next_id(), account=trader.account, amount_fen=amount)
    return dict(venue.execute(command, actor or trader.actor).data)


@passes(CashNotWithdrawable)
def test_free_cash_leaves(venue, ann):
    assert withdraw(venue, ann, CASH_FEN)["amount_fen"] == CASH_FEN
    assert venue.cash(ann) == (0, 0)
    assert_cash_conserved(venue)


@trips(CashNotWithdrawable)
def test_more_than_there_is_or_set_aside_does_not(venue, ann):
    venue.place(ann, Side.BUY, 9_000, 1_000)
    # 100,000,000 fen less 9,000,000 set aside.
    with pytest.raises(CashNotWithdrawable) as refused:
        withdraw(venue, ann, 91_000_001)
    assert refused.value.facts["withdrawable_cny"] == "910000.00"
    withdraw(venue, ann, 91_000_000)
    assert venue.cash(ann) == (9_000_000, 9_000_000)


def test_todays_proceeds_buy_today_and_leave_tomorrow(venue, clock, ann, ben):
    poor = venue.trader("Poor", cash_fen=0)
    venue.place(poor, Side.SELL, 10_000, 100)
    venue.place(ann, Side.BUY, 10_000, 100)
    with pytest.raises(CashNotWithdrawable):
        withdraw(venue, poor, 1)
    # Proceeds pay for purchases at once: 400,000 of the 1,000,000 fen.
    venue.place(ben, Side.SELL, 10_000, 40)
    assert venue.place(poor, Side.BUY, 10_000, 40)["state"] == "filled"
    with pytest.raises(CashNotWithdrawable):
        withdraw(venue, poor, 1)
    clock.advance(TOMORROW)
    assert withdraw(venue, poor, 600_000)["amount_fen"] == 600_000


def test_a_world_may_let_proceeds_leave_the_same_day(venue, ann):
    amend(venue, "control", "cash_proceeds_days", "0", "days")
    poor = venue.trader("Poor", cash_fen=0)
    venue.place(poor, Side.SELL, 10_000, 100)
    venue.place(ann, Side.BUY, 10_000, 100)
    assert withdraw(venue, poor, 1_000_000)["amount_fen"] == 1_000_000


def test_cash_of_before_leaves_though_units_were_sold_today(venue, ann, ben):
    venue.place(ann, Side.SELL, 10_000, 100)
    venue.place(ben, Side.BUY, 10_000, 100)
    withdraw(venue, ann, CASH_FEN)
    assert venue.cash(ann) == (1_000_000, 0)


@pytest.mark.parametrize("amount", [0, -1, 10**15 + 1, 2**63, True, "1", 1.5, None])
def test_amounts_that_are_none_are_refused(venue, ann, amount):
    if amount is None or isinstance(amount, float):
        amount = str(amount)
    with pytest.raises(QuantityOutOfRange):
        withdraw(venue, ann, amount)
    assert venue.cash(ann) == (CASH_FEN, 0)


@trips(NeedsFullMandate)
def test_only_the_holder_withdraws_and_alone_only_with_a_full_mandate(venue, ann, ben):
    for other in (ben.actor, STRANGER):
        with pytest.raises(NotRepresentative):
            withdraw(venue, ann, 1, other)
    with pytest.raises(RoleMissing):
        withdraw(venue, ann, 1, OPERATOR)
    junior = Actor(
        "junior@example.org",
        frozenset({Role.REPRESENTATIVE}),
        frozenset({ann.party_id}),
        frozenset({ann.party_id}),
    )
    with pytest.raises(NeedsFullMandate):
        withdraw(venue, ann, 1, junior)


@passes(NeedsFullMandate)
def test_a_repeated_withdrawal_is_carried_out_once(venue, ann):
    command = WithdrawCash(client_id="once", account=ann.account, amount_fen=7)
    first = venue.execute(command, ann.actor)
    again = venue.execute(command, ann.actor)
    assert (again.replayed, again.data) == (True, dict(first.data))
    assert venue.cash(ann) == (CASH_FEN - 7, 0)
    with pytest.raises(IdempotencyConflict):
        venue.execute(WithdrawCash(client_id="once", account=ann.account, amount_fen=8), ann.actor)


def test_unknown_and_house_and_frozen_accounts_pay_nothing_out(venue, ann):
    for number, refusal in (
        ("200-9999999-99", UnknownAccount),
        ("100-0000009-66", NotRepresentative),
    ):
        with pytest.raises(refusal):
            withdraw(venue, Trader(ann.actor, number, ann.party_id), 1)
    set_status(venue, "account", "status", "frozen", f"WHERE number = '{ann.account}'")
    with pytest.raises(AccountNotOpen):
        withdraw(venue, ann, 1)


def test_of_two_withdrawals_at_once_only_what_is_there_leaves(venue, ann):
    def try_it(_: int) -> bool:
        try:
            withdraw(venue, ann, CASH_FEN * 6 // 10)
        except CashNotWithdrawable:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(try_it, range(4)))
    assert sorted(done) == [False, False, False, True]
    assert venue.cash(ann) == (CASH_FEN * 4 // 10, 0)
    assert_cash_conserved(venue)


@pytest.mark.parametrize("memo", ["x" * 201, "a\x00b", " "])
def test_a_memo_is_a_text(venue, ann, memo):
    command = WithdrawCash(client_id=venue.next_id(), account=ann.account, amount_fen=1, memo=memo)
    with pytest.raises(TextInvalid):
        venue.execute(command, ann.actor)
