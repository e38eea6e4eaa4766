"""Carries out what a signed-in person asks in the public world, or rehearses it."""

from collections.abc import Mapping
from typing import Any

from market import MarketCommand, execute
from registry.worlds import Command, Outcome, WorldSession, carry_out, unit_of_work
from web.acting import acting, public_world


def carry_out_command(command: Command | MarketCommand) -> Outcome:
    """Carry out a command as the signed-in person, once for each client id.

    Raises:
        SignInRequiredError: nobody is signed in.
        MarketError, RegistryError: it is refused; nothing is kept.
    """

    def work(session: WorldSession) -> Outcome:
        return execute(session, command, acting(session))

    return carry_out(public_world(), work)


def rehearse(command: Command | MarketCommand) -> Mapping[str, Any]:
    """Return what a command would answer, and leave no trace of it.

    Raises:
        SignInRequiredError: nobody is signed in.
        MarketError, RegistryError: it would be refused.
    """
    try:
        with unit_of_work(public_world()) as session:
            raise _Rehearsed(execute(session, command, acting(session)).data)
    except _Rehearsed as done:
        return done.data


class _Rehearsed(Exception):
    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__()
        self.data = data
