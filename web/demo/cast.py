"""The demo's parties as actors in a world, and the one way its data enter: commands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from market.listed import MarketCommand
from market.services import execute
from registry.ledger import accounts
from registry.parties import list_parties
from registry.worlds import Actor, Command, DrivenClock, Role, WorldSession, market_date
from web.demo.parties import PARTIES

CLIENT_ID_PREFIX = "demo"


@dataclass(slots=True, kw_only=True)
class Cast:
    """Everybody who acts while a world gets its demo data.

    Args:
        session: the unit of work.
        party_ids: ids of the demo's parties, by key.
        accounts: numbers of their accounts, by key.
    """

    session: WorldSession
    party_ids: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Return the world's date."""
        return self.session.clock.today()

    def actor(self, key: str, *roles: Role) -> Actor:
        """Return a party as an actor with roles."""
        return Actor(f"{key}@demo", frozenset(roles), frozenset({self.party_ids[key]}))

    def operator(self) -> Actor:
        """Return the registry's operator."""
        return self.actor("operator", Role.OPERATOR)

    def firm(self, key: str) -> Actor:
        """Return an account holder's representative."""
        return self.actor(key, Role.REPRESENTATIVE, Role.DEVELOPER)

    def do(self, command: Command | MarketCommand, actor: Actor) -> Mapping[str, Any]:
        """Carry out a command, as anybody would, under an id of the house's own."""
        return execute(self.session, command, replace(actor, system=True)).data


@dataclass(slots=True, kw_only=True)
class PastCast(Cast):
    """The same in days gone by.

    Args:
        clock: the session's clock.
        present: the instant that zero days ago stands for.
    """

    clock: DrivenClock
    present: datetime

    @property
    def present_year(self) -> int:
        """Return the year of the present day."""
        return market_date(self.present).year

    def go_to(self, days_ago: int) -> None:
        """Set the clock to some days ago."""
        self.clock.set(self.present - timedelta(days=days_ago))


def present_cast(session: WorldSession) -> Cast:
    """Return the cast of a world seeded before."""
    keys = {party.zh: party.key for party in PARTIES}
    known = {
        keys[found.name_zh]: found.id for found in list_parties(session) if found.name_zh in keys
    }
    opened = accounts(session, known.values())
    key_of = {party_id: key for key, party_id in known.items()}
    numbers = {key_of[account.party_id]: account.number for account in reversed(opened)}
    return Cast(session=session, party_ids=known, accounts=numbers)


def client_id(*parts: object) -> str:
    """Return the client id of one of the demo's commands; the same parts give the same id."""
    return ":".join((CLIENT_ID_PREFIX, *map(str, parts)))
