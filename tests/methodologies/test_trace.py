"""One formula, three ways to evaluate it."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies import Equation, list_methodologies, plain
from methodologies.engine.trace import CONTEXT, Quantity


def q(value: str, symbol: str = "") -> Quantity:
    return Quantity.of(Decimal(value), symbol)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("761646.68000", "761646.68"),
        ("0", "0"),
        ("-0.00", "0"),
        ("1E+5", "100000"),
        ("1e-7", "0.0000001"),
        ("100", "100"),
        ("-2.50", "-2.5"),
    ],
)
def test_a_decimal_is_written_plainly(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@given(st.decimals(-(10**20), 10**20, places=12))
def test_writing_plainly_loses_nothing(value: Decimal) -> None:
    assert Decimal(plain(value)) == value


def test_brackets_appear_where_they_are_needed() -> None:
    a, b, c = q("1", "a"), q("2", "b"), q("3", "c")
    assert (a - (b + c)).formula == "a − (b + c)"
    assert ((a - b) + c).formula == "a − b + c"
    assert ((a + b) * c).formula == "(a + b) × c"
    assert (a * (b / c)).formula == "a × (b/c)"
    assert (a * b / c).formula == "a × b/c"
    assert (1 - abs(a) / 100).formula == "1 − |a|/100"
    assert (2 * a + 1).text == "2 × 1 + 1"
    assert (1 / a).formula == "1/a"
    assert (1 + a).formula == "1 + a"


def test_a_negative_value_is_bracketed_and_its_symbol_is_not() -> None:
    written = q("5", "a") - q("-3", "b")
    assert written.text == "5 − (-3)"
    assert written.formula == "a − b"
    assert written.value == 8


COUNTED = {"ν_i"}
"""Operands that are counts, such as degrees of freedom."""

EQUATIONS = [
    pytest.param(equation, id=f"{known.id} {equation.number} {equation.symbol}")
    for known in list_methodologies()
    for equation in known.equations
]


@pytest.mark.parametrize("equation", EQUATIONS)
def test_decimal_trace_and_array_evaluate_the_same_formula(equation: Equation) -> None:
    values = [
        Decimal(n) / (1 if operand in COUNTED else 7)
        for n, operand in enumerate(equation.operands, start=3)
    ]
    listed = [operand in equation.each for operand in equation.operands]
    with localcontext(CONTEXT):
        exact = equation(*([v, v] if many else v for v, many in zip(values, listed, strict=True)))
        traced = equation(
            *(
                [Quantity.of(v), Quantity.of(v)] if many else Quantity.of(v)
                for v, many in zip(values, listed, strict=True)
            )
        )
    arrays = [np.full(4, float(v)) for v in values]
    sampled = equation(*([a, a] if many else a for a, many in zip(arrays, listed, strict=True)))
    assert (traced.value if isinstance(traced, Quantity) else traced) == exact
    np.testing.assert_allclose(sampled, float(exact), rtol=1e-12)


def test_every_formula_reads_as_printed() -> None:
    formulas = {
        f"{equation.symbol} = {equation.formula}"
        for known in list_methodologies()
        for equation in known.equations
    }
    assert {
        "BE_y = EG_PJ,y × EF_grid,CM,y",
        "EG_PJ,y = EG_export,y − EG_import,y",
        "EF_grid,CM,y = EF_grid,OM,y × ω_OM + EF_grid,BM,y × ω_BM",
        "PE_y = Σ(FC_i,y × COEF_i,y)",
        "COEF_i,y = NCV_i,y × CC_i,y × OF_i,y × (M_CO2/M_C)",
        "ER_y = BE_y − PE_y",
    } <= formulas
