import json
from collections.abc import Iterator
from string import Formatter
from typing import get_args

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError, core_schema

import market.rules
import methodologies
import simulations
from registry.compliance.refused_compliance import ComplianceYearAhead
from registry.ledger import InsufficientUnits
from registry.worlds import QuantityOutOfRange, RegistryError
from web.refusal_texts import HTTP, PYDANTIC, VALIDATION
from web.refusals import RefusedByRule, is_refusal, language_of, refusal


def package_errors() -> Iterator[type]:
    """Return every error class of the registry, and of the other packages' faces."""
    waiting = [RegistryError]
    while waiting:
        error = waiting.pop()
        yield error
        waiting += error.__subclasses__()
    for package in (market.rules, methodologies, simulations):
        for name in package.__all__:
            found = getattr(package, name)
            if isinstance(found, type) and issubclass(found, Exception):
                yield found


def fields_of(text: str) -> set[str]:
    """Return the names of the facts a text uses."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


class Wind(BaseModel, extra="forbid"):
    export_mwh: int = Field(gt=0, le=100)
    name: str = Field("", max_length=3)


def refused(**given: object) -> ValidationError:
    """Return what Pydantic says of the input."""
    with pytest.raises(ValidationError) as caught:
        Wind.model_validate(given)
    return caught.value


def test_every_mapped_type_is_one_of_pydantic_or_of_the_methodologies() -> None:
    own = {"above_bound_of_unit"}
    assert set(PYDANTIC) - own <= set(get_args(core_schema.ErrorType))


def test_a_type_without_its_own_sentence_is_still_refused_in_the_readers_language() -> None:
    class Place(BaseModel):
        code: str

        @field_validator("code")
        @classmethod
        def _known(cls, _code: str) -> str:
            raise PydanticCustomError("unheard_of", "English only")

    with pytest.raises(ValidationError) as caught:
        Place(code="x")
    [part] = refusal(caught.value, "zh").fields
    assert (part.code, part.sentence) == ("input.value", "该值无效。")


@pytest.mark.parametrize("texts", [*PYDANTIC.values(), *VALIDATION.values(), *HTTP.values()])
def test_every_text_exists_in_both_languages_with_the_same_facts(
    texts: dict[str, dict[str, str]],
) -> None:
    for part in texts.values():
        assert part["zh"]
        assert part["en"]
        assert fields_of(part["zh"]) == fields_of(part["en"])


def test_every_package_error_speaks_both_languages() -> None:
    for error in package_errors():
        for texts in (
            getattr(error, "text", {}),
            getattr(error, "rule", {}),
            getattr(error, "fix", {}),
        ):
            assert set(texts) == {"zh", "en"}, error
            assert bool(texts["zh"]) == bool(texts["en"]), error


def test_fields_are_refused_one_by_one() -> None:
    shown = refusal(refused(export_mwh="-1", name="long", other=1), "zh")
    assert shown.code == "input.invalid"
    assert {part.field: part.sentence for part in shown.fields} == {
        "export_mwh": "数值必须大于 0。",
        "name": "文本不得超过 3 个字符。",
        "other": "没有这个字段。",
    }
    assert shown.fields[0].value == "-1"


def test_a_missing_field_shows_no_value() -> None:
    [part] = refusal(refused(), "en").fields
    assert (part.code, part.value) == ("input.missing", "")


def test_sentences_group_the_digits_of_numbers_and_keep_years_and_the_value_as_sent() -> None:
    short = InsufficientUnits(
        requested=1234567, available=0, account="200-0000012-34", unit_type="CEA-2024"
    )
    assert "1,234,567 are needed" in refusal(short, "en").sentence
    ahead = ComplianceYearAhead(compliance_year=2027, latest=2026)
    assert "2027" in refusal(ahead, "zh").sentence
    wide = QuantityOutOfRange(value=-12345, minimum=1, maximum=10**9, field="quantity")
    shown = refusal(wide, "en")
    assert shown.sentence == "−12,345 is not a whole number from 1 to 1,000,000,000."
    assert shown.value == "-12345"


def test_long_values_are_cut() -> None:
    [part] = refusal(refused(export_mwh="9" * 5000), "en").fields
    assert len(part.value) == 80


def test_half_a_character_is_shown_escaped_wherever_it_stands() -> None:
    for given in ({"export_mwh": "\ud800"}, {"export_mwh": 1, "\udfff\0": "\ud800"}):
        shown = refusal(refused(**given), "en")
        assert shown.fields[0].value in {r"\ud800", r"\udfff\x00"}
        shown.model_dump_json().encode()
    error = methodologies.UnknownMethodology(value="\ud800", known="")
    assert r"\ud800" in refusal(error, "en").sentence


def test_a_refusal_changed_later_is_as_safe() -> None:
    shown = refusal(methodologies.UnknownMethodology(value="", known=""), "en")
    shown.field = "\ud800"
    assert shown.field == r"\ud800"


def test_a_broken_json_file_is_refused_with_its_line() -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads('{\n "a": }')
    assert "line 2" in refusal(caught.value, "en").sentence


def test_a_missing_file_is_refused_by_name() -> None:
    assert "a.json" in refusal(FileNotFoundError(2, "No such file", "a.json"), "zh").sentence


def test_a_defect_is_no_refusal() -> None:
    assert not is_refusal(ZeroDivisionError())
    with pytest.raises(TypeError):
        refusal(ZeroDivisionError(), "en")


def test_a_package_error_is_recognised_by_its_shape() -> None:
    error = methodologies.UnknownMethodology(value="x", known="y")
    assert isinstance(error, RefusedByRule)
    assert refusal(error, "en").code == "methodologies.unknown_methodology"


def test_a_fact_in_both_languages_is_picked() -> None:
    error = methodologies.UnknownMethodology(value={"zh": "甲", "en": "A"}, known="")
    assert "甲" in refusal(error, "zh").sentence
    assert "A" in refusal(error, "en").sentence


@pytest.mark.parametrize(
    ("tag", "language"), [("zh_CN.UTF-8", "zh"), ("zh-Hant", "zh"), ("en_US", "en"), (None, "en")]
)
def test_tags_become_languages(tag: str | None, language: str) -> None:
    assert language_of(tag) == language


def test_a_rule_s_source_may_be_a_fact() -> None:
    facts: dict[str, object] = {"quantity_t": 11, "lot_t": 10, "source": "a document"}
    assert refusal(market.rules.QuantityNotInLots(**facts), "en").source == "a document"
