"""Every key has a meaning, in the schema for editors and in the reference of the docs."""

import re

import pytest
from jsonschema import Draft202012Validator

from docs import scenario_reference
from simulations import file_schema, parse_scenario
from simulations.scenarios.documents import read_document
from simulations.scenarios.keys import key_info, keys_of_part, meanings, parts_of
from simulations.scenarios.levers import FIXED
from simulations.scenarios.references import builtin_names, preset_names, read_reference
from tests.simulations.scenarios import SMALL

PAGE = scenario_reference.PAGE.read_text(encoding="utf-8")


def test_every_key_has_a_meaning_in_both_languages_and_nothing_else_has() -> None:
    parts = {part.__name__: part for _, part in parts_of()}
    assert set(meanings()) == set(parts)
    for name, part in parts.items():
        keys = list(keys_of_part(part))
        assert set(meanings()[name]) == {info.name for info in keys}, name
        assert all(info.meaning["en"] and info.meaning["zh"] for info in keys), name


def test_a_key_knows_unit_bounds_and_whether_it_is_needed() -> None:
    limit = key_info(("markets", "anything", "trading", "listing", "limit_pct"))
    assert limit is not None
    assert (limit.unit, limit.low, limit.high, limit.needed) == ("%", 1, 50, True)
    share = key_info(("agents", "firms", "anything", "indirect_share"))
    assert share is not None
    assert (share.unit, share.low, share.high, share.needed) == ("share", 0, 1, False)
    price = key_info(("markets", "anything", "opening_price_cny"))
    assert price is not None
    assert (price.unit, price.low, price.low_counts) == ("CNY/t", 0, False)
    assert key_info(("markets", "anything")) is None
    assert key_info(("markets", "anything", "nothing")) is None


def test_the_reference_of_every_key_is_in_step() -> None:
    assert scenario_reference.page() == PAGE, "make docs"


def test_the_rules_that_are_no_levers_are_named_in_the_docs() -> None:
    assert all(f"`{key}`" in PAGE for key in FIXED)


def test_scenarios_in_the_docs_are_fine() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    whole = [text for text in examples if text.startswith("schema:")]
    assert whole
    for text in whole:
        parse_scenario(text)
    for text in set(examples) - set(whole):
        head = "schema: tanlab/scenario@1\nextends: builtin:cn-national-2024\n"
        parse_scenario(head + text)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = file_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_every_file_shipped_fits_the_schema_for_editors(validator: Draft202012Validator) -> None:
    for name in [*builtin_names(), *preset_names()]:
        tree = read_document(read_reference(f"builtin:{name}", None)[1], name).tree
        assert [error.message for error in validator.iter_errors(tree)] == [], name
    tree = read_document(SMALL.read_text(encoding="utf-8"), "small").tree
    assert validator.is_valid(tree)


@pytest.mark.parametrize(
    "text",
    [
        "sead: 1",
        "seed: 1.5",
        "markets: {national: {offsets: {max_share: 5}}}",
        "agents: {firms: {power: {cout: 3}}}",
        "experiments: {x: {design: {kind: nothing}}}",
        "sources: {seed: {source: x}}",
    ],
)
def test_an_editor_underlines_what_the_check_refuses(
    text: str, validator: Draft202012Validator
) -> None:
    tree = read_document(f"schema: tanlab/scenario@1\n{text}\n", "x").tree
    assert not validator.is_valid(tree)


def test_an_editor_lets_inherited_parts_be_left_out_or_taken_away(
    validator: Draft202012Validator,
) -> None:
    text = "schema: tanlab/scenario@1\nextends: [a, b]\nagents: {firms: {steel: null}}\n"
    assert validator.is_valid(read_document(text, "x").tree)
