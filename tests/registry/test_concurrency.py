"""Many processes write to one world: nothing is lost, nothing done twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from registry.audit import audit
from registry.compliance.commands import Surrender
from registry.ledger.commands import IssueAllowances, Purpose, Retire, Transfer
from registry.ledger.posting import reserve, void
from registry.ledger.queries import holdings, totals
from registry.ledger.refused_moves import UnitsUsed
from registry.ledger.unit_types import find_unit_type
from registry.parties import find_account
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
from tests.sharing import forking
from tests.strategies import allowances, holder

PROCESSES = 8
OPERATIONS = 1_000
ENDOWMENT = 1_000_000
UNIT = "CEA-2024"


def command(number, step, accounts):
    """What process `number` asks at a step: mostly transfers, then uses and issuance."""
    source = accounts[(number + step) % len(accounts)]
    target = accounts[(number + step * 3 + 1) % len(accounts)]
    if source == target:
        target = accounts[(number + step + 1) % len(accounts)]
    quantity, named = 1 + step % 7, {"client_id": f"p{number}-{step}", "unit_type": UNIT}
    match step % 10:
        case 6:
            return Surrender(account=source, quantity=quantity, compliance_year=2024, **named)
        case 7:
            return Retire(
                account=source,
                quantity=quantity,
                beneficiary="示例受益人",
                purpose=Purpose.PUBLIC_GOOD,
                **named,
            )
        case 8:
            return IssueAllowances(account=source, quantity=quantity, **named)
        case _:
            return Transfer(from_account=source, to_account=target, quantity=quantity, **named)


def operate(url, number, accounts, party_ids):
    """Carry out many commands, each in a unit of work of its own; return how many were done."""
    database = Database(url, synchronous="OFF")
    world = World("test", database)
    roles = frozenset({Role.REPRESENTATIVE, Role.OPERATOR})
    actor = Actor(f"process-{number}", roles, frozenset(party_ids))
    for step in range(OPERATIONS):
        asked = command(number, step, accounts)
        if step % 10 == 9:  # units are set aside and released, beside the command
            carry_out(world, lambda session, c=asked: _set_aside_and_release(session, c))
        carry_out(world, lambda session, c=asked: execute(session, c, actor))
    database.dispose()
    return OPERATIONS


def _set_aside_and_release(session, asked):
    account = find_account(session, asked.from_account)
    unit_type_id = find_unit_type(session, UNIT).id
    void(session, reserve(session, account.id, unit_type_id, asked.quantity).id)


def test_eight_processes_carry_out_eight_thousand_operations_exactly(world):
    with unit_of_work(world) as session:
        holders = [holder(session) for _ in range(6)]
        for each in holders:
            allowances(session, each, ENDOWMENT)
    url = world.database.url.render_as_string(hide_password=False)
    accounts = [each.account for each in holders]
    party_ids = [each.party_id for each in holders]
    with forking().Pool(PROCESSES) as pool:
        done = pool.starmap(
            operate, [(url, number, accounts, party_ids) for number in range(PROCESSES)]
        )
    assert done == [OPERATIONS] * PROCESSES
    with reading(world) as session:
        report = audit(session)
        assert report.ok, [found for found in report.invariants if not found.ok]
        held = {view.account: view.quantity for view in holdings(session)}
        [total] = totals(session, [UNIT])
        commands = session.execute(
            text("SELECT count(*), count(DISTINCT client_id) FROM command WHERE actor LIKE :name"),
            {"name": "process-%"},
        )
        assert tuple(commands.one()) == (PROCESSES * OPERATIONS,) * 2
    wanted, uses = expected(accounts)
    assert held == wanted
    assert {name: getattr(total, name) for name in uses} == uses


def expected(accounts):
    """What each account holds, and what was used, when every command was carried out once."""
    held = dict.fromkeys(accounts, ENDOWMENT)
    uses = {"surrendered": 0, "retired": 0, "issued": ENDOWMENT * len(accounts)}
    for number in range(PROCESSES):
        for step in range(OPERATIONS):
            asked = command(number, step, accounts)
            if isinstance(asked, Transfer):
                held[asked.from_account] -= asked.quantity
                held[asked.to_account] += asked.quantity
                continue
            names = {Surrender: "surrendered", Retire: "retired", IssueAllowances: "issued"}
            uses[names[type(asked)]] += asked.quantity
            held[asked.account] += asked.quantity * (1 if type(asked) is IssueAllowances else -1)
    return held, uses


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
