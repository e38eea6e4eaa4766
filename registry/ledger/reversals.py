"""The one way back from a final account: undoing a whole surrender, once, to where it came from.

The pure ledger lets no unit leave a final account. A transaction that names the surrender it
`reverses` may, if it is that surrender's mirror: the same units, from the surrender account back
to the account that gave them. The database keeps each reversal once.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.serials import SerialRange
from registry.worlds.columns import UtcDateTime, WorldRecord
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, instant_value, write

_MOVES = (
    "SELECT unit_type_id, serial_first, serial_last, from_account_id, to_account_id"
    " FROM block_move WHERE transaction_id = ? ORDER BY serial_first"
)
_REVERSED = "SELECT transaction_id FROM ledger_reversal WHERE reverses_id = ?"
_RECORD = "INSERT INTO ledger_reversal (transaction_id, reverses_id, recorded_at) VALUES (?, ?, ?)"
REVERSAL_KIND = "reverse_surrender"


class LedgerReversal(WorldRecord, table=True):
    """A transaction that undid another."""

    __tablename__ = "ledger_reversal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["transaction_id"], ["ledger_transaction.id"], deferrable=True, initially="DEFERRED"
        ),
    )
    transaction_id: str = Field(primary_key=True, max_length=36)
    reverses_id: str = Field(max_length=36, foreign_key="ledger_transaction.id", unique=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


def reversal_of(
    session: WorldSession, transaction_id: str, client_id: str | None = None
) -> Transaction:
    """Return the transaction that undoes a surrender: each run of serials goes back."""
    moves = fetch(session, _MOVES, (transaction_id,))
    assert moves
    assert all(target == SystemAccount.SURRENDER for *_, target in moves)
    legs = tuple(
        Leg(target, source, unit_type_id, last - first + 1, None, (SerialRange(first, last),))
        for unit_type_id, first, last, source, target in moves
    )
    return Transaction(
        kind=REVERSAL_KIND, legs=legs, client_id=client_id, reverses_id=transaction_id
    )


def reversed_by(session: WorldSession, transaction_id: str) -> str | None:
    """Return the id of the transaction that undid another, or None."""
    rows = fetch(session, _REVERSED, (transaction_id,))
    return str(rows[0][0]) if rows else None


def check_mirror(session: WorldSession, transaction: Transaction) -> None:
    """Make sure that a transaction which undoes a surrender is exactly its mirror."""
    if transaction.reverses_id is not None:
        assert transaction.legs == reversal_of(session, transaction.reverses_id).legs


def record_reversals(
    session: WorldSession, transactions: Sequence[Transaction], ids: Sequence[str], now: datetime
) -> None:
    """Write down which transaction undid which; the database takes each only once."""
    rows = [
        (id_, transaction.reverses_id, instant_value(session, now))
        for id_, transaction in zip(ids, transactions, strict=True)
        if transaction.reverses_id is not None
    ]
    if rows:
        write(session, _RECORD, rows)
