"""Methodologies that are known by name only."""

import re

import pytest

from methodologies import (
    STAGE_TEXTS,
    AnnouncedOnly,
    UnknownMethodology,
    find,
    library,
    list_announced,
    list_methodologies,
)
from methodologies.document import pages
from methodologies.engine.announced import Announced, announced


def test_each_entry_says_what_it_is_and_who_says_so() -> None:
    for entry in announced():
        assert entry.title["zh"]
        assert entry.title["en"]
        assert entry.source
        assert entry.stage in STAGE_TEXTS
        assert entry.confidence in {"high", "medium", "low"}
        assert re.fullmatch(r"\d{4}(-\d{2}){0,2}", entry.when)
        assert entry.id.startswith("ccer-")


def test_a_code_belongs_to_its_id() -> None:
    for entry in announced():
        if entry.code:
            assert entry.code.lower().startswith(f"{entry.id}-v")


def test_ids_are_unique_and_none_can_be_calculated() -> None:
    ids = [entry.id for entry in list_announced()]
    assert len(ids) == len(set(ids))
    assert not set(ids) & {known.id for known in list_methodologies()}
    assert len(ids) == len(announced()), "remove an entry once it has a calculator"


def test_the_list_is_no_factor_table() -> None:
    assert "announced" not in library()


def test_the_page_of_all_methodologies_names_them() -> None:
    page = pages()["README.md"]
    for entry in list_announced():
        assert entry.title["zh"] in page
        assert entry.title["en"] in page


def test_an_entry_becomes_plain_values() -> None:
    shown = list_announced()[0].to_dict()
    assert shown["code"] == "CCER-14-003-V01"
    assert list_announced()[-1].to_dict()["code"] is None


@pytest.mark.parametrize("entry", list_announced(), ids=lambda entry: entry.id)
def test_looking_one_up_says_that_it_has_no_calculator(entry: Announced) -> None:
    for name in {entry.id, entry.code or entry.id}:
        with pytest.raises(AnnouncedOnly) as caught:
            find(name)
        assert isinstance(caught.value, UnknownMethodology)
        assert caught.value.facts["title"] == entry.title
        assert "cannot be calculated" in str(caught.value)
        assert "ccer-01-002" in str(caught.value.facts["known"])
