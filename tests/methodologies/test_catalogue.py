"""The catalogue, its face and its errors."""

from collections.abc import Iterator
from string import Formatter

import pytest

import methodologies
from methodologies import (
    MethodologyError,
    UnknownMethodology,
    UnknownRecord,
    find,
    list_methodologies,
)


def test_the_catalogue_is_sorted_and_names_each_version_once() -> None:
    listed = [(known.id, known.version) for known in list_methodologies()]
    assert listed == sorted(set(listed))


def test_only_texts_whose_equations_were_read_are_official() -> None:
    official = {known.id for known in list_methodologies() if known.status == "official"}
    assert official == {"ccer-01-001", "ccer-01-002"}


ENDINGS = {
    "t CO2e": "_t_co2e",
    "t CO2": "_t_co2",
    "kg CO2e": "_kg_co2e",
    "MWh": "_mwh",
    "t": "_t",
    "t/ha": "_t_ha",
    "1": "",
}


def test_the_name_of_an_output_ends_in_its_unit() -> None:
    for known in list_methodologies():
        for output in known.outputs:
            assert output.name.endswith(ENDINGS[output.unit])


def test_only_credits_of_projects_are_issued() -> None:
    for known in list_methodologies():
        assert known.issues is None or known.purpose == "credits"


def test_the_latest_version_is_found_unless_one_is_named() -> None:
    assert find("ccer-01-002") is find("ccer-01-002", "V01")


@pytest.mark.parametrize(
    ("name", "version", "field"),
    [("ccer-99-999", None, "id"), ("", None, "id"), ("ccer-01-002", "V09", "version")],
)
def test_an_unknown_methodology_is_refused_with_the_known_ones(
    name: str, version: str | None, field: str
) -> None:
    with pytest.raises(UnknownMethodology) as caught:
        find(name, version)
    assert isinstance(caught.value, UnknownRecord)
    assert caught.value.facts["field"] == field
    assert "ccer-01-002 V01" in str(caught.value.facts["known"])


def test_every_methodology_speaks_both_languages() -> None:
    for known in list_methodologies():
        texts = [known.title, known.scope, *known.remarks]
        texts += [known.rounding.text] if known.rounding else []
        texts += [output.title for output in known.outputs]
        texts += [clause.text for clause in known.clauses]
        texts += [equation.meaning for equation in known.equations]
        for text in texts:
            assert text["zh"]
            assert text["en"]


def constants_then_classes(name: str) -> tuple[bool, bool, str]:
    return not name.isupper(), name[0].islower(), name


def test_the_face_is_sorted_and_exists() -> None:
    names = methodologies.__all__
    assert names == sorted(names, key=constants_then_classes)
    assert all(hasattr(methodologies, name) for name in names)


def error_classes(
    of: type[MethodologyError] = MethodologyError,
) -> Iterator[type[MethodologyError]]:
    yield of
    for heir in of.__subclasses__():
        if heir.__module__.startswith("methodologies."):
            yield from error_classes(heir)


CONCRETE = sorted(
    {found for found in error_classes() if "code" in vars(found)} - {MethodologyError},
    key=lambda found: found.code,
)


def test_codes_are_unique_slugs_of_the_package() -> None:
    codes = [found.code for found in CONCRETE]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("methodologies.") for code in codes)


@pytest.mark.parametrize("found", CONCRETE, ids=lambda found: found.__name__)
def test_an_error_says_the_same_in_both_languages(found: type[MethodologyError]) -> None:
    for text in (found.text, found.fix):
        assert text["zh"]
        assert text["en"]
        facts = [{name for _, name, _, _ in Formatter().parse(t) if name} for t in text.values()]
        assert facts[0] == facts[1]
    assert bool(found.rule["zh"]) == bool(found.rule["en"])
