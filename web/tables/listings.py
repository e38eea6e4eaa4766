"""Lists that readers search, filter, sort and page: read from the address, written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from registry.reporting import Sought
from web.errors import validated

PAGE_MAX = 1_000_000
SERIAL_NUMBER_MAX = 10**15
ROWS = 20


class ListingQuery(BaseModel):
    """What the address of a list may say."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    q: str = Field("", max_length=100, description="Text to look for.")
    view: str = Field("", max_length=20, description="Which of the lists.")
    only: str = Field("", max_length=20, description="State, use or kind.")
    sort: str = Field("", max_length=20, description="Column that sorts; `-` in front: descending.")
    page: int = Field(1, ge=1, le=PAGE_MAX, description="Page, from 1.")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list's query, and the links that change it."""

    query: ListingQuery

    @property
    def sought(self) -> Sought:
        """Return what the registry shall look for."""
        return Sought(
            text=self.query.q,
            only=self.query.only,
            order=self.query.sort.removeprefix("-"),
            descending=self.query.sort.startswith("-"),
            page=self.query.page,
            rows=ROWS,
        )

    def link(self, **changed: str | int) -> str:
        """Return the query string with some parts changed; a change goes back to page 1."""
        known: dict[str, str | int] = self.query.model_dump()
        wanted = {**known, "page": 1, **changed}
        kept = {name: value for name, value in wanted.items() if value not in ("", 1)}
        return "?" + urlencode(kept)

    def sort_link(self, column: str) -> str:
        """Return the link that sorts by a column; if it sorts already, the other way round."""
        return self.link(sort=f"-{column}" if self.query.sort == column else column)

    def sorted_by(self, column: str) -> str:
        """Return how a column sorts, for `aria-sort`."""
        if self.query.sort.removeprefix("-") != column:
            return "none"
        return "descending" if self.query.sort.startswith("-") else "ascending"


def listing(arguments: MultiDict[str, str] | Mapping[str, str]) -> Listing:
    """Read a list's query from the address.

    Raises:
        InvalidInputError: a part is too long, or the page is no number.
    """
    return Listing(validated(ListingQuery, dict(arguments.items())))


def serial_number(text: str) -> int:
    """Return a number that a serial can have; anything else counts as not given."""
    number = int(text)
    if not 0 < number <= SERIAL_NUMBER_MAX:
        raise ValueError(text)
    return number
