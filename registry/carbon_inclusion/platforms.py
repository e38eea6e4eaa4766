"""Platforms and carbon accounts in the database: admitting, finding, and the codes of users."""

import secrets
from collections.abc import Callable, Iterable
from typing import NamedTuple

from registry.carbon_inclusion.codes import coder
from registry.carbon_inclusion.commands import RegisterPlatform
from registry.carbon_inclusion.models import (
    CarbonAccount,
    InclusionPlatform,
    InclusionSecret,
    PlatformKind,
)
from registry.carbon_inclusion.refused_inclusion import (
    AccountOfOtherParty,
    KindNotInScheme,
    NoPersonalAccounts,
    UnknownPlatform,
)
from registry.carbon_inclusion.schemes import InclusionScheme, find_scheme
from registry.parties.parties import find_party, find_receiving_account
from registry.rules.amendments import rule_book
from registry.rules.names import applies_to_name
from registry.worlds.actors import DISPOSING, Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import ROWS_PER_STATEMENT, date_value, fetch, locking, value_rows, write
from registry.worlds.errors import RecordExists, words
from registry.worlds.numbering import next_number
from registry.worlds.texts import check_text

PLATFORM = words("Platform", "平台")
_PLATFORM = (
    "SELECT p.id, p.number, p.name, p.scheme, p.party_id, p.account_id, o.name_zh"
    " FROM inclusion_platform p JOIN party o ON o.id = p.party_id WHERE p.number = ?"
)
_ACCOUNTS = "SELECT code, id FROM carbon_account WHERE code IN (VALUES {rows})"
_OPEN = (
    "INSERT INTO carbon_account (code, scheme, kind, platform_id, opened_on)"
    " VALUES (?, ?, 'person', ?, ?)"
)


class PlatformFacts(NamedTuple):
    """What services need to know of a platform."""

    id: int
    number: str
    name: str
    scheme: str
    party_id: int
    account_id: int
    party_name: str


def register_platform(
    session: WorldSession, command: RegisterPlatform, actor: Actor
) -> dict[str, object]:
    """Admit a platform to a scheme, and open its party's enterprise carbon account there.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownInclusionScheme: there is no such scheme in force.
        NoPersonalAccounts: the scheme does not admit persons.
        KindNotInScheme: it has no factors for an activity, or none is named.
        AccountOfOtherParty: the account is not the party's.
        RecordExists: the scheme has a platform of this name.
        TextInvalid, UnknownParty, UnknownAccount, AccountClosedToUnits: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    scheme = find_scheme(rule_book(session), command.scheme, session.clock.today())
    name = check_text(command.name, "name")
    kinds = _checked_kinds(scheme, command.kinds)
    party = find_party(session, command.party_id)
    account = find_receiving_account(session, command.account, "account")
    if account.party_id != party.id:
        raise AccountOfOtherParty(account=account.number, party=party.name_zh, field="account")
    taken = "SELECT 1 FROM inclusion_platform WHERE scheme = ? AND name = ?"
    if fetch(session, taken, (scheme.code, name)):
        raise RecordExists(what=PLATFORM, value=name, field="name")
    assert party.id is not None
    _ensure_secret(session)
    platform = InclusionPlatform(
        number=f"IP-{next_number(session, 'IP'):06d}",
        name=name,
        scheme=scheme.code,
        party_id=party.id,
        account_id=account.id,
        registered_at=session.clock.now(),
    )
    session.add(platform)
    session.flush()
    assert platform.id is not None
    session.add_all(PlatformKind(platform_id=platform.id, kind=kind) for kind in kinds)
    enterprise = _open_enterprise_account(session, scheme.code, party.id)
    session.flush()
    return {"platform": platform.number, "carbon_account": enterprise}


def find_platform(
    session: WorldSession, number: str, *, to_change: bool = False, field: str = "platform"
) -> PlatformFacts:
    """Return a platform.

    Args:
        session: any session.
        number: such as ``IP-000001``.
        to_change: others that want to change it wait until this unit of work is over.
        field: name of the input, for the refusal.

    Raises:
        UnknownPlatform: there is none with this number.
    """
    lock = locking(session, "p") if to_change else ""
    rows = fetch(session, _PLATFORM + lock, (str(number).strip(),))
    if not rows:
        raise UnknownPlatform(platform=str(number)[:40], value=str(number)[:40], field=field)
    return PlatformFacts(*rows[0])


def own_platform(session: WorldSession, number: str, actor: Actor) -> PlatformFacts:
    """Return a platform that the actor may report for; others wait.

    Raises:
        RoleMissing: the actor is neither representative nor developer.
        UnknownPlatform: there is none with this number.
        NotRepresentative: the actor does not act for the party that runs it.
    """
    actor.check_role(*DISPOSING)
    platform = find_platform(session, number, to_change=True)
    actor.check_represents(platform.party_id, platform.party_name)
    return platform


def kinds_of(session: WorldSession, platform_id: int) -> list[str]:
    """Return the kinds of activity that a platform may report, by name."""
    query = "SELECT kind FROM inclusion_platform_kind WHERE platform_id = ? ORDER BY kind"
    return [str(kind) for (kind,) in fetch(session, query, (platform_id,))]


def user_codes(session: WorldSession, platform: str) -> Callable[[str], str]:
    """Return the function that turns a platform's user ids into codes of carbon accounts.

    Raises:
        UnknownPlatform: there is none with this number.
    """
    found = find_platform(session, platform)
    ((secret,),) = fetch(session, "SELECT secret FROM inclusion_secret")
    return coder(str(secret), found.number)


def person_accounts(
    session: WorldSession, platform: PlatformFacts, codes: Iterable[str]
) -> dict[str, int]:
    """Return the ids of personal carbon accounts, by code; those not known yet are opened."""
    wanted = sorted(set(codes))
    known = _known_accounts(session, wanted)
    today = date_value(session, session.clock.today())
    missing = [code for code in wanted if code not in known]
    write(session, _OPEN, [(code, platform.scheme, platform.id, today) for code in missing])
    return known | _known_accounts(session, missing)


def _known_accounts(session: WorldSession, codes: list[str]) -> dict[str, int]:
    known = {}
    for start in range(0, len(codes), ROWS_PER_STATEMENT):
        part = codes[start : start + ROWS_PER_STATEMENT]
        for code, id_ in fetch(session, _ACCOUNTS.format(rows=value_rows(1, len(part))), part):
            known[str(code)] = int(id_)
    return known


def _checked_kinds(scheme: InclusionScheme, kinds: Iterable[str]) -> list[str]:
    if not scheme.has_persons:
        raise NoPersonalAccounts(scheme=scheme.names, source=scheme.admits_persons.cited)
    wanted = sorted(set(kinds))
    for kind in wanted or [""]:
        if kind not in scheme.factors:
            raise KindNotInScheme(
                kind=applies_to_name(str(kind)[:40]),
                scheme=scheme.names,
                value=str(kind)[:40],
                field="kinds",
            )
    return wanted


def _ensure_secret(session: WorldSession) -> None:
    if not fetch(session, "SELECT 1 FROM inclusion_secret"):
        session.add(InclusionSecret(secret=secrets.token_hex(32)))
        session.flush()


def _open_enterprise_account(session: WorldSession, scheme: str, party_id: int) -> str:
    query = "SELECT code FROM carbon_account WHERE scheme = ? AND party_id = ?"
    found = fetch(session, query, (scheme, party_id))
    if found:
        return str(found[0][0])
    code = f"{scheme}-E{next_number(session, f'CA-{scheme}'):06d}"
    session.add(
        CarbonAccount(
            code=code,
            scheme=scheme,
            kind="enterprise",
            party_id=party_id,
            opened_on=session.clock.today(),
        )
    )
    return code
