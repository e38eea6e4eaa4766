"""Lists that the database filters, sorts and cuts into pages: what is wanted, and what is found.

All of it happens in the database, so that the first page is as quick with a million records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import func, literal, select

from registry.worlds.database import WorldSession

Row = TypeVar("Row")
PAGE_ROWS_MAX = 100
COUNTED_MAX = 10_000
"""How far rows are counted; beyond, a page says "more than"."""
TEXT_CHARACTERS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What of a list is wanted.

    Args:
        text: only records with this in one of their names.
        only: only records of this state (projects), use (certificates) or kind (unit types).
        order: name of the column that sorts; anything unknown: the list's own order.
        descending: largest or newest first.
        page: from 1.
        rows: rows of a page, 1 to 100.
    """

    text: str = ""
    only: str = ""
    order: str = ""
    descending: bool = False
    page: int = 1
    rows: int = 20

    @property
    def wanted_text(self) -> str:
        """Return the text to look for, without surrounding blanks, cut to what is compared."""
        return self.text.strip()[:TEXT_CHARACTERS_MAX]

    @property
    def size(self) -> int:
        """Return how many rows a page has."""
        return max(1, min(self.rows, PAGE_ROWS_MAX))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Row]):
    """One page of a list, and how many rows all pages have; `capped`: there are more than that."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows a query has, as far as they are counted, and which page of them exists."""

    total: int
    capped: bool
    page: int
    size: int

    @property
    def pages(self) -> int:
        """Return how many pages can be turned to."""
        return max(1, -(-self.total // self.size))

    def found(self, rows: list[Row]) -> Found[Row]:
        """Return a page with these rows."""
        return Found(
            rows=tuple(rows), total=self.total, page=self.page, pages=self.pages, capped=self.capped
        )


def extent(session: WorldSession, query: Any, sought: Sought) -> Extent:
    """Count a query's rows up to a limit, and choose the nearest page that exists."""
    counted = query.with_only_columns(literal(1), maintain_column_froms=True).order_by(None)
    inner = counted.limit(COUNTED_MAX + 1).subquery()
    total = int(session.connection().execute(select(func.count()).select_from(inner)).scalar_one())
    capped, total = total > COUNTED_MAX, min(total, COUNTED_MAX)
    pages = max(1, -(-total // sought.size))
    return Extent(total, capped, max(1, min(sought.page, pages)), sought.size)


def cut(
    query: Any, sought: Sought, found: Extent, orders: Mapping[str, Any], tie: Any, own: str = ""
) -> Any:
    """Sort by the wanted column, then by a unique one, and keep one page.

    Args:
        query: what to sort.
        sought: what is wanted.
        found: which page exists.
        orders: the columns that sort, by name.
        tie: a unique column that settles ties; alone it sorts with the newest first.
        own: the list's own order, if it is not the newest first.
    """
    by = sought.order if sought.order in orders else own
    descending = sought.descending and by == sought.order
    if not by:
        query = query.order_by(tie.desc())
    elif descending:
        query = query.order_by(orders[by].desc(), tie.desc())
    else:
        query = query.order_by(orders[by], tie)
    return query.offset((found.page - 1) * found.size).limit(found.size)
