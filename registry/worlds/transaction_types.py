"""What kinds of thing can be done in a registry, as data: by whom, under which checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.worlds.actors import Role
from registry.worlds.commands import Command
from registry.worlds.database import WorldSession
from registry.worlds.errors import RegistryError
from registry.worlds.executor import Handler

PartyOf = Callable[[WorldSession, Any], int | None]


class Approval(StrEnum):
    """Whether another person must approve what one asked for."""

    NEVER = "never"
    PROFILE = "profile"  # as the world's control profile says
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionType:
    """One kind of command, who may ask for it, and what it is checked against.

    Args:
        command: the command; its `kind` names the type.
        handler: the service that carries it out.
        name: what people call it, in both languages.
        roles: who may ask for it; the handler checks the same.
        checks: every refusal it can meet, in the order in which they are checked.
        approval: whether another person must approve it.
        step_up: a world's control profile may ask for a fresh second factor.
        delayed: a world's control profile may let it wait before it is carried out.
        reversible: it can be undone once, within the window of the rules.
        party_of: returns the id of the party a command is made for, None if what it names does not
            exist; left out where its field `party_id`, `account` or `from_account` names the party.
    """

    command: type[Command]
    handler: Handler
    name: Mapping[str, str]
    roles: frozenset[Role]
    checks: tuple[type[RegistryError], ...]
    approval: Approval = Approval.NEVER
    step_up: bool = False
    delayed: bool = False
    reversible: bool = False
    party_of: PartyOf | None = None
