"""Workbooks that go out: texts stay texts, numbers keep their digits, equal data equal bytes."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from web.tables import sheets_out
from web.tables.sheets_out import write_xlsx
from web.tables.workbooks import sheet_name, write_cell, written_workbook


def written(*rows, headings=("a",)):
    target = io.BytesIO()
    write_xlsx(target, "table", headings, rows)
    return target.getvalue()


def cells(content):
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]


def test_equal_tables_are_equal_files():
    assert written(["x", 1]) == written(["x", 1]) != written(["x", 2])


def test_each_type_comes_back_as_it_was():
    instant = datetime(2026, 3, 1, 4, 5, 6, tzinfo=UTC)
    (row,) = cells(written(["文字", 7, True, Decimal("0.8042"), date(2026, 3, 1), instant, None]))
    values = [cell.value for cell in row]
    assert values[:4] == ["文字", 7, True, 0.8042]
    assert [value.isoformat() for value in values[4:]] == [
        "2026-03-01T00:00:00",
        "2026-03-01T12:05:06",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "<r><t>x</t></r>"])
def test_no_text_becomes_a_formula_or_mark_up(text):
    ((cell,),) = cells(written([text]))
    assert cell.data_type in "sinlineStr"
    assert cell.value.endswith(text)


@pytest.mark.parametrize("text", ["http://example.org", "internal:a!A1", " padded "])
def test_a_text_that_looks_like_a_link_stays_as_it_is(text):
    ((cell,),) = cells(written([text]))
    assert cell.value == text
    assert cell.hyperlink is None


def test_characters_that_no_workbook_can_hold_are_replaced_and_long_texts_cut():
    ((odd, long),) = cells(written(["a\x00b\ud800c\uffff", "x" * 40_000]))
    assert odd.value == "a\ufffdb\ufffdc\ufffd"
    assert len(long.value) == 32_767


@pytest.mark.parametrize("number", [10**17 + 1, Decimal("1.2345678901234567"), Decimal("1E+400")])
def test_a_number_that_a_workbook_would_round_is_kept_as_text(number):
    ((cell,),) = cells(written([number]))
    assert cell.data_type != "n"
    assert Decimal(cell.value) == number


def test_a_full_sheet_continues_on_the_next(monkeypatch):
    monkeypatch.setattr(sheets_out, "SHEET_ROWS_MAX", 2)
    book = load_workbook(io.BytesIO(written([1], [2], [3], [4], [5])))
    assert [[row[0] for row in sheet.values] for sheet in book] == [
        ["a", 1, 2],
        ["a", 3, 4],
        ["a", 5],
    ]


def test_what_is_left_on_disk_goes_even_when_the_writing_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with (
        pytest.raises(ZeroDivisionError),
        written_workbook(io.BytesIO(), streamed=True) as book,
    ):
        write_cell(book.add_worksheet(), 0, 0, 1 // 0)
    assert not list(tmp_path.iterdir())


def test_names_of_sheets_are_what_workbooks_take():
    assert sheet_name("a[b]:c*?/\\'") == "a_b__c_____"
    assert sheet_name("x" * 40) == "x" * 31
    assert sheet_name("") == "Sheet"
