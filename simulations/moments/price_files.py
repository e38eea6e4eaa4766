"""A user's own daily prices: tables of exchanges and of the ICAP Allowance Price Explorer.

Real daily series may not be passed on, so whoever has them reads them from a file. An exchange's
table has one heading row; a column of products makes several markets of it. ICAP's has the names
of systems above the headings, each with primary, secondary or reference market and currency.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from simulations.moments import price_cells as cells
from simulations.moments.daily import DailySeries, series_of_rows
from simulations.moments.price_cells import Heading
from simulations.moments.price_rows import Columns, MarketRows, RowReader
from simulations.moments.refused_files import (
    CellProblem,
    PriceFileInvalid,
    PriceFileNoHeader,
    PriceFileNotText,
)

ENCODINGS: Final = ("utf-8-sig", "gb18030", "cp1252")
MEGABYTES_MAX: Final = 50
HEADING_ROWS_MAX: Final = 20
CELLS_MAX: Final = 500
MARKETS_MAX: Final = 60
DAYS_MIN: Final = 2
_ICAP_PRICES: Final = ("secondary", "reference", "primary")
_MEGABYTE: Final = 1_000_000

Layout = Literal["exchange", "icap"]


@dataclass(frozen=True, slots=True)
class PriceFile:
    """What a price file holds.

    Args:
        layout: Whose form it has.
        encoding: In which encoding it was read.
        series: Its markets by name.
        currencies: Currency of a market where the file says so.
    """

    layout: Layout
    encoding: str
    series: Mapping[str, DailySeries]
    currencies: Mapping[str, str]


def read_price_file(path: Path, market: str = "") -> PriceFile:
    """Read a price file.

    Args:
        path: The file; CSV with commas, semicolons or tabs, UTF-8, UTF-16 or GBK.
        market: Name of the market where the file names none; default the file's name.

    Raises:
        OSError: It cannot be opened.
        PriceFileNotText: It is no text, or larger than 50 MB.
        PriceFileNoHeader: No row names a date and a price.
        PriceFileInvalid: Cells cannot be used.
    """
    with path.open("rb") as file:
        content = file.read(MEGABYTES_MAX * _MEGABYTE + 1)
    return parse_prices(content, path.name, market or path.stem)


def parse_prices(content: bytes, name: str, market: str) -> PriceFile:
    """Read the content of a price file; see ``read_price_file``."""
    text, encoding = _decoded(content, name)
    table = _table(text, name)
    at = _heading_row(table, name)
    headings = [cells.heading(cell) for cell in table[at]]
    icap = any(head.field in _ICAP_PRICES for head in headings)
    problems: list[CellProblem] = [
        CellProblem(at + 1, head.text, head.text, cells.UNIT_UNKNOWN)
        for head in headings
        if head.factor is None
    ]
    groups = _icap_groups(table, at, headings, market) if icap else {market: _first_of(headings)}
    reader = RowReader(icap, {title: MarketRows(columns) for title, columns in groups.items()})
    for number, row in enumerate(table[at + 1 :], start=at + 2):
        reader.read(number, row, market)
        # One more than that is the market of rows that name no product.
        if len(reader.markets) > MARKETS_MAX + 1:
            last = next(reversed(reader.markets))
            too_many = CellProblem(number, "product", last[:CELLS_MAX], cells.TOO_MANY_MARKETS)
            raise PriceFileInvalid(name, (too_many,))
    rows = {title: reader.days_of(found) for title, found in reader.markets.items()}
    problems += reader.problems
    series = {
        title: series_of_rows(title, days) for title, days in rows.items() if len(days) >= DAYS_MIN
    }
    if not series and not problems:
        problems.append(CellProblem(at + 1, table[at][0], name, cells.NO_DAYS))
    if problems:
        raise PriceFileInvalid(name, tuple(problems))
    currencies = {title: reader.markets[title].currency for title in series}
    return PriceFile("icap" if icap else "exchange", encoding, series, currencies)


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    archive = content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF"))
    if not archive and len(content) <= MEGABYTES_MAX * _MEGABYTE:
        utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        for encoding in ("utf-16",) if utf16 else ENCODINGS:
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text, encoding
    raise PriceFileNotText(name=name, megabytes=MEGABYTES_MAX)


def _table(text: str, name: str) -> list[list[str]]:
    """Return the rows of a text, split by the one of comma, semicolon and tab with most cells."""
    head = text[:20_000].splitlines()[:HEADING_ROWS_MAX]
    delimiter = max(",;\t", key=lambda mark: max((line.count(mark) for line in head), default=0))
    try:
        return [
            row[:CELLS_MAX]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        raise PriceFileNotText(name=name, megabytes=MEGABYTES_MAX) from None


def _heading_row(table: Sequence[Sequence[str]], name: str) -> int:
    for number, row in enumerate(table[:HEADING_ROWS_MAX]):
        found = {cells.heading(cell).field for cell in row}
        if "date" in found and found & {"close", *_ICAP_PRICES}:
            return number
    raise PriceFileNoHeader(name=name, rows=HEADING_ROWS_MAX)


def _first_of(headings: Sequence[Heading]) -> Columns:
    found: Columns = {}
    for place, head in enumerate(headings):
        if head.field:
            found.setdefault(head.field, (place, head))
    return found


def _icap_groups(
    table: Sequence[Sequence[str]], at: int, headings: Sequence[Heading], market: str
) -> dict[str, Columns]:
    """Return the columns of each system; its name stands above the first of them."""
    above = table[at - 1] if at else []
    groups: dict[str, Columns] = {}
    title = market
    day = next((place, head) for place, head in enumerate(headings) if head.field == "date")
    for place, head in enumerate(headings):
        written = above[place].strip() if place < len(above) else ""
        if written and cells.heading(written).field != "date":
            title = written
        if head.field in {*_ICAP_PRICES, "currency"}:
            groups.setdefault(title, {"date": day}).setdefault(head.field, (place, head))
    for columns in groups.values():
        chosen = next((name for name in _ICAP_PRICES if name in columns), "")
        if chosen:
            columns["close"] = columns[chosen]
    return {title: columns for title, columns in groups.items() if "close" in columns}
