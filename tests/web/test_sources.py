"""Sources are shown in the reader's language, and those of users as they wrote them."""

import io
import re
from dataclasses import replace

from openpyxl import load_workbook

from methodologies import estimate, find, library
from tests.methodologies.forest_examples import MANGROVE
from web.estimate_reports.workbook import result_workbook
from web.formats import in_language


def test_a_source_is_shown_in_the_language_of_the_reader() -> None:
    fuel = library()["fuels"].get("oxidation", "diesel")
    for shown in (fuel, fuel.to_dict(), fuel.source):
        assert in_language(shown, "en") == "MEE reporting guides, defaults of fossil fuels"
        assert in_language(shown, "zh").endswith("化石燃料缺省值")


def test_a_source_that_a_user_imported_is_shown_whole() -> None:
    fuel = library()["fuels"].get("oxidation", "diesel")
    imported = replace(fuel, source="检测报告 · page 5", imported="FI-2026-000001")
    for shown in (imported, imported.to_dict()):
        assert in_language(shown, "en") == "检测报告 · page 5"


def test_an_english_workbook_cites_no_chinese() -> None:
    written = result_workbook(find("ccer-14-002"), estimate("ccer-14-002", MANGROVE), "en")
    sheets = load_workbook(io.BytesIO(written), read_only=True).worksheets[2:]
    cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row if cell]
    assert "Strata, Area" in cells
    cells = [cell for cell in cells if "《" not in cell]  # the title of a law
    assert not [cell for cell in cells if re.search("[\u4e00-\u9fff]", cell)]
