from datetime import timedelta

import pytest

from registry.ledger.commands import Transfer
from registry.parties.commands import GrantMandate, RevokeMandate
from registry.parties.mandates import actor_of, list_mandates
from registry.parties.refused_mandates import MandateDaysDisordered, RightUnknown, UnknownMandate
from registry.services import execute
from registry.worlds import NotRepresentative, Right, Role, RoleMissing, UnknownParty
from tests.checked import passes, trips
from tests.strategies import OPERATOR, allowances, client_id, do, holder

REPRESENTATIVE = frozenset({Role.REPRESENTATIVE})
EMAIL = "li@example.org"


@pytest.fixture
def firm(session):
    return holder(session)


@passes(UnknownMandate, RightUnknown, MandateDaysDisordered, UnknownParty)
def test_a_mandate_is_granted_and_revoked_with_a_record(session, firm):
    do(session, OPERATOR, GrantMandate, user_email=EMAIL, party_id=firm.party_id)
    assert actor_of(session, EMAIL, REPRESENTATIVE).party_ids == {firm.party_id}
    do(session, OPERATOR, RevokeMandate, user_email=EMAIL, party_id=firm.party_id)
    assert actor_of(session, EMAIL, REPRESENTATIVE).seen_ids == frozenset()
    (kept,) = list_mandates(session, ended=True)
    assert (kept.granted_by, kept.revoked_by) == (OPERATOR.name, OPERATOR.name)
    assert list_mandates(session) == []


def test_another_right_ends_the_mandate_before(session, firm):
    do(session, OPERATOR, GrantMandate, user_email=EMAIL, party_id=firm.party_id)
    do(session, OPERATOR, GrantMandate, user_email=EMAIL, party_id=firm.party_id, right=Right.READ)
    actor = actor_of(session, EMAIL, REPRESENTATIVE)
    assert (actor.party_ids, actor.reading_ids) == (frozenset(), {firm.party_id})
    assert len(list_mandates(session, ended=True)) == 2


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        (Right.READ, (0, 0, 0, 1)),
        (Right.INITIATE, (1, 1, 0, 0)),
        (Right.APPROVE, (0, 0, 1, 0)),
        (Right.BOTH, (1, 0, 1, 0)),
    ],
)
def test_each_right_opens_what_it_says(session, firm, right, expected):
    do(session, OPERATOR, GrantMandate, user_email=EMAIL, party_id=firm.party_id, right=right)
    actor = actor_of(session, EMAIL, REPRESENTATIVE)
    sets = (actor.party_ids, actor.proposing_ids, actor.approving_ids, actor.reading_ids)
    assert tuple(map(len, sets)) == expected
    assert actor.seen_ids == {firm.party_id}


@trips(NotRepresentative)
def test_a_mandate_holds_from_its_first_to_its_last_day(session, firm, clock):
    allowances(session, firm, 100)
    today = clock.today()
    do(
        session,
        OPERATOR,
        GrantMandate,
        user_email=EMAIL,
        party_id=firm.party_id,
        valid_from=today + timedelta(days=1),
        valid_to=today + timedelta(days=2),
    )

    def send():
        command = Transfer(
            client_id=client_id(),
            from_account=firm.account,
            to_account=other.account,
            unit_type="CEA-2024",
            quantity=1,
        )
        return execute(session, command, actor_of(session, EMAIL, REPRESENTATIVE))

    other = holder(session)
    with pytest.raises(NotRepresentative):
        send()
    clock.advance(timedelta(days=1))
    assert send()
    clock.advance(timedelta(days=1))
    assert send()
    clock.advance(timedelta(days=1))
    with pytest.raises(NotRepresentative):
        send()


@trips(MandateDaysDisordered, RightUnknown, UnknownParty, UnknownMandate, RoleMissing)
def test_what_makes_no_sense_is_refused(session, firm, clock):
    yesterday = clock.today() - timedelta(days=1)
    names = {"user_email": EMAIL, "party_id": firm.party_id}
    with pytest.raises(MandateDaysDisordered):
        do(session, OPERATOR, GrantMandate, **names, valid_to=yesterday)
    with pytest.raises(RightUnknown):
        do(session, OPERATOR, GrantMandate, **names, right="own")
    with pytest.raises(UnknownParty):
        do(session, OPERATOR, GrantMandate, user_email=EMAIL, party_id=999)
    with pytest.raises(UnknownMandate):
        do(session, OPERATOR, RevokeMandate, **names)
    with pytest.raises(RoleMissing):
        do(session, firm.actor, GrantMandate, **names)
