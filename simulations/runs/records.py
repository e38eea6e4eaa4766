"""Rows noted during a run, turned into tables at its end."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from simulations.memory import FIRST_ACCOUNT, Tape
from simulations.runs.market_curves import Clearing
from simulations.runs.results import SCHEMAS

FEN = 100


class Quoted(NamedTuple):
    """What a market's book showed just before the close, and how busy it was.

    Args:
        spread_fen: Best ask less best bid, fen per t; None where a side is empty.
        depth_t: Units resting on both sides, t.
        orders: Listed orders placed during the day.
    """

    spread_fen: int | None
    depth_t: int
    orders: int


class CycleNote(NamedTuple):
    """A compliance cycle that was settled.

    Args:
        market: Its market.
        emission_years: Whose emissions were surrendered.
        first: First trading day.
        deadline: Last trading day before surrender.
        clearing: What theory says of it.
    """

    market: str
    emission_years: tuple[int, ...]
    first: date
    deadline: date
    clearing: Clearing


class Records:
    """The rows of one run."""

    def __init__(self) -> None:
        self.days: list[tuple[Any, ...]] = []
        self.events: list[tuple[Any, ...]] = []
        self.firms: list[tuple[Any, ...]] = []
        self.cycles: list[CycleNote] = []

    def day(
        self, day: date, market: str, instrument: str, row: Sequence[int], quoted: Quoted
    ) -> None:
        """Note a market's day; the row is what ``Venue.close_day`` returns."""
        opened, high, low, close, listed_t, block_t, auction_t, turnover_fen = row
        prices = (opened / FEN, high / FEN, low / FEN, close / FEN)
        volumes = (listed_t, block_t, auction_t, turnover_fen / FEN)
        spread_cny = None if quoted.spread_fen is None else quoted.spread_fen / FEN
        seen = (spread_cny, quoted.depth_t, quoted.orders)
        self.days.append((day, market, instrument, *prices, *volumes, *seen))

    def event(
        self, day: date, market: str, kind: str, subject: str, quantity_t: int, detail: str
    ) -> None:
        """Note something that happened."""
        self.events.append((day, market, kind, subject, quantity_t, detail))

    def firm(self, row: tuple[Any, ...]) -> None:
        """Note a firm's year, in the order of the firms table."""
        self.firms.append(row)


def table(name: str, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows as the table of that name."""
    schema = SCHEMAS[name]
    columns = [[row[place] for row in rows] for place in range(len(schema))]
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def trades_table(tape: Tape, days: Sequence[date], codes: Sequence[str]) -> pa.Table:
    """Return the tape as a table.

    Args:
        tape: The world's tape.
        days: The trading days of the run.
        codes: Account codes in the order in which the accounts were opened.
    """
    schema = SCHEMAS["trades"]
    place = tape.column("place")
    market, instrument, mode = (
        pa.array([names[i] for names in tape.places], pa.string()).take(pa.array(place))
        for i in range(3)
    )
    accounts = pa.array(codes, pa.string())
    buyer, seller = (
        accounts.take(pa.array(tape.column(side) - FIRST_ACCOUNT))
        for side in ("buyer_id", "seller_id")
    )
    columns = [
        pa.array(days, pa.date32()).take(pa.array(tape.column("day"))),
        market,
        instrument,
        mode,
        tape.column("price_fen") / FEN,
        tape.column("quantity_t"),
        buyer,
        seller,
    ]
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
