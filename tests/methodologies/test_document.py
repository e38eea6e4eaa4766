"""The generated pages."""

from pathlib import Path

import pytest

from methodologies import Methodology, list_methodologies
from methodologies.document import pages, write

FOLDER = Path(__file__).parents[2] / "docs" / "methodologies"


@pytest.mark.parametrize("name", pages())
def test_a_page_is_what_the_definitions_say(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run python -m methodologies.document docs/methodologies"


def test_there_is_no_page_without_a_methodology() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(pages())


@pytest.mark.parametrize("known", list_methodologies(), ids=lambda known: known.id)
def test_a_page_holds_every_field_equation_and_clause(known: Methodology) -> None:
    page = pages()[f"{known.id}.md"]
    for field in known.fields:
        assert f"`{field.name}`" in page
    for equation in known.equations:
        assert equation.meaning["zh"] in page
    for clause in known.clauses:
        assert clause.text["en"] in page


def test_pages_are_written_into_a_new_folder(tmp_path: Path) -> None:
    paths = write(tmp_path / "new")
    assert {path.name for path in paths} == set(pages())
