"""Parties and their accounts."""

from typing import NamedTuple

from sqlmodel import select

from registry.parties.account_numbers import HOLDING_TYPE, format_account_number
from registry.parties.models import Account, Party
from registry.parties.refused_accounts import AccountClosedToUnits
from registry.worlds.actors import ROLE_NAMES, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import RecordExists, RoleMissing, UnknownAccount, UnknownParty, words
from registry.worlds.numbering import next_number
from registry.worlds.texts import check_credit_code, check_text

PARTY = words("Party", "主体")
_ACCOUNT = (
    "SELECT a.id, a.number, a.kind, a.party_id, coalesce(p.name_zh, '')"
    " FROM account a LEFT JOIN party p ON p.id = a.party_id WHERE a.number = ?"
)


class AccountFacts(NamedTuple):
    """What services need to know of an account."""

    id: int
    number: str
    kind: str
    party_id: int | None
    party_name: str


def add_party(
    session: WorldSession,
    name_zh: str,
    name_en: str,
    kind: str,
    *,
    credit_code: str | None = None,
    fictitious: bool = False,
) -> Party:
    """Enter a party.

    Args:
        session: the unit of work.
        name_zh: its Chinese name, 1 to 200 characters.
        name_en: its English name, 1 to 200 characters.
        kind: emitter, developer, verifier, institution, operator or individual.
        credit_code: its unified social credit code, if it has one.
        fictitious: whether it exists only in demonstrations; shown beside its name.

    Raises:
        TextInvalid, CreditCodeInvalid: a value cannot be used.
        RecordExists: the Chinese name is taken.
    """
    name = check_text(name_zh, "name_zh")
    if session.exec(select(Party).where(Party.name_zh == name)).first():
        raise RecordExists(what=PARTY, value=name, field="name_zh")
    party = Party(
        name_zh=name,
        name_en=check_text(name_en, "name_en"),
        kind=kind,
        credit_code=check_credit_code(credit_code) if credit_code else None,
        fictitious=fictitious,
        created_at=session.clock.now(),
    )
    session.add(party)
    session.flush()
    session.note("party", party.model_dump(exclude={"created_at"}))
    return party


def open_account(session: WorldSession, party_id: int, name: str = "") -> Account:
    """Open an account for a party; it can hold every unit type and cash.

    Raises:
        UnknownParty: there is no such party.
    """
    if session.get(Party, party_id) is None:
        raise UnknownParty(party=party_id)
    number = format_account_number(HOLDING_TYPE, next_number(session, "account"))
    account = Account(number=number, kind="holding", party_id=party_id, name=name)
    session.add(account)
    session.flush()
    session.note("account", account.model_dump(include={"id", "number", "kind", "party_id"}))
    return account


def find_account(session: WorldSession, number: str, field: str = "account") -> AccountFacts:
    """Return what is known of the account with a number.

    Raises:
        UnknownAccount: there is none.
    """
    rows = fetch(session, _ACCOUNT, (str(number).strip(),))
    if not rows:
        raise UnknownAccount(account=str(number)[:40], field=field, value=str(number)[:40])
    return AccountFacts(*rows[0])


def find_own_account(
    session: WorldSession, number: str, actor: Actor, field: str = "account"
) -> AccountFacts:
    """Return an account that the actor may dispose of.

    Raises:
        UnknownAccount: there is none.
        NotRepresentative: its party is not one the actor represents.
    """
    account = find_account(session, number, field)
    actor.check_represents(account.party_id, account.party_name or account.number)
    return account


def find_receiving_account(
    session: WorldSession, number: str, field: str = "to_account"
) -> AccountFacts:
    """Return an account that takes units from people.

    Raises:
        UnknownAccount: there is none.
        AccountClosedToUnits: it is one of the registry's own.
    """
    account = find_account(session, number, field)
    if account.kind != "holding":
        raise AccountClosedToUnits(account=account.number, field=field)
    return account


def find_party(session: WorldSession, party_id: int) -> Party:
    """Return a party.

    Raises:
        UnknownParty: there is none with this id.
    """
    party = session.get(Party, party_id)
    if party is None:
        raise UnknownParty(party=party_id, field="party_id")
    return party


def find_verifier(session: WorldSession, party_id: int, actor: Actor) -> Party:
    """Return the verification body that the actor represents.

    Raises:
        RoleMissing: the actor is no verifier, or the party is no verification body.
        UnknownParty: there is no such party.
        NotRepresentative: the actor does not act for it.
    """
    actor.check_role(Role.VERIFIER)
    party = find_party(session, party_id)
    actor.check_represents(party.id, party.name_zh)
    if party.kind != "verifier":
        raise RoleMissing(actor=party.name_zh, role=ROLE_NAMES[Role.VERIFIER])
    return party
