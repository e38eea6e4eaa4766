"""Speed of public look-ups in a large register, and how the audit's time grows with it.

The register is made by the registry's own commands, in large batches, so that journal, log and
guards hold as in use: allowances of 20 unit types are issued to one account and sent on, ten units
at a time, to 2,000 accounts, over three years of a driven clock; every transfer leaves one more
block. Then each page is asked for through the application as a visitor or representative would,
and compared with a raw SQL query of the same rows on the same file.

Run: python -m benchmarks.bench_register [--blocks 1000000] [--keep FOLDER] [--audit] [--json]
"""

import argparse
import json
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from registry.audit import audit
from registry.compliance import Surrender
from registry.ledger import IssueAllowances, Measure, Transfer, UnitKind, add_unit_type
from registry.parties import add_party, grant_mandate, open_account
from registry.services import execute, execute_batch
from registry.worlds import Actor, Database, DrivenClock, Role, World, reading, unit_of_work
from web import create_app
from web.catalogue import Role as RoleRow
from web.catalogue import User
from web.installation import Installation, install
from web.settings import Settings

BLOCKS = 1_000_000
PARTIES = 2_000
UNIT_TYPES = 20
BLOCK_UNITS = 10
BATCH = 1_000
USES_SHARE = 0.02
ROUNDS = 21
TARGET_MS = 200.0
START = datetime(2023, 1, 2, 2, tzinfo=UTC)
DAYS = 1_000
SEED = 20_261_123
EMAIL, PASSWORD = "bench@example.org", "a-long-password-for-benchmarks"
OPERATOR = Actor("bench operator", frozenset({Role.OPERATOR}))
KINDS = ("emitter", "emitter", "emitter", "institution", "individual", "developer")


class Loader:
    """Fills a world through commands, a thousand in a unit of work.

    Args:
        world: an upgraded, empty world with a driven clock.
        clock: that clock.
        blocks: how many blocks it shall have at the least.
    """

    def __init__(self, world: World, clock: DrivenClock, blocks: int) -> None:
        self.world, self.clock, self.blocks = world, clock, blocks
        self.random = random.Random(SEED)
        self.accounts: list[str] = []
        self.party_ids: list[int] = []
        self.holders: list[str] = []
        self.codes = [f"CEA-{2004 + number}" for number in range(UNIT_TYPES)]

    def load(self) -> None:
        """Make the whole register."""
        self._people()
        self._issue()
        self.actor = Actor("bench", frozenset({Role.REPRESENTATIVE}), frozenset(self.party_ids))
        for number in range(0, self.blocks, BATCH):
            self.clock.set(START + timedelta(days=1 + DAYS * number // self.blocks))
            with unit_of_work(self.world) as session:
                execute_batch(session, self._transfers(number), self.actor)
        self._use()

    def _people(self) -> None:
        with unit_of_work(self.world) as session:
            for number in range(PARTIES):
                kind = KINDS[number % len(KINDS)]
                party = add_party(
                    session, f"示例主体{number}", f"Example {number}", kind, fictitious=True
                )
                assert party.id is not None
                self.party_ids.append(party.id)
                self.accounts.append(open_account(session, party.id).number)
            grant_mandate(session, EMAIL, self.party_ids[1])

    def _issue(self) -> None:
        """Issue every type in ten parts, as registries do, to the first account."""
        part = -(-self.blocks * BLOCK_UNITS // UNIT_TYPES // 10)
        with unit_of_work(self.world) as session:
            for code in self.codes:
                add_unit_type(session, code, UnitKind.ALLOWANCE, Measure.T_CO2E)
            for number in range(10):
                for code in self.codes:
                    issue = IssueAllowances(
                        client_id=f"issue-{code}-{number}",
                        account=self.accounts[0],
                        unit_type=code,
                        quantity=part,
                    )
                    execute(session, issue, OPERATOR)

    def _transfers(self, first: int) -> list[Transfer]:
        transfers = [
            Transfer(
                client_id=f"t{number}",
                from_account=self.accounts[0],
                to_account=self.accounts[self.random.randrange(1, PARTIES)],
                unit_type=self.codes[number % UNIT_TYPES],
                quantity=BLOCK_UNITS,
            )
            for number in range(first, min(first + BATCH, self.blocks))
        ]
        self.holders += [each.to_account for each in transfers if each.unit_type == self.codes[-1]]
        return transfers

    def _use(self) -> None:
        """Surrender some of it, so that there are certificates."""
        wanted = int(self.blocks * USES_SHARE)
        for first in range(0, wanted, BATCH):
            with unit_of_work(self.world) as session:
                for number in range(first, min(first + BATCH, wanted)):
                    command = Surrender(
                        client_id=f"s{number}",
                        account=self.holders[number],
                        unit_type=self.codes[-1],
                        quantity=1,
                        compliance_year=2024,
                    )
                    execute(session, command, self.actor)


def instance(folder: Path, blocks: int) -> Path:
    """Return the folder of an installation with a register of so many blocks, made if absent."""
    made = folder / f"register-{blocks}"
    if (made / "done").exists():
        return made
    settings = Settings(testing=True, instance=made)
    installed = install(settings)
    installed.worlds.upgrade()
    with installed.catalogue.unit_of_work() as session:
        session.add(
            User(
                email=EMAIL,
                password=hash_for(settings),
                roles=[RoleRow(name=Role.REPRESENTATIVE.value)],
            )
        )
    installed.close()
    database = Database(settings.world_url("public"), synchronous="OFF")
    clock = DrivenClock(START)
    began = time.perf_counter()
    Loader(World("public", database, clock), clock, blocks).load()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=0")
        connection.exec_driver_sql("ANALYZE")
    database.dispose()
    (made / "done").write_text(f"{time.perf_counter() - began:.0f} s\n")
    return made


def hash_for(settings: Settings) -> str:
    """Return the benchmark's password, hashed as the application does."""
    app = create_app(settings)
    with app.app_context():
        hashed: str = hash_password(PASSWORD)
    installed: Installation = app.extensions["tanlab"]
    installed.close()
    return hashed


def median_ms(run: Callable[[int], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median time of a call by the clock and of the processor, ms; the first does not count."""
    run(0)
    times, processor = [], []
    for number in range(1, rounds + 1):
        start, spent = time.perf_counter(), time.process_time()
        run(number)
        times.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - spent) * 1000)
    return statistics.median(times), statistics.median(processor)


class Measured:
    """The application on a register, and a raw connection to the same file."""

    def __init__(self, app: Flask, path: Path, blocks: int) -> None:
        self.raw = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.visitor = app.test_client()
        self.holder = signed_in(app)
        self.serials = blocks * BLOCK_UNITS // UNIT_TYPES
        self.random = random.Random(SEED)
        rows = self.raw.execute(
            "SELECT number FROM account WHERE kind = 'holding' ORDER BY id LIMIT 2"
        ).fetchall()
        self.largest, self.account = rows[0][0], rows[1][0]

    def cases(self) -> Iterator[tuple[str, Callable[[int], Any], Callable[[int], Any]]]:
        """Each look-up: its name, through the application, and as raw SQL."""
        yield "serial look-up", self.page(self.serial_path), self.query(SERIAL_SQL, self.serial)
        yield "range of 200 pieces", self.page(self.range_path), self.query(RANGE_SQL, self.serial)
        yield (
            "search for a certificate",
            self.page(lambda n: f"/registry?view=certificates&q=CR-{2020 + n % 7}-0000{n:02d}"),
            self.query(SEARCH_SQL, lambda n: (f"%CR-{2020 + n % 7}-0000{n:02d}%",)),
        )
        yield (
            "search by name",
            self.page(lambda n: f"/registry?view=certificates&q=Example {n}"),
            self.query(NAME_SQL, lambda n: (f"%Example {n}%",)),
        )
        yield (
            "registry, first page",
            self.page(lambda _: "/registry"),
            self.query(TOTALS_SQL, lambda _: ()),
        )
        yield (
            "statement",
            self.page(lambda n: f"/accounts/{self.account}/statement?page={1 + n % 5}", True),
            self.query(STATEMENT_SQL, lambda _: (self.account,)),
        )
        yield (
            "statement of one year",
            self.page(
                lambda n: (
                    f"/accounts/{self.account}/statement?first=2024-01-{1 + n:02d}&last=2024-12-31"
                ),
                True,
            ),
            self.query(STATEMENT_SQL, lambda _: (self.account,)),
        )
        yield (
            "report of holdings",
            self.page(lambda _: "/reports/holdings"),
            self.query(CLASSES_SQL, lambda _: ()),
        )
        yield (
            "report of surrenders",
            self.page(lambda n: f"/reports/surrender?page={n + 1}"),
            self.query(SURRENDERS_SQL, lambda n: (n * 20,)),
        )

    def page(self, path: Callable[[int], str], own: bool = False) -> Callable[[int], Any]:
        """A request for a page, as a visitor or as the holder."""
        client: FlaskClient = self.holder if own else self.visitor

        def ask(number: int) -> None:
            answer = client.get(path(number))
            assert answer.status_code == 200, (path(number), answer.status_code)

        return ask

    def query(self, text: str, values: Callable[[int], Any]) -> Callable[[int], Any]:
        """A raw query and the reading of all its rows."""
        return lambda number: self.raw.execute(text, values(number)).fetchall()

    def serial(self, _: int) -> tuple[int, int]:
        """A serial by chance, twice."""
        number = self.random.randrange(1, self.serials)
        return number, number

    def serial_path(self, number: int) -> str:
        """The address of a serial's life."""
        code = 2004 + number % UNIT_TYPES
        return f"/serial?q=CEA-{code}-{self.random.randrange(1, self.serials):09d}"

    def range_path(self, number: int) -> str:
        """The address of the lives of 2,000 serials in 200 blocks."""
        code = 2004 + number % UNIT_TYPES
        first = self.random.randrange(1, max(2, self.serials - 2000))
        return f"/serial?q=CEA-{code}-{first:09d}…{first + 1999:09d}"


SERIAL_SQL = (
    "SELECT m.*, t.kind, t.business_date FROM block_move m"
    " JOIN ledger_transaction t ON t.id = m.transaction_id"
    " WHERE m.unit_type_id = 2 AND m.serial_first <= ? AND m.serial_last >= ?"
)
RANGE_SQL = (
    "SELECT m.*, t.kind, t.business_date FROM block_move m"
    " JOIN ledger_transaction t ON t.id = m.transaction_id"
    " WHERE m.unit_type_id = 2 AND m.serial_first <= ? + 1999 AND m.serial_last >= ?"
)
SEARCH_SQL = "SELECT * FROM certificate WHERE lower(number) LIKE ? ORDER BY id DESC LIMIT 20"
NAME_SQL = (
    "SELECT c.* FROM certificate c JOIN party p ON p.id = c.party_id"
    " WHERE p.name_en LIKE ? ORDER BY c.id DESC LIMIT 20"
)
TOTALS_SQL = (
    "SELECT h.unit_type_id, a.kind, sum(h.quantity) FROM holding h JOIN account a"
    " ON a.id = h.account_id GROUP BY h.unit_type_id, a.kind"
)
STATEMENT_SQL = (
    "SELECT p.*, t.business_date FROM posting p JOIN ledger_transaction t"
    " ON t.id = p.transaction_id JOIN account a ON a.id = p.account_id WHERE a.number = ?"
    " ORDER BY t.business_date, p.id"
)
CLASSES_SQL = (
    "SELECT h.unit_type_id, p.kind, count(DISTINCT p.id), sum(h.quantity) FROM holding h"
    " JOIN account a ON a.id = h.account_id JOIN party p ON p.id = a.party_id"
    " WHERE h.quantity > 0 GROUP BY h.unit_type_id, p.kind"
)
SURRENDERS_SQL = (
    "SELECT c.*, p.name_zh FROM certificate c JOIN party p ON p.id = c.party_id"
    " WHERE c.use = 'surrender' ORDER BY c.business_date DESC, c.id DESC LIMIT 20 OFFSET ?"
)


def signed_in(app: Flask) -> FlaskClient:
    """Return a representative's client."""
    client = app.test_client()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert found is not None
    sent = {"email": EMAIL, "password": PASSWORD, "csrf_token": found[1]}
    assert client.post("/login", data=sent).status_code == 302
    return client


def look_ups(folder: Path, blocks: int) -> list[dict[str, object]]:
    """Measure every look-up."""
    app = create_app(Settings(testing=True, instance=folder))
    path = Path(
        str(Database(Settings(testing=True, instance=folder).world_url("public")).url.database)
    )
    results: list[dict[str, object]] = []
    for name, ours, raw in Measured(app, path, blocks).cases():
        (ours_ms, ours_cpu_ms), (raw_ms, raw_cpu_ms) = median_ms(ours), median_ms(raw)
        results.append(
            {
                "look_up": name,
                "blocks": blocks,
                "median_ms": round(ours_ms, 1),
                "cpu_ms": round(ours_cpu_ms, 1),
                "raw_ms": round(raw_ms, 2),
                "ratio": round(ours_cpu_ms / max(raw_cpu_ms, 0.001), 1),
                "ok": ours_ms <= TARGET_MS,
            }
        )
    installed: Installation = app.extensions["tanlab"]
    installed.close()
    return results


def audit_time(folder: Path, blocks: int) -> dict[str, object]:
    """Measure one audit of a register."""
    database = Database(Settings(testing=True, instance=folder).world_url("public"))
    began, cpu_began = time.perf_counter(), time.process_time()
    with reading(World("public", database)) as session:
        report = audit(session)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    database.dispose()
    return {
        "blocks": blocks,
        "audit_s": round(seconds, 2),
        "cpu_s": round(cpu_seconds, 2),
        "cpu_us_per_block": round(cpu_seconds / blocks * 1e6, 1),
        "ok": report.ok,
    }


def main() -> None:
    """Print tables, or JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--blocks", type=int, nargs="+", default=[BLOCKS])
    parser.add_argument("--keep", type=Path, help="folder in which registers are kept")
    parser.add_argument("--audit", action="store_true", help="time the audit as well")
    parser.add_argument("--json", action="store_true", help="only JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        results: dict[str, list[dict[str, object]]] = {"look_ups": [], "audits": []}
        for blocks in given.blocks:
            made = instance(folder, blocks)
            results["look_ups"] += look_ups(made, blocks)
            if given.audit:
                results["audits"].append(audit_time(made, blocks))
    if given.json:
        print(json.dumps(results, indent=2))
        return
    for row in results["look_ups"] + results["audits"]:
        print("  ".join(f"{name}={value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
