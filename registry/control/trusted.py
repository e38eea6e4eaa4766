"""Trusted accounts: where units go without waiting; an entry works after some working days."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from registry.control.commands import DistrustAccount, TrustAccount
from registry.control.models import TrustedAccount
from registry.control.refused_control import AlreadyTrusted, NotTrusted
from registry.ledger.refused_moves import SameAccount
from registry.parties.models import Account, Party
from registry.parties.parties import find_account, find_own_account, find_receiving_account
from registry.rules.amendments import working_calendar
from registry.worlds.actors import DISPOSING, Actor
from registry.worlds.database import WorldSession
from registry.worlds.driver import date_value, fetch

_TRUSTED = (
    "SELECT 1 FROM trusted_account WHERE account_id = ? AND trusted_id = ?"
    " AND removed_at IS NULL AND effective_on <= ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedView:
    """An entry of a trusted list."""

    account: str
    party_zh: str
    party_en: str
    effective_on: date
    added_by: str


def is_trusted(session: WorldSession, account_id: int, other_id: int) -> bool:
    """Tell whether an account trusts another one today."""
    today = date_value(session, session.clock.today())
    return bool(fetch(session, _TRUSTED, (account_id, other_id, today)))


def trust_account(
    session: WorldSession, command: TrustAccount, actor: Actor, working_days: int
) -> dict[str, object]:
    """Put an account on the trusted list of one's own.

    Args:
        session: the unit of work.
        command: which, on which list.
        actor: who asks.
        working_days: how long the entry waits before it works.

    Raises:
        RoleMissing, NotRepresentative: the actor may not dispose of the account.
        UnknownAccount, AccountClosedToUnits, SameAccount: an account cannot be used.
        AlreadyTrusted: it is on the list.
    """
    actor.check_role(*DISPOSING)
    own = find_own_account(session, command.account, actor)
    other = find_receiving_account(session, command.trusted, "trusted")
    if own.id == other.id:
        raise SameAccount(account=own.number, field="trusted")
    if _entry(session, own.id, other.id) is not None:
        raise AlreadyTrusted(account=own.number, trusted=other.number, field="trusted")
    today = session.clock.today()
    effective_on = (
        working_calendar(session).add_working_days(today, working_days) if working_days else today
    )
    session.add(
        TrustedAccount(
            account_id=own.id,
            trusted_id=other.id,
            effective_on=effective_on,
            added_by=actor.name,
            added_at=session.clock.now(),
        )
    )
    session.flush()
    return {
        "account": own.number,
        "trusted": other.number,
        "effective_on": effective_on.isoformat(),
    }


def distrust_account(
    session: WorldSession, command: DistrustAccount, actor: Actor
) -> dict[str, object]:
    """Take an account off the trusted list of one's own, at once.

    Raises:
        RoleMissing, NotRepresentative: the actor may not dispose of the account.
        UnknownAccount: there is no such account.
        NotTrusted: it is not on the list.
    """
    actor.check_role(*DISPOSING)
    own = find_own_account(session, command.account, actor)
    other = find_account(session, command.trusted, "trusted")
    entry = _entry(session, own.id, other.id)
    if entry is None:
        raise NotTrusted(account=own.number, trusted=other.number, field="trusted")
    entry.removed_by, entry.removed_at = actor.name, session.clock.now()
    session.add(entry)
    session.flush()
    return {"account": own.number, "trusted": other.number}


def trusted_accounts(session: WorldSession, account_id: int) -> list[TrustedView]:
    """Return the trusted list of an account, by number."""
    rows = session.exec(
        select(TrustedAccount, Account, Party)
        .where(TrustedAccount.trusted_id == Account.id, Account.party_id == Party.id)
        .where(TrustedAccount.account_id == account_id, col(TrustedAccount.removed_at).is_(None))
        .order_by(Account.number)
    )
    return [
        TrustedView(
            account=account.number,
            party_zh=party.name_zh,
            party_en=party.name_en,
            effective_on=entry.effective_on,
            added_by=entry.added_by,
        )
        for entry, account, party in rows
    ]


def _entry(session: WorldSession, account_id: int, trusted_id: int) -> TrustedAccount | None:
    return session.exec(
        select(TrustedAccount).where(
            TrustedAccount.account_id == account_id,
            TrustedAccount.trusted_id == trusted_id,
            col(TrustedAccount.removed_at).is_(None),
        )
    ).first()
