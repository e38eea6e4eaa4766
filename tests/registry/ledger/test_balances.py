from contextlib import suppress
from copy import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger.balances import Balance, Ledger, Leg, SystemAccount
from registry.ledger.refused_moves import (
    InsufficientUnits,
    ReservationTooSmall,
    SameAccount,
    UnitsFinal,
)
from registry.ledger.reservations import Reservation, ReservationState
from registry.worlds.errors import ReservationNotOpen, UnknownReservation
from registry.worlds.refused_values import QuantityOutOfRange

SELLER, BUYER, UNIT, CASH = 10, 11, 2, 1
balances = st.integers(0, 10**12).flatmap(
    lambda quantity: st.builds(Balance, st.just(quantity), st.integers(0, quantity))
)


def ledger():
    return Ledger({(SELLER, UNIT): Balance(100, 0), (BUYER, CASH): Balance(1_000_000, 0)})


@given(balances, st.integers(1, 10**12))
def test_whatever_is_allowed_leaves_a_sound_balance(balance, quantity):
    for rule in (balance.withdraw, balance.set_aside, balance.release):
        with suppress(InsufficientUnits, ReservationTooSmall):
            rule(quantity)
        assert 0 <= balance.reserved <= balance.quantity


@given(balances, st.integers(1, 10**12))
def test_reserving_and_releasing_are_inverse(balance, quantity):
    before = copy(balance)
    if quantity <= balance.available:
        balance.set_aside(quantity)
        balance.release(quantity)
        assert balance == before


def test_reserved_units_are_not_available():
    balance = Balance(100, 0)
    balance.set_aside(60)
    assert balance.available == 40
    with pytest.raises(InsufficientUnits) as refused:
        balance.withdraw(41)
    assert (refused.value.facts["requested"], refused.value.facts["available"]) == (41, 40)


def test_delivery_and_payment_are_one_post():
    book = ledger()
    book.reserve(Reservation("sale", SELLER, UNIT, 60, 60))
    book.reserve(Reservation("money", BUYER, CASH, 600_000, 600_000))
    book.post([Leg(SELLER, BUYER, UNIT, 60, "sale"), Leg(BUYER, SELLER, CASH, 540_000, "money")])
    assert book.balance(BUYER, UNIT) == Balance(60, 0)
    assert book.balance(SELLER, CASH) == Balance(540_000, 0)
    assert book.balance(BUYER, CASH) == Balance(460_000, 60_000)
    assert book.reservations["sale"].state is ReservationState.POSTED
    assert book.void("money").state is ReservationState.VOIDED
    assert book.balance(BUYER, CASH) == Balance(460_000, 0)


def test_a_post_that_fails_midway_changes_nothing():
    book, same = ledger(), ledger()
    for each in (book, same):
        each.reserve(Reservation("sale", SELLER, UNIT, 60, 60))
    with pytest.raises(InsufficientUnits):
        book.post(
            [
                Leg(SELLER, BUYER, UNIT, 40, "sale"),
                Leg(SELLER, BUYER, UNIT, 20, "sale"),
                Leg(SELLER, BUYER, UNIT, 30),
                Leg(BUYER, SELLER, CASH, 1_000_001),
            ]
        )
    places = [(account, unit) for account in (SELLER, BUYER) for unit in (UNIT, CASH)]
    assert [book.balance(*place) for place in places] == [same.balance(*place) for place in places]
    assert book.reservations == same.reservations


def test_units_received_can_be_sent_on_in_the_same_post():
    book = ledger()
    book.post([Leg(SELLER, BUYER, UNIT, 60), Leg(BUYER, 12, UNIT, 50)])
    assert book.balance(BUYER, UNIT).quantity == 10


def test_only_issuance_and_the_cash_source_go_below_zero():
    book = Ledger()
    book.post([Leg(SystemAccount.ISSUANCE, SELLER, UNIT, 5)])
    assert book.balance(SystemAccount.ISSUANCE, UNIT).quantity == -5
    with pytest.raises(InsufficientUnits):
        book.post([Leg(SELLER, BUYER, UNIT, 6)])


@pytest.mark.parametrize(
    "account", [SystemAccount.SURRENDER, SystemAccount.RETIREMENT, SystemAccount.CANCELLATION]
)
def test_final_accounts_keep_their_units(account):
    book = ledger()
    book.post([Leg(SELLER, account, UNIT, 60)])
    with pytest.raises(UnitsFinal):
        book.post([Leg(account, SELLER, UNIT, 1)])
    with pytest.raises(UnitsFinal):
        book.reserve(Reservation("r", account, UNIT, 1, 1))


def test_a_leg_needs_two_accounts_and_a_quantity():
    with pytest.raises(SameAccount):
        ledger().post([Leg(SELLER, SELLER, UNIT, 1)])
    with pytest.raises(QuantityOutOfRange):
        ledger().post([Leg(SELLER, BUYER, UNIT, 0)])


def test_a_reservation_is_used_up_once_and_only_where_it_lies():
    book = ledger()
    book.reserve(Reservation("r", SELLER, UNIT, 10, 10))
    with pytest.raises(UnknownReservation):
        book.post([Leg(BUYER, SELLER, UNIT, 1, "r")])
    with pytest.raises(UnknownReservation):
        book.void("nothing")
    with pytest.raises(ReservationTooSmall):
        book.post([Leg(SELLER, BUYER, UNIT, 11, "r")])
    with pytest.raises(ReservationTooSmall):
        book.post([Leg(SELLER, BUYER, UNIT, 6, "r"), Leg(SELLER, BUYER, UNIT, 5, "r")])
    book.post([Leg(SELLER, BUYER, UNIT, 4, "r")])
    assert book.void("r", 2).remaining == 4
    book.post([Leg(SELLER, BUYER, UNIT, 4, "r")])
    with pytest.raises(ReservationNotOpen):
        book.post([Leg(SELLER, BUYER, UNIT, 1, "r")])
    with pytest.raises(ReservationNotOpen):
        book.void("r")
    assert book.balance(SELLER, UNIT) == Balance(92, 0)
