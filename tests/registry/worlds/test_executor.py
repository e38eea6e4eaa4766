from dataclasses import replace

import pytest

from registry.ledger.commands import Retire, Transfer
from registry.ledger.queries import holdings
from registry.ledger.refused_moves import InsufficientUnits
from registry.services import execute, execute_batch
from registry.worlds import (
    Actor,
    ClientIdInvalid,
    ClientIdReserved,
    IdempotencyConflict,
    NotRepresentative,
    RoleMissing,
    unit_of_work,
    was_carried_out,
)
from registry.worlds.commands import body
from tests.checked import passes, trips
from tests.strategies import allowances, holder


@pytest.fixture
def pair(session):
    seller, buyer = holder(session), holder(session)
    allowances(session, seller, 100)
    return seller, buyer


def order(pair, client_id, quantity=10, **more):
    seller, buyer = pair
    return Transfer(
        client_id=client_id,
        from_account=seller.account,
        to_account=buyer.account,
        unit_type="CEA-2024",
        quantity=quantity,
        **more,
    )


def quantity_of(session, holding):
    return sum(view.quantity for view in holdings(session, account_id=holding.account_id))


def test_the_same_command_sent_again_answers_the_same_and_does_nothing(session, pair):
    first = execute(session, order(pair, "a"), pair[0].actor)
    again = execute(session, order(pair, "a"), pair[0].actor)
    assert (first.replayed, again.replayed) == (False, True)
    assert first.data == again.data
    assert quantity_of(session, pair[1]) == 10


def test_another_body_under_the_same_id_is_a_conflict(session, pair):
    execute(session, order(pair, "a"), pair[0].actor)
    with pytest.raises(IdempotencyConflict) as refused:
        execute(session, order(pair, "a", 11), pair[0].actor)
    assert refused.value.facts["client_id"] == "a"
    assert quantity_of(session, pair[1]) == 10


def test_what_another_actor_was_answered_is_not_told(session, pair):
    execute(session, order(pair, "a"), pair[0].actor)
    with pytest.raises(IdempotencyConflict):
        execute(session, order(pair, "a"), pair[1].actor)
    with pytest.raises(IdempotencyConflict):
        execute_batch(session, [order(pair, "a")], pair[1].actor)


def test_a_refused_command_leaves_nothing_and_may_come_again(world, session, pair):
    session.commit()
    with pytest.raises(InsufficientUnits), unit_of_work(world) as other:
        execute(other, order(pair, "b", 101), pair[0].actor)
    with unit_of_work(world) as other:
        assert not execute(other, order(pair, "b", 100), pair[0].actor).replayed


@pytest.mark.parametrize("client_id", ["", "x" * 65, "a b", "é", None, 7, "a\n"])
def test_a_client_id_has_a_plain_form(pair, client_id):
    with pytest.raises(ClientIdInvalid):
        order(pair, client_id)


@trips(ClientIdReserved)
@pytest.mark.parametrize("client_id", ["due:P-2026-000001", "audit:2026-11-24", ":"])
def test_nobody_takes_an_id_that_the_houses_own_work_may_need(session, pair, client_id):
    with pytest.raises(ClientIdReserved):
        execute(session, order(pair, client_id), pair[0].actor)
    with pytest.raises(ClientIdReserved):
        execute_batch(session, [order(pair, "a"), order(pair, client_id)], pair[0].actor)
    assert quantity_of(session, pair[1]) == 0


@passes(ClientIdReserved)
def test_the_house_itself_uses_such_ids(session, pair):
    by_house = replace(pair[0].actor, system=True)
    assert not execute(session, order(pair, "due:1"), by_house).replayed
    assert was_carried_out(session, "due:1", Transfer, by_house)
    assert not was_carried_out(session, "due:1", Retire, by_house)
    assert not was_carried_out(session, "due:1", Transfer, pair[1].actor)


def test_the_actor_must_represent_the_sender(session, pair):
    with pytest.raises(NotRepresentative):
        execute(session, order(pair, "a"), pair[1].actor)
    with pytest.raises(RoleMissing):
        execute(session, order(pair, "a"), Actor("nobody"))


def test_the_body_is_canonical_and_without_the_client_id(pair):
    assert body(order(pair, "a")) == body(order(pair, "b"))
    assert body(order(pair, "a")) != body(order(pair, "a", memo="x"))


def test_a_batch_is_all_or_nothing(world, session, pair):
    session.commit()
    commands = [order(pair, f"batch-{n}", 30) for n in range(4)]
    with pytest.raises(InsufficientUnits), unit_of_work(world) as other:
        execute_batch(other, commands, pair[0].actor)
    with unit_of_work(world) as other:
        assert quantity_of(other, pair[1]) == 0
        outcomes = execute_batch(other, commands[:3], pair[0].actor)
    assert [outcome.replayed for outcome in outcomes] == [False] * 3
    with unit_of_work(world) as other:
        assert quantity_of(other, pair[1]) == 90


def test_a_batch_replays_what_it_did_before(session, pair):
    commands = [order(pair, f"batch-{n}", 10) for n in range(3)]
    first = execute_batch(session, commands[:2], pair[0].actor)
    both = execute_batch(session, commands, pair[0].actor)
    assert [outcome.replayed for outcome in both] == [True, True, False]
    assert [outcome.data for outcome in both[:2]] == [outcome.data for outcome in first]
    assert execute_batch(session, commands, pair[0].actor)[2].replayed
    assert quantity_of(session, pair[1]) == 30


def test_a_batch_names_a_client_id_once(session, pair):
    with pytest.raises(IdempotencyConflict):
        execute_batch(session, [order(pair, "same"), order(pair, "same")], pair[0].actor)


def test_a_batch_checks_every_sender(session, pair):
    with pytest.raises(NotRepresentative):
        execute_batch(session, [order(pair, "a")], pair[1].actor)
