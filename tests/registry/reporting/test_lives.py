"""The serial explorer tells each unit's life, and to the public no account in clear."""

from itertools import pairwise

import pytest

from registry.ledger.commands import Transfer
from registry.ledger.serials import SerialRange
from registry.reporting import lives
from registry.reporting.lives import serial_lives
from registry.reporting.viewers import PUBLIC, Viewer, viewer_of
from registry.worlds import Actor, Role, SerialInvalid, UnknownSerial, UnknownUnitType
from tests.strategies import allowances, do, holder, issued_and_retired


@pytest.fixture
def seller(session):
    seller = holder(session)
    allowances(session, seller, 100)
    return seller


def send(session, seller, buyer, quantity, *serials):
    do(
        session,
        seller.actor,
        Transfer,
        from_account=seller.account,
        to_account=buyer.account,
        unit_type="CEA-2024",
        quantity=quantity,
        serials=serials,
    )


def runs(found):
    return [(piece.run.first, piece.run.last, len(piece.events)) for piece in found.pieces]


def test_the_life_of_a_unit_is_the_list_of_its_moves(session, seller):
    buyer = holder(session)
    send(session, seller, buyer, 30)
    (life,) = serial_lives(session, "CEA-2024-000000030", Viewer(sees_all=True)).pieces
    assert (life.state, life.place.number) == ("held", buyer.account)
    assert [event.kind for event in life.events] == ["issuance", "transfer"]
    assert life.events[1].moved == "CEA-2024-000000001…000000030"


def test_a_range_is_cut_where_lives_differ(session, seller):
    buyer = holder(session)
    send(session, seller, buyer, 30)
    send(session, buyer, seller, 5, "CEA-2024-000000010…000000014")
    found = serial_lives(session, "CEA-2024-000000005…000000060")
    assert runs(found) == [(5, 9, 2), (10, 14, 3), (15, 30, 2), (31, 60, 1)]
    assert found.states == {"held": 56}
    assert found.next_serial is None


def test_long_ranges_come_in_pages_that_together_are_the_range(session, seller):
    buyer = holder(session)
    for number in range(10, 90, 10):
        send(session, seller, buyer, 1, f"CEA-2024-{number:09d}")
    start, seen = None, []
    while True:
        found = serial_lives(session, "CEA-2024-000000001…000000100", start=start, pieces_max=3)
        assert len(found.pieces) <= 3
        seen += [piece.run for piece in found.pieces]
        start = found.next_serial
        if start is None:
            break
    assert (seen[0].first, seen[-1].last) == (1, 100)
    assert all(right.first == left.last + 1 for left, right in pairwise(seen))


def test_many_moves_are_read_in_parts(session, seller, monkeypatch):
    monkeypatch.setattr(lives, "MOVES_READ_MAX", 3)
    buyer = holder(session)
    for number in range(10, 60, 10):
        send(session, seller, buyer, 1, f"CEA-2024-{number:09d}")
    found = serial_lives(session, "CEA-2024-000000001…000000100")
    assert found.pieces[0].run.first == 1
    assert found.next_serial == found.pieces[-1].run.last + 1
    rest = serial_lives(session, "CEA-2024-000000001…000000100", start=50)
    assert rest.pieces[0].run == SerialRange(50, 50)
    assert rest.pieces[0].events[-1].kind == "transfer"


def test_the_public_sees_kinds_of_holder_and_masked_numbers(session, seller):
    buyer = holder(session)
    send(session, seller, buyer, 30)
    place = serial_lives(session, "CEA-2024-000000001").pieces[0].place
    assert (place.kind, place.holder, place.name_en) == ("holding", "emitter", "")
    assert buyer.account not in place.number
    assert place.number.startswith("200-")


def test_owners_see_their_own_accounts_and_overseers_all(session, seller):
    buyer = holder(session)
    send(session, seller, buyer, 30)

    def accounts(viewer):
        (life,) = serial_lives(session, "CEA-2024-000000001", viewer).pieces
        return life.events[1].source.number, life.events[1].target.number

    assert accounts(viewer_of(buyer.actor)) != (seller.account, buyer.account)
    assert accounts(viewer_of(buyer.actor))[1] == buyer.account
    for role in (Role.OPERATOR, Role.REGULATOR):
        seen = accounts(viewer_of(Actor("overseer", frozenset({role}))))
        assert seen == (seller.account, buyer.account)
    assert viewer_of(None) == PUBLIC


@pytest.mark.usefixtures("seller")
def test_units_that_were_never_issued_are_said_to_be_so(session):
    found = serial_lives(session, "CEA-2024-000000091…000000110")
    assert [piece.state for piece in found.pieces] == ["held", "unissued"]
    assert found.pieces[1].run == SerialRange(101, 110)


def test_credits_name_their_project_and_certificate(session):
    venture = issued_and_retired(session)
    (life,) = serial_lives(session, "CCER-2025-000000100").pieces
    assert life.issuance.project == venture.project
    assert life.events[-1].certificate == "CR-2026-000001"


@pytest.mark.parametrize(
    ("serial", "error"),
    [
        ("CEA-2024-000000101", UnknownSerial),
        ("CEA-1999-000000001", UnknownUnitType),
        ("' OR 1=1", SerialInvalid),
    ],
)
@pytest.mark.usefixtures("seller")
def test_an_unknown_unit_is_said_to_be_unknown(session, serial, error):
    with pytest.raises(error):
        serial_lives(session, serial)
