"""Every cell of a table that comes in is checked by itself."""

import pytest

from registry.reporting.import_tables import (
    Formula,
    ImportColumn,
    SheetRow,
    SheetTable,
    read_columns,
)
from registry.reporting.refused_imports import (
    CellEmpty,
    CellFormula,
    CellNotOffered,
    CellNotWhole,
    CellUnstorable,
    ColumnMissing,
    NothingToImport,
)
from registry.worlds.errors import words
from tests.checked import passes, trips

COLUMNS = (
    ImportColumn(name="name", title=words("Name", "名称"), required=True, maximum=8),
    ImportColumn(name="kind", title=words("Kind", "类别"), shape="choice", offered=("a", "b")),
    ImportColumn(name="quantity", title=words("Quantity", "数量"), shape="whole"),
    ImportColumn(name="year", title=words("Year", "年度"), shape="year"),
    ImportColumn(name="closed", title=words("Closed", "关闭"), shape="yes_no"),
)
GOOD = {"name": "示例", "kind": "a", "quantity": "1,000", "year": 2024.0, "closed": "是"}


def read(*rows, headings=tuple(GOOD)):
    numbered = tuple(SheetRow(number, tuple(cells)) for number, cells in enumerate(rows, 2))
    return read_columns(SheetTable("Sheet1", tuple(headings), numbered), COLUMNS)


@passes(CellEmpty, CellFormula, CellNotWhole, CellNotOffered, CellUnstorable)
@passes(ColumnMissing, NothingToImport)
@pytest.mark.parametrize("headings", [tuple(GOOD), ("名称", "类别", "数量", "年度", "关闭")])
def test_a_good_row_is_understood_under_headings_of_either_language(headings):
    found = read(GOOD.values(), headings=headings)
    assert found.issues == ()
    understood = {"name": "示例", "kind": "a", "quantity": 1000, "year": 2024, "closed": True}
    assert [row.values for row in found.rows] == [understood]


@trips(CellEmpty, CellFormula, CellNotWhole, CellNotOffered, CellUnstorable)
@pytest.mark.parametrize(
    ("column", "cell", "refusal", "place"),
    [
        ("name", " ", CellEmpty, "A2"),
        ("name", Formula("=1+1"), CellFormula, "A2"),
        ("name", "a\u0007", CellUnstorable, "A2"),
        ("name", "x" * 9, CellUnstorable, "A2"),
        ("kind", "c", CellNotOffered, "B2"),
        ("quantity", "1.5", CellNotWhole, "C2"),
        ("quantity", "-1", CellNotWhole, "C2"),
        ("quantity", "1e3", CellNotWhole, "C2"),
        ("year", "1989", CellNotWhole, "D2"),
        ("closed", "perhaps", CellNotOffered, "E2"),
    ],
)
def test_a_wrong_cell_is_named_by_its_place(column, cell, refusal, place):
    found = read({**GOOD, column: cell}.values(), GOOD.values())
    assert [(type(issue.error), issue.cell) for issue in found.issues] == [(refusal, place)]
    assert [row.number for row in found.rows] == [3]


@trips(ColumnMissing)
def test_a_column_that_is_needed_must_be_there():
    found = read(("a",), headings=("kind",))
    assert [type(issue.error) for issue in found.issues] == [ColumnMissing]
    assert found.rows == ()


@trips(NothingToImport)
def test_headings_alone_are_nothing_to_import():
    assert [type(issue.error) for issue in read().issues] == [NothingToImport]
