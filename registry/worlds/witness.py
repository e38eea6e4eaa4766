"""What the log says of rows that no other event describes: a digest of each record as it was left.

Movements are in the log leg by leg. Everything else that the registry keeps (parties, projects,
reports, obligations, rules, claims, …) leaves its digest there, so that a row altered later is
noticed. Tables that are filled in bulk leave a count and a sum of digests instead.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from registry.worlds.columns import WorldRecord
from registry.worlds.commands import canonical_json
from registry.worlds.events import instant_text

SUMMED: Final[Mapping[str, tuple[str, ...]]] = {
    "certificate_batch": ("meter_id", "month"),
    "counted_generation": ("generation_id", "batch_id"),
    "generation": ("meter_id", "month", "kind", "change_kwh", "actor"),
    "inclusion_activity": ("platform_id", "record_id", "account_id", "kind", "reduction_mg"),
    "inclusion_consent": ("account_id", "step", "day"),
    "inclusion_reward": ("activity_id", "reference"),
    "inclusion_share": ("batch_id", "activity_id", "enterprise_mg", "personal_mg"),
    "issuance": ("unit_type_id", "account_id", "project_id", "report_id", "quantity"),
}
"""Tables that are only appended to, many rows at a time, and what is summed of each row."""

ELSEWHERE: Final = frozenset(
    {
        "block_move",
        "carbon_account",
        "checkpoint",
        "command",
        "counter",
        "event",
        "holding",
        "inclusion_secret",
        "ledger_reversal",
        "ledger_transaction",
        "log_leaf",
        "log_node",
        "log_secret",
        "posting",
        "project_meter",
        "quota_use",
        "reservation",
        "unit_block",
        "world_clock",
    }
)
"""Tables that other events replay, or that hold only secrets, counters and the log itself."""

MOVING: Final[Mapping[str, frozenset[str]]] = {
    "quota_level": frozenset({"pending", "consumed"}),
    "unit_type": frozenset({"serial_next"}),
}
"""Columns that change without leaving a digest: running totals, checked by other rules."""

SUM_MODULUS: Final = 2**128
_INSERT = re.compile(r"INSERT INTO (?P<table>\w+) \((?P<columns>[^)]*)\) VALUES")


def is_witnessed(record: type[WorldRecord]) -> bool:
    """Tell whether rows of a table leave their digest; those of the market do not."""
    name = str(record.__tablename__)
    return record.__module__.startswith("registry.") and not (name in ELSEWHERE or name in SUMMED)


def witnessed_tables() -> dict[str, type[WorldRecord]]:
    """Return the tables whose rows leave their digest, by name."""
    known = {str(each.__tablename__): each for each in WorldRecord.__subclasses__()}
    return {name: each for name, each in sorted(known.items()) if is_witnessed(each)}


def key_of(record: WorldRecord) -> str:
    """Return the primary key of a row as text."""
    return "/".join(str(getattr(record, column.key)) for column in _table(record).primary_key)


def digest_of(record: WorldRecord) -> str:
    """Return the digest of a row as it is."""
    table = _table(record)
    return row_digest(
        table.name, {column.key: getattr(record, column.key) for column in table.columns}
    )


def row_digest(table: str, values: Mapping[str, object]) -> str:
    """Return the digest of a row's values, 32 hexadecimal digits."""
    left_out = MOVING.get(table, frozenset())
    said = {name: plain(value) for name, value in values.items() if name not in left_out}
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()[:32]


def row_sum(rows: Iterable[Sequence[object]]) -> tuple[int, int]:
    """Return how many rows there are, and the sum of their digests, which no order changes."""
    count, total = 0, 0
    for row in rows:
        text = canonical_json({"row": [plain(value) for value in row]})
        total += int.from_bytes(hashlib.sha256(text.encode()).digest()[:16])
        count += 1
    return count, total % SUM_MODULUS


def added(sums: Iterable[tuple[str, int, int]]) -> dict[str, list[object]]:
    """Return count and sum of each table, added up: `[count, hexadecimal sum]`."""
    totals: dict[str, tuple[int, int]] = {}
    for table, count, total in sums:
        before = totals.get(table, (0, 0))
        totals[table] = (before[0] + count, (before[1] + total) % SUM_MODULUS)
    return {table: [count, f"{total:032x}"] for table, (count, total) in sorted(totals.items())}


def summed_insert(text: str, rows: Sequence[Sequence[object]]) -> tuple[str, int, int] | None:
    """Return table, count and sum of rows that a statement adds, if their table is summed.

    A statement may add several rows with one list of parameters.
    """
    found = _INSERT.match(text)
    if found is None or found["table"] not in SUMMED:
        return None
    columns = [name.strip() for name in found["columns"].split(",")]
    places = [columns.index(name) for name in SUMMED[found["table"]]]
    each = len(columns)
    one_by_one = (row[at : at + each] for row in rows for at in range(0, len(row), each))
    count, total = row_sum([row[place] for place in places] for row in one_by_one)
    return found["table"], count, total


def summed_record(record: object) -> tuple[str, int, int] | None:
    """Return table, 1 and digest of a record that is added alone to a table that is summed."""
    name = str(getattr(record, "__tablename__", ""))
    if name not in SUMMED:
        return None
    count, total = row_sum([[getattr(record, column) for column in SUMMED[name]]])
    return name, count, total


def plain(value: object) -> object:
    """Return a value as JSON can carry it, the same however it was read."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    return value if value is None or isinstance(value, int) else str(value)


def _table(record: WorldRecord) -> Any:
    return type(record).__table__  # type: ignore[attr-defined]
