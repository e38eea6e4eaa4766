"""A recorded answer is calculated again with its own factors, and only if it was not changed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from methodologies import FiguresDiffer, estimate, estimate_again, library
from tests.methodologies.examples import WIND
from tests.methodologies.test_golden import FILES, load


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_answer_is_repeated(path: Any) -> None:
    golden = load(path)
    answer = estimate(golden["methodology"], golden["inputs"]).to_dict()
    assert estimate_again(answer).to_dict() == answer


def test_the_answer_keeps_its_factors_when_tables_change() -> None:
    tables = library()
    margins = tables["grid_margins"]
    doubled = tuple(replace(factor, value=factor.value * 2) for factor in margins.factors)
    others = {**tables, "grid_margins": replace(margins, factors=doubled)}
    then = estimate("ccer-01-002", WIND).to_dict()
    now = estimate("ccer-01-002", WIND, factors=others).to_dict()
    assert now["results"] != then["results"]
    assert estimate_again(then, others).to_dict() == then
    assert estimate_again(now).to_dict() == now


@pytest.mark.parametrize("name", ["results", "issuable_units", "inputs", "factors"])
def test_a_changed_answer_is_refused(name: str) -> None:
    answer = estimate("ccer-01-002", WIND).to_dict()
    if name == "results":
        answer["results"]["emission_reductions_t_co2e"] = "999999"
    elif name == "inputs":
        answer["inputs"]["export_mwh"] = "1600000"
    elif name == "factors":
        symbol = next(iter(answer["factors"]))
        answer["factors"][symbol]["value"] = str(Decimal(answer["factors"][symbol]["value"]) * 2)
    else:
        answer["issuable_units"] += 1
    with pytest.raises(FiguresDiffer):
        estimate_again(answer)


@pytest.mark.parametrize("answer", [{}, {"methodology": 1}, {"results": []}])
def test_what_is_no_answer_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        estimate_again(answer)
