"""What two scenarios differ in, as text, as a table and as values."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from simulations.scenarios import Difference

_COLUMNS = ("setting", "before", "after", "unit", "source before", "source after")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Each setting that two scenarios do not share.

    Args:
        before: The first scenario's id.
        after: The second scenario's id.
        differences: One for each setting, in the order of the first scenario's keys.
    """

    before: str
    after: str
    differences: tuple[Difference, ...]

    def __len__(self) -> int:
        return len(self.differences)

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.differences)

    def __str__(self) -> str:
        """Return one line for each setting."""
        if not self.differences:
            return f"{self.before} and {self.after} do not differ."
        return "\n".join(str(difference) for difference in self.differences)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "before": self.before,
            "after": self.after,
            "differences": [asdict(difference) for difference in self.differences],
        }

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        rows = [
            (
                each.path,
                each.before.shown(),
                each.after.shown(),
                each.unit,
                each.before.source,
                each.after.source,
            )
            for each in self.differences
        ]
        return table_html(_COLUMNS, rows)


def table_html(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return an HTML table; every text is escaped."""
    head = "".join(f"<th>{html.escape(column)}</th>" for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
