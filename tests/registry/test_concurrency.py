"""Many processes write to one world: nothing is lost, nothing done twice."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest

from registry.audit import audit
from registry.compliance.commands import Surrender
from registry.ledger.commands import Transfer
from registry.ledger.queries import holdings
from registry.ledger.refused_moves import UnitsUsed
from registry.services import execute
from registry.worlds import (
    Actor,
    Database,
    RegistryError,
    Role,
    World,
    carry_out,
    reading,
    unit_of_work,
)
from tests.strategies import allowances, holder

PROCESSES = 8
TRANSFERS = 500


def transfers(url, number, accounts, party_ids):
    """Post many transfers, each in a unit of work of its own; return how many were done."""
    database = Database(url, synchronous="OFF")
    world = World("test", database)
    actor = Actor(f"process-{number}", frozenset({Role.REPRESENTATIVE}), frozenset(party_ids))
    done = 0
    for step in range(TRANSFERS):
        source = accounts[(number + step) % len(accounts)]
        target = accounts[(number + step * 3 + 1) % len(accounts)]
        if source == target:
            target = accounts[(number + step + 1) % len(accounts)]
        command = Transfer(
            client_id=f"p{number}-{step}",
            from_account=source,
            to_account=target,
            unit_type="CEA-2024",
            quantity=1 + step % 7,
        )
        carry_out(world, lambda session, c=command: execute(session, c, actor))
        done += 1
    database.dispose()
    return done


def test_eight_processes_post_four_thousand_transfers_exactly(world):
    with unit_of_work(world) as session:
        holders = [holder(session) for _ in range(6)]
        for each in holders:
            allowances(session, each, 100_000)
    url = world.database.url.render_as_string(hide_password=False)
    accounts = [each.account for each in holders]
    party_ids = [each.party_id for each in holders]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])  # imports once for all eight
    with context.Pool(PROCESSES) as pool:
        done = pool.starmap(
            transfers, [(url, number, accounts, party_ids) for number in range(PROCESSES)]
        )
    assert done == [TRANSFERS] * PROCESSES
    with reading(world) as session:
        report = audit(session)
        assert report.ok, [found for found in report.invariants if not found.ok]
        held = {view.account: view.quantity for view in holdings(session)}
        count = session.connection().exec_driver_sql(
            "SELECT count(*), count(DISTINCT client_id) FROM ledger_transaction"
            " WHERE kind = 'transfer'"
        )
        assert tuple(count.one()) == (PROCESSES * TRANSFERS,) * 2
    assert held == expected(accounts)


def expected(accounts):
    """What each account holds when every transfer was done once."""
    held = dict.fromkeys(accounts, 100_000)
    for number in range(PROCESSES):
        for step in range(TRANSFERS):
            source = accounts[(number + step) % len(accounts)]
            target = accounts[(number + step * 3 + 1) % len(accounts)]
            if source == target:
                target = accounts[(number + step + 1) % len(accounts)]
            held[source] -= 1 + step % 7
            held[target] += 1 + step % 7
    return held


@pytest.fixture
def owner(world):
    with unit_of_work(world) as session:
        owner = holder(session)
        allowances(session, owner, 100)
    return owner


def race(world, commands, actor):
    def attempt(command):
        try:
            return carry_out(world, lambda session: execute(session, command, actor))
        except RegistryError as error:
            return error

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(attempt, commands))


def test_of_two_surrenders_of_the_same_units_one_is_refused(world, owner):
    commands = [
        Surrender(
            client_id=f"race-{number}",
            account=owner.account,
            unit_type="CEA-2024",
            quantity=10,
            compliance_year=2024,
            serials=("CEA-2024-000000011…000000020",),
        )
        for number in range(4)
    ]
    answers = race(world, commands, owner.actor)
    refusals = [answer for answer in answers if isinstance(answer, RegistryError)]
    assert len(refusals) == 3
    assert all(isinstance(refusal, UnitsUsed) for refusal in refusals)
    with reading(world) as session:
        assert audit(session).ok


def test_the_same_command_sent_by_many_at_once_is_done_once(world, owner):
    command = Surrender(
        client_id="once",
        account=owner.account,
        unit_type="CEA-2024",
        quantity=10,
        compliance_year=2024,
    )
    answers = race(world, [command] * 6, owner.actor)
    assert sorted(answer.replayed for answer in answers) == [False] + [True] * 5
    assert all(answer.data == answers[0].data for answer in answers)


def test_the_last_units_are_spent_once(world, owner):
    commands = [
        Surrender(
            client_id=f"last-{number}",
            account=owner.account,
            unit_type="CEA-2024",
            quantity=60,
            compliance_year=2024,
        )
        for number in range(3)
    ]
    answers = race(world, commands, owner.actor)
    assert sum(isinstance(answer, RegistryError) for answer in answers) == 2
    with reading(world) as session:
        assert holdings(session, account_id=owner.account_id)[0].quantity == 40
