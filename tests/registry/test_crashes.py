"""A writer that is killed at any moment loses nothing that it acknowledged, and leaves no half."""

import multiprocessing
import os
import random
import signal
import time

from registry.audit import audit
from registry.ledger.commands import Transfer
from registry.ledger.queries import holdings
from registry.services import execute
from registry.worlds import Actor, Database, Role, World, carry_out, reading, unit_of_work
from tests.strategies import allowances, holder

KILLS = 50
ENDOWMENT = 10_000_000
LIFE_MS = (5, 120)
"""How long a writer lives after its first answer, milliseconds."""


def write_until_killed(url, name, accounts, party_ids, acknowledgements):
    """Send transfers one after the other; say which were acknowledged."""
    world = World("test", Database(url, pooled=False))
    actor = Actor(name, frozenset({Role.REPRESENTATIVE}), frozenset(party_ids))
    step = 0
    while True:
        asked = transfer(f"{name}-{step}", accounts, step)
        carry_out(world, lambda session, c=asked: execute(session, c, actor))
        os.write(acknowledgements, f"{step}\n".encode())
        step += 1


def transfer(client_id, accounts, step):
    return Transfer(
        client_id=client_id,
        from_account=accounts[step % 2],
        to_account=accounts[1 - step % 2],
        unit_type="CEA-2024",
        quantity=1 + step % 9,
    )


def test_fifty_killed_writers_lose_nothing_they_acknowledged(world):
    with unit_of_work(world) as session:
        holders = [holder(session) for _ in range(2)]
        for each in holders:
            allowances(session, each, ENDOWMENT)
    url = world.database.url.render_as_string(hide_password=False)
    accounts = [each.account for each in holders]
    party_ids = [each.party_id for each in holders]
    context = multiprocessing.get_context("fork")
    chance = random.Random(5)
    world.database.dispose()
    load = Writer(context, url, "load", accounts, party_ids)
    acknowledged = {}
    for number in range(KILLS):
        writer = Writer(context, url, f"victim{number}", accounts, party_ids)
        writer.wait_for_an_answer()
        time.sleep(chance.uniform(*LIFE_MS) / 1000)
        acknowledged |= writer.kill()
    acknowledged |= load.kill()
    assert len(acknowledged) > KILLS
    with reading(world) as session:
        report = audit(session)
        assert report.ok, [found for found in report.invariants if not found.ok]
        assert sum(view.quantity for view in holdings(session)) == 2 * ENDOWMENT
        done = session.connection().exec_driver_sql("SELECT client_id FROM command").scalars()
        assert acknowledged.keys() <= set(done)
    client_id, step = next(iter(acknowledged.items()))
    actor = Actor(
        client_id.rpartition("-")[0], frozenset({Role.REPRESENTATIVE}), frozenset(party_ids)
    )
    asked_again = transfer(client_id, accounts, step)
    again = carry_out(world, lambda session: execute(session, asked_again, actor))
    assert again.replayed


class Writer:
    """A process that writes, and the pipe on which it acknowledges."""

    def __init__(self, context, url, name, accounts, party_ids):
        self.name = name
        self._reading, writing = os.pipe()
        self._process = context.Process(
            target=write_until_killed, args=(url, name, accounts, party_ids, writing)
        )
        self._process.start()
        os.close(writing)
        self._answers = b""

    def wait_for_an_answer(self):
        self._answers += os.read(self._reading, 65536)
        assert self._answers, f"{self.name} died before its first answer"

    def kill(self):
        """Kill the process; return the client ids it acknowledged, each with its step."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()
        assert self._process.exitcode == -signal.SIGKILL
        while part := os.read(self._reading, 65536):
            self._answers += part
        os.close(self._reading)
        steps = self._answers.split(b"\n")[:-1]
        return {f"{self.name}-{int(step)}": int(step) for step in steps}
