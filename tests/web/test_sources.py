"""Sources are shown in the reader's language, and those of users as they wrote them."""

from dataclasses import replace

from methodologies import library
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
