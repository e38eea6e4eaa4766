"""Every movement of units as the public may have it: classes of holder in place of accounts."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from registry.ledger.models import BlockMove, TransactionRow, UnitType
from registry.parties.models import Account, Party
from registry.worlds.database import WorldSession
from registry.worlds.errors import words

MOVEMENT_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "transaction_id": words("row in ledger_transaction", "对应 ledger_transaction 行号"),
    "kind": words("kind of transaction", "交易种类"),
    "business_date": words("date in the market's zone", "业务日期（市场时区）"),
    "unit_type": words("code of the unit type", "单位类别代码"),
    "serial_first": words("first serial of the run", "编码区间首号"),
    "serial_last": words("last serial of the run", "编码区间末号"),
    "from_class": words(
        "the registry's own account, or class of holder", "转出方账户类型或持有人类别"
    ),
    "to_class": words(
        "the registry's own account, or class of holder", "转入方账户类型或持有人类别"
    ),
}
ROWS_AT_ONCE = 1_000


def movement_rows(session: WorldSession) -> Iterator[tuple[Any, ...]]:
    """Return every movement in the order of the journal, with the columns named above."""
    giver, taker = aliased(Account), aliased(Account)
    giving, taking = aliased(Party), aliased(Party)
    query = (
        select(
            col(BlockMove.transaction_id),
            col(TransactionRow.kind),
            col(TransactionRow.business_date),
            col(UnitType.code),
            col(BlockMove.serial_first),
            col(BlockMove.serial_last),
            _class(giver, giving),
            _class(taker, taking),
        )
        .join(TransactionRow, col(TransactionRow.id) == col(BlockMove.transaction_id))
        .join(UnitType, col(UnitType.id) == col(BlockMove.unit_type_id))
        .join(giver, col(giver.id) == col(BlockMove.from_account_id))
        .join(taker, col(taker.id) == col(BlockMove.to_account_id))
        .join(giving, col(giving.id) == col(giver.party_id), isouter=True)
        .join(taking, col(taking.id) == col(taker.party_id), isouter=True)
        .order_by(col(BlockMove.id))
    )
    found = session.connection().execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    for row in found:
        yield tuple(row)


def _class(account: Any, party: Any) -> Any:
    return case(
        (col(account.kind) == "holding", func.coalesce(col(party.kind), "")),
        else_=col(account.kind),
    )
