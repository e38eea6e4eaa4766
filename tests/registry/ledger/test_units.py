import pytest

from registry.ledger.units import QUANTITY_MAX, check_quantity, parse_unit_type_code, unit_type_code
from registry.worlds.refused_values import (
    CreditCodeInvalid,
    QuantityOutOfRange,
    TextInvalid,
    UnitTypeCodeInvalid,
)
from registry.worlds.texts import check_credit_code, check_text


@pytest.mark.parametrize("quantity", [1, 60, QUANTITY_MAX])
def test_whole_numbers_in_range_are_quantities(quantity):
    assert check_quantity(quantity) == quantity


@pytest.mark.parametrize(
    "quantity", [0, -1, QUANTITY_MAX + 1, 1.0, True, "1", None, float("nan"), 10**400]
)
def test_anything_else_is_no_quantity(quantity):
    with pytest.raises(QuantityOutOfRange) as refused:
        check_quantity(quantity)
    assert refused.value.facts["field"] == "quantity"


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("CEA-2024", ("CEA", 2024)),
        ("CEA-2019-2020", ("CEA", 2020)),
        ("CNY", ("CNY", None)),
        ("SHCERCIR1-2025", ("SHCERCIR1", 2025)),
    ],
)
def test_a_unit_type_code_splits_into_scheme_and_vintage(code, parts):
    assert parse_unit_type_code(code) == parts


def test_a_code_is_put_together_as_it_is_split():
    assert unit_type_code("CCER", 2026) == "CCER-2026"
    assert unit_type_code("CNY", None) == "CNY"


@pytest.mark.parametrize("code", ["", "cea-2024", "CEA-24", "CEA 2024", "C" * 30, "CEA-2024-"])
def test_a_wrong_code_is_refused(code):
    with pytest.raises(UnitTypeCodeInvalid):
        parse_unit_type_code(code)


def test_a_credit_code_is_checked_by_its_last_character():
    assert check_credit_code("91350100m000100y43") == "91350100M000100Y43"
    with pytest.raises(CreditCodeInvalid):
        check_credit_code("91350100M000100Y44")


@pytest.mark.parametrize("code", ["", "1" * 17, "9135010OM000100Y43", "91350100I000100Y43"])
def test_a_credit_code_of_wrong_form_is_refused(code):
    with pytest.raises(CreditCodeInvalid):
        check_credit_code(code)


def test_a_text_keeps_rare_and_dangerous_looking_characters():
    assert check_text("  燊堃<script>alert(1)</script> ", "name") == "燊堃<script>alert(1)</script>"


@pytest.mark.parametrize("text", ["", "   ", "x" * 201, "a\x00b", "\u202eabc", None, 7])
def test_an_unusable_text_is_refused(text):
    with pytest.raises(TextInvalid):
        check_text(text, "name")
