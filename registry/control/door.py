"""The door of commands: what needs another person, a second factor or time must wait."""

from collections import Counter
from collections.abc import Mapping, Sequence

from registry.control.demands import check_second_factor, demands, state_of_control
from registry.control.profiles import OPEN, control_profile
from registry.control.refused_control import (
    DailyLimitExceeded,
    MustWait,
    SecondFactorNeeded,
    SecondPersonNeeded,
    TransferLimitExceeded,
)
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor
from registry.worlds.clock import MARKET_ZONE
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.errors import RegistryError
from registry.worlds.executor import Handler
from registry.worlds.transaction_types import Approval, TransactionType


def refusals_of_the_door(type_: TransactionType) -> tuple[type[RegistryError], ...]:
    """Return what the door may refuse of a transaction type, in the order it is checked."""
    found: list[type[RegistryError]] = []
    if type_.step_up:
        found.append(SecondFactorNeeded)
    if type_.delayed:
        found += [TransferLimitExceeded, DailyLimitExceeded]
    if type_.approval is not Approval.NEVER:
        found.append(SecondPersonNeeded)
    if type_.delayed:
        found.append(MustWait)
    return tuple(found)


def guarded(type_: TransactionType) -> Handler:
    """Return a type's handler behind the door; a type that needs no door keeps its own."""
    if not refusals_of_the_door(type_):
        return type_.handler

    def handle(session: WorldSession, command: Command, actor: Actor) -> Mapping[str, object]:
        pass_door(session, type_, (command,), actor)
        return type_.handler(session, command, actor)

    return handle


def pass_door(
    session: WorldSession, type_: TransactionType, commands: Sequence[Command], actor: Actor
) -> None:
    """Refuse commands of one type that must not be carried out at once.

    Raises:
        SecondFactorNeeded, TransferLimitExceeded, DailyLimitExceeded, SecondPersonNeeded, MustWait:
            they must not.
    """
    if actor.roles.isdisjoint(type_.roles):
        return  # the handler says which role it takes
    name, limited = state_of_control(session)
    if (
        name == OPEN
        and not limited
        and not actor.proposing_ids
        and not actor.wants_second_factor
        and type_.approval is not Approval.ALWAYS
    ):
        return
    profile = control_profile(rule_book(session), name, session.clock.today())
    check_second_factor(session, type_, profile, actor)
    sent: Counter[str] = Counter()
    for command in commands:
        sender = str(getattr(command, "from_account", ""))
        demanded = demands(session, type_, command, actor, profile, sent[sender])
        if demanded.second_person:
            raise SecondPersonNeeded(kind=type_.name)
        if demanded.due is not None:
            due = demanded.due.astimezone(MARKET_ZONE)
            raise MustWait(kind=type_.name, due=f"{due:%Y-%m-%d %H:%M}")
        quantity = getattr(command, "quantity", 0)
        sent[sender] += quantity if type(quantity) is int else 0
