"""Several threads answer one offer, or end one contract, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from market.financing import AcceptFinancing, DeclineFinancing, SettleFinancing
from registry.worlds import Actor, RegistryError
from tests.market.financing.desks import Desk

THREADS = 4


def race(desk: Desk, commands: list[Any], actor: Actor) -> list[str]:
    """Carry out commands at once; return the state each led to, or why it was refused."""
    start = Barrier(len(commands))

    def run(command: Any) -> str:
        start.wait()
        try:
            return str(desk.venue.execute(command, actor).data["state"])
        except RegistryError as error:
            return error.code

    with ThreadPoolExecutor(len(commands)) as pool:
        return sorted(pool.map(run, commands))


def test_an_offer_is_accepted_once_however_many_try(desk: Desk) -> None:
    number = desk.offer("repo")
    commands = [AcceptFinancing(client_id=f"r{each}", contract=number) for each in range(THREADS)]
    answers = race(desk, commands, desk.ben.actor)
    assert answers == ["market.contract_state"] * (THREADS - 1) + ["running"]
    assert desk.venue.units(desk.ben) == (110_000, 0)
    assert desk.venue.cash(desk.ben) == (30_000_000, 0)


def test_an_offer_is_accepted_or_declined_not_both(desk: Desk) -> None:
    number = desk.offer("pledge")
    commands = [
        kind(client_id=f"{kind.kind}{each}", contract=number)
        for each in range(2)
        for kind in (AcceptFinancing, DeclineFinancing)
    ]
    answers = race(desk, commands, desk.ben.actor)
    assert len([each for each in answers if each in {"running", "declined"}]) == 1
    reserved = 10_000 if "running" in answers else 0
    assert desk.venue.units(desk.ann) == (100_000, reserved)


def test_a_loan_is_repaid_once(desk: Desk) -> None:
    number = desk.run("pledge")
    commands = [SettleFinancing(client_id=f"s{each}", contract=number) for each in range(THREADS)]
    answers = race(desk, commands, desk.ann.actor)
    assert answers.count("settled") == 1
    assert desk.venue.cash(desk.ann) == (100_000_000, 0)
    assert desk.venue.units(desk.ann) == (100_000, 0)
