from datetime import timedelta

import pytest

from registry.audit import audit
from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.posting import new_id, post, post_many, reserve, void, void_many
from registry.ledger.queries import holdings
from registry.ledger.refused_moves import (
    AccountNotOpen,
    InsufficientUnits,
    SameAccount,
    UnitsFinal,
    UnitsNotHeld,
)
from registry.ledger.reservations import ReservationState
from registry.ledger.serials import SerialRange
from registry.parties.models import Account
from registry.worlds import (
    ReservationNotOpen,
    SerialsMismatch,
    UnknownReservation,
    carry_out,
    reading,
    unit_of_work,
)
from tests.strategies import allowances, cash, holder, unit_type


@pytest.fixture
def traders(session):
    seller, buyer = holder(session), holder(session)
    allowances(session, seller, 100)
    cash(session, buyer, 1_000_000)
    return seller.account_id, buyer.account_id, unit_type(session)


def held(session, account_id):
    return {view.unit_type: view for view in holdings(session, account_id=account_id)}


def move(*legs, kind="trade"):
    return Transaction(kind=kind, legs=tuple(Leg(*leg) for leg in legs))


def test_units_and_cash_change_hands_in_one_transaction(session, traders):
    seller, buyer, unit = traders
    units = reserve(session, seller, unit, 40)
    money = reserve(session, buyer, 1, 500_000)
    post(session, move((seller, buyer, unit, 30, units.id), (buyer, seller, 1, 300_000, money.id)))
    assert void(session, units.id).state is ReservationState.VOIDED
    assert void(session, money.id, 150_000).remaining == 50_000
    assert held(session, seller)["CEA-2024"].serials == ("CEA-2024-000000031…000000100",)
    assert held(session, buyer)["CEA-2024"].serials == ("CEA-2024-000000001…000000030",)
    assert held(session, buyer)["CNY"].reserved == 50_000
    assert held(session, seller)["CNY"].available == 300_000
    session.write_notes()
    assert audit(session).ok


def test_a_refused_transaction_names_account_type_and_quantities(session, traders):
    seller, buyer, unit = traders
    reserve(session, seller, unit, 90)
    with pytest.raises(InsufficientUnits) as refused:
        post(session, move((seller, buyer, unit, 11)))
    facts = refused.value.facts
    assert (facts["requested"], facts["available"]) == (11, 10)
    assert facts["unit_type"] == "CEA-2024"
    assert str(facts["account"]).startswith("200-")
    with pytest.raises(InsufficientUnits):
        reserve(session, seller, unit, 11)


def test_many_transactions_each_build_on_the_one_before(session, traders):
    seller, buyer, unit = traders
    third = holder(session).account_id
    ids = post_many(
        session,
        [
            move((seller, buyer, unit, 50)),
            move((buyer, third, unit, 20)),
            move((third, seller, unit, 5)),
        ],
    )
    assert len(set(ids)) == 3
    assert held(session, third)["CEA-2024"].quantity == 15
    session.write_notes()
    assert audit(session).ok


def test_one_refused_transaction_refuses_all(world, session, traders):
    seller, buyer, unit = traders
    session.commit()
    with pytest.raises(InsufficientUnits), unit_of_work(world) as other:
        post_many(other, [move((seller, buyer, unit, 50)), move((seller, buyer, unit, 51))])
    with reading(world) as other:
        assert held(other, seller)["CEA-2024"].quantity == 100
        assert audit(other).ok


def test_named_serials_move_and_the_rest_stays(session, traders):
    seller, buyer, unit = traders
    post(session, move((seller, buyer, unit, 10, None, (SerialRange(51, 60),))))
    assert held(session, seller)["CEA-2024"].serials == (
        "CEA-2024-000000001…000000050",
        "CEA-2024-000000061…000000100",
    )
    with pytest.raises(UnitsNotHeld):
        post(session, move((seller, buyer, unit, 1, None, (SerialRange(55, 55),))))
    with pytest.raises(SerialsMismatch):
        post(session, move((seller, buyer, unit, 2, None, (SerialRange(1, 1),))))


def test_returned_blocks_join_again(session, traders):
    seller, buyer, unit = traders
    for quantity in (1, 2, 3):
        post(session, move((seller, buyer, unit, quantity)))
    post(session, move((buyer, seller, unit, 6)))
    blocks = session.connection().exec_driver_sql("SELECT count(*) FROM unit_block").scalar_one()
    assert blocks == 1
    assert held(session, seller)["CEA-2024"].serials == ("CEA-2024-000000001…000000100",)


def test_system_accounts_and_own_account_are_no_targets_of_mistakes(session, traders):
    seller, buyer, unit = traders
    post(session, move((seller, SystemAccount.RETIREMENT, unit, 10)))
    with pytest.raises(UnitsFinal) as refused:
        post(session, move((SystemAccount.RETIREMENT, buyer, unit, 10)))
    assert refused.value.facts["account"] == "100-0000003-84"
    with pytest.raises(UnitsFinal):
        reserve(session, SystemAccount.RETIREMENT, unit, 1)
    with pytest.raises(SameAccount):
        post(session, move((seller, seller, unit, 1)))


def test_a_frozen_account_neither_sends_nor_receives(session, traders):
    seller, buyer, unit = traders
    session.get_one(Account, buyer).status = "frozen"
    with pytest.raises(AccountNotOpen):
        post(session, move((seller, buyer, unit, 1)))


def test_reservations_are_known_by_id_and_end(session, traders):
    seller, _, unit = traders
    with pytest.raises(UnknownReservation):
        void(session, "no-such")
    one, two = reserve(session, seller, unit, 10), reserve(session, seller, unit, 20)
    void_many(session, [(one.id, None), (two.id, 5)])
    assert held(session, seller)["CEA-2024"].reserved == 15
    with pytest.raises(ReservationNotOpen):
        void(session, one.id)


def test_nothing_is_left_of_a_unit_of_work_that_raises(world, session, traders):
    seller, buyer, unit = traders
    session.commit()

    def interrupted():
        with unit_of_work(world) as other:
            post(other, move((seller, buyer, unit, 1)))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        interrupted()
    with reading(world) as other:
        assert held(other, seller)["CEA-2024"].quantity == 100


def test_reading_cannot_write(world, session, traders):
    seller, buyer, unit = traders
    session.commit()
    with pytest.raises(Exception, match=r"(?i)read.?only"), reading(world) as other:
        post(other, move((seller, buyer, unit, 1)))


def test_work_is_carried_out_once_when_nothing_is_in_the_way(world, session, traders):
    seller, buyer, unit = traders
    session.commit()
    id_ = carry_out(world, lambda other: post(other, move((seller, buyer, unit, 1))))
    assert len(id_) == 36


def test_ids_sort_by_time(clock):
    early = new_id(clock.now())
    late = new_id(clock.now() + timedelta(milliseconds=1))
    assert early < late
    assert early[14] == "7"
