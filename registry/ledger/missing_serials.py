"""The life of units: where serials went, and why named ones cannot be used."""

from collections.abc import Sequence
from typing import NoReturn

from registry.ledger.balances import FINAL, SystemAccount
from registry.ledger.loaded_holdings import Held
from registry.ledger.refused_moves import UnitsNotHeld, UnitsUsed
from registry.ledger.serials import SerialRange, format_ranges
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import words

USES = {
    int(SystemAccount.SURRENDER): words("surrendered", "清缴"),
    int(SystemAccount.RETIREMENT): words("retired", "自愿注销"),
    int(SystemAccount.CANCELLATION): words("cancelled", "取消"),
    int(SystemAccount.EXPIRY): words("expired", "到期核销"),
    int(SystemAccount.CARRY_OVER): words("carried over", "结转"),
}
_FINAL_MOVE = (
    "SELECT m.to_account_id, t.business_date, c.number, t.id FROM block_move m"
    " JOIN ledger_transaction t ON t.id = m.transaction_id"
    " LEFT JOIN certificate c ON c.transaction_id = t.id"
    " WHERE m.unit_type_id = ? AND m.serial_last >= ? AND m.serial_first <= ?"
    " AND m.to_account_id IN (VALUES (2), (3), (4), (-1), (-2)) AND NOT EXISTS"
    " (SELECT 1 FROM ledger_reversal r WHERE r.reverses_id = t.id) ORDER BY m.id DESC LIMIT 1"
)


def refuse_missing(
    session: WorldSession, unit_type_id: int, held: Held, ranges: Sequence[SerialRange]
) -> NoReturn:
    """Say why named serials are not in the account that should give them.

    Raises:
        UnitsUsed: some were surrendered, retired or cancelled; names the record.
        UnitsNotHeld: they are elsewhere, or were never issued.
    """
    for run in ranges:
        rows = fetch(session, _FINAL_MOVE, (unit_type_id, run.first, run.last))
        if rows:
            account_id, day, certificate, transaction_id = rows[0]
            raise UnitsUsed(
                serials=format_ranges(held.unit_type_code, ranges),
                account=held.account_number,
                use=USES[account_id],
                date=str(day),
                certificate=certificate or transaction_id,
                field="serials",
            )
    raise UnitsNotHeld(
        serials=format_ranges(held.unit_type_code, ranges),
        account=held.account_number,
        field="serials",
    )


assert set(USES) == set(FINAL)
