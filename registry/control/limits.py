"""How much an account may send at once and in a day to accounts that it does not trust."""

import json
from typing import Any

from registry.control.commands import LimitAccount
from registry.control.models import AccountLimit
from registry.control.profiles import ControlProfile
from registry.control.refused_control import DailyLimitExceeded, TransferLimitExceeded
from registry.ledger.units import QUANTITY_MAX, check_quantity
from registry.parties.parties import AccountFacts, find_receiving_account
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import date_value, fetch

_LIMITS = (
    "SELECT transfer_units, daily_units FROM account_limit WHERE account_id = ?"
    " ORDER BY id DESC LIMIT 1"
)
_SENT = (
    "SELECT coalesce(sum(-p.quantity), 0) FROM posting p"
    " JOIN ledger_transaction t ON t.id = p.transaction_id"
    " WHERE p.account_id = ? AND p.quantity < 0 AND t.kind = 'transfer' AND t.business_date = ?"
)
_WAITING = (
    "SELECT body FROM proposal WHERE kind = 'transfer' AND party_id = ?"
    " AND state IN ('proposed', 'approved')"
)


def account_limits(
    session: WorldSession, account_id: int, profile: ControlProfile
) -> tuple[int | None, int | None]:
    """Return the most units at once and in a day: the lower of the central and the own limit."""
    rows = fetch(session, _LIMITS, (account_id,))
    own = rows[0] if rows else (None, None)
    return (
        _lowest(profile.transfer_limit_units, own[0]),
        _lowest(profile.daily_limit_units, own[1]),
    )


def check_limits(
    session: WorldSession,
    sender: AccountFacts,
    quantity: object,
    profile: ControlProfile,
    before: int = 0,
) -> None:
    """Refuse a transfer that is too large, alone or with what its day holds already.

    Args:
        session: any session.
        sender: the account that sends.
        quantity: units of the transfer.
        profile: in force.
        before: units that the account sends before it in the same batch.

    Raises:
        TransferLimitExceeded, DailyLimitExceeded: it is.
    """
    at_once, daily = account_limits(session, sender.id, profile)
    if type(quantity) is not int:
        return  # the handler says what is wrong with it
    if at_once is not None and quantity > at_once:
        raise TransferLimitExceeded(
            account=sender.number, limit=at_once, quantity=quantity, field="quantity"
        )
    if daily is None:
        return
    sent = _sent_today(session, sender) + before
    if sent + quantity > daily:
        raise DailyLimitExceeded(
            account=sender.number, limit=daily, sent=sent, quantity=quantity, field="quantity"
        )


def limit_account(session: WorldSession, command: LimitAccount, actor: Actor) -> dict[str, object]:
    """Set an account's own limits.

    Raises:
        RoleMissing: the actor is neither operator nor administrator.
        UnknownAccount, AccountClosedToUnits, QuantityOutOfRange: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR, Role.ADMINISTRATOR)
    account = find_receiving_account(session, command.account, "account")
    values = {
        name: value if value is None else check_quantity(value, name, QUANTITY_MAX)
        for name, value in (
            ("transfer_units", command.transfer_units),
            ("daily_units", command.daily_units),
        )
    }
    session.add(
        AccountLimit(
            account_id=account.id, actor=actor.name, recorded_at=session.clock.now(), **values
        )
    )
    session.flush()
    return {"account": account.number, **values}


def _sent_today(session: WorldSession, sender: AccountFacts) -> int:
    day = date_value(session, session.clock.today())
    sent = int(fetch(session, _SENT, (sender.id, day))[0][0])
    waiting: list[dict[str, Any]] = [
        json.loads(row[0]) for row in fetch(session, _WAITING, (sender.party_id,))
    ]
    return sent + sum(
        int(each["quantity"]) for each in waiting if each["from_account"] == sender.number
    )


def _lowest(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
