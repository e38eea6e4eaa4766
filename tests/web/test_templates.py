import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[^=\s]*)\s*=", re.IGNORECASE)
EVALUATED = re.compile(r"javascript:|[\"']js:", re.IGNORECASE)
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.IGNORECASE | re.DOTALL)
STACKED = re.compile(r"<table class=\"[^\"]*\btable-stacked\b[^\"]*\">.*?</table>", re.DOTALL)
CELL = re.compile(r"<td\b[^>]*>")
EMPTY = '<td class="held-nothing">'
ELSEWHERE = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_script_style_or_handler(template: Path) -> None:
    text = JINJA.sub("", template.read_text())
    for pattern in (INLINE_SCRIPT, INLINE_STYLE, HANDLER, EVALUATED):
        assert pattern.search(text) is None, pattern.pattern


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_posting_form_carries_the_token(template: Path) -> None:
    for form in FORM.findall(template.read_text()):
        assert "csrf" in form or "hidden_tag()" in form, form[:200]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_loads_nothing_from_elsewhere(template: Path) -> None:
    assert ELSEWHERE.search(template.read_text()) is None


def test_own_scripts_evaluate_no_text() -> None:
    for script in (WEB / "static").glob("*.js"):
        assert re.search(r"\beval\(|new Function|document\.write", script.read_text()) is None, (
            script
        )


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_scrolled_table_can_be_reached_and_named(template: Path) -> None:
    for opening in re.findall(r"<div class=\"table-responsive\"[^>]*>", template.read_text()):
        assert 'tabindex="0" role="region" aria-label' in opening


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_table_that_stacks_on_phones_names_each_cell(template: Path) -> None:
    for table in STACKED.findall(template.read_text()):
        for cell in CELL.findall(table):
            assert "data-label=" in cell or cell == EMPTY or "colspan=" in cell, cell
