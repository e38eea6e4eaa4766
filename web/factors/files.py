"""Files of factors: written out, and read in as a dry run that names every wrong cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from methodologies import (
    FACTOR_COLUMNS,
    REGION_COLUMNS,
    CellError,
    Factor,
    FactorChanges,
    FactorTable,
    UnreadableFactors,
    compare,
    content_of,
    factor_row,
    read_factor_rows,
)
from registry.factors import FactorsEmpty, ImportFactors, latest_import
from registry.reporting import ImportRefused, SheetTable
from registry.worlds import WorldSession, canonical_json, digest
from web.factors.imported import world_library
from web.refusals import Language
from web.tables.sheets_in import read_table
from web.tables.sheets_out import FORMULA_STARTS, Row

HEADINGS = (*FACTOR_COLUMNS, *REGION_COLUMNS)
ROWS_MAX = 10_000
BYTES_MAX = 4_000_000


@dataclass(frozen=True, slots=True)
class CellIssue:
    """One cell that is refused: where it stands, what is wrong and what to do."""

    row: int
    cell: str
    error: CellError

    def shown(self, language: Language) -> dict[str, object]:
        """Return the issue in words of one language."""
        return {
            "row": self.row,
            "cell": self.cell,
            "column": self.error.column,
            "value": self.error.value,
            "code": self.error.code,
            "sentence": self.error.text[language],
            "fix": self.error.fix[language],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What a file would change in a world; nothing is stored.

    Args:
        file: name of the file.
        sheet: name of its sheet.
        changes: added, changed and removed factors, and how many stay as they are.
        issues: cells that are refused; with one of them nothing of the file is imported.
        follows: the latest import of the world.
    """

    file: str
    sheet: str
    changes: FactorChanges
    issues: tuple[CellIssue, ...]
    follows: str

    @property
    def importable(self) -> bool:
        """Tell whether the file can be imported: no cell is refused, and something changes."""
        return not self.issues and self.changed > 0

    def check_importable(self) -> None:
        """Refuse a file that cannot be imported.

        Raises:
            ImportRefused: a cell is refused.
            FactorsEmpty: nothing would change.
        """
        if self.issues:
            rows = len({issue.row for issue in self.issues})
            raise ImportRefused(errors=len(self.issues), rows=rows + self.read, field="file")
        if not self.changed:
            raise FactorsEmpty(field="file")

    @property
    def read(self) -> int:
        """Return how many rows were understood."""
        changes = self.changes
        return len(changes.added) + len(changes.changed) + changes.unchanged

    @property
    def changed(self) -> int:
        """Return how many factors would be added, changed or removed."""
        changes = self.changes
        return len(changes.added) + len(changes.changed) + len(changes.removed)

    @property
    def mark(self) -> str:
        """Return what tells this change of these tables from every other, for a confirmation."""
        return digest(f"{self.follows}\n{canonical_json(content_of(self.changes))}")

    def command(self, reason: str, client_id: str) -> ImportFactors:
        """Return the command that imports the file."""
        return ImportFactors(
            client_id=client_id,
            file=self.file,
            content=canonical_json(content_of(self.changes)),
            follows=self.follows,
            reason=reason,
        )

    def to_dict(self, language: Language) -> dict[str, object]:
        """Return the dry run as plain values."""
        found = self.changes.to_dict()
        return {
            "file": self.file,
            "importable": self.importable,
            **{name: found[name] for name in ("added", "changed", "removed", "unchanged")},
            "refused": [issue.shown(language) for issue in self.issues],
        }


def dry_run(
    session: WorldSession, file: str, content: bytes, *, whole_tables: bool = False
) -> DryRun:
    """Say what a file would change in a session's world.

    Args:
        session: any session of the world.
        file: name of the file.
        content: CSV or XLSX.
        whole_tables: the file holds all factors of each table it names; those it lacks go.

    Raises:
        RegistryError: the file is too large, suspicious or no table.
        UnreadableFactors: it lacks a column.
    """
    sheet = read_table(content, rows_max=ROWS_MAX, bytes_max=BYTES_MAX)
    headings = [heading.lower() for heading in sheet.headings]
    absent = [column for column in FACTOR_COLUMNS if column not in headings]
    if absent:
        raise UnreadableFactors(field="file", value=", ".join(absent))
    tables = world_library(session)
    read = read_factor_rows(_rows(sheet, headings), tables)
    changes = compare(read, tables, whole_tables=whole_tables)
    issues = [
        CellIssue(number, _cell(headings, error.column, number), error)
        for refused in changes.refused
        for number in (sheet.rows[refused.row - 2].number,)
        for error in refused.errors
    ]
    return DryRun(
        file=file,
        sheet=sheet.sheet,
        changes=changes,
        issues=tuple(issues),
        follows=latest_import(session),
    )


def factor_cells(factors: Iterable[Factor]) -> Iterable[Row]:
    """Return factors as rows of a file that can be imported again."""
    for factor in factors:
        cells = factor_row(factor)
        yield tuple(cells[name] for name in HEADINGS)


def table_factors(tables: Mapping[str, FactorTable]) -> list[Factor]:
    """Return the factors of tables, one table after the other."""
    return [factor for table in tables.values() for factor in table.factors]


def _rows(sheet: SheetTable, headings: list[str]) -> list[dict[str, str]]:
    return [
        {name: _text(cell) for name, cell in zip(headings, row.cells, strict=False)}
        for row in sheet.rows
    ]


def _text(cell: object) -> str:
    """Return a cell as it would be typed, without the apostrophe that keeps texts from running."""
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f")
    text = "" if cell is None else str(cell)
    guarded = text.startswith("'") and text[1:].startswith(FORMULA_STARTS)
    return text[1:] if guarded else text


def _cell(headings: list[str], column: str, row: int) -> str:
    return f"{get_column_letter(headings.index(column) + 1)}{row}" if column in headings else ""
