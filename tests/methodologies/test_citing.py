"""How a reader is told where a number comes from."""

from dataclasses import replace

from methodologies import estimate, in_both, library
from tests.methodologies.forest_examples import MANGROVE


def test_a_source_in_two_languages_is_split_and_any_other_is_shown_whole() -> None:
    split = {"zh": "表 3，凭记忆", "en": "table 3, from memory"}
    assert in_both("表 3，凭记忆 · table 3, from memory") == split
    assert in_both("结构 · structure (1)") == {"zh": "结构 (1)", "en": "structure (1)"}
    assert in_both("式 (5) · equation (5); 旧版 · older")["en"] == "equation (5); older"
    for whole in ("IPCC 2006 · table 3", "公告 · 第 5 页 (page 5)", "CCER-01-001-V01 §6.4", ""):
        assert in_both(whole) == {"zh": whole, "en": whole}


def test_a_trace_cites_each_language_alone() -> None:
    result = estimate("ccer-14-002", MANGROVE)
    texts = [source.text for step in result.steps for source in step.sources]
    assert all(" · " not in text[language] for text in texts for language in ("zh", "en"))
    assert texts[0]["en"] == "CCER-14-002-V01 structure, numbering not seen"


def test_a_source_that_a_user_imported_is_shown_as_written() -> None:
    packaged = library()["forest_species"].get("wood_density", "larch")
    imported = replace(packaged, source="公告 · page 5", imported="FI-2026-000001")
    assert imported.sources["en"] == "公告 · page 5"
    assert imported.citation["en"].endswith("公告 · page 5 (FI-2026-000001)")
