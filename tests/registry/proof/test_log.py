"""The log in the database: complete, in order, provable, and honest about tampering."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from sqlalchemy.exc import DatabaseError

from registry.ledger.balances import Leg, Transaction
from registry.ledger.commands import Transfer
from registry.ledger.posting import post, reserve, void
from registry.parties.mandates import grant_mandate
from registry.parties.parties import add_party
from registry.proof.keys import MasterKey
from registry.proof.log import (
    check_against,
    consistency,
    entries,
    inclusion,
    is_behind,
    latest_checkpoint,
    log_size,
    make_checkpoint,
    newest_checkpoints,
    recompute,
    root_at,
    sequence,
)
from registry.proof.refused_proofs import (
    CheckpointAhead,
    CheckpointsDiffer,
    EventsAltered,
    UnknownEntry,
)
from registry.proof.tree import is_consistent, leaf_hash, root_of_inclusion
from registry.services import execute, execute_batch
from registry.worlds import RegistryError, carry_out, reading, set_clock, unit_of_work
from registry.worlds.clock import DrivenClock
from tests.checked import passes, trips
from tests.registry.proof.tampering import tamper
from tests.strategies import allowances, holder

KEY = MasterKey("registry.example", bytes(32)).of_world("test")
OTHER_KEY = MasterKey("registry.example", bytes(31) + b"\1").of_world("test")


@pytest.fixture
def pair(world):
    """Two holders, one with a thousand allowances."""
    with unit_of_work(world) as session:
        seller, buyer = holder(session), holder(session)
        allowances(session, seller, 1_000)
    return seller, buyer


def transfer(number, seller, buyer, quantity=1):
    return Transfer(
        client_id=f"t-{number}",
        from_account=seller.account,
        to_account=buyer.account,
        unit_type="CEA-2024",
        quantity=quantity,
    )


def sold(world, pair, numbers):
    seller, buyer = pair
    for number in numbers:
        with unit_of_work(world) as session:
            execute(session, transfer(number, seller, buyer), seller.actor)


def signed(world, key=KEY):
    return carry_out(world, lambda session: make_checkpoint(session, key))


def logged(world):
    """The contents of all events, in order."""
    with unit_of_work(world) as session:
        size = sequence(session)
        return [json.loads(entry.content) for entry in entries(session, 0, size)]


def test_a_new_world_logs_its_own_accounts_and_cash(world):
    kinds = [event["kind"] for event in logged(world)]
    assert kinds == ["account"] * 8 + ["unit_type", "rows"]


def test_a_command_is_one_event_with_what_it_moved(world, pair):
    seller, buyer = pair
    sold(world, pair, [1])
    event = logged(world)[-1]
    assert (event["command"], event["client_id"]) == ("transfer", "t-1")
    assert event["body"]["to_account"] == buyer.account
    [posted] = event["transactions"]
    assert posted["id"] == event["outcome"]["transaction_id"]
    [leg] = posted["legs"]
    assert leg[:2] == [seller.account_id, buyer.account_id]
    assert leg[3:] == [1, None]
    assert posted["moves"] == [[leg[2], 1, 1, *leg[:2]]]


def test_a_batch_is_one_event_for_each_command(world, pair):
    seller, buyer = pair
    before = len(logged(world))
    with unit_of_work(world) as session:
        execute_batch(session, [transfer(n, seller, buyer, n) for n in (1, 2, 3)], seller.actor)
    events = logged(world)[before:]
    assert [event["client_id"] for event in events] == ["t-1", "t-2", "t-3"]
    assert [event["transactions"][0]["legs"][0][3] for event in events] == [1, 2, 3]


def test_a_replayed_command_is_not_logged_again(world, pair):
    sold(world, pair, [1])
    before = len(logged(world))
    sold(world, pair, [1])
    assert len(logged(world)) == before


def test_what_is_posted_and_set_aside_outside_of_commands_is_logged(world, pair):
    seller, buyer = pair
    with unit_of_work(world) as session:
        unit_type = 2
        leg = Leg(seller.account_id, buyer.account_id, unit_type, 5)
        post(session, Transaction(kind="transfer", legs=(leg,), memo="by hand"))
        held = reserve(session, seller.account_id, unit_type, 7)
        void(session, held.id, 3)
    event = logged(world)[-1]
    assert event["kind"] == "posting"
    assert event["transactions"][0]["memo"] == "by hand"
    assert event["reservations"] == {
        "made": [[held.id, seller.account_id, unit_type, 7]],
        "voided": [[held.id, 3]],
    }


def test_a_refused_or_abandoned_unit_of_work_leaves_nothing(world, pair):
    seller, buyer = pair
    before = len(logged(world))

    def half_done(session):
        execute(session, transfer(1, seller, buyer), seller.actor)
        execute(session, transfer(2, seller, buyer, 10**6), seller.actor)

    def abandoned(session):
        add_party(session, "甲", "A", "emitter")
        raise ZeroDivisionError

    for work, error in ((half_done, RegistryError), (abandoned, ZeroDivisionError)):
        with pytest.raises(error):
            carry_out(world, work)
    assert len(logged(world)) == before


def test_what_a_savepoint_takes_back_is_not_logged(world, pair):
    seller, buyer = pair
    with unit_of_work(world) as session:
        execute(session, transfer(1, seller, buyer), seller.actor)
        savepoint = session.begin_nested()
        execute(session, transfer(2, seller, buyer), seller.actor)
        savepoint.rollback()
        with session.begin_nested():
            execute(session, transfer(3, seller, buyer), seller.actor)
    events = [event["client_id"] for event in logged(world) if event["kind"] == "command"]
    assert events[-2:] == ["t-1", "t-3"]


def test_mandates_and_the_clock_are_logged_without_addresses(world, clock):
    with unit_of_work(world) as session:
        party = add_party(session, "甲", "A", "emitter")
        grant_mandate(session, "Lin@example.org", party.id)
        set_clock(session, DrivenClock(clock.now()))
    events = logged(world)[-4:]
    assert [event["kind"] for event in events] == ["party", "mandate", "clock", "rows"]
    assert events[1]["content"]["user"].startswith("person:")
    assert "@" not in json.dumps(events)


def test_entries_are_the_events_by_number_and_nodes_give_every_proof(world, pair):
    sold(world, pair, range(9))
    with unit_of_work(world) as session:
        size = sequence(session)
        found = entries(session, 0, size)
        assert [entry.index for entry in found] == list(range(size))
        assert sorted(entry.event_id for entry in found) == [entry.event_id for entry in found]
        for entry in found:
            assert entry.leaf_hash == leaf_hash(entry.content.encode()) == entry.hash_now
        for last in range(1, size + 1):
            root = root_at(session, last)
            assert recompute(session, last) == (root, [])
            proof = inclusion(session, last - 1, size)
            hashed = found[last - 1].leaf_hash
            assert root_of_inclusion(last - 1, size, hashed, proof) == root_at(session, size)
            steps = consistency(session, last, size)
            assert is_consistent(last, size, root, root_at(session, size), steps)


def test_sequencing_in_many_steps_gives_the_same_tree(world, pair, monkeypatch):
    monkeypatch.setattr("registry.proof.log.EVENTS_PER_STEP", 3)
    for number in range(12):
        sold(world, pair, [number])
        if number % 4 == 0:
            carry_out(world, sequence)
    with unit_of_work(world) as session:
        size = sequence(session)
        assert recompute(session, size) == (root_at(session, size), [])


@passes(UnknownEntry)
def test_nothing_new_means_no_new_checkpoint(world, pair):
    first = signed(world)
    assert signed(world) == first
    sold(world, pair, [1])
    second = signed(world)
    with reading(world) as session:
        assert latest_checkpoint(session) == second
        assert newest_checkpoints(session) == [second, first]
        steps = consistency(session, first.size, second.size)
    assert is_consistent(first.size, second.size, first.root, second.root, steps)


def test_the_log_is_behind_until_everything_is_signed(world, pair):
    for numbers in ([], [1]):
        sold(world, pair, numbers)
        with reading(world) as session:
            assert is_behind(session)
        signed(world)
        with reading(world) as session:
            assert not is_behind(session)
    sold(world, pair, [2])
    carry_out(world, sequence)
    with reading(world) as session:
        assert is_behind(session)


def test_a_change_of_keys_is_an_event(world):
    first = signed(world)
    second = signed(world, OTHER_KEY)
    assert second.size == first.size + 1
    second.check(OTHER_KEY.public)
    assert logged(world)[-1]["content"] == {"verifier": OTHER_KEY.public.text}


@trips(UnknownEntry)
@pytest.mark.parametrize(("index", "size"), [(5, 3), (0, 10**6), (10**6, 10**7)])
def test_a_proof_of_what_is_not_there_is_refused(world, index, size):
    signed(world)
    with reading(world) as session:
        with pytest.raises(UnknownEntry) as refused:
            inclusion(session, index, size)
        assert refused.value.facts["size"] == log_size(session)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (5, 3), (3, 10**6), (-1, 3)])
def test_consistency_of_sizes_that_never_were_is_refused(world, old, new):
    signed(world)
    with reading(world) as session, pytest.raises(UnknownEntry):
        consistency(session, old, new)


@passes(EventsAltered, CheckpointsDiffer, CheckpointAhead)
def test_the_untouched_log_stands_up_to_every_old_checkpoint(world, pair):
    kept = []
    for number in range(5):
        sold(world, pair, [number])
        kept.append(signed(world))
    with reading(world) as session:
        for old in kept:
            check_against(session, old)


@trips(EventsAltered)
def test_an_event_altered_by_sql_is_found_by_an_old_checkpoint(world, pair):
    sold(world, pair, range(3))
    old = signed(world)
    sold(world, pair, range(3, 6))
    tamper(world, "event", f"UPDATE event SET content = content || ' ' WHERE id = {old.size - 1}")
    with reading(world) as session, pytest.raises(EventsAltered) as refused:
        check_against(session, old)
    assert refused.value.facts == {"size": old.size, "altered": str(old.size - 2)}


@trips(CheckpointsDiffer)
def test_an_event_altered_with_its_hash_is_found_too(world, pair):
    sold(world, pair, range(3))
    old = signed(world)
    content = '{"forged":true}'
    number = old.size - 2
    tamper(world, "event", f"UPDATE event SET content = '{content}' WHERE id = {number + 1}")
    hashed = leaf_hash(content.encode()).hex()
    value = f"x'{hashed}'" if world.database.is_sqlite else f"'\\x{hashed}'"
    tamper(
        world, "log_leaf", f"UPDATE log_leaf SET leaf_hash = {value} WHERE leaf_index = {number}"
    )
    with reading(world) as session, pytest.raises(CheckpointsDiffer):
        check_against(session, old)


@trips(CheckpointAhead)
def test_a_log_that_was_cut_short_is_found(world, pair):
    sold(world, pair, range(3))
    old = signed(world)
    tamper(world, "log_leaf", f"DELETE FROM log_leaf WHERE leaf_index >= {old.size - 2}")
    with reading(world) as session, pytest.raises(CheckpointAhead):
        check_against(session, old)


def test_a_deleted_event_is_found(world, pair):
    sold(world, pair, range(3))
    old = signed(world)
    tamper(world, "event", "DELETE FROM event WHERE id = 12", keys=False)
    with reading(world) as session, pytest.raises(EventsAltered) as refused:
        check_against(session, old)
    assert refused.value.facts["altered"] == "11"


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("table", ["event", "log_leaf", "log_node", "checkpoint"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_the_log_is_append_only(world, table, statement):
    signed(world)
    column = {"event": "kind", "log_leaf": "leaf_index", "log_node": "level"}.get(
        table, "tree_size"
    )
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work(world) as session:
        session.connection().exec_driver_sql(statement.format(table, column))


def test_eight_writers_and_a_sequencer_log_everything_once(world, pair):
    seller, buyer = pair
    done = Signal()

    def write(writer):
        for step in range(25):
            command = transfer(f"{writer}-{step}", seller, buyer)
            carry_out(world, lambda session, c=command: execute(session, c, seller.actor))

    def keep_sequencing():
        made = 0
        while not done.is_set():
            signed(world)
            made += 1
        return made

    with ThreadPoolExecutor(9) as pool:
        keeping = pool.submit(keep_sequencing)
        list(pool.map(write, range(8)))
        done.set()
        assert keeping.result() > 0
    events = [event for event in logged(world) if event.get("command") == "transfer"]
    ids = {f"t-{writer}-{step}" for writer in range(8) for step in range(25)}
    assert len(events) == 200
    assert {event["client_id"] for event in events} == ids
    with reading(world) as session:
        size = log_size(session)
        assert session.connection().exec_driver_sql("SELECT count(*) FROM event").scalar() == size
        for old in newest_checkpoints(session, 100):
            check_against(session, old)
