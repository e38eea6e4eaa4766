"""Transfers between participants' accounts, one or many."""

from collections.abc import Sequence

from registry.ledger.balances import Leg, Transaction
from registry.ledger.commands import Transfer
from registry.ledger.posting import post, post_many
from registry.ledger.serials import SerialRange, merged, parse_range, total
from registry.ledger.unit_types import UnitTypeFacts, find_unit_type
from registry.ledger.units import UnitKind, check_quantity
from registry.parties.parties import AccountFacts, find_own_account, find_receiving_account
from registry.worlds.actors import DISPOSING, Actor
from registry.worlds.database import WorldSession
from registry.worlds.refused_values import SerialInvalid, SerialsMismatch

TRANSFERABLE = (UnitKind.ALLOWANCE, UnitKind.CREDIT, UnitKind.CERTIFICATE)


def transfer(session: WorldSession, command: Transfer, actor: Actor) -> dict[str, object]:
    """Send units to another account.

    Raises:
        RoleMissing: the actor is neither representative nor developer.
        NotRepresentative: the actor does not act for the sender.
        UnknownAccount, UnknownUnitType, WrongUnitKind, AccountClosedToUnits, QuantityOutOfRange,
        SerialInvalid, SerialsMismatch: a value cannot be used.
        InsufficientUnits, UnitsNotHeld, UnitsUsed, SameAccount, AccountNotOpen: it cannot be done.
    """
    actor.check_role(*DISPOSING)
    transaction = _transaction(
        command,
        find_own_account(session, command.from_account, actor, "from_account"),
        find_receiving_account(session, command.to_account),
        find_unit_type(session, command.unit_type, *TRANSFERABLE),
    )
    return _answer(command, post(session, transaction))


def transfer_many(
    session: WorldSession, commands: Sequence[Transfer], actor: Actor
) -> list[dict[str, object]]:
    """Carry out transfers in order, all or none, looking each account up once.

    Raises:
        The same as `transfer`.
    """
    actor.check_role(*DISPOSING)
    senders: dict[str, AccountFacts] = {}
    receivers: dict[str, AccountFacts] = {}
    types: dict[str, UnitTypeFacts] = {}
    transactions = []
    for command in commands:
        sender, receiver, code = command.from_account, command.to_account, command.unit_type
        if sender not in senders:
            senders[sender] = find_own_account(session, sender, actor, "from_account")
        if receiver not in receivers:
            receivers[receiver] = find_receiving_account(session, receiver)
        if code not in types:
            types[code] = find_unit_type(session, code, *TRANSFERABLE)
        transactions.append(
            _transaction(command, senders[sender], receivers[receiver], types[code])
        )
    ids = post_many(session, transactions)
    return [_answer(command, id_) for command, id_ in zip(commands, ids, strict=True)]


def named_serials(
    texts: Sequence[str], unit_type: UnitTypeFacts, quantity: int
) -> tuple[SerialRange, ...]:
    """Read the serials a command names.

    Args:
        texts: serials or ranges; none: the lowest are taken.
        unit_type: the type they must be of.
        quantity: how many units they must name.

    Raises:
        SerialInvalid: one cannot be read or is of another type.
        SerialsMismatch: they name fewer or more units, or one twice.
    """
    ranges = []
    for text in texts:
        code, run = parse_range(text)
        if code != unit_type.code:
            raise SerialInvalid(value=text[:60], field="serials")
        ranges.append(run)
    joined = merged(ranges)
    if ranges and not total(ranges) == total(joined) == quantity:
        raise SerialsMismatch(named=total(joined), quantity=quantity, field="serials")
    return tuple(joined)


def _transaction(
    command: Transfer, sender: AccountFacts, receiver: AccountFacts, unit_type: UnitTypeFacts
) -> Transaction:
    quantity = check_quantity(command.quantity)
    serials = named_serials(command.serials, unit_type, quantity) if command.serials else ()
    leg = Leg(sender.id, receiver.id, unit_type.id, quantity, None, serials)
    return Transaction(
        kind=command.kind, legs=(leg,), memo=command.memo[:200], client_id=command.client_id
    )


def _answer(command: Transfer, transaction_id: str) -> dict[str, object]:
    return {
        "transaction_id": transaction_id,
        "unit_type": command.unit_type,
        "quantity": command.quantity,
    }
