"""The rows of a price file below its headings: each day of each market, and every fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from simulations.moments import price_cells as cells
from simulations.moments.price_cells import Heading
from simulations.moments.refused_files import CellProblem

Columns = dict[str, tuple[int, Heading]]
Day = tuple[date, float, float | None, float | None, float | None, float | None]
_VALUE_SHOWN_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class _Found:
    """One row as read: prices in the market's currency, volumes in t, None where unknown."""

    number: int
    close: float | None
    high: float | None
    low: float | None
    listed_t: float | None
    block_t: float | None

    @property
    def traded_t(self) -> float:
        return (self.listed_t or 0.0) + (self.block_t or 0.0)


@dataclass(slots=True)
class MarketRows:
    """One market of a table.

    Args:
        columns: Place and heading by field.
        rows: Rows read so far, by day.
        currency: Currency of its prices where the table says so.
    """

    columns: Columns
    rows: dict[date, _Found] = field(default_factory=dict)
    currency: str = ""


@dataclass(slots=True)
class RowReader:
    """Reads rows into markets and notes every problem.

    Args:
        side_by_side: Whether every row has a day of each market (ICAP), or of one (exchanges).
        markets: The markets by name; those named in a column of products are added.
        problems: What cannot be used.
    """

    side_by_side: bool
    markets: dict[str, MarketRows]
    problems: list[CellProblem] = field(default_factory=list)

    def read(self, number: int, row: Sequence[str], market: str) -> None:
        """Read one row of the file.

        Args:
            number: Its number in the file, from 1.
            row: Its cells.
            market: Whose days these are where no column of products says so.
        """
        if not any(cell.strip() for cell in row):
            return
        first = next(iter(self.markets.values()))
        cell = _cell(row, first, "date")
        day = cells.read_day(cell)
        if day is None:
            self._complain(number, first, "date", cell, cells.NOT_A_DAY)
            return
        for found in self._markets_of(row, first, market):
            self._read_day(number, row, found, day)

    def days_of(self, market: MarketRows) -> list[Day]:
        """Return a market's days in order; a day without trade keeps the close before it."""
        days: list[Day] = []
        close: float | None = None
        for day, row in sorted(market.rows.items()):
            if row.close is None and row.traded_t:
                self._complain(row.number, market, "close", "", cells.PRICE_MISSING)
            close = row.close or close
            if close is not None:
                days.append((day, close, row.high, row.low, row.listed_t, row.block_t))
        return days

    def _markets_of(self, row: Sequence[str], first: MarketRows, market: str) -> list[MarketRows]:
        product = _cell(row, first, "product").strip()
        if self.side_by_side:
            return list(self.markets.values())
        return [self.markets.setdefault(product or market, MarketRows(first.columns))]

    def _read_day(self, number: int, row: Sequence[str], market: MarketRows, day: date) -> None:
        listed_t, block_t = self._volumes(number, row, market)
        traded = bool((listed_t or 0.0) + (block_t or 0.0))
        before = len(self.problems)
        close, high, low = (
            self._price(number, row, market, name, traded) for name in ("close", "high", "low")
        )
        unknown = close is None and listed_t is None and block_t is None
        if unknown or len(self.problems) > before:
            return
        if high is not None and low is not None and high < low:
            self._complain(number, market, "high", str(high), cells.RANGE_REVERSED)
        if day in market.rows:
            self._complain(number, market, "date", day.isoformat(), cells.DAY_TWICE)
            return
        market.currency = _cell(row, market, "currency").strip() or market.currency
        market.rows[day] = _Found(number, close, high, low, listed_t, block_t)

    def _volumes(
        self, number: int, row: Sequence[str], market: MarketRows
    ) -> tuple[float | None, float | None]:
        """Return listed and block volume, t; a whole volume beside blocks is split by them."""
        listed_t = self._volume(number, row, market, "listed")
        block_t = self._volume(number, row, market, "block")
        whole_t = self._volume(number, row, market, "volume")
        if listed_t is None and whole_t is not None:
            if block_t is not None and block_t > whole_t:
                self._complain(number, market, "block", str(block_t), cells.BLOCK_ABOVE_ALL)
            listed_t = max(0.0, whole_t - (block_t or 0.0))
        return listed_t, block_t

    def _volume(
        self, number: int, row: Sequence[str], market: MarketRows, name: str
    ) -> float | None:
        cell = _cell(row, market, name)
        if cells.is_empty(cell):
            return None
        factor = market.columns[name][1].factor or 1.0
        value = cells.read_number(cell)
        if value is None or not 0 <= value * factor <= cells.VOLUME_MAX_T:
            self._complain(number, market, name, cell, cells.NOT_A_VOLUME)
            return None
        return value * factor

    def _price(
        self, number: int, row: Sequence[str], market: MarketRows, name: str, traded: bool
    ) -> float | None:
        """Return a price; nothing for an empty cell, nor for a zero on a day without trade."""
        cell = _cell(row, market, name)
        if cells.is_empty(cell):
            return None
        value = cells.read_number(cell)
        if value == 0 and not traded:
            return None
        if value is None or not 0 < value <= cells.PRICE_MAX:
            self._complain(number, market, name, cell, cells.NOT_A_PRICE)
            return None
        return value

    def _complain(
        self, number: int, market: MarketRows, name: str, value: str, sentence: Mapping[str, str]
    ) -> None:
        heading = market.columns[name][1].text if name in market.columns else name
        self.problems.append(CellProblem(number, heading, value[:_VALUE_SHOWN_MAX], sentence))


def _cell(row: Sequence[str], market: MarketRows, name: str) -> str:
    place = market.columns[name][0] if name in market.columns else len(row)
    return row[place] if place < len(row) else ""
